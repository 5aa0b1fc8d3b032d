import { sameBytes } from '../../core/bytes.ts'
import { sha256Hex } from '../../core/digest.ts'
import type { VersionRef } from '../../core/head.ts'
import { decodeHead, encodeHead } from '../../core/head-codec.ts'
import type { Line } from '../../core/identity.ts'
import { seenKey, seenPrefix, versionKey } from '../../core/keys.ts'
import { StoreError } from '../../core/ports/errors.ts'
import type { EventSink } from '../../core/ports/events.ts'
import type { HeadStore, StoredHead } from '../../core/ports/heads.ts'
import type { CallOptions, ObjectKey, Tag } from '../../core/ports/store.ts'
import type { Fills } from './fills.ts'
import type { NearTier } from './near.ts'
import type { Home } from './store.ts'

export interface TieredHeadsOptions {
  readonly heads: HeadStore
  readonly home: Home
  readonly near: readonly NearTier[]
  readonly fills: Fills
  readonly events: EventSink
}

/**
 * The heads of the tier where they live. Nearer tiers keep a copy of each that is read or written here. When home is
 * down those copies are what heads are read from, each marked stale, and for the rest of the run nothing is committed.
 * Versions are checked here, so that a nearer tier's bad copy is no fault of the version.
 */
export function createTieredHeads({ heads, home, near, fills, events }: TieredHeadsOptions): HeadStore {
  const name = sha256Hex(Buffer.from(home.store.name)).slice(0, 16)
  /** Those where a copy can be replaced. */
  const remembering = near.filter(({ store }) => store.traits.overwrite)

  const remember = ({ line, head }: StoredHead): void => {
    const key = seenKey(name, line)
    const bytes = encodeHead(head)
    for (const tier of remembering.filter(({ isWritten }) => isWritten)) {
      const renewed = async () => {
        const known = await tier.get(key)
        if (!known || !sameBytes(known, bytes)) fills.put(tier, key, bytes)
      }
      fills.later(renewed())
    }
  }

  const recalled = async (key: ObjectKey, place: Omit<Line, 'key'>, options?: CallOptions) => {
    let newest: StoredHead | undefined
    for (const tier of remembering) {
      const bytes = await tier.get(key, options)
      const head = bytes && decoded(bytes)
      const line = head && { ...place, key: head.key }
      if (!line || seenKey(name, line) !== key) continue
      if (!newest || head.committedAt > newest.head.committedAt) newest = { line, head, tag: NO_TAG, stale: true }
    }
    return newest
  }

  /** Asks home; if that is down, now or since before, nearer tiers' memory. */
  const ask = async <T>(call: () => Promise<T>, memory: () => Promise<T>): Promise<T> => {
    try {
      if (home.down) return await memory()
      return await call()
    } catch (error) {
      if (home.down || remembering.length === 0 || !isDown(error)) throw error
      home.down = error
      const { kind, store, message: detail } = error
      events.emit({ type: 'store-failed', kind, store, doing: 'looking up', detail })
      events.emit({ type: 'home-down', store })
      return memory()
    }
  }

  const atHome = (): HeadStore => {
    if (home.down) throw home.down
    return heads
  }

  return {
    versionsTravel: heads.versionsTravel,

    async version(line, ref, options) {
      const key = versionKey(line.namespace, ref.lane, ref.ulid)
      const lacking: NearTier[] = []
      for (const tier of near) {
        const bytes = await tier.get(key, options)
        if (bytes && isVersion(bytes, ref)) {
          for (const nearer of lacking) fills.put(nearer, key, bytes)
          return bytes
        }
        if (bytes) await tier.drop(key)
        if (tier.isWritten) lacking.push(tier)
      }
      const bytes = await atHome().version(line, ref, options)
      if (bytes && isVersion(bytes, ref)) for (const tier of lacking) fills.put(tier, key, bytes)
      return bytes
    },

    read: (line, options) =>
      ask(
        async () => {
          const found = await heads.read(line, options)
          if (found) remember(found)
          else for (const tier of remembering) fills.later(tier.drop(seenKey(name, line)))
          return found
        },
        () => recalled(seenKey(name, line), line, options),
      ),

    latest: (namespace, lane, volume, keyPrefix, options) =>
      ask(
        async () => {
          const found = await heads.latest(namespace, lane, volume, keyPrefix, options)
          if (found) remember(found)
          return found
        },
        async () => {
          const place = { namespace, lane, volume }
          const keys = await Promise.all(
            remembering.map((tier) => tier.keys(seenPrefix(name, namespace, lane, volume, keyPrefix))),
          )
          let newest: StoredHead | undefined
          for (const key of new Set(keys.flat())) {
            const found = await recalled(key, place, options)
            if (found && (!newest || found.head.committedAt > newest.head.committedAt)) newest = found
          }
          return newest
        },
      ),

    async advance(line, next, from, options) {
      const advanced = await atHome().advance(line, next, from, options)
      if (advanced === 'conflict') return advanced
      remember(advanced)
      const { lane, ulid } = next.current
      const { version } = options ?? {}
      const filled = version ? near.filter(({ isWritten }) => isWritten) : []
      for (const tier of filled) fills.put(tier, versionKey(line.namespace, lane, ulid), version as Uint8Array)
      return advanced
    },

    async *list(namespace, options) {
      yield* atHome().list(namespace, options)
    },

    async remove(line, options) {
      await atHome().remove(line, options)
      for (const tier of remembering) await tier.drop(seenKey(name, line))
    },
  }
}

/** No state of any record has it. */
const NO_TAG = '' as Tag

/** Not reachable, or too busy to answer. Who is refused is refused. */
function isDown(error: unknown): error is StoreError {
  return error instanceof StoreError && (error.kind === 'unavailable' || error.kind === 'throttled')
}

function isVersion(bytes: Uint8Array, ref: VersionRef): boolean {
  return bytes.length === ref.bytes && sha256Hex(bytes) === ref.sha256
}

/** A copy that does not decode is none. */
function decoded(bytes: Uint8Array) {
  try {
    return decodeHead(bytes)
  } catch {
    return undefined
  }
}
