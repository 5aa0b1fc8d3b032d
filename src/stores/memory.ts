import type { Clock } from '../core/ports/clock.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { Condition, ManagedStore, ObjectInfo, ObjectKey, StoreTraits, Tag } from '../core/ports/store.ts'
import { heldWriter } from './held-writer.ts'

export interface MemoryStoreOptions {
  readonly clock: Clock
  readonly name?: string
}

/** A store in this process, for tests and for jobs that share nothing. It keeps what the port promises, exactly. */
export function createMemoryStore({ clock, name = 'memory:' }: MemoryStoreOptions): ManagedStore {
  const objects = new Map<ObjectKey, { readonly bytes: Uint8Array; readonly info: ObjectInfo }>()
  let states = 0

  const store = (key: ObjectKey, bytes: Uint8Array, when: Condition): Tag | undefined => {
    const present = objects.get(key)?.info.tag
    if (when === 'absent' ? present !== undefined : when !== 'none' && present !== when.tag) return undefined
    const tag = `${++states}` as Tag
    objects.set(key, { bytes, info: { key, bytes: bytes.length, modified: clock.now(), tag } })
    return tag
  }

  return {
    name,
    traits: TRAITS,

    async get(key, { range, signal } = {}) {
      signal?.throwIfAborted()
      const bytes = objects.get(key)?.bytes
      if (!bytes || !range) return bytes && Uint8Array.from(bytes)
      const end = range.offset + range.length
      if (end > bytes.length) throw new StoreError('range', name, key)
      return Uint8Array.from(bytes.subarray(range.offset, end))
    },

    async read(key, { signal } = {}) {
      signal?.throwIfAborted()
      const object = objects.get(key)
      return object && { bytes: Uint8Array.from(object.bytes), info: object.info }
    },

    async stat(key, { signal } = {}) {
      signal?.throwIfAborted()
      return objects.get(key)?.info
    },

    async now({ signal } = {}) {
      signal?.throwIfAborted()
      return clock.now()
    },

    open: (key, { signal } = {}) =>
      heldWriter(signal, async (bytes, when) => {
        const tag = store(key, bytes, when)
        return tag === undefined ? { stored: false } : { stored: true, tag }
      }),

    async *list(prefix, { signal } = {}) {
      for (const [key, { info }] of [...objects]) {
        signal?.throwIfAborted()
        if (key.startsWith(prefix)) yield info
      }
    },

    async remove(keys, { signal } = {}) {
      for (const key of keys) {
        signal?.throwIfAborted()
        objects.delete(key)
      }
    },

    async renew(key, { signal } = {}) {
      signal?.throwIfAborted()
      const object = objects.get(key)
      if (object) objects.set(key, { ...object, info: { ...object.info, modified: clock.now() } })
      return object !== undefined
    },
  }
}

const TRAITS: StoreTraits = {
  conditionalPut: true,
  overwrite: true,
  listing: 'strong',
  evicts: false,
  concurrency: 8,
  readBytes: 8 * 1024 * 1024,
  zstdLevel: 3,
  smallPacks: 32,
  packBytes: 32 * 1024 * 1024,
  touch: undefined,
}
