import type { Clock } from '../../core/ports/clock.ts'
import { StoreError } from '../../core/ports/errors.ts'
import type { CallOptions, ManagedStore, ObjectInfo, ObjectKey, StoreTraits, Tag } from '../../core/ports/store.ts'
import type { Entries, Entry, EntryAdmin, EntryPart, EntryRange, ListedEntry } from './entries.ts'
import { entriesPrefix, entryPrefix, keyOfEntry } from './names.ts'
import { createMemory } from './remember.ts'
import { STORE_NAME } from './service.ts'
import type { ReadOptions } from './transfer.ts'

export interface GithubStoreOptions {
  readonly entries: Entries
  readonly clock: Clock
  /** Absent (no token): nothing is listed, and nothing removed. */
  readonly admin?: EntryAdmin
}

/**
 * GitHub's cache service as a store of objects that are written once, under names that nobody else writes (packs).
 * Nothing can be written on condition; `absent` stores always. Heads, which move, are entries of their own kind.
 */
export function createGithubStore({ entries, clock, admin }: GithubStoreOptions): ManagedStore {
  const located = createMemory<Entry>()

  /** Who asks for an object knows of it, from a head: not found, it may only not be visible yet. */
  const search = async (key: ObjectKey, options: CallOptions): Promise<Entry | undefined> => {
    const prefix = entryPrefix(key)
    let entry = await entries.find(prefix, options)
    for (const millis of LAG_MILLIS) {
      if (entry) break
      await clock.sleep(millis, options.signal)
      entry = await entries.find(prefix, options)
    }
    return entry
  }

  const read = async (key: ObjectKey, range: EntryRange | undefined, options: ReadOptions) => {
    options.signal?.throwIfAborted()
    const { answer: entry } = await located.get(key, () => search(key, options))
    const part = entry && (await entries.read(entry, range, options))
    if (entry && !part) located.forget(key) // evicted: the next one may find it stored again
    return entry && part && { part, info: infoOf(key, entry, part) }
  }

  return {
    name: STORE_NAME,
    traits: admin ? { ...TRAITS, listing: 'eventual' } : TRAITS,

    async get(key, { range, ...options } = {}) {
      const found = await read(key, range, options)
      if (found && range && range.offset + range.length > found.part.total) {
        throw new StoreError('range', STORE_NAME, key)
      }
      return found?.part.bytes
    },

    async read(key, options = {}) {
      const found = await read(key, undefined, options)
      return found && { bytes: found.part.bytes, info: found.info }
    },

    async stat(key, options = {}) {
      return (await read(key, { offset: 0, length: 1 }, options))?.info
    },

    async now({ signal } = {}) {
      signal?.throwIfAborted()
      return entries.now()
    },

    open(key, options) {
      const writer = entries.upload(entryPrefix(key), options)
      return {
        write: (block) => writer.write(block),
        async commit(when) {
          if (typeof when === 'object') throw new StoreError('unsupported', STORE_NAME, key)
          const { name } = await writer.commit()
          located.forget(key)
          return { stored: true, tag: name as Tag }
        },
        abort: () => writer.abort(),
      }
    },

    async *list(prefix, options = {}) {
      options.signal?.throwIfAborted()
      const newest = new Map<ObjectKey, ListedEntry>()
      for await (const entry of admin?.list(entriesPrefix(prefix), options) ?? []) {
        const key = keyOfEntry(entry.name)
        if (key === undefined || key === 'cut' || !key.startsWith(prefix)) continue
        if (entry.created >= (newest.get(key)?.created ?? 0)) newest.set(key, entry)
      }
      for (const [key, { name, bytes, created }] of newest) yield { key, bytes, modified: created, tag: name as Tag }
    },

    async remove(keys, options = {}) {
      for (const key of keys) {
        options.signal?.throwIfAborted()
        const names: string[] = []
        for await (const { name } of admin?.list(entryPrefix(key), options) ?? []) names.push(name)
        await admin?.remove(names, options)
        located.forget(key)
      }
    },

    // A read is what the service counts from.
    renew: async (key, options = {}) => (await read(key, { offset: 0, length: 1 }, options)) !== undefined,
  }
}

const TRAITS: StoreTraits = {
  conditionalPut: false,
  overwrite: false,
  listing: 'none',
  evicts: true,
  concurrency: 8,
  readBytes: 8 * 1024 * 1024,
  // Measured at 100 MB/s a connection on two cores: a save waits for compression, not for the network.
  zstdLevel: 1,
  // With the one that a usual volume fills and the one that a save adds, eight.
  smallPacks: 6,
  packBytes: 128 * 1024 * 1024,
  // A week without being read, and an entry goes.
  touch: { how: 'read', everyMillis: 86_400_000 },
}

/** Waits between lookups of an object that should be there. */
const LAG_MILLIS = [1000, 3000]

function infoOf(key: ObjectKey, { name }: Entry, { total, modified }: EntryPart): ObjectInfo {
  return { key, bytes: total, modified, tag: name as Tag }
}
