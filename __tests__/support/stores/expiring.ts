import type { Clock } from '../../../src/core/ports/clock.ts'
import type { ManagedStore, ObjectKey } from '../../../src/core/ports/store.ts'

/** A store whose own rule removes what nobody has written or renewed for so many days, as a bucket's does. */
export function expiring(store: ManagedStore, clock: Pick<Clock, 'now'>, days: number): ManagedStore {
  const sweep = async () => {
    const gone: ObjectKey[] = []
    for await (const { key, modified } of store.list('')) if (clock.now() - modified > days * DAY) gone.push(key)
    await store.remove(gone)
  }
  const after =
    <Args extends readonly unknown[], T>(call: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      await sweep()
      return call(...args)
    }
  return {
    ...store,
    traits: { ...store.traits, touch: { how: 'renew', everyMillis: (days * DAY) / 4 } },
    get: after(store.get),
    read: after(store.read),
    stat: after(store.stat),
    renew: after(store.renew),
    async *list(prefix, options) {
      await sweep()
      yield* store.list(prefix, options)
    },
    open(key, options) {
      const writer = store.open(key, options)
      return { ...writer, commit: after((when) => writer.commit(when)) }
    },
  }
}

const DAY = 86_400_000
