import type { Clock, Random } from '../../core/ports/clock.ts'
import type { CallOptions, Millis } from '../../core/ports/store.ts'
import type { Send } from '../http/exchange.ts'
import { createMemory } from './remember.ts'
import { createService, type ServiceOptions } from './service.ts'
import { createSlots } from './slots.ts'
import { fetchPart, type ReadOptions, type UrlSource } from './transfer.ts'
import { PARTS_AT_ONCE, Upload, type Uploads } from './upload.ts'
import { createWire, type EntryCounts } from './wire.ts'

/** An entry of the service, by its whole name. It was finalised; it may have been evicted since. */
export interface Entry {
  readonly name: string
}

/** What was read of an entry. */
export interface EntryPart {
  /** The range, or as much of it as the entry has. The array is the caller's own. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Size of the whole entry. */
  readonly total: number
  /** When its content was stored, by the store's clock; 0 if that was not said. */
  readonly modified: Millis
}

/** Entries of GitHub's cache service, by prefixes of their names. Errors are `StoreError`. */
export interface Entries {
  /**
   * The entry whose name starts with `prefix` as the service shows it now: in the job's own scope before its base and
   * the default branch, there the newest. One call of the service, never answered from memory; it may lag behind.
   */
  find(prefix: string, options?: CallOptions): Promise<Entry | undefined>
  /** Starts an entry named `prefix` and 16 random characters. Something is sent from the first `write` on. */
  upload(prefix: string, options?: CallOptions): EntryWriter
  /**
   * A range of an entry (clipped to its end), or all of it; `undefined`: evicted, or not visible yet. Signed URLs are
   * remembered for the run, so that a second read makes no call of the service.
   */
  read(entry: Entry, range?: EntryRange, options?: ReadOptions): Promise<EntryPart | undefined>
  /** The service's clock as its last answer told it; no call. */
  now(): Millis
  /** What was done since the start of the run; live. */
  readonly counts: Readonly<EntryCounts>
}

export interface EntryRange {
  readonly offset: number
  readonly length: number
}

export interface EntryWriter {
  /** Appends a block of any size; resolves when there is room for the next. It must not be changed afterwards. */
  write(block: Uint8Array): Promise<void>
  /**
   * Makes the entry visible (to lookups: within seconds), though not before `after`, and returns it. After it, the
   * writer is finished.
   */
  commit(after?: Promise<unknown>): Promise<Entry>
  /** Gives up; no lookup will ever show it. Harmless after `commit`. */
  abort(): Promise<void>
}

/** What only GitHub's REST API can do, with a token. Listings lag. Errors are `StoreError`. */
export interface EntryAdmin {
  /** Entries whose names start with `prefix`, of every scope, in no order. */
  list(prefix: string, options?: CallOptions): AsyncIterable<ListedEntry>
  /** One that is not there is no error. */
  remove(names: Iterable<string>, options?: CallOptions): Promise<void>
}

export interface ListedEntry extends Entry {
  readonly bytes: number
  readonly created: Millis
  /** When it was last found or read. */
  readonly used: Millis
}

export interface EntriesOptions extends ServiceOptions {
  readonly clock: Clock
  readonly random: Random
  readonly fetch: Send
}

/** Nothing is called yet. One for a run: it remembers signed URLs and counts. Throws `UserError` for a bad URL. */
export function createEntries({ clock, random, fetch, ...access }: EntriesOptions): Entries {
  const wire = createWire({ fetch, clock, random })
  const service = createService(access, wire)
  const uploads: Uploads = { wire, service, slots: createSlots(PARTS_AT_ONCE) }
  const urls = createMemory<string>()

  const source = (name: string, options: CallOptions): UrlSource => {
    const lookUp = async () => {
      const found = await service.lookup(name, options)
      return found?.name === name ? found.url : undefined
    }
    return async (refused) => {
      const { answer: url, asked } = await urls.get(name, lookUp, refused)
      return url === undefined ? undefined : { url, fresh: asked }
    }
  }

  return {
    counts: wire.counts,
    now: () => service.now(),

    async find(prefix, options) {
      const found = await service.lookup(prefix, options)
      if (found) urls.set(found.name, found.url)
      return found && { name: found.name }
    },

    upload: (prefix, options = {}) => new Upload(uploads, prefix, options.signal),

    async read({ name }, range, options = {}) {
      // No range of no bytes can be asked for.
      const asked = range && { offset: range.offset, length: Math.max(range.length, 1) }
      const part = await fetchPart(wire, name, source(name, options), asked ?? { offset: 0 }, options)
      return part && range?.length === 0 ? { ...part, bytes: new Uint8Array(0) } : part
    },
  }
}
