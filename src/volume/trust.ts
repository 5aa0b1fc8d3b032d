import type { Head } from '../core/head.ts'
import type { Line } from '../core/identity.ts'
import type { StoredHead } from '../core/ports/heads.ts'
import type { SeenHead } from '../core/ports/workspace.ts'
import type { Identity } from '../core/provenance.ts'
import { signerOf } from '../core/signature.ts'
import { headDistrust } from '../core/trust.ts'
import type { Context } from './types.ts'

/**
 * May this run go by the head? Not if signatures are asked for and its own is none to go by, or is one from before what
 * this machine has seen of the line. Says why not.
 */
export function trustsHead(context: Context, stored: StoredHead): boolean {
  const { trust, events } = context
  const { line, head } = stored
  const reason = trust && headDistrust(trust, line, head)
  if (reason) {
    const { key, lane } = line
    events.emit({ type: 'head-refused', key, lane, reason, signer: signerOf(head.signature) })
    return false
  }
  const seen = rolledBack(context, stored)
  if (!seen) return true
  const isRefused = trust !== undefined
  const { committedAt } = head
  events.emit({
    type: 'rolled-back',
    key: line.key,
    lane: line.lane,
    committedAt,
    seenAt: seen.committedAt,
    isRefused,
  })
  return !isRefused
}

/** For before a head is read: whatever this machine knows by then of its lane cannot be later than the store does. */
export function lookBack(
  { store, workspace }: Context,
  { namespace, lane, volume }: Pick<Line, 'namespace' | 'lane' | 'volume'>,
): void {
  if (lane === WATCHED) workspace.seenHead(store.name, { namespace, lane, volume, key: '' })
}

/** The head, marked where this run may only replace it. */
export function judged(context: Context, stored: StoredHead | undefined): StoredHead | undefined {
  return !stored || trustsHead(context, stored) ? stored : { ...stored, refused: true }
}

/** The head, if this run may go by it. */
export function usable(stored: StoredHead | undefined): StoredHead | undefined {
  return stored?.refused ? undefined : stored
}

/** Remembers what this run goes by, unless this machine knows that it is late. */
export function saw({ store, workspace, clock }: Context, { line, head, stale }: StoredHead): void {
  if (line.lane !== WATCHED || stale) return
  const seen = workspace.seenHead(store.name, line)
  if (seen?.commit === head.commit || (seen && isLate(store.traits, seen, head, clock.now()))) return
  const { commit, current, committedAt } = head
  workspace.sawHead(store.name, line, { commit, version: current.ulid, committedAt })
}

/** What the CI says of the job that signs; nothing where nobody signs, or where it does not say. */
export async function signerIdentity({ trust, identity, events, signal }: Context): Promise<Identity> {
  if (!trust?.signer || !identity) return {}
  try {
    return await identity()
  } catch (error) {
    signal?.throwIfAborted()
    events.emit({ type: 'no-identity', detail: (error as Error).message })
    return {}
  }
}

/** Whoever may write another lane may also take it back: only here is that an attack. */
const WATCHED = 'trusted'
/** How far a store that takes every write and shows it when it likes can be behind itself. */
const LATE_MILLIS = 600_000

/** What this machine has seen, if that is later than the head and the head does not follow it. */
function rolledBack(
  { store, workspace, clock, trust }: Context,
  { line, head, stale }: StoredHead,
): SeenHead | undefined {
  // One that is known to be late has been said; but whoever can damage the last head must not get by that way.
  if (line.lane !== WATCHED || (stale && !trust)) return undefined
  const seen = workspace.seenHead(store.name, line)
  if (!seen || head.committedAt >= seen.committedAt || follows(head, seen)) return undefined
  return isLate(store.traits, seen, head, clock.now()) ? undefined : seen
}

function follows({ current, history }: Head, { version }: SeenHead): boolean {
  return [current, ...history].some(({ ulid }) => ulid === version)
}

/** Where writes have no condition, a head from before may be shown for a while, and two saves may pass each other. */
function isLate(
  { conditionalPut }: Context['store']['traits'],
  seen: SeenHead,
  { committedAt }: Head,
  now: number,
): boolean {
  if (conditionalPut || committedAt >= seen.committedAt) return false
  return seen.committedAt - committedAt < LATE_MILLIS || now - seen.committedAt < LATE_MILLIS
}
