import type { Head } from '../core/head.ts'
import { decodeHead, encodeHead } from '../core/head-codec.ts'
import type { Line } from '../core/identity.ts'
import { headKey, headPrefix, headPrefixes, latestKey, parseHeadKey, versionKey } from '../core/keys.ts'
import type { Lane } from '../core/lane.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { EventSink } from '../core/ports/events.ts'
import type { HeadStore, StoredHead } from '../core/ports/heads.ts'
import type { CallOptions, ManagedStore, ObjectInfo, ObjectKey, Tag } from '../core/ports/store.ts'
import { put } from '../core/ports/store.ts'

export interface HeadStoreOptions {
  readonly store: ManagedStore
  readonly events?: EventSink
}

/** Heads on any store that writes on condition. A head that does not decode is a `StoreError` of kind `corrupt`. */
export function createHeadStore({ store, events }: HeadStoreOptions): HeadStore {
  const load = async (name: ObjectKey, options?: CallOptions) => {
    const object = await store.read(name, options)
    if (!object) return undefined
    const { stale, tag } = object.info
    if (stale)
      events?.emit({ type: 'store-failed', kind: 'corrupt', store: store.name, doing: 'looking up', detail: name })
    return { head: decode(store, name, object.bytes), tag, ...(stale && { stale }) }
  }

  const read = async (line: Line, options?: CallOptions): Promise<StoredHead | undefined> => {
    const found = await load(headKey(line), options)
    return found && { line, ...found }
  }

  /** The names of a volume's heads, most recently written first; at most two pages of them. */
  const candidates = async (volume: VolumeLane, keyPrefix: string, options?: CallOptions) => {
    const infos: ObjectInfo[] = []
    const { namespace, lane } = volume
    for await (const info of store.list(headPrefix(namespace, lane, volume.volume, keyPrefix), options)) {
      if (infos.length === LISTED) {
        events?.emit({ type: 'listing-cut', lane, keyPrefix })
        break
      }
      infos.push(info)
    }
    return infos.sort((a, b) => b.modified - a.modified)
  }

  /**
   * By `committedAt`, not by the store's stamp, which a touch renews. A stamp is never older than its commit, so none
   * after the first that is older than the best can beat it. A damaged head counts only if there is no whole one.
   */
  const newest = async (volume: VolumeLane, keyPrefix: string, options?: CallOptions) => {
    let best: StoredHead | undefined
    let damage: unknown
    for (const info of await candidates(volume, keyPrefix, options)) {
      if (best && info.modified <= best.head.committedAt) break
      const line = parseHeadKey(info.key)
      if (!line) continue
      try {
        const found = await read(line, options)
        if (found && (!best || found.head.committedAt > best.head.committedAt)) best = found
      } catch (error) {
        if (!isCorrupt(error)) throw error
        damage = error
      }
    }
    if (!best && damage !== undefined) throw damage
    return best
  }

  /** Makes the copy for `latest` say `next` unless it names a later commit already. */
  const advanceLatest = async (volume: VolumeLane, next: Head, options?: CallOptions) => {
    const name = latestKey(volume.namespace, volume.lane, volume.volume)
    for (let attempt = 1; attempt <= LATEST_ATTEMPTS; attempt++) {
      const present = await store.read(name, options)
      if (present && laterThan(store, name, present.bytes, next)) return
      const when = present ? { tag: present.info.tag } : 'absent'
      if ((await put(store, name, encodeHead(next), when, options)).stored) return
    }
  }

  /** What became of a write that did not clearly succeed; `undefined`: the head still is what it was before. */
  const settle = async (line: Line, next: Head, from: Tag | 'absent', options?: CallOptions) => {
    const current = await read(line, options)
    if (current?.head.commit === next.commit) return current
    // Somebody already followed our commit: it was made. No write can go by this tag.
    if (current?.head.from === next.commit) return { line, head: next, tag: '' as Tag }
    return (current?.tag ?? 'absent') === from ? undefined : 'conflict'
  }

  return {
    versionsTravel: false,
    read,

    version: ({ namespace }, { lane, ulid }, options) => store.get(versionKey(namespace, lane, ulid), options),

    async latest(namespace, lane, volume, keyPrefix, options) {
      const place = { namespace, lane, volume }
      if (keyPrefix !== '') return newest(place, keyPrefix, options)
      try {
        const found = await load(latestKey(namespace, lane, volume), options)
        return found && { line: { ...place, key: found.head.key }, ...found }
      } catch (error) {
        if (!isCorrupt(error)) throw error
        return newest(place, '', options)
      }
    },

    async advance(line, next, from, { version, after, ...options } = {}) {
      if (version) {
        // The same version may lie here already, and is then as new as this link of it.
        const { lane, ulid } = next.current
        await put(store, versionKey(line.namespace, lane, ulid), version, 'none', options)
      }
      await after
      const when = from === 'absent' ? 'absent' : { tag: from }
      let outcome: StoredHead | 'conflict'
      try {
        const result = await put(store, headKey(line), encodeHead(next), when, options)
        outcome = result.stored
          ? { line, head: next, tag: result.tag }
          : ((await settle(line, next, from, options)) ?? 'conflict')
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        const settled = await settle(line, next, from, options).catch(() => undefined)
        if (!settled) throw error
        outcome = settled
      }
      // The head stands whatever becomes of its copy; the next commit makes that right.
      if (outcome !== 'conflict') {
        await advanceLatest(line, next, options).catch((error: unknown) => {
          if (!(error instanceof StoreError || options?.signal?.aborted)) throw error
        })
      }
      return outcome
    },

    async *list(namespace, options) {
      for (const prefix of headPrefixes(namespace)) {
        for await (const { key, modified } of store.list(prefix, options)) {
          const line = parseHeadKey(key)
          if (!line) continue
          try {
            const found = await read(line, options)
            if (found) yield { ...found, modified }
          } catch (error) {
            if (!isCorrupt(error)) throw error
            const detail = error.message
            events?.emit({ type: 'store-failed', kind: 'corrupt', store: store.name, doing: 'looking up', detail })
          }
        }
      }
    },

    async remove(line, options) {
      await store.remove([headKey(line)], options)
      const name = latestKey(line.namespace, line.lane, line.volume)
      const latest = await load(name, options).catch(passCorrupt)
      if (!latest || latest.head.key !== line.key) return
      await store.remove([name], options)
      const next = await newest(line, '', options).catch(passCorrupt)
      if (next) await put(store, name, encodeHead(next.head), 'absent', options)
    },
  }
}

type VolumeLane = Omit<Line, 'key'> & { readonly lane: Lane }

/** Two pages of a listing. */
const LISTED = 2000
const LATEST_ATTEMPTS = 3

function decode(store: ManagedStore, name: ObjectKey, bytes: Uint8Array): Head {
  try {
    return decodeHead(bytes)
  } catch (error) {
    throw new StoreError('corrupt', store.name, name, error)
  }
}

/** A copy that does not decode is later than nothing. */
function laterThan(store: ManagedStore, name: ObjectKey, bytes: Uint8Array, next: Head): boolean {
  try {
    return decode(store, name, bytes).committedAt > next.committedAt
  } catch {
    return false
  }
}

function isCorrupt(error: unknown): error is StoreError {
  return error instanceof StoreError && error.kind === 'corrupt'
}

function passCorrupt(error: unknown): undefined {
  if (!isCorrupt(error)) throw error
}
