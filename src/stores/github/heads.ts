import type { Head } from '../../core/head.ts'
import { decodeHeadEntry, encodeHeadEntry } from '../../core/head-entry.ts'
import type { Line } from '../../core/identity.ts'
import { headKey, headPrefix, headPrefixes, parseHeadKey } from '../../core/keys.ts'
import { StoreError } from '../../core/ports/errors.ts'
import type { EventSink } from '../../core/ports/events.ts'
import type { HeadStore, StoredHead } from '../../core/ports/heads.ts'
import type { CallOptions, Millis, Tag } from '../../core/ports/store.ts'
import type { Entries, Entry, EntryAdmin } from './entries.ts'
import { entriesPrefix, entryPrefix, keyOfEntry } from './names.ts'
import { STORE_NAME } from './service.ts'

export interface GithubHeadsOptions {
  readonly entries: Entries
  /** Without it nothing can be listed or removed. */
  readonly admin?: EntryAdmin
  readonly events?: EventSink
}

/**
 * Heads on GitHub's cache service. Nothing can be written twice there, so every commit is a new entry that holds head
 * and version, `<head>#<version ulid><random>`, and the one created last is the head: last write wins, whatever it
 * follows, and `conflict` is never said. A lookup may be a minute behind; this run never sees less than it saw before.
 */
export function createGithubHeads({ entries, admin, events }: GithubHeadsOptions): HeadStore {
  /** The latest head of each line that this run has read or written, by what its names start with. */
  const known = new Map<string, Opened>()

  /** `undefined`: it was evicted. */
  const open = async (entry: Entry, place: Place, options?: CallOptions): Promise<Opened | undefined> => {
    const remembered = known.get(entry.name.slice(0, entry.name.indexOf('#') + 1))
    if (remembered?.entry.name === entry.name) return remembered
    const part = await entries.read(entry, { offset: 0, length: FIRST_BYTES }, options)
    if (!part) return undefined
    const { head, versionAt } = decode(entry, part.bytes)
    const line = { ...place, key: head.key }
    if (!entry.name.startsWith(prefixOf(line))) {
      throw new StoreError('corrupt', STORE_NAME, entry.name, new Error('a head of another line'))
    }
    return { entry, line, head, start: part.bytes.subarray(versionAt), rest: part.bytes.length, total: part.total }
  }

  /** The later of what the service shows and what this run knows of the line. */
  const latestOf = (shown: Opened | undefined, remembered: Opened | undefined): StoredHead | undefined => {
    if (!shown || (remembered && isLater(remembered.head, shown.head))) return toStored(remembered)
    known.set(prefixOf(shown.line), shown)
    return toStored(shown)
  }

  const adminFor = (key: string): EntryAdmin => {
    if (admin) return admin
    throw new StoreError('unsupported', STORE_NAME, key, new Error(NO_ADMIN))
  }

  return {
    versionsTravel: true,

    async version(line, ref, options) {
      const opened = known.get(prefixOf(line))
      if (opened?.head.current.ulid === ref.ulid) return versionOf(entries, opened, options)
      const entry = await entries.find(`${prefixOf(line)}${ref.ulid}`, options)
      const part = entry && (await entries.read(entry, undefined, options))
      // What comes before it needs no reading: the version is what the entry ends with.
      return part?.bytes.subarray(Math.max(0, part.total - ref.bytes))
    },

    async read(line, options) {
      const prefix = prefixOf(line)
      const entry = await entries.find(prefix, options)
      return latestOf(entry && (await open(entry, line, options)), known.get(prefix))
    },

    async latest(namespace, lane, volume, keyPrefix, options) {
      const place = { namespace, lane, volume }
      const all = headPrefix(namespace, lane, volume, '')
      // With names this long, heads of a volume cannot be told from what else there is.
      if (entriesPrefix(all) !== all) return undefined
      const entry = await entries.find(entriesPrefix(headPrefix(namespace, lane, volume, keyPrefix)), options)
      const shown = entry && (await open(entry, place, options))
      const remembered = [...known]
        .flatMap(([prefix, opened]) =>
          prefix.startsWith(all) && opened.line.key.startsWith(keyPrefix) ? [opened] : [],
        )
        .sort((a, b) => b.head.committedAt - a.head.committedAt)[0]
      // A prefix that had to be cut finds others, too.
      return latestOf(shown?.line.key.startsWith(keyPrefix) ? shown : undefined, remembered)
    },

    async advance(line, next, _from, { version, after, ...options } = {}) {
      if (!version) throw new Error('here a head and its version are one object')
      const prefix = prefixOf(line)
      const writer = entries.upload(`${prefix}${next.current.ulid}`, options)
      try {
        // The version stays the caller's, and is what this run remembers; the writer lets go of the blocks it is given.
        for (const block of encodeHeadEntry(next, version)) await writer.write(new Uint8Array(block))
        const entry = await writer.commit(after)
        const opened = { entry, line, head: next, start: version, rest: 0, total: 0 }
        known.set(prefix, opened)
        return toStored(opened)
      } catch (error) {
        await writer.abort()
        throw error
      }
    },

    async *list(namespace, options) {
      for (const [prefix, { place, modified }] of await listed(adminFor(namespace), namespace, options)) {
        try {
          // Only what this job's token can see can be read, whatever the listing shows.
          const entry = await entries.find(prefix, options)
          const opened = entry && (await open(entry, place, options))
          if (opened) yield { ...toStored(opened), modified }
        } catch (error) {
          if (!(error instanceof StoreError && error.kind === 'corrupt')) throw error
          const detail = error.message
          events?.emit({ type: 'store-failed', kind: 'corrupt', store: STORE_NAME, doing: 'looking up', detail })
        }
      }
    },

    async remove(line, options) {
      const prefix = prefixOf(line)
      const rest = adminFor(prefix)
      const names: string[] = []
      for await (const entry of rest.list(prefix, options)) names.push(entry.name)
      await rest.remove(names, options)
      known.delete(prefix)
    },
  }
}

/** What a head's name says besides the key. */
type Place = Omit<Line, 'key'>

interface Opened {
  readonly entry: Entry
  readonly line: Line
  readonly head: Head
  /** The version, or as much of it as is here. */
  readonly start: Uint8Array
  /** Where the rest of the version begins in the entry, and where it ends. */
  readonly rest: number
  readonly total: number
}

/** The head, and with it the versions of some 40,000 files: a second request costs more than these bytes. */
const FIRST_BYTES = 512 * 1024
const NO_ADMIN =
  "GitHub's cache service lists and removes nothing by itself; that takes a token with the permission actions: write"

function prefixOf(line: Line): string {
  return entryPrefix(headKey(line))
}

function toStored(opened: Opened): StoredHead
function toStored(opened: Opened | undefined): StoredHead | undefined
function toStored(opened: Opened | undefined): StoredHead | undefined {
  return opened && { line: opened.line, head: opened.head, tag: opened.entry.name as Tag }
}

/** One that follows the other is later, whatever the clocks of two machines said. */
function isLater(head: Head, than: Head): boolean {
  if (head.from === than.commit || than.from === head.commit) return head.from === than.commit
  return head.committedAt > than.committedAt
}

function decode(entry: Entry, bytes: Uint8Array) {
  try {
    return decodeHeadEntry(bytes)
  } catch (error) {
    throw new StoreError('corrupt', STORE_NAME, entry.name, error)
  }
}

async function versionOf(entries: Entries, { entry, start, rest, total }: Opened, options?: CallOptions) {
  if (rest >= total) return start
  const part = await entries.read(entry, { offset: rest, length: total - rest }, options)
  return part && Buffer.concat([start, part.bytes])
}

/** What the names of each line's heads start with, and when the newest of them was made. */
async function listed(admin: EntryAdmin, namespace: string, options?: CallOptions) {
  const lines = new Map<string, { readonly place: Place; readonly modified: Millis }>()
  for (const headsPrefix of headPrefixes(namespace)) {
    for await (const { name, created } of admin.list(entriesPrefix(headsPrefix), options)) {
      const place = placeOf(name)
      const prefix = name.slice(0, name.indexOf('#') + 1)
      const modified = Math.max(created, lines.get(prefix)?.modified ?? 0)
      if (place) lines.set(prefix, { place, modified })
    }
  }
  return lines
}

/** Of a name that is too long for its key the rest is whole, nearly always. */
function placeOf(name: string): Place | undefined {
  const key = keyOfEntry(name) ?? ''
  const line = parseHeadKey(key === 'cut' ? `${name.slice(0, name.lastIndexOf('/'))}/x` : key)
  return line && { namespace: line.namespace, lane: line.lane, volume: line.volume }
}
