import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/core/ports/errors.ts'
import { put } from '../../src/core/ports/store.ts'
import { limited } from '../../src/stores/limited.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { takeLimit } from '../../src/stores/store-url.ts'
import { describeStore } from '../contract/store.ts'
import { realClock } from '../support/stores/clock.ts'
import { VirtualClock } from '../support/stores/virtual-clock.ts'

describeStore('limited store', async () => {
  const store = createMemoryStore({ clock: realClock })
  const open = () => limited(store, 1e12, realClock)
  return { open, leftovers: async () => [], blobConditions: true, close: async () => {} }
})

describe('limited', () => {
  function site() {
    const clock = new VirtualClock()
    const memory = createMemoryStore({ clock })
    const hedged = { ...memory, traits: { ...memory.traits, hedged: true as const } }
    return { clock, memory, store: limited(hedged, 1000, clock) }
  }

  it('reads and writes no more than it may in a second', async () => {
    const { clock, memory, store } = site()
    await put(memory, 'a', new Uint8Array(4000), 'absent')
    const began = clock.now()
    const ranges = [0, 1000, 2000, 3000].map((offset) => ({ range: { offset, length: 1000 } }))
    // Together or one after the other: it is the same line.
    await clock.run(Promise.all(ranges.map((range) => store.get('a', range))))
    expect(clock.now() - began).toBe(3000)
    await clock.run(store.get('a'))
    expect(clock.now() - began).toBe(4000)
    await clock.run(put(store, 'b', new Uint8Array(500), 'absent'))
    expect(clock.now() - began).toBe(8000)
  })

  it('saves up nothing while nothing goes', async () => {
    const { clock, memory, store } = site()
    await put(memory, 'a', new Uint8Array(2000), 'absent')
    await clock.run(clock.sleep(60_000))
    const began = clock.now()
    const range = { range: { offset: 0, length: 2000 } }
    await clock.run(Promise.all([store.get('a', range), store.get('a', range)]))
    expect(clock.now() - began).toBe(2000)
  })

  it('is not asked twice for being late', () => {
    expect(site().store.traits.hedged).toBeUndefined()
  })

  it('does not hold up who has given up', async () => {
    const { clock, memory, store } = site()
    await put(memory, 'a', new Uint8Array(4000), 'absent')
    const controller = new AbortController()
    const reason = new Error('enough')
    const reading = Promise.all(
      [1, 2].map(() => store.get('a', { range: { offset: 0, length: 4000 }, signal: controller.signal })),
    )
    controller.abort(reason)
    await expect(clock.run(reading)).rejects.toBe(reason)
  })
})

describe('takeLimit', () => {
  it.each([
    ['s3://b/p?limit=50m', 's3://b/p', 50 * 1024 * 1024],
    ['s3://b/p?region=x&limit=1k', 's3://b/p?region=x', 1024],
    ['s3://b/p?limit=1k&region=x', 's3://b/p?region=x', 1024],
    ['s3://b/p?a=1&limit=1k&region=x', 's3://b/p?a=1&region=x', 1024],
    ['s3://b/limit=5?nolimit=1k', 's3://b/limit=5?nolimit=1k', undefined],
    ['s3://b/p', 's3://b/p', undefined],
  ])('of %s', (text, url, bytesPerSecond) => {
    expect(takeLimit(text)).toEqual({ url, bytesPerSecond })
  })

  it('refuses what is no size', () => {
    expect(() => takeLimit('s3://me:secret@b/p?limit=fast')).toThrow(UserError)
    expect(() => takeLimit('s3://me:secret@b/p?limit=fast')).toThrow(/^The limit of the store s3:\/\/…@b\/p, in bytes/)
  })
})
