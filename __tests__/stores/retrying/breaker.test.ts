import { describe, expect, it } from 'vitest'
import { packKey } from '../../../src/core/keys.ts'
import { StoreError } from '../../../src/core/ports/errors.ts'
import type { GetOptions, ManagedStore } from '../../../src/core/ports/store.ts'
import { put } from '../../../src/core/ports/store.ts'
import { ulid } from '../../../src/core/ulid.ts'
import { createBreaker } from '../../../src/stores/retrying/breaker.ts'
import { realRandom } from '../../support/stores/clock.ts'
import { retried } from '../../support/stores/retried.ts'
import { VirtualClock } from '../../support/stores/virtual-clock.ts'

const pack = packKey('n', 'trusted', ulid(1, realRandom))
const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), { code: 'ECONNREFUSED' })

/** From `silentFrom` on the store answers nothing any more; `broken` is what it answers with. */
function dying(alive: { yes: boolean }, broken: 'silent' | Error) {
  return (memory: ManagedStore): ManagedStore => {
    const fail = async (options: GetOptions = {}): Promise<void> => {
      if (alive.yes) return
      if (broken !== 'silent') throw new StoreError('unavailable', 'memory:', pack, broken)
      await new Promise<never>((_, reject) => {
        options.signal?.addEventListener('abort', () => reject(options.signal?.reason))
      })
    }
    return {
      ...memory,
      get: async (key, options) => {
        await fail(options)
        return memory.get(key, options)
      },
      open: (key, options) => {
        const writer = memory.open(key, options)
        return {
          ...writer,
          commit: async (when) => {
            await fail(options)
            return writer.commit(when)
          },
        }
      },
    }
  }
}

describe('a store that is down', () => {
  it.each([
    ['refuses connections', new Error('fetch failed', { cause: new AggregateError([refused], '') }), 0, 300],
    ['is said to refuse them', new Error('connect ECONNREFUSED 127.0.0.1:9'), 0, 300],
    ['has no name', Object.assign(new Error('getaddrinfo EAI_AGAIN x'), { code: 'EAI_AGAIN' }), 0, 300],
    ['answers with errors', new Error('500 Internal Server Error'), 500, 2000],
    ['is silent', 'silent', 1700, 1900],
  ] as const)('from the start, because it %s, is said to be, once, and soon', async (_, broken, least, most) => {
    const { store, timed, events } = retried(dying({ yes: false }, broken))
    const first = await timed(() => Promise.all([1, 2, 3].map(() => store.get(pack))))
    expect(first.error).toMatchObject({ kind: 'unavailable' })
    expect(first.millis).toBeGreaterThanOrEqual(least)
    expect(first.millis).toBeLessThanOrEqual(most + 300)
    const others: (() => Promise<unknown>)[] = [
      () => store.get(pack),
      () => store.now(),
      () => put(store, pack, Buffer.of(1), 'absent'),
    ]
    for (const call of others) expect(await timed(call)).toMatchObject({ error: first.error, millis: 0 })
    expect(events).toMatchObject([{ type: 'store-down', store: 'memory:' }])
  })

  it('since it worked is given a little more time', async () => {
    const alive = { yes: true }
    const { store, timed } = retried(dying(alive, 'silent'))
    await timed(() => store.get(pack))
    alive.yes = false
    const { error, millis } = await timed(() => store.get(pack))
    expect(error).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('nothing came for 2 s') })
    expect(millis).toBeLessThan(3300)
  })

  it('ends what waits for it', async () => {
    const { store, timed } = retried(dying({ yes: false }, 'silent'))
    const { value, millis } = await timed(() =>
      Promise.allSettled([store.get(pack), put(store, pack, Buffer.alloc(4 * 1024 * 1024), 'absent')]),
    )
    expect(value?.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(millis).toBeLessThan(2300)
  })

  it('is not down for one call that fails among others that do not', async () => {
    let calls = 0
    const { store, timed, events } = retried((memory) => ({
      ...memory,
      get: async (key) => {
        calls++
        throw new StoreError('unavailable', 'memory:', key, new Error('500'))
      },
    }))
    const { error } = await timed(async () => {
      let over = false
      const failing = store.get(pack).finally(() => {
        over = true
      })
      failing.catch(() => undefined)
      while (!over) {
        await store.stat(pack)
        await new Promise((resolve) => setImmediate(resolve))
      }
      return failing
    })
    expect(error).toMatchObject({ kind: 'unavailable' })
    expect(calls).toBe(6)
    expect(events).toEqual([])
    expect((await timed(() => store.stat(pack))).error).toBeUndefined()
  })

  it.each([
    ['one refusal', 1],
    ['two refusals with an answer between', 2],
  ])('is not down for %s', async (_what, refusals) => {
    let calls = 0
    const { store, timed, events } = retried((memory) => ({
      ...memory,
      get: async (key, options) => {
        if (calls++ % 2 === 0) throw new StoreError('unavailable', 'memory:', key, refused)
        return memory.get(key, options)
      },
    }))
    for (let i = 0; i < refusals; i++) expect((await timed(() => store.get(pack))).error).toBeUndefined()
    expect(events).toEqual([])
  })

  it('is not down for a long read that breaks', async () => {
    let calls = 0
    const { store, timed, events } = retried((memory, clock) => ({
      ...memory,
      get: async (key, options) => {
        if (calls++ > 0) return memory.get(key, options)
        for (let received = 1; received <= 20; received++) {
          await clock.sleep(400)
          options?.moved?.(new Uint8Array(40), received)
        }
        throw new StoreError('unavailable', 'memory:', key, new Error('reset'))
      },
    }))
    expect(await timed(() => store.get(pack))).toMatchObject({ value: undefined, error: undefined })
    expect([calls, events]).toEqual([2, []])
  })

  it('ends a call that heeds no signal, too', async () => {
    const { store, timed } = retried((memory) => ({
      ...dying({ yes: false }, 'silent')(memory),
      open: (key, options) => ({ ...memory.open(key, options), commit: () => new Promise(() => undefined) }),
    }))
    const { millis } = await timed(() =>
      Promise.allSettled([store.get(pack), put(store, pack, Buffer.alloc(4 * 1024 * 1024), 'absent')]),
    )
    expect(millis).toBeLessThan(2300)
  })

  it('does not hold up who has given up', async () => {
    const { store, timed } = retried(dying({ yes: false }, 'silent'))
    const controller = new AbortController()
    const reason = new Error('enough')
    const { error, millis } = await timed(async () => {
      const reading = store.get(pack, { signal: controller.signal })
      reading.catch(() => undefined)
      controller.abort(reason)
      return reading
    })
    expect(error).toBe(reason)
    expect(millis).toBe(0)
  })
})

it('a breaker opens once, whoever opens it', () => {
  const opened: unknown[] = []
  const breaker = createBreaker(new VirtualClock(), (error) => opened.push(error))
  const [first, second] = [1, 2].map((i) => new StoreError('unavailable', 'memory:', `${i}`))
  for (const error of [first, second]) breaker.open(error as StoreError)
  expect(opened).toEqual([first])
  expect(breaker.down.reason).toBe(first)
})
