import type { Head, VersionRef } from '../core/head.ts'
import { packKey } from '../core/keys.ts'
import type { PackRow } from '../core/manifest.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { Millis } from '../core/ports/store.ts'
import type { State } from '../core/state.ts'
import type { ParentRead } from './parent.ts'
import { type Context, type Rights, type SaveRequest, signalOf } from './types.ts'

export interface Touching {
  readonly rights: Rights
  /** As this run has read it, which is a touch. */
  readonly head: Head
  /** The version that is to be kept: the head's current one, or one of its history. */
  readonly ref: VersionRef
  /** That version's. */
  readonly packs: readonly PackRow[]
  /** The packs, by ULID, that this run has read or written. */
  readonly used: ReadonlySet<string>
  /** What this machine remembers of the volume, if that is to be believed. */
  readonly state: State | undefined
}

export interface Touched {
  /** When all the packs were last kept from expiring, as far as is known; `undefined`: nothing expires here. */
  readonly touchedAt: Millis | undefined
  /** Packs, by ULID, that are there no more. */
  readonly missing: readonly string[]
}

/**
 * Keeps the packs of a version from expiring, on stores where things do: each that this run has not used is renewed, at
 * most once a period, by jobs that may write. Best effort: what the store fails to do now, the next job does.
 * Rejects only when the signal aborts.
 */
export async function touch(context: Context, { rights, head, ref, packs, used, state }: Touching): Promise<Touched> {
  const { store, signal } = context
  const missing: string[] = []
  const { touch: trait } = store.traits
  if (!trait) return { touchedAt: undefined, missing }
  const byHead = ref.ulid === head.current.ulid ? head.touchedAt : 0
  const byState = (state?.version?.ulid === ref.ulid && state.touchedAt) || 0
  const before = Math.max(byHead, byState)
  if (rights.writes === undefined) return { touchedAt: before, missing }
  try {
    const now = await store.now({ upkeep: true, ...signalOf(context) })
    if (now - before < trait.everyMillis) return { touchedAt: before, missing }
    const due = packs.filter(({ ulid }) => trait.how === 'renew' || !used.has(ulid)).values()
    const reader = async () => {
      for (const { lane, ulid } of due) {
        const key = packKey(rights.namespace, lane, ulid)
        if (!(await store.renew(key, { upkeep: true, ...signalOf(context) }))) missing.push(ulid)
      }
    }
    await Promise.all(Array.from({ length: store.traits.concurrency }, reader))
    return { touchedAt: now, missing }
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof StoreError)) throw error
    return { touchedAt: before, missing }
  }
}

/**
 * As `touch`, for a save that would leave an equal tree at the version it forked; `undefined`: packs of that are gone.
 * `isNew`: the state does not say so yet, and no head.
 */
export async function touchParent(
  context: Context,
  { rights, dryRun }: SaveRequest,
  { head, ref }: NonNullable<ParentRead['parent']>,
  states: readonly (State | undefined)[],
  packs: readonly PackRow[],
  used: readonly PackRow[],
): Promise<{ readonly touchedAt: Millis | undefined; readonly isNew: boolean } | undefined> {
  if (dryRun) return { touchedAt: undefined, isNew: false }
  const state = states.find((remembered) => remembered)
  const read = new Set(used.map(({ ulid }) => ulid))
  const { touchedAt, missing } = await touch(context, { rights, head, ref, packs, used: read, state })
  if (missing.length > 0) return undefined
  return { touchedAt, isNew: (touchedAt ?? 0) > Math.max(head.touchedAt, state?.touchedAt ?? 0) }
}
