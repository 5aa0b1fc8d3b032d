import { dayOf, encodeJournal, type JournalRecord } from '../core/journal.ts'
import { journalKey } from '../core/keys.ts'
import type { Event, EventSink, NotSaved } from '../core/ports/events.ts'
import { put } from '../core/ports/store.ts'
import { ulid } from '../core/ulid.ts'
import type { Context, RestoreOutcome, Rights, SaveOutcome, SaveRequest, VolumeRequest } from './types.ts'

/** What a step has to tell: records without what is the same in all of them. */
export type Told = Pick<JournalRecord, 'event'> &
  Partial<Omit<JournalRecord, 'time' | 'event' | 'store' | keyof Author>>

/** Who did it. */
export type Author = Pick<JournalRecord, 'repository' | 'run' | 'job' | 'actor' | 'runner' | 'engine'>

/** May this job leave a record? Only in the lane it writes, and only where objects have names. */
export function mayAppend({ heads }: Context, { writes }: Rights): boolean {
  return writes !== undefined && !heads.versionsTravel
}

/**
 * Leaves one object in the journal of the lane the job writes, under a name that nobody else will ever have: it takes
 * the right to write there and none to read. Rejects as the store does.
 */
export async function append(
  context: Context,
  rights: Rights,
  author: Author,
  told: readonly Told[],
  signal: AbortSignal,
): Promise<void> {
  const { clock, random, store } = context
  if (told.length === 0 || rights.writes === undefined) return
  const time = clock.now()
  const records = told.map((one) => ({ ...BLANK, ...one, time, store: store.name, ...author }))
  const name = { namespace: rights.namespace, lane: rights.writes, day: dayOf(time), ulid: ulid(time, random) }
  await put(store, journalKey(name), encodeJournal(records), 'none', { signal, upkeep: true })
}

/** A context whose events are noted for the journal on their way. */
export function witnessed(context: Context): { readonly context: Context; readonly seen: Seen } {
  const seen = new Seen(context.events)
  return { context: { ...context, events: seen }, seen }
}

/** Why things were as they were: what outcomes do not say. */
export class Seen implements EventSink {
  why = ''
  readonly denials: string[] = []
  readonly #sink: EventSink

  constructor(sink: EventSink) {
    this.#sink = sink
  }

  emit(event: Event): void {
    if (event.type === 'missed') this.why ||= event.why
    if (event.type === 'store-failed') this.why = event.kind
    const denial = denialIn(event)
    if (denial !== undefined && !this.denials.includes(denial)) this.denials.push(denial)
    this.#sink.emit(event)
  }
}

/** What a restore has to tell. */
export function toldByRestore({ volume, key }: VolumeRequest, outcome: RestoreOutcome, seen: Seen): Told[] {
  const line = { volume, key }
  const denied = seen.denials.map((why): Told => ({ event: 'denied', why, ...line }))
  if (outcome.hit === 'miss') {
    const failed = seen.why !== '' && seen.why !== 'nothing-stored' && seen.why !== 'unusable'
    return [...denied, { event: failed ? 'failed' : 'miss', why: seen.why, ...line }]
  }
  const { hit, matchedKey = '', matchedLane: lane = '', version = '', digest = '', fetchedBytes: bytes } = outcome
  const from = outcome.matchedNamespace === undefined ? lane : `${outcome.matchedNamespace}/${lane}`
  const found = { matchedKey: matchedKey === key ? '' : matchedKey, from, version, digest, bytes }
  return [...denied, { event: 'hit', why: hit, ...line, ...found }]
}

/** What a save has to tell: nothing of one that found nothing to do. */
export function toldBySave({ volume, key }: SaveRequest, outcome: SaveOutcome, seen: Seen): Told[] {
  const { reason, version = '', digest = '', uploadedBytes: bytes } = outcome
  const line = { volume, key }
  const denied = seen.denials.map((why): Told => ({ event: 'denied', why, ...line }))
  if (reason === 'saved' || reason === 'linked')
    return [...denied, { event: reason === 'saved' ? 'save' : 'link', ...line, version, digest, bytes }]
  if (DENIED.has(reason)) return [...denied, { event: 'denied', why: reason, ...line }]
  return FAILED.has(reason) ? [...denied, { event: 'failed', why: seen.why || reason, ...line }] : denied
}

const DENIED: ReadonlySet<NotSaved> = new Set(['other-lane', 'superseded', 'secrets', 'encrypted'])
const FAILED: ReadonlySet<NotSaved> = new Set(['changing', 'too-large', 'store-failed'])

const REFUSED: ReadonlySet<string> = new Set(['untrusted', 'not-encrypted'])

const BLANK = { why: '', volume: '', key: '', matchedKey: '', version: '', digest: '', from: '', bytes: 0 }

function denialIn(event: Event): string | undefined {
  switch (event.type) {
    case 'store-failed':
      return event.kind === 'denied' ? `the store denied ${event.doing}` : undefined
    case 'head-refused':
      return `head ${event.reason}`
    case 'rolled-back':
      return event.isRefused ? 'head rolled back' : undefined
    case 'not-shared':
      return event.reason === 'unsupported' ? undefined : `${event.namespace} ${event.reason}`
    case 'version-unusable':
      return REFUSED.has(event.reason) ? `version ${event.version} ${event.reason}` : undefined
    default:
      return undefined
  }
}
