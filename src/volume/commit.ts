import { toHex } from '../core/bytes.ts'
import { type Head, HISTORY_LENGTH, type VersionRef } from '../core/head.ts'
import type { Line } from '../core/identity.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { StoredHead } from '../core/ports/heads.ts'
import { signHead } from '../core/trust.ts'
import { type TouchedHead, touchedAfter } from './touch.ts'
import { judged, saw, usable } from './trust.ts'
import { type Context, type SaveRequest, signalOf } from './types.ts'

/** Tries against other writers of the same key before giving way; each is one read and one write. */
const ATTEMPTS = 20

export interface Committing {
  readonly line: Line
  readonly own: StoredHead | undefined
  readonly ref: VersionRef
  /** The version's bytes, where they have to be stored with the head. */
  readonly version: Uint8Array | undefined
  /** What has to be stored before the head may be seen. */
  readonly after?: Promise<unknown>
  readonly startedAt: number
  /** When what the version builds on was last kept from expiring; `undefined`: now. */
  readonly touched?: TouchedHead | undefined
}

/**
 * Advances the head to a version whose packs are all stored. Last write wins: a lost race is tried again on top of
 * the winner. `superseded`: `newest-start-wins`, and a job that started later has committed.
 */
export async function advanceHead(
  context: Context,
  request: SaveRequest,
  { line, own, ref, version, after, startedAt, touched }: Committing,
): Promise<StoredHead | 'superseded'> {
  const { store, heads, random } = context
  const signer = context.trust?.signer
  let current = own
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    context.signal?.throwIfAborted()
    const before = usable(current)
    if (before && request.conflict === 'newest-start-wins' && before.head.startedAt > startedAt) return 'superseded'
    const committedAt = await store.now()
    const next: Head = {
      commit: toHex(random(16)),
      from: current?.head.commit ?? '',
      key: line.key,
      current: ref,
      history: before ? historyOf(before.head, ref) : [],
      startedAt,
      committedAt,
      touchedAt: touchedAfter(store.traits, touched, before?.head, committedAt),
      writer: request.writer,
      signature: '',
    }
    // Stored by the first try, whatever became of the head.
    const once = version && (attempt === 0 || heads.versionsTravel) ? { version } : {}
    const options = { ...once, ...(after && { after }), ...signalOf(context) }
    const signed = signer ? signHead(signer, line, next) : next
    const advanced = await heads.advance(line, signed, current?.tag ?? 'absent', options)
    if (advanced !== 'conflict') {
      saw(context, advanced)
      return advanced
    }
    current = judged(context, await heads.read(line, signalOf(context)))
    // Many writers at once: a random pause lets one of them through.
    await context.clock.sleep((random(1)[0] as number) % (10 * (attempt + 1)), context.signal)
  }
  throw new StoreError('throttled', store.name, line.key, new Error(`lost ${ATTEMPTS} races for the head`))
}

/** The replaced version first; a version never stands twice. */
function historyOf(head: Head, next: VersionRef): Head['history'] {
  const replaced = { ...head.current, committedAt: head.committedAt }
  return [replaced, ...head.history].filter(({ ulid }) => ulid !== next.ulid).slice(0, HISTORY_LENGTH)
}
