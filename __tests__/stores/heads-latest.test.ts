import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeHead } from '../../src/core/head-codec.ts'
import { headKey, latestKey } from '../../src/core/keys.ts'
import type { Event } from '../../src/core/ports/events.ts'
import { put } from '../../src/core/ports/store.ts'
import { createHeadStore } from '../../src/stores/heads.ts'
import { metered } from '../../src/stores/metered.ts'
import { commitHead, corruptHead, headOf, latestOf, lineOf, memoryStore, timedHeads } from '../support/stores/heads.ts'

describe('latest', () => {
  it('is the newest commit whatever the key, in one read', async () => {
    const { store, counts } = metered(memoryStore())
    const heads = createHeadStore({ store })
    await commitHead(heads, lineOf('b'), 2)
    await commitHead(heads, lineOf('a'), 3)
    await commitHead(heads, lineOf('other lane', { lane: 'pr/7' }), 9)
    await commitHead(heads, lineOf('other volume', { volume: 'pip' }), 9)
    const before = counts.requests
    expect(await latestOf(heads, '')).toBe('a')
    expect(counts.requests).toBe(before + 1)
  })

  it('is not turned back by an older commit that arrives late', async () => {
    const heads = createHeadStore({ store: memoryStore() })
    await commitHead(heads, lineOf('new'), 5)
    await commitHead(heads, lineOf('old'), 4)
    expect(await latestOf(heads, '')).toBe('new')
  })

  it('is rebuilt from the heads if its copy is damaged', async () => {
    const { clock, store, heads } = timedHeads()
    await commitHead(heads, lineOf('a'), clock.time++)
    await commitHead(heads, lineOf('b'), clock.time++)
    await corruptHead(store, latestKey('acme/web', 'trusted', 'npm'))
    expect(await latestOf(heads, '')).toBe('b')
    await commitHead(heads, lineOf('a'), clock.time++)
    expect(await latestOf(heads, '')).toBe('a')
  })

  it('with a prefix is the newest of the keys that start with it', async () => {
    const { clock, heads } = timedHeads()
    for (const key of ['linux-1', 'linux-2', 'Linux-3', 'macos-1', 'linux']) {
      clock.time++
      await commitHead(heads, lineOf(key), clock.time)
    }
    expect(await latestOf(heads, 'linux-')).toBe('linux-2')
    expect(await latestOf(heads, 'linux')).toBe('linux')
    expect(await latestOf(heads, 'mac')).toBe('macos-1')
    expect(await latestOf(heads, 'windows-')).toBeUndefined()
  })

  it('goes by the commit, not by a head that was touched since', async () => {
    const heads = fc.array(
      fc.record({ key: fc.nat({ max: 20 }), committedAt: fc.nat({ max: 30 }), later: fc.nat({ max: 30 }) }),
      { minLength: 1, maxLength: 8 },
    )
    await fc.assert(
      fc.asyncProperty(heads, async (all) => {
        const { clock, store, heads } = timedHeads()
        const unique = new Map(all.map((one) => [one.key, one]))
        for (const { key, committedAt, later } of unique.values()) {
          clock.time = committedAt + later
          await put(store, headKey(lineOf(`k-${key}`)), encodeHead(headOf(committedAt, { key: `k-${key}` })), 'none')
        }
        const found = await heads.latest('acme/web', 'trusted', 'npm', 'k-')
        expect(found?.head.committedAt).toBe(Math.max(...[...unique.values()].map(({ committedAt }) => committedAt)))
      }),
      { numRuns: 50 },
    )
  })

  it('reads no more heads than it has to', async () => {
    const { clock, store, heads } = timedHeads()
    for (let i = 0; i < 50; i++) await commitHead(heads, lineOf(`k-${i}`), ++clock.time)
    const { store: counted, counts } = metered(store)
    expect(await latestOf(createHeadStore({ store: counted }), 'k-')).toBe('k-49')
    expect(counts.requests).toBe(2)
  })

  it('passes over a damaged head, unless it is the only one', async () => {
    const { clock, store, heads } = timedHeads()
    await commitHead(heads, lineOf('k-1'), ++clock.time)
    clock.time++
    await corruptHead(store, headKey(lineOf('k-2')))
    expect(await latestOf(heads, 'k-')).toBe('k-1')
    await expect(latestOf(heads, 'k-2')).rejects.toMatchObject({ name: 'StoreError', kind: 'corrupt' })
  })

  it('looks at two pages of names and says that it stopped', async () => {
    const store = memoryStore()
    const events: Event[] = []
    const heads = createHeadStore({ store, events: { emit: (event) => events.push(event) } })
    const bytes = encodeHead(headOf(1))
    for (let i = 0; i < 2000; i++) await put(store, headKey(lineOf(`k-${i}`)), bytes, 'absent')
    await latestOf(heads, 'k-')
    expect(events).toEqual([])
    await put(store, headKey(lineOf('k-2000')), bytes, 'absent')
    await latestOf(heads, 'k-')
    expect(events).toEqual([{ type: 'listing-cut', lane: 'trusted', keyPrefix: 'k-' }])
  })
})
