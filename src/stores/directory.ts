import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isRecord } from '../core/keys.ts'
import type { Clock, Random } from '../core/ports/clock.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { GetOptions, ManagedStore, ObjectInfo, ObjectKey, ObjectWriter, StoreTraits } from '../core/ports/store.ts'
import { openBlob, readBlob, statBlob } from './blobs.ts'
import { asStoreCall, createTempFiles, ifThere, type Link } from './files.ts'
import { heldWriter } from './held-writer.ts'
import { createRecords, isRecordFile } from './records.ts'

export interface DirectoryStoreOptions {
  /** Absolute. Made by the first write; until then everything is a miss. */
  readonly directory: string
  readonly clock: Clock
  readonly random: Random
  /** Stands in for `fs.link` in tests of file systems without hard links. */
  readonly link?: Link
}

/** A store on a local or network directory: `docs/stores.md` says what lies where and why it is safe. */
export function createDirectoryStore({ directory: root, clock, random, link }: DirectoryStoreOptions): ManagedStore {
  const name = pathToFileURL(root).href
  const temps = createTempFiles(root, random, link)
  const records = createRecords(temps, random)

  const pathOf = (key: ObjectKey): string => {
    if (!isKey(key)) throw new StoreError('unsupported', name, key)
    return join(root, ...key.split('/'))
  }

  const read = async (key: ObjectKey, options: GetOptions) => {
    options.signal?.throwIfAborted()
    const path = pathOf(key)
    if (isRecord(key)) {
      const record = await records.read(path)
      if (!record) return undefined
      const { body, tag, modified, stale } = record
      const { offset, length } = options.range ?? { offset: 0, length: body.length }
      if (offset + length > body.length) throw new StoreError('range', name, key)
      return {
        bytes: body.slice(offset, offset + length),
        info: { key, bytes: body.length, modified, tag, ...(stale && { stale }) },
      }
    }
    const found = await readBlob(path, options)
    if (found === 'short') throw new StoreError('range', name, key)
    return found && { bytes: found.bytes, info: { key, ...found.blob } }
  }

  const stat = async (key: ObjectKey): Promise<ObjectInfo | undefined> => {
    const path = pathOf(key)
    if (isRecord(key)) return (await read(key, {}))?.info
    const blob = await statBlob(path)
    return blob && { key, ...blob }
  }

  return {
    name,
    traits: TRAITS,
    get: (key, options = {}) => asStoreCall(name, key, async () => (await read(key, options))?.bytes),
    read: (key, options = {}) => asStoreCall(name, key, () => read(key, options)),
    stat: (key, { signal } = {}) =>
      asStoreCall(name, key, () => {
        signal?.throwIfAborted()
        return stat(key)
      }),

    async now({ signal } = {}) {
      signal?.throwIfAborted()
      return (await temps.now()) ?? clock.now()
    },

    open(key, { signal } = {}) {
      const path = pathOf(key)
      // Records are small.
      const writer: ObjectWriter = isRecord(key)
        ? heldWriter(signal, (bytes, when) => records.replace(path, bytes, when, signal))
        : openBlob(temps, path, signal)
      return {
        write: (block) => asStoreCall(name, key, () => writer.write(block)),
        commit: (when) =>
          asStoreCall(name, key, () => {
            if (typeof when === 'object' && !isRecord(key)) throw new StoreError('unsupported', name, key)
            return writer.commit(when)
          }),
        abort: () => asStoreCall(name, key, () => writer.abort()),
      }
    },

    async *list(prefix, { signal } = {}) {
      const stats = (keys: readonly ObjectKey[]) => asStoreCall(name, prefix, () => Promise.all(keys.map(stat)))
      signal?.throwIfAborted()
      let batch: ObjectKey[] = []
      for await (const key of keysOf(name, root, prefix)) {
        signal?.throwIfAborted()
        batch.push(key)
        if (batch.length < BATCH) continue
        yield* (await stats(batch)).filter((info) => info !== undefined)
        batch = []
      }
      yield* (await stats(batch)).filter((info) => info !== undefined)
    },

    async remove(keys, { signal } = {}) {
      for (const key of keys) {
        signal?.throwIfAborted()
        await asStoreCall(name, key, async () => {
          const path = pathOf(key)
          if (!isRecord(key)) await fs.rm(path, { force: true })
          else if (await records.read(path)) await records.replace(path, undefined, 'none', signal)
        })
      }
    },

    renew: (key, { signal } = {}) =>
      asStoreCall(name, key, async () => {
        signal?.throwIfAborted()
        // In the middle of the millisecond: on its way it is rounded down, to the one before if it were at the start.
        const now = ((await temps.now()) ?? clock.now()) / 1000 + 0.0005
        return (await ifThere(fs.utimes(pathOf(key), now, now).then(() => true))) ?? false
      }),
  }
}

const TRAITS: StoreTraits = {
  conditionalPut: true,
  overwrite: true,
  listing: 'strong',
  evicts: false,
  // Node's file calls share four threads.
  concurrency: 4,
  // Measured: longer ones leave a core without work at either end of a restore.
  readBytes: 2 * 1024 * 1024,
  // Measured: writing to a disk takes a fifth of the time of compressing at level 3; level 1 is a quarter faster for 7 % more.
  zstdLevel: 1,
  smallPacks: 32,
  packBytes: 32 * 1024 * 1024,
  touch: undefined,
}

/** What a key may look like: no component can leave the directory, hide in it, or meet the store's own names. */
const COMPONENT = /^(?!~n|\.)[\w.~+-]+$/
const TEMPORARY = 'tmp'
/** Objects whose stats are read together in a listing. */
const BATCH = 32

function isKey(key: string): boolean {
  const components = key.split('/')
  return components[0] !== TEMPORARY && components.every((component) => COMPONENT.test(component))
}

/** Keys that start with the prefix, and directories that may be removed records. */
async function* keysOf(store: string, root: string, prefix: string): AsyncIterable<ObjectKey> {
  const above = prefix.slice(0, prefix.lastIndexOf('/') + 1)
  const entries = await asStoreCall(store, prefix, () =>
    ifThere(fs.readdir(join(root, above), { withFileTypes: true })),
  )
  for (const entry of entries ?? []) {
    const key = above + entry.name
    if (!key.startsWith(prefix) || !isKey(key)) continue
    if (!entry.isDirectory() || (isRecord(key) && (await asStoreCall(store, key, () => holdsRecord(join(root, key))))))
      yield key
    else yield* keysOf(store, root, `${key}/`)
  }
}

async function holdsRecord(directory: string): Promise<boolean> {
  return ((await ifThere(fs.readdir(directory))) ?? []).some(isRecordFile)
}
