import { onTestFinished } from 'vitest'
import { StoreError, type StoreErrorKind } from '../../../src/core/ports/errors.ts'
import type { ManagedStore, ObjectKey } from '../../../src/core/ports/store.ts'

export type FaultyCall = 'get' | 'read' | 'stat' | 'now' | 'write' | 'commit' | 'list' | 'remove' | 'renew'

export interface Fault {
  readonly on: FaultyCall
  /** Which of those calls, from 1; only calls on keys that `key` matches count. */
  readonly nth: number
  readonly key?: RegExp
  /** How many calls in a row, 1 unless told. `Infinity`: the store stays like that. */
  readonly times?: number
  /**
   * `fail`: the call does nothing. `failAfter`: it does its work and fails all the same. `cut` and `flip`: half of the
   * bytes are missing, or one bit in their middle is another (what `get` and `read` give, what `write` takes).
   */
  readonly does: { readonly fail: StoreErrorKind } | { readonly failAfter: StoreErrorKind } | 'cut' | 'flip'
}

/** A store with planned faults. One that never came about fails the test that planned it. */
export function faulty(store: ManagedStore, faults: readonly Fault[]): ManagedStore {
  const plan = faults.map((fault) => ({ fault, seen: 0, fired: 0 }))
  onTestFinished(() => {
    const idle = plan.filter(({ fired }) => fired === 0).map(({ fault }) => JSON.stringify(fault))
    if (idle.length > 0) throw new Error(`planned faults that never came about: ${idle.join(' ')}`)
  })

  const next = (on: FaultyCall, key: ObjectKey) => {
    let does: Fault['does'] | undefined
    for (const entry of plan) {
      const { fault } = entry
      if (fault.on !== on || !(fault.key ?? /^/).test(key)) continue
      entry.seen++
      if (entry.seen < fault.nth || entry.seen >= fault.nth + (fault.times ?? 1)) continue
      entry.fired++
      does ??= fault.does
    }
    return does
  }
  const call = async <T>(
    on: FaultyCall,
    key: ObjectKey,
    real: () => Promise<T>,
    damaged: Damage<T> = same,
  ): Promise<T> => {
    const does = next(on, key)
    if (does === undefined) return real()
    if (does === 'cut' || does === 'flip') return damaged(await real(), does)
    if ('fail' in does) throw new StoreError(does.fail, store.name, key)
    await real()
    throw new StoreError(does.failAfter, store.name, key)
  }

  return {
    name: store.name,
    traits: store.traits,
    get: (key, options) =>
      call(
        'get',
        key,
        () => store.get(key, options),
        (bytes, how) => bytes && damage(bytes, how),
      ),
    read: (key, options) =>
      call(
        'read',
        key,
        () => store.read(key, options),
        (object, how) => object && { ...object, bytes: damage(object.bytes, how) },
      ),
    stat: (key, options) => call('stat', key, () => store.stat(key, options)),
    now: (options) => call('now', '', () => store.now(options)),
    open(key, options) {
      const writer = store.open(key, options)
      return {
        async write(block) {
          const does = next('write', key)
          if (does === 'cut' || does === 'flip') return writer.write(damage(block, does))
          if (does && 'fail' in does) throw new StoreError(does.fail, store.name, key)
          await writer.write(block)
          if (does) throw new StoreError(does.failAfter, store.name, key)
        },
        commit: (when) => call('commit', key, () => writer.commit(when)),
        abort: () => writer.abort(),
      }
    },
    async *list(prefix, options) {
      await call('list', prefix, async () => undefined)
      yield* store.list(prefix, options)
    },
    renew: (key, options) => call('renew', key, () => store.renew(key, options)),
    async remove(keys, options) {
      const all = [...keys]
      await call('remove', all.join(' '), () => store.remove(all, options))
    },
  }
}

type Damage<T> = (result: T, how: 'cut' | 'flip') => T

function same<T>(result: T): T {
  return result
}

function damage(bytes: Uint8Array, how: 'cut' | 'flip'): Uint8Array<ArrayBuffer> {
  const middle = bytes.length >> 1
  const damaged = Uint8Array.from(how === 'cut' ? bytes.subarray(0, middle) : bytes)
  if (how === 'flip' && damaged.length > 0) damaged[middle] = (damaged[middle] as number) ^ 1
  return damaged
}
