import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Head } from '../../src/core/head.ts'
import { encodeHead } from '../../src/core/head-codec.ts'
import type { Line } from '../../src/core/identity.ts'
import { headKey, headPrefix, latestKey } from '../../src/core/keys.ts'
import type { Event } from '../../src/core/ports/events.ts'
import type { HeadStore } from '../../src/core/ports/heads.ts'
import { type ManagedStore, put, type Tag } from '../../src/core/ports/store.ts'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { createHeadStore } from '../../src/stores/heads.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { metered } from '../../src/stores/metered.ts'
import { realClock, realRandom } from '../support/stores/clock.ts'
import { type Fault, faulty } from '../support/stores/faulty.ts'
import { headOf } from '../support/stores/heads.ts'
import { temporaryDirectory } from '../support/stores/temporary.ts'

const place = { namespace: 'acme/web', lane: 'trusted', volume: 'npm' }
const line = (key: string, more: Partial<Line> = {}): Line => ({ ...place, key, ...more })
const memory = (now = () => Date.now()) => createMemoryStore({ clock: { ...realClock, now } })
/** A store whose objects are written at the time of the commits in them, on a clock that tests turn. */
const timed = () => {
  const clock = { time: 1000 }
  const store = memory(() => clock.time)
  return { clock, store, heads: createHeadStore({ store }) }
}
const commit = async (heads: HeadStore, to: Line, committedAt: number) => {
  const head = headOf(committedAt, { key: to.key })
  await heads.advance(to, head, (await heads.read(to))?.tag ?? 'absent')
  return head
}
const latest = async (heads: HeadStore, keyPrefix: string) =>
  (await heads.latest('acme/web', 'trusted', 'npm', keyPrefix))?.line.key
const corrupt = (store: ManagedStore, key: string) => put(store, key, Buffer.from('{"not": "a head"}'), 'none')
const unreadable = { name: 'StoreError', kind: 'corrupt' }

describe('read and advance', () => {
  it('give back what was committed, with a tag that the next commit needs', async () => {
    const heads = createHeadStore({ store: memory() })
    expect(await heads.read(line('k'))).toBeUndefined()
    const first = headOf(1)
    const made = await heads.advance(line('k'), first, 'absent')
    expect(made).toEqual({ line: line('k'), head: first, tag: expect.any(String) })
    expect(await heads.read(line('k'))).toEqual(made)
    const second = headOf(2, { from: first.commit })
    expect(await heads.advance(line('k'), second, (made as { tag: Tag }).tag)).toMatchObject({ head: second })
    expect((await heads.read(line('k')))?.head).toEqual(second)
  })

  it('say conflict to who comes late, and change nothing', async () => {
    const heads = createHeadStore({ store: memory() })
    await commit(heads, line('k'), 1)
    const stale = (await heads.read(line('k')))?.tag as Tag
    const current = await commit(heads, line('k'), 2)
    expect(await heads.advance(line('k'), headOf(3), stale)).toBe('conflict')
    expect(await heads.advance(line('k'), headOf(3), 'absent')).toBe('conflict')
    expect((await heads.read(line('k')))?.head).toEqual(current)
    expect((await heads.latest('acme/web', 'trusted', 'npm', ''))?.head).toEqual(current)
  })

  it('keep lines apart', async () => {
    const heads = createHeadStore({ store: memory() })
    const lines = [
      line('k'),
      line('K'),
      line('k', { lane: 'pr/7' }),
      line('k', { volume: 'pip' }),
      line('k', { namespace: 'acme' }),
    ]
    for (const [i, it] of lines.entries()) await commit(heads, it, i + 1)
    for (const [i, it] of lines.entries()) expect((await heads.read(it))?.head.committedAt).toBe(i + 1)
  })

  it('cost one request to look up a head', async () => {
    const { store, counts } = metered(memory())
    await createHeadStore({ store }).read(line('k'))
    await createHeadStore({ store }).latest('n', 'trusted', 'v', '')
    expect(counts.requests).toBe(2)
  })

  it('name a head that does not decode', async () => {
    const store = memory()
    await corrupt(store, headKey(line('k')))
    await expect(createHeadStore({ store }).read(line('k'))).rejects.toMatchObject({
      ...unreadable,
      key: headKey(line('k')),
    })
  })
})

describe('advance in doubt', () => {
  const onHead = /\/heads\//
  const faulted = (store: ManagedStore, ...faults: Omit<Fault, 'key'>[]) =>
    createHeadStore({
      store: faulty(
        store,
        faults.map((fault) => ({ ...fault, key: onHead })),
      ),
    })

  it('finds its own commit after an answer that got lost', async () => {
    const store = memory()
    const heads = faulted(store, { on: 'commit', nth: 1, does: { failAfter: 'unavailable' } })
    const head = headOf(1)
    const made = await heads.advance(line('k'), head, 'absent')
    expect(made).toEqual(await heads.read(line('k')))
    expect(made).toMatchObject({ head })
  })

  it('finds its own commit when a wrapper asked twice and lost to itself', async () => {
    const store = memory()
    const twice: ManagedStore = {
      ...store,
      open(key, options) {
        const writer = store.open(key, options)
        return {
          ...writer,
          async commit(when) {
            await put(store, key, encodeHead(head), when)
            return writer.commit(when)
          },
        }
      },
    }
    const head = headOf(1)
    expect(await createHeadStore({ store: twice }).advance(line('k'), head, 'absent')).toMatchObject({ head })
  })

  it('knows its commit was made when somebody has followed it already', async () => {
    const store = memory()
    const mine = headOf(1)
    const followed: ManagedStore = {
      ...store,
      open(key, options) {
        const writer = store.open(key, options)
        return {
          ...writer,
          async commit(when) {
            const result = await writer.commit(when)
            if (!onHead.test(key) || !result.stored) return result
            await put(store, key, encodeHead(headOf(2, { from: mine.commit })), { tag: result.tag })
            return { stored: false }
          },
        }
      },
    }
    const made = await createHeadStore({ store: followed }).advance(line('k'), mine, 'absent')
    expect(made).toMatchObject({ head: mine })
    // And nothing can be written over the follower by what it returned.
    expect(await createHeadStore({ store }).advance(line('k'), headOf(3), (made as { tag: Tag }).tag)).toBe('conflict')
  })

  it('says conflict if another commit is there', async () => {
    const store = memory()
    const other = await commit(createHeadStore({ store }), line('k'), 1)
    const heads = faulted(store, { on: 'commit', nth: 1, does: { failAfter: 'unavailable' } })
    expect(await heads.advance(line('k'), headOf(2), 'absent')).toBe('conflict')
    expect((await heads.read(line('k')))?.head).toEqual(other)
  })

  it('passes the failure on if nothing was written', async () => {
    const store = memory()
    const heads = faulted(store, { on: 'commit', nth: 1, times: 2, does: { fail: 'unavailable' } })
    await expect(heads.advance(line('k'), headOf(1), 'absent')).rejects.toMatchObject({ kind: 'unavailable' })
    await commit(createHeadStore({ store }), line('k'), 1)
    const tag = (await heads.read(line('k')))?.tag as Tag
    await expect(heads.advance(line('k'), headOf(2), tag)).rejects.toMatchObject({ kind: 'unavailable' })
  })

  it('passes the failure on if it cannot look', async () => {
    const heads = faulted(
      memory(),
      { on: 'commit', nth: 1, does: { failAfter: 'throttled' } },
      { on: 'read', nth: 1, does: { fail: 'unavailable' } },
    )
    await expect(heads.advance(line('k'), headOf(1), 'absent')).rejects.toMatchObject({ kind: 'throttled' })
  })

  it('commits though the copy for the newest fails, and the next commit makes that right', async () => {
    const store = memory()
    const failing = faulty(store, [{ on: 'commit', nth: 1, key: /\/latest\//, does: { fail: 'unavailable' } }])
    const heads = createHeadStore({ store: failing })
    await commit(heads, line('a'), 1)
    expect((await heads.read(line('a')))?.head.committedAt).toBe(1)
    expect(await latest(heads, '')).toBeUndefined()
    await commit(heads, line('b'), 2)
    expect(await latest(heads, '')).toBe('b')
  })

  it('writes nothing once the signal is aborted', async () => {
    const store = memory()
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(createHeadStore({ store }).advance(line('k'), headOf(1), 'absent', { signal })).rejects.toThrow(
      'enough',
    )
    expect(await createHeadStore({ store }).read(line('k'))).toBeUndefined()
  })
})

describe('latest', () => {
  it('is the newest commit whatever the key, in one read', async () => {
    const { store, counts } = metered(memory())
    const heads = createHeadStore({ store })
    await commit(heads, line('b'), 2)
    await commit(heads, line('a'), 3)
    await commit(heads, line('other lane', { lane: 'pr/7' }), 9)
    await commit(heads, line('other volume', { volume: 'pip' }), 9)
    const before = counts.requests
    expect(await latest(heads, '')).toBe('a')
    expect(counts.requests).toBe(before + 1)
  })

  it('is not turned back by an older commit that arrives late', async () => {
    const heads = createHeadStore({ store: memory() })
    await commit(heads, line('new'), 5)
    await commit(heads, line('old'), 4)
    expect(await latest(heads, '')).toBe('new')
  })

  it('is rebuilt from the heads if its copy is damaged', async () => {
    const { clock, store, heads } = timed()
    await commit(heads, line('a'), clock.time++)
    await commit(heads, line('b'), clock.time++)
    await corrupt(store, latestKey('acme/web', 'trusted', 'npm'))
    expect(await latest(heads, '')).toBe('b')
    await commit(heads, line('a'), clock.time++)
    expect(await latest(heads, '')).toBe('a')
  })

  it('with a prefix is the newest of the keys that start with it', async () => {
    const { clock, heads } = timed()
    for (const key of ['linux-1', 'linux-2', 'Linux-3', 'macos-1', 'linux']) {
      clock.time++
      await commit(heads, line(key), clock.time)
    }
    expect(await latest(heads, 'linux-')).toBe('linux-2')
    expect(await latest(heads, 'linux')).toBe('linux')
    expect(await latest(heads, 'mac')).toBe('macos-1')
    expect(await latest(heads, 'windows-')).toBeUndefined()
  })

  it('goes by the commit, not by a head that was touched since', async () => {
    const heads = fc.array(
      fc.record({ key: fc.nat({ max: 20 }), committedAt: fc.nat({ max: 30 }), later: fc.nat({ max: 30 }) }),
      { minLength: 1, maxLength: 8 },
    )
    await fc.assert(
      fc.asyncProperty(heads, async (all) => {
        const { clock, store, heads } = timed()
        const unique = new Map(all.map((one) => [one.key, one]))
        for (const { key, committedAt, later } of unique.values()) {
          clock.time = committedAt + later
          await put(store, headKey(line(`k-${key}`)), encodeHead(headOf(committedAt, { key: `k-${key}` })), 'none')
        }
        const found = await heads.latest('acme/web', 'trusted', 'npm', 'k-')
        expect(found?.head.committedAt).toBe(Math.max(...[...unique.values()].map(({ committedAt }) => committedAt)))
      }),
      { numRuns: 50 },
    )
  })

  it('reads no more heads than it has to', async () => {
    const { clock, store, heads } = timed()
    for (let i = 0; i < 50; i++) await commit(heads, line(`k-${i}`), ++clock.time)
    const { store: counted, counts } = metered(store)
    expect(await latest(createHeadStore({ store: counted }), 'k-')).toBe('k-49')
    expect(counts.requests).toBe(2)
  })

  it('passes over a damaged head, unless it is the only one', async () => {
    const { clock, store, heads } = timed()
    await commit(heads, line('k-1'), ++clock.time)
    clock.time++
    await corrupt(store, headKey(line('k-2')))
    expect(await latest(heads, 'k-')).toBe('k-1')
    await expect(latest(heads, 'k-2')).rejects.toMatchObject(unreadable)
  })

  it('looks at two pages of names and says that it stopped', async () => {
    const store = memory()
    const events: Event[] = []
    const heads = createHeadStore({ store, events: { emit: (event) => events.push(event) } })
    const bytes = encodeHead(headOf(1))
    for (let i = 0; i < 2000; i++) await put(store, headKey(line(`k-${i}`)), bytes, 'absent')
    await latest(heads, 'k-')
    expect(events).toEqual([])
    await put(store, headKey(line('k-2000')), bytes, 'absent')
    await latest(heads, 'k-')
    expect(events).toEqual([{ type: 'listing-cut', lane: 'trusted', keyPrefix: 'k-' }])
  })
})

describe('list', () => {
  it('has every head of the namespace in every lane, and tells of damaged ones', async () => {
    const store = memory()
    const events: Event[] = []
    const heads = createHeadStore({ store, events: { emit: (event) => events.push(event) } })
    const lines = [
      line('k'),
      line('A/b'),
      line('k', { lane: 'pr/7' }),
      line('k', { lane: 'ref/heads/x/y' }),
      line('k', { lane: 'local' }),
    ]
    for (const it of lines) await commit(heads, it, 1)
    await commit(heads, line('elsewhere', { namespace: 'acme' }), 1)
    await commit(heads, line('elsewhere', { namespace: 'acme/web/trusted' }), 1)
    await corrupt(store, headKey(line('damaged')))
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
    const { clock, store, heads } = timed()
    await commit(heads, line('a'), ++clock.time)
    await commit(heads, line('b'), ++clock.time)
    await commit(heads, line('c'), ++clock.time)
    await heads.remove(line('a'))
    expect(await latest(heads, '')).toBe('c')
    await heads.remove(line('c'))
    expect(await heads.read(line('c'))).toBeUndefined()
    expect(await latest(heads, '')).toBe('b')
    await heads.remove(line('b'))
    await heads.remove(line('b'))
    expect(await latest(heads, '')).toBeUndefined()
    for await (const info of store.list(headPrefix('acme/web', 'trusted', 'npm', ''))) expect(info).toBeUndefined()
    await commit(heads, line('b'), ++clock.time)
    expect(await latest(heads, '')).toBe('b')
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
          const current = await heads.read(line('k'))
          const next = headOf((current?.head.committedAt ?? 0) + 1, { from: current?.head.commit ?? '' })
          if ((await heads.advance(line('k'), next, current?.tag ?? 'absent')) === 'conflict') continue
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
