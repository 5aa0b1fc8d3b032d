import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { headKey, packKey } from '../../../src/core/keys.ts'
import { StoreError } from '../../../src/core/ports/errors.ts'
import type { GetOptions, ManagedStore } from '../../../src/core/ports/store.ts'
import { put } from '../../../src/core/ports/store.ts'
import { ulid } from '../../../src/core/ulid.ts'
import { realRandom } from '../../support/stores/clock.ts'
import { faulty } from '../../support/stores/faulty.ts'
import { retried } from '../../support/stores/retried.ts'
import type { VirtualClock } from '../../support/stores/virtual-clock.ts'

const head = headKey({ namespace: 'n', lane: 'trusted', volume: 'v', key: 'k' })
const pack = packKey('n', 'trusted', ulid(1, realRandom))
const bytes = randomBytes(1000)

describe('a call that fails', () => {
  it.each(['unavailable', 'throttled'] as const)('is made again when the store is %s', async (kind) => {
    const { store, memory, timed } = retried((inner) =>
      faulty(inner, [
        ...(['get', 'read', 'stat', 'now', 'list', 'remove', 'renew'] as const).map((on) => {
          return { on, nth: 1, times: 2, does: { fail: kind } } as const
        }),
      ]),
    )
    await put(memory, pack, bytes, 'absent')
    const all = async () => {
      const listed: string[] = []
      for await (const { key } of store.list('')) listed.push(key)
      return [
        (await store.get(pack))?.length,
        (await store.read(pack))?.info.bytes,
        (await store.stat(pack))?.key,
        typeof (await store.now()),
        await store.renew(pack),
        listed,
        await store.remove([pack]),
      ]
    }
    expect((await timed(all)).value).toEqual([1000, 1000, pack, 'number', true, [pack], undefined])
    expect(await memory.get(pack)).toBeUndefined()
  })

  it.each(['denied', 'full', 'unsupported', 'range'] as const)('is not made again when it is %s', async (kind) => {
    const { store, timed } = retried((inner) => faulty(inner, [{ on: 'get', nth: 1, does: { fail: kind } }]))
    expect(await timed(() => store.get(pack))).toMatchObject({ error: { kind }, millis: 0 })
    expect(await timed(() => store.get(pack))).toMatchObject({ value: undefined, error: undefined })
  })

  it('reads damaged bytes again, once', async () => {
    const { store, timed, memory } = retried((inner) =>
      faulty(inner, [{ on: 'get', nth: 1, times: 3, does: { fail: 'corrupt' } }]),
    )
    await put(memory, pack, bytes, 'absent')
    expect(await timed(() => store.get(pack))).toMatchObject({ error: { kind: 'corrupt' } })
    expect((await timed(() => store.get(pack))).value).toHaveLength(1000)
  })

  it.each(['throttled', 'unavailable'] as const)(
    'waits as long as it is asked to, a minute at most: %s',
    async (kind) => {
      const asks = (seconds: number) => (memory: ManagedStore) => {
        let calls = 0
        return {
          ...memory,
          get: async (key: string, options?: GetOptions) => {
            if (calls++ < 3) throw new StoreError(kind, 'memory:', key, new Error('slow down'), seconds * 1000)
            return memory.get(key, options)
          },
        }
      }
      const patient = retried(asks(10))
      const waited = await patient.timed(() => patient.store.get(pack))
      expect(waited).toMatchObject({ value: undefined, error: undefined })
      expect(waited.millis).toBeGreaterThan(30_000)
      expect(waited.millis).toBeLessThan(32_000)

      const refused = retried(asks(25))
      const given = await refused.timed(() => refused.store.get(pack))
      expect(given).toMatchObject({ error: { kind } })
      expect(given.millis).toBeLessThan(60_000)
      // The others do not wait for it as well.
      expect(await refused.timed(() => refused.store.get(pack))).toMatchObject({
        error: { kind },
        millis: 0,
      })
    },
  )
})

describe('a read', () => {
  /** Gives half of what it is asked for and then nothing more, `times` times. */
  const stalling = (times: number, asked: GetOptions[]) => (memory: ManagedStore) => ({
    ...memory,
    get: async (key: string, options: GetOptions = {}) => {
      asked.push(options)
      const { moved, signal } = options
      const whole = await memory.get(key, options)
      if (!whole || asked.length > times) return whole
      const filling = new Uint8Array(whole.length)
      filling.set(whole.subarray(0, whole.length >> 1))
      moved?.(filling, whole.length >> 1)
      return new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason))
      })
    },
  })

  it.each([undefined, { offset: 100, length: 800 }])(
    'that stalls is asked for what has not come: %j',
    async (range) => {
      const asked: GetOptions[] = []
      const came: Uint8Array[] = []
      const { store, memory, timed } = retried(stalling(2, asked))
      await put(memory, pack, bytes, 'absent')
      // Another call shows that the store is there.
      const work = async () => {
        const reading = store.get(pack, {
          ...(range && { range }),
          moved: (filling, received) => came.push(filling.slice(0, received)),
        })
        for (let i = 0; i < 10; i++) {
          await store.stat(pack)
          await new Promise((resolve) => setImmediate(resolve))
        }
        return reading
      }
      const { value, error } = await timed(work)
      expect(error).toBeUndefined()
      const { offset, length } = range ?? { offset: 0, length: 1000 }
      expect(came.map((some) => some.length)).toEqual([length / 2, (length * 3) / 4])
      for (const some of came) expect(Buffer.compare(some, bytes.subarray(offset, offset + some.length))).toBe(0)
      expect(Buffer.compare(value ?? new Uint8Array(), bytes.subarray(offset, offset + length))).toBe(0)
      expect(asked.map((options) => options.range)).toEqual([
        range,
        { offset: offset + length / 2, length: length / 2 },
        { offset: offset + (length * 3) / 4, length: length / 4 },
      ])
    },
  )

  it('of a record starts anew: another state of it may be there', async () => {
    const asked: GetOptions[] = []
    const { store, memory, timed } = retried(stalling(1, asked))
    await put(memory, head, bytes, 'absent')
    expect((await timed(() => store.get(head))).value).toHaveLength(1000)
    expect(asked.map(({ range }) => range)).toEqual([undefined, undefined])
  })
})

it('what takes its time in the store is no stall', async () => {
  let calls = 0
  const { store, memory, timed } = retried((inner, clock) => ({
    ...inner,
    async renew(key, options) {
      calls++
      await clock.sleep(5000, options?.signal)
      return inner.renew(key, options)
    },
    async remove(keys, options) {
      calls++
      for (const key of keys) {
        await clock.sleep(150, options?.signal)
        await inner.remove([key], options)
      }
    },
  }))
  const keys = Array.from({ length: 40 }, () => packKey('n', 'trusted', ulid(1, realRandom)))
  for (const key of keys) await put(memory, key, bytes, 'absent')
  expect((await timed(() => store.renew(keys[0] ?? ''))).value).toBe(true)
  expect((await timed(() => store.remove(keys))).error).toBeUndefined()
  expect([calls, await memory.stat(keys[39] ?? '')]).toEqual([2, undefined])
})

describe('what comes before the first call', () => {
  it('comes once, and its time is not the store’s', async () => {
    let prepared = 0
    const { store, clock, timed, events } = retried(
      (memory) => memory,
      async (own) => {
        prepared++
        await own.sleep(8000)
      },
    )
    const began = clock.now()
    const { value } = await timed(() => Promise.all([store.stat(pack), store.get(pack)]))
    expect(value).toEqual([undefined, undefined])
    expect(clock.now() - began).toBe(8000)
    expect((await timed(() => store.stat(pack))).millis).toBe(0)
    expect([prepared, events]).toEqual([1, []])
  })

  it.each([
    ['does not end', (own: VirtualClock) => own.sleep(1e9), 10_000],
    ['fails', () => Promise.reject(new Error('none')), 0],
  ])('is passed over when it %s', async (_what, prepare, millis) => {
    const { store, timed } = retried((memory) => memory, prepare)
    expect(await timed(() => store.stat(pack))).toEqual({ value: undefined, error: undefined, millis })
  })

  it('does not hold up who has given up', async () => {
    const { store, timed } = retried(
      (memory) => memory,
      (own) => own.sleep(9000),
    )
    const controller = new AbortController()
    const reason = new Error('enough')
    const { error } = await timed(async () => {
      const call = store.stat(pack, { signal: controller.signal })
      call.catch(() => undefined)
      controller.abort(reason)
      return call
    })
    expect(error).toBe(reason)
  })
})

it('a listing that breaks off goes on without what it gave', async () => {
  let begun = 0
  const { store, memory, timed } = retried((inner) => ({
    ...inner,
    async *list(prefix, options) {
      begun++
      let given = 0
      for await (const info of inner.list(prefix, options)) {
        if (begun < 3 && given++ === 2 * begun) throw new StoreError('unavailable', 'memory:', prefix)
        yield info
      }
    },
  }))
  const keys = Array.from({ length: 7 }, () => packKey('n', 'trusted', ulid(1, realRandom)))
  for (const key of keys) await put(memory, key, bytes, 'absent')
  const listed: string[] = []
  await timed(async () => {
    for await (const { key } of store.list('')) listed.push(key)
  })
  expect(listed.sort()).toEqual(keys.sort())
  expect(begun).toBe(3)
})

it('a store that asks for less is asked for less', async () => {
  let now = 0
  const most: number[] = []
  let calls = 0
  const { store, timed } = retried((inner, clock) => ({
    ...inner,
    get: async (key, options) => {
      const call = calls++
      now++
      most[call] = now
      await clock.sleep(10)
      now--
      if (call < 8) throw new StoreError('throttled', 'memory:', key)
      return inner.get(key, options)
    },
  }))
  await timed(() => Promise.all(Array.from({ length: 24 }, () => store.get(pack))))
  expect(Math.max(...most.slice(0, 8))).toBe(8)
  expect(Math.max(...most.slice(8, 12))).toBeLessThanOrEqual(4)
  expect(now).toBe(0)
})
