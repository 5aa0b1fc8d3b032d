import type { Head, VersionRef } from '../core/head.ts'
import type { Line } from '../core/identity.ts'
import type { Lane } from '../core/lane.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { StoredHead } from '../core/ports/heads.ts'
import type { Millis } from '../core/ports/store.ts'
import type { State } from '../core/state.ts'
import { find, readable } from './find.ts'
import { sameJob } from './memory.ts'
import { judged, lookBack, usable } from './trust.ts'
import { type Context, type Parent, type SaveRequest, signalOf } from './types.ts'

/** A version and a line whose head links it. */
export interface LinkedVersion {
  readonly line: Line
  readonly ref: VersionRef
}

/** What a save starts from, read by this run: only packs that this version lists may be referenced. */
export interface ParentRead {
  /** The head of the line to be advanced, if it has one, trusted or not. */
  readonly own: StoredHead | undefined
  /** The version the job forked (or, without a fork, the one most like it); `undefined`: save from nothing. */
  readonly parent: (LinkedVersion & { readonly head: Head; readonly exact: boolean }) | undefined
}

/**
 * What a save starts from, with its own line's head read: where the job forked from another line, that one's head is
 * read, too, so that the forked version is known to be linked still.
 */
export async function readParent(
  context: Context,
  request: SaveRequest,
  writes: string,
  states: readonly (State | undefined)[],
  own: StoredHead | undefined,
): Promise<ParentRead> {
  const { heads } = context
  const { namespace } = request.rights
  const { volume, key } = request
  const options = signalOf(context)
  const line = { namespace, lane: writes, volume, key }
  const forked = request.parent === 'none' ? undefined : (request.parent ?? remembered(request, states))
  const rights = { ...request.rights, shares: [] }
  const ours = usable(own)
  if (request.parent === 'none') return { own, parent: ours && current(ours, false) }
  // Nothing that another namespace stores may be referenced, so a version from there is no parent.
  if (forked && forked.namespace === undefined) {
    const same = forked.lane === writes && forked.key === key
    const from = same ? line : { namespace, lane: forked.lane, volume, key: forked.key }
    lookBack(context, from)
    const head = same ? ours : usable(judged(context, await readable(context, () => heads.read(from, options))))
    const ref = head && linked(head.head, forked.version)
    if (ref) return { own, parent: { line: from, ref, head: head.head, exact: forked.exact } }
  }
  // Nothing remembered, or it is linked no more: the newest that can be read shares the most.
  if (ours) return { own, parent: current(ours, true) }
  const found = await find(context, { rights, volume, key, restoreKeys: [], newestAsLastResort: true })
  return { own, parent: found && current(found.stored, found.match === 'exact') }
}

function current({ line, head }: StoredHead, exact: boolean): ParentRead['parent'] {
  return { line, ref: head.current, head, exact }
}

/**
 * The head to be advanced. Where each commit is an entry of its own, one that is damaged is as none, for the next stands
 * before it; and so is one that a job sees none of because it may only write.
 */
export async function readOwn(
  context: Context,
  { rights, volume, key }: SaveRequest,
  writes: Lane,
): Promise<StoredHead | undefined> {
  const { heads } = context
  const line = { namespace: rights.namespace, lane: writes, volume, key }
  lookBack(context, line)
  const read = async () => judged(context, await heads.read(line, signalOf(context)))
  if (!heads.versionsTravel) return read()
  try {
    return await readable(context, read)
  } catch (error) {
    if (rights.reads.length === 0 && error instanceof StoreError && error.kind === 'denied') return undefined
    throw error
  }
}

/** When an earlier step of this job forked the volume, by the store's clock, if this machine remembers it. */
export function forkedAt({ job }: SaveRequest, states: readonly (State | undefined)[]): Millis | undefined {
  const state = states.find((remembered) => remembered && sameJob(remembered, job))
  // 0: a save without a restore was the last to remember.
  return state?.fork?.startedAt || undefined
}

/** What this machine remembers of the fork, if all mounts agree on it. */
function remembered(request: SaveRequest, states: readonly (State | undefined)[]): Parent | undefined {
  const [first] = states
  const parent = first?.fork?.parent
  if (!parent || !states.every((state) => state?.version?.ulid === parent.version)) return undefined
  return { ...parent, exact: parent.key === request.key }
}

/** The version with this id among those the head links. */
function linked(head: Head, version: string): VersionRef | undefined {
  return [head.current, ...head.history].find(({ ulid }) => ulid === version)
}
