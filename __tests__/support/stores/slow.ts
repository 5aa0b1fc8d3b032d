import { setTimeout } from 'node:timers/promises'
import type { CallOptions, ManagedStore } from '../../../src/core/ports/store.ts'

/** A store far away: every call takes `millis` longer, and every byte its share of `bytesPerSecond`. */
export function slow(store: ManagedStore, millis: number, bytesPerSecond = Number.POSITIVE_INFINITY): ManagedStore {
  const wait = async (bytes: number, { signal }: CallOptions = {}) => {
    const time = millis + (bytes / bytesPerSecond) * 1000
    await setTimeout(time, undefined, { ...(signal && { signal }) }).catch((error: unknown) => {
      signal?.throwIfAborted()
      throw error
    })
  }
  return {
    name: store.name,
    traits: store.traits,
    async get(key, options) {
      const bytes = await store.get(key, options)
      await wait(bytes?.length ?? 0, options)
      return bytes
    },
    async read(key, options) {
      const object = await store.read(key, options)
      await wait(object?.bytes.length ?? 0, options)
      return object
    },
    async stat(key, options) {
      await wait(0, options)
      return store.stat(key, options)
    },
    async now(options) {
      await wait(0, options)
      return store.now(options)
    },
    open(key, options) {
      const writer = store.open(key, options)
      return {
        async write(block) {
          await wait(block.length, options)
          await writer.write(block)
        },
        async commit(when) {
          await wait(0, options)
          return writer.commit(when)
        },
        abort: () => writer.abort(),
      }
    },
    async *list(prefix, options) {
      await wait(0, options)
      yield* store.list(prefix, options)
    },
    async remove(keys, options) {
      await wait(0, options)
      await store.remove(keys, options)
    },
    async renew(key, options) {
      await wait(0, options)
      return store.renew(key, options)
    },
  }
}
