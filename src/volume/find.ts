import type { Lane } from '../core/lane.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { StoredHead } from '../core/ports/heads.ts'
import { Shares } from './shares.ts'
import { lookBack, trustsHead } from './trust.ts'
import { type Context, type Rights, signalOf } from './types.ts'

export interface FindRequest {
  readonly rights: Rights
  readonly volume: string
  readonly key: string
  readonly restoreKeys: readonly string[]
  readonly newestAsLastResort: boolean
}

export interface Found {
  readonly stored: StoredHead
  readonly match: 'exact' | 'fallback'
}

/** The head a job starts from; `undefined`: there is none. */
export async function find(context: Context, request: FindRequest): Promise<Found | undefined> {
  for await (const found of candidates(context, request)) return found
  return undefined
}

/**
 * The heads a job may start from, best first: the exact key in every readable lane, then each restore key as a prefix,
 * newest first, in the same lane order, then the newest of the volume. An exact hit in any lane beats a prefix hit.
 * Trusted lanes of the namespaces that share with this one count as lanes after its own. Each head is looked for when
 * it is asked for; one that the job does not trust is as if it were not there.
 */
export async function* candidates(context: Context, request: FindRequest): AsyncGenerator<Found> {
  const { heads } = context
  const { volume, key } = request
  const options = signalOf(context)
  const shares = new Shares(context, request.rights)
  for (const lane of request.rights.reads) lookBack(context, { namespace: request.rights.namespace, lane, volume })
  for await (const { namespace, lane } of places(request.rights, shares)) {
    const read = () => heads.read({ namespace, lane, volume, key }, options)
    const stored = await readable(context, () => shares.read(namespace, read))
    if (stored && trustsHead(context, stored)) yield { stored, match: stored.stale ? 'fallback' : 'exact' }
  }
  // An empty restore key means "anything", which is what the last resort reads in one call.
  const prefixes = [...new Set([...request.restoreKeys, ...(request.newestAsLastResort ? [''] : [])])]
  for (const prefix of prefixes) {
    for await (const { namespace, lane } of places(request.rights, shares)) {
      const read = () => heads.latest(namespace, lane, volume, prefix, options)
      const stored = await readable(context, () => shares.read(namespace, read))
      if (stored && trustsHead(context, stored)) yield { stored, match: 'fallback' }
    }
  }
}

/** Where to look, in order. Another namespace is asked whether it may be read when its turn comes. */
async function* places({ namespace, reads, shares: asked = [] }: Rights, shares: Shares) {
  for (const lane of reads) yield { namespace, lane }
  for (const other of asked) if (await shares.mayRead(other)) yield { namespace: other, lane: SHARED_LANE }
}

/** The one lane that is ever read of another namespace. */
const SHARED_LANE: Lane = 'trusted'

/** A damaged head is said and passed over: a good one elsewhere must not hide behind it. */
export async function readable<T>({ events }: Context, read: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof StoreError && error.kind === 'corrupt')) throw error
    const { kind, store, message } = error
    events.emit({ type: 'store-failed', kind, store, doing: 'looking up', detail: message })
    return undefined
  }
}
