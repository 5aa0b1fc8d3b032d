import type { CallOptions, ManagedStore } from '../core/ports/store.ts'

/** What went through a store since it was wrapped. */
export interface StoreCounts {
  /**
   * Calls: an object written in many blocks is one, so is a listing and so is a removal of many. The store's time is
   * none: it comes with every answer.
   */
  requests: number
  /** Calls that are upkeep; not among `requests`. */
  upkeepRequests: number
  /** Objects that became visible. */
  objectsPut: number
  /** Bytes handed to writers, whatever became of them. */
  uploadedBytes: number
  fetchedBytes: number
}

/** Counts every call on a store. The counts are live. */
export function metered(store: ManagedStore): { readonly store: ManagedStore; readonly counts: Readonly<StoreCounts> } {
  const counts: StoreCounts = { requests: 0, upkeepRequests: 0, objectsPut: 0, uploadedBytes: 0, fetchedBytes: 0 }
  const count = (options: CallOptions | undefined) => {
    counts[options?.upkeep ? 'upkeepRequests' : 'requests']++
  }
  return {
    counts,
    store: {
      name: store.name,
      traits: store.traits,
      async get(key, options) {
        count(options)
        const bytes = await store.get(key, options)
        counts.fetchedBytes += bytes?.length ?? 0
        return bytes
      },
      async read(key, options) {
        count(options)
        const object = await store.read(key, options)
        counts.fetchedBytes += object?.bytes.length ?? 0
        return object
      },
      stat(key, options) {
        count(options)
        return store.stat(key, options)
      },
      now: (options) => store.now(options),
      open(key, options) {
        count(options)
        const writer = store.open(key, options)
        return {
          write(block) {
            counts.uploadedBytes += block.length
            return writer.write(block)
          },
          async commit(when) {
            const result = await writer.commit(when)
            if (result.stored) counts.objectsPut++
            return result
          },
          abort: () => writer.abort(),
        }
      },
      list(prefix, options) {
        count(options)
        return store.list(prefix, options)
      },
      remove(keys, options) {
        count(options)
        return store.remove(keys, options)
      },
      renew(key, options) {
        count(options)
        return store.renew(key, options)
      },
      ...(store.distrust && { distrust: store.distrust }),
    },
  }
}
