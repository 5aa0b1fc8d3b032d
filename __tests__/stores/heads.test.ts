import { describe, expect, it } from 'vitest'
import type { Head } from '../../src/core/head.ts'
import type { Line } from '../../src/core/identity.ts'
import { headKey, headPrefix } from '../../src/core/keys.ts'
import type { Event } from '../../src/core/ports/events.ts'
import type { HeadStore } from '../../src/core/ports/heads.ts'
import type { Tag } from '../../src/core/ports/store.ts'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { createHeadStore } from '../../src/stores/heads.ts'
import { metered } from '../../src/stores/metered.ts'
import { realClock, realRandom } from '../support/stores/clock.ts'
import { commitHead, corruptHead, headOf, latestOf, lineOf, memoryStore, timedHeads } from '../support/stores/heads.ts'
import { temporaryDirectory } from '../support/stores/temporary.ts'

describe('read and advance', () => {
  it('give back what was committed, with a tag that the next commit needs', async () => {
    const heads = createHeadStore({ store: memoryStore() })
    expect(await heads.read(lineOf('k'))).toBeUndefined()
    const first = headOf(1)
    const made = await heads.advance(lineOf('k'), first, 'absent')
    expect(made).toEqual({ line: lineOf('k'), head: first, tag: expect.any(String) })
    expect(await heads.read(lineOf('k'))).toEqual(made)
    const second = headOf(2, { from: first.commit })
    expect(await heads.advance(lineOf('k'), second, (made as { tag: Tag }).tag)).toMatchObject({ head: second })
    expect((await heads.read(lineOf('k')))?.head).toEqual(second)
  })

  it('say conflict to who comes late, and change nothing', async () => {
    const heads = createHeadStore({ store: memoryStore() })
    await commitHead(heads, lineOf('k'), 1)
    const stale = (await heads.read(lineOf('k')))?.tag as Tag
    const current = await commitHead(heads, lineOf('k'), 2)
    expect(await heads.advance(lineOf('k'), headOf(3), stale)).toBe('conflict')
    expect(await heads.advance(lineOf('k'), headOf(3), 'absent')).toBe('conflict')
    expect((await heads.read(lineOf('k')))?.head).toEqual(current)
    expect((await heads.latest('acme/web', 'trusted', 'npm', ''))?.head).toEqual(current)
  })

  it('keep lines apart', async () => {
    const heads = createHeadStore({ store: memoryStore() })
    const lines = [
      lineOf('k'),
      lineOf('K'),
      lineOf('k', { lane: 'pr/7' }),
      lineOf('k', { volume: 'pip' }),
      lineOf('k', { namespace: 'acme' }),
    ]
    for (const [i, it] of lines.entries()) await commitHead(heads, it, i + 1)
    for (const [i, it] of lines.entries()) expect((await heads.read(it))?.head.committedAt).toBe(i + 1)
  })

  it('cost one request to look up a head', async () => {
    const { store, counts } = metered(memoryStore())
    await createHeadStore({ store }).read(lineOf('k'))
    await createHeadStore({ store }).latest('n', 'trusted', 'v', '')
    expect(counts.requests).toBe(2)
  })

  it('name a head that does not decode', async () => {
    const store = memoryStore()
    await corruptHead(store, headKey(lineOf('k')))
    await expect(createHeadStore({ store }).read(lineOf('k'))).rejects.toMatchObject({
      name: 'StoreError',
      kind: 'corrupt',
      key: headKey(lineOf('k')),
    })
  })
})

describe('list', () => {
  it('has every head of the namespace in every lane, and tells of damaged ones', async () => {
    const store = memoryStore()
    const events: Event[] = []
    const heads = createHeadStore({ store, events: { emit: (event) => events.push(event) } })
    const lines = [
      lineOf('k'),
      lineOf('A/b'),
      lineOf('k', { lane: 'pr/7' }),
      lineOf('k', { lane: 'ref/heads/x/y' }),
      lineOf('k', { lane: 'local' }),
    ]
    for (const it of lines) await commitHead(heads, it, 1)
    await commitHead(heads, lineOf('elsewhere', { namespace: 'acme' }), 1)
    await commitHead(heads, lineOf('elsewhere', { namespace: 'acme/web/trusted' }), 1)
    await corruptHead(store, headKey(lineOf('damaged')))
    const listed: Line[] = []
    for await (const it of heads.list('acme/web')) {
      listed.push(it.line)
      expect(it.head.key).toBe(it.line.key)
      expect(it.modified).toBeGreaterThan(0)
    }
    expect(listed).toHaveLength(lines.length)
    expect(listed).toEqual(expect.arrayContaining(lines))
    expect(events).toMatchObject([{ type: 'store-failed', kind: 'corrupt', doing: 'looking up' }])
  })
})

describe('remove', () => {
  it('takes the head away, and the newest is another', async () => {
    const { clock, store, heads } = timedHeads()
    await commitHead(heads, lineOf('a'), ++clock.time)
    await commitHead(heads, lineOf('b'), ++clock.time)
    await commitHead(heads, lineOf('c'), ++clock.time)
    await heads.remove(lineOf('a'))
    expect(await latestOf(heads, '')).toBe('c')
    await heads.remove(lineOf('c'))
    expect(await heads.read(lineOf('c'))).toBeUndefined()
    expect(await latestOf(heads, '')).toBe('b')
    await heads.remove(lineOf('b'))
    await heads.remove(lineOf('b'))
    expect(await latestOf(heads, '')).toBeUndefined()
    for await (const info of store.list(headPrefix('acme/web', 'trusted', 'npm', ''))) expect(info).toBeUndefined()
    await commitHead(heads, lineOf('b'), ++clock.time)
    expect(await latestOf(heads, '')).toBe('b')
  })
})

describe('on a directory', () => {
  it('loses no commit of several heads stores at once', async () => {
    const { path, remove } = await temporaryDirectory('in memory')
    try {
      const open = () =>
        createHeadStore({ store: createDirectoryStore({ directory: path, clock: realClock, random: realRandom }) })
      const made: Head[] = []
      const work = async (heads: HeadStore) => {
        for (let done = 0; done < 10; ) {
          const current = await heads.read(lineOf('k'))
          const next = headOf((current?.head.committedAt ?? 0) + 1, { from: current?.head.commit ?? '' })
          if ((await heads.advance(lineOf('k'), next, current?.tag ?? 'absent')) === 'conflict') continue
          made.push(next)
          done++
        }
      }
      await Promise.all([work(open()), work(open()), work(open())])
      const chain = made.sort((a, b) => a.committedAt - b.committedAt)
      expect(chain.map(({ committedAt }) => committedAt)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
      expect(chain.map(({ from }) => from)).toEqual(['', ...chain.slice(0, -1).map((head) => head.commit)])
      expect((await open().latest('acme/web', 'trusted', 'npm', ''))?.head).toEqual(chain.at(-1))
    } finally {
      await remove()
    }
  })
})
