import { describe, expect, it } from 'vitest'
import { put } from '../../src/core/ports/store.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { describeStore } from '../contract/store.ts'
import { realClock } from '../support/stores/clock.ts'
import { faulty } from '../support/stores/faulty.ts'
import { slow } from '../support/stores/slow.ts'

// The doubles that other tests lean on.

describeStore('slow store', async () => {
  const store = createMemoryStore({ clock: realClock })
  return { open: () => slow(store, 0), leftovers: async () => [], blobConditions: true, close: async () => {} }
})

describe('slow', () => {
  it('takes its time by call and by byte', async () => {
    const store = slow(createMemoryStore({ clock: realClock }), 20, 10_000)
    const started = performance.now()
    await put(store, 'a', Buffer.alloc(500), 'absent') // 20 + 50 for the block, 20 for the commit
    await store.get('a') // 20 + 50
    expect(performance.now() - started).toBeGreaterThan(150)
  })
})

describe('faulty', () => {
  const bytes = Buffer.from('abcdef')

  it('fails the call that was planned, and no other', async () => {
    const store = faulty(createMemoryStore({ clock: realClock }), [
      { on: 'get', nth: 2, key: /^a/, does: { fail: 'throttled' } },
      { on: 'commit', nth: 2, does: { failAfter: 'unavailable' } },
      { on: 'write', nth: 3, does: { fail: 'full' } },
    ])
    await put(store, 'a', bytes, 'absent')
    await expect(put(store, 'b', bytes, 'absent')).rejects.toMatchObject({ kind: 'unavailable', key: 'b' })
    expect(await store.get('b')).toBeDefined()
    await expect(put(store, 'c', bytes, 'absent')).rejects.toMatchObject({ kind: 'full' })
    expect(await store.get('c')).toBeUndefined()
    expect(await store.get('a')).toBeDefined()
    await expect(store.get('a')).rejects.toMatchObject({ kind: 'throttled' })
    expect(await store.get('a')).toBeDefined()
  })

  it('cuts and alters what is read and what is written', async () => {
    const memory = createMemoryStore({ clock: realClock })
    const store = faulty(memory, [
      { on: 'get', nth: 1, does: 'cut' },
      { on: 'read', nth: 1, does: 'flip' },
      { on: 'write', nth: 2, does: 'flip' },
    ])
    await put(store, 'a', bytes, 'absent')
    expect(Buffer.from((await store.get('a')) ?? '').toString()).toBe('abc')
    expect(Buffer.from((await store.read('a'))?.bytes ?? '').toString()).toBe('abceef')
    await put(store, 'b', bytes, 'absent')
    expect(Buffer.from((await memory.get('b')) ?? '').toString()).toBe('abceef')
  })

  it('can stay down', async () => {
    const store = faulty(createMemoryStore({ clock: realClock }), [
      { on: 'stat', nth: 2, times: Number.POSITIVE_INFINITY, does: { fail: 'unavailable' } },
    ])
    await store.stat('a')
    for (let times = 0; times < 3; times++) await expect(store.stat('a')).rejects.toMatchObject({ kind: 'unavailable' })
  })

  it.fails('fails the test whose fault never came about', () => {
    faulty(createMemoryStore({ clock: realClock }), [{ on: 'get', nth: 1, does: 'cut' }])
  })
})
