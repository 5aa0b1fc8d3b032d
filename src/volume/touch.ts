import type { Head } from '../core/head.ts'
import { packKey } from '../core/keys.ts'
import type { PackRow } from '../core/manifest.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { Millis } from '../core/ports/store.ts'
import type { State } from '../core/state.ts'
import { type Context, type Rights, signalOf } from './types.ts'

export interface Touching {
  readonly rights: Rights
  /** As this run has read it, which is a touch. */
  readonly head: Head
  /** Those of the head's current version. */
  readonly packs: readonly PackRow[]
  /** The packs, by ULID, that this run has read or written. */
  readonly used: ReadonlySet<string>
  /** What this machine remembers of the volume, if that is to be believed. */
  readonly state: State | undefined
}

export interface Touched {
  /** For the state: when the packs were last kept from expiring by this machine; `undefined`: not that it knows. */
  readonly touchedAt: Millis | undefined
  /** Packs, by ULID, that are there no more. */
  readonly missing: readonly string[]
}

/**
 * Keeps the packs of a version from expiring, on stores where things do: a byte is read of each that this run has not
 * used, at most once a period, by jobs that may write. Best effort: what the store fails to do now, the next job does.
 * Rejects only when the signal aborts.
 */
export async function touch(context: Context, { rights, head, packs, used, state }: Touching): Promise<Touched> {
  const { store, signal } = context
  const known = state?.version?.ulid === head.current.ulid ? state.touchedAt : undefined
  const missing: string[] = []
  const { touch: trait } = store.traits
  if (!trait || rights.writes === undefined) return { touchedAt: known, missing }
  try {
    const now = await store.now(signalOf(context))
    // Who committed had just restored or written every pack, or touched it.
    if (now - Math.max(head.committedAt, known ?? 0) < trait.everyMillis) return { touchedAt: known, missing }
    const due = packs.filter(({ ulid }) => !used.has(ulid)).values()
    const reader = async () => {
      for (const { lane, ulid } of due) {
        const range = { offset: 0, length: 1 }
        const byte = await store.get(packKey(rights.namespace, lane, ulid), { range, ...signalOf(context) })
        if (!byte) missing.push(ulid)
      }
    }
    await Promise.all(Array.from({ length: store.traits.concurrency }, reader))
    return { touchedAt: now, missing }
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof StoreError)) throw error
    return { touchedAt: known, missing }
  }
}
