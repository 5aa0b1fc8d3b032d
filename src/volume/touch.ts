import { eachAtOnce } from '../core/at-once.ts'
import { toHex } from '../core/bytes.ts'
import type { Head, VersionRef } from '../core/head.ts'
import type { Line } from '../core/identity.ts'
import { packKey, versionKey } from '../core/keys.ts'
import type { PackRow } from '../core/manifest.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { CallOptions, Millis, ObjectKey, StoreTraits } from '../core/ports/store.ts'
import type { State } from '../core/state.ts'
import { signHead } from '../core/trust.ts'
import type { Base } from './base.ts'
import { loadVersion } from './load-version.ts'
import type { ParentRead } from './parent.ts'
import { type Context, type Rights, type SaveRequest, signalOf } from './types.ts'

export interface Touching {
  readonly rights: Rights
  /** As this run has read it, which is a touch where reading is one. */
  readonly head: Head
  /** Whose head it is. */
  readonly line: Line
  /** The version that is to be kept: the head's current one, or one of its history. */
  readonly ref: VersionRef
  /** That version's. */
  readonly packs: readonly PackRow[]
  /** The packs, by ULID, that this run has read or written. */
  readonly used: ReadonlySet<string>
  /** What this machine remembers of the volume, if that is to be believed. */
  readonly state: State | undefined
  /** The head is about to be advanced, and need not be written for its age. */
  readonly advancing?: true
}

export interface Touched {
  /** When all the packs were last kept from expiring, as far as is known; `undefined`: nothing expires here. */
  readonly touchedAt: Millis | undefined
  /** Packs, by ULID, that are there no more. */
  readonly missing: readonly string[]
}

/**
 * Keeps what a restore may want from expiring, on stores where things do, at most once a period, by jobs that may write.
 * Where a read keeps things, each pack of the version that this run has not used is asked for a byte. Elsewhere
 * everything of the line that lies in the lane this job writes is made as young as new: the packs of the version, of
 * the current one and of the one before, those versions, and last the head, which says when. Killed before that, it is
 * done again. Best effort: what the store fails to do now, the next job does. Rejects only when the signal aborts.
 */
export async function touch(context: Context, touching: Touching): Promise<Touched> {
  const { store, signal } = context
  const { rights, head, line, ref, packs, used, state } = touching
  const { touch: trait } = store.traits
  if (!trait) return { touchedAt: undefined, missing: [] }
  const byHead = ref.ulid === head.current.ulid ? head.touchedAt : 0
  const byState = (state?.version?.ulid === ref.ulid && state.touchedAt) || 0
  const before = Math.max(byHead, byState)
  const isOwn = rewrites(store.traits) && line.namespace === rights.namespace && line.lane === rights.writes
  // A head written again without a signature would be refused by those who ask for one.
  const isSealed = isOwn && head.signature !== '' && !context.trust?.signer
  if (rights.writes === undefined || isSealed) return { touchedAt: before, missing: [] }
  try {
    const now = await store.now(upkeepOf(context))
    if (now - before < trait.everyMillis) return { touchedAt: before, missing: [] }
    const due = packs.filter(({ ulid }) => trait.how === 'renew' || !used.has(ulid))
    const missing = await renewPacks(context, touching, due)
    if (isOwn) {
      await renewLinked(context, touching)
      const isDue = now - head.touchedAt >= trait.everyMillis
      if (isDue && missing.length === 0 && !touching.advancing) await renewHead(context, line, head, now)
    }
    return { touchedAt: now, missing }
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof StoreError)) throw error
    return { touchedAt: before, missing: [] }
  }
}

/**
 * As `touch`, for a save that would leave an equal tree at the version it forked; `undefined`: packs of that are gone.
 * `isNew`: the state does not say so yet, and no head.
 */
export async function touchParent(
  context: Context,
  { rights, dryRun }: SaveRequest,
  { head, line, ref }: NonNullable<ParentRead['parent']>,
  states: readonly (State | undefined)[],
  packs: readonly PackRow[],
  used: readonly PackRow[],
): Promise<{ readonly touchedAt: Millis | undefined; readonly isNew: boolean } | undefined> {
  if (dryRun) return { touchedAt: undefined, isNew: false }
  const state = states.find((remembered) => remembered)
  const read = new Set(used.map(({ ulid }) => ulid))
  const { touchedAt, missing } = await touch(context, { rights, head, line, ref, packs, used: read, state })
  if (missing.length > 0) return undefined
  return { touchedAt, isNew: (touchedAt ?? 0) > Math.max(head.touchedAt, state?.touchedAt ?? 0) }
}

/**
 * As `touch`, for a save whose new version builds on packs of its parent, where reading their footers has not kept them:
 * what the next head may say. `undefined`: it may say that everything is new.
 */
export async function touchBase(
  context: Context,
  { rights }: SaveRequest,
  parent: ParentRead['parent'],
  { manifest }: Base,
): Promise<TouchedHead | undefined> {
  if (!parent || !manifest || !rewrites(context.store.traits)) return undefined
  const { head, line, ref } = parent
  const { packs } = manifest
  const none = { used: new Set<string>(), state: undefined }
  const { touchedAt = 0 } = await touch(context, { rights, head, line, ref, packs, ...none, advancing: true })
  return { commit: head.commit, touchedAt }
}

/** What a head's current version and the one before were last kept from expiring. */
export interface TouchedHead {
  /** Of the head. */
  readonly commit: string
  readonly touchedAt: Millis
}

/** When the objects of a head that replaces another were last kept: of the one before, too, which becomes its history. */
export function touchedAfter(
  traits: StoreTraits,
  touched: TouchedHead | undefined,
  replaced: Head | undefined,
  committedAt: Millis,
): Millis {
  const touchedAt = touched?.touchedAt ?? committedAt
  const isKnown = !replaced || replaced.commit === touched?.commit || !rewrites(traits)
  return isKnown ? touchedAt : Math.min(touchedAt, replaced.touchedAt)
}

/** Are things kept by being written again? Where a name is written once, renewing one reads it. */
function rewrites({ touch: trait, overwrite }: StoreTraits): boolean {
  return trait?.how === 'renew' && overwrite
}

/** Those of other lanes, where this job writes nothing, are only looked for. Resolves with those that are gone. */
async function renewPacks(
  context: Context,
  { rights, line: { namespace } }: Touching,
  packs: readonly PackRow[],
): Promise<string[]> {
  const { store } = context
  const missing: string[] = []
  await eachAtOnce(packs, store.traits.concurrency, async ({ lane, ulid }) => {
    const key = packKey(namespace, lane, ulid)
    const isOwn = namespace === rights.namespace && lane === rights.writes
    const mayRenew = isOwn || !rewrites(store.traits)
    const isThere = mayRenew
      ? await store.renew(key, upkeepOf(context))
      : (await store.stat(key, upkeepOf(context))) !== undefined
    if (!isThere) missing.push(ulid)
  })
  return missing
}

/** The versions that a restore tries, and the packs of those whose packs were not given. */
async function renewLinked(context: Context, { rights, head, line, ref, packs: given }: Touching): Promise<void> {
  const done = new Set(given.map(({ ulid }) => ulid))
  const linked = [head.current, ...head.history.slice(0, 1)]
  const keys: ObjectKey[] = []
  for (const one of linked) {
    if (one.lane === rights.writes) keys.push(versionKey(rights.namespace, one.lane, one.ulid))
    if (one.ulid === ref.ulid) continue
    // One that this job cannot read it cannot restore either.
    const loaded = await loadVersion(context, line, one, 'tables', upkeepOf(context))
    for (const { lane, ulid } of 'reason' in loaded ? [] : loaded.version.manifest.packs) {
      if (lane === rights.writes && !done.has(ulid)) keys.push(packKey(rights.namespace, lane, ulid))
      done.add(ulid)
    }
  }
  const { store } = context
  await eachAtOnce(keys, store.traits.concurrency, (key) => store.renew(key, upkeepOf(context)))
}

/** The head as it is, at a later time. Whoever was faster has written one that is as young. */
async function renewHead(context: Context, line: Line, { commit }: Head, now: Millis): Promise<void> {
  const { heads, random, trust } = context
  // What was found by way of the volume's newest has that one's tag.
  const stored = await heads.read(line, upkeepOf(context))
  if (!stored || stored.stale || stored.head.commit !== commit) return
  const { signed: _, ...head } = stored.head
  const next = { ...head, commit: toHex(random(16)), from: commit, touchedAt: now, signature: '' }
  const signed = trust?.signer ? signHead(trust.signer, line, next) : next
  await heads.advance(line, signed, stored.tag, upkeepOf(context))
}

function upkeepOf(context: Context): CallOptions {
  return { upkeep: true, ...signalOf(context) }
}
