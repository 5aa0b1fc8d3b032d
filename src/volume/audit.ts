import { eachAtOnce } from '../core/at-once.ts'
import { dayOf, decodeJournal, JOURNAL_BYTES, type JournalRecord } from '../core/journal.ts'
import { type JournalName, journalPrefix, namespacePrefix, parseJournalKey } from '../core/keys.ts'
import type { Lane } from '../core/lane.ts'
import { FormatError } from '../core/ports/errors.ts'
import type { Millis, ObjectInfo } from '../core/ports/store.ts'
import { type Context, signalOf } from './types.ts'

export interface AuditFilter {
  readonly since: Millis
  /** Without it, every lane of the namespace; the listing then passes everything stored there. */
  readonly lane: Lane | undefined
  readonly key: string | undefined
  readonly event: JournalRecord['event'] | undefined
}

/** A record with what its place says: the lane nobody else may write, and when the store took it. */
export type Audited = JournalRecord & { readonly lane: Lane; readonly stored: Millis }

export interface Audit {
  /** Oldest first. */
  readonly records: readonly Audited[]
  /** Objects in the journal's place that are no journal. */
  readonly damaged: number
}

/** Reads the journals of a namespace. What is in them was written by whoever may write the lane. */
export async function audit(context: Context, namespace: string, filter: AuditFilter): Promise<Audit> {
  const found = await list(context, namespace, filter)
  const records: Audited[] = []
  let damaged = 0
  await eachAtOnce(found, context.store.traits.concurrency, async ({ name, info }) => {
    const read = await readOne(context, name, info)
    if (read) records.push(...read.filter((record) => passes(record, filter)))
    else damaged++
  })
  return { records: records.sort((a, b) => a.time - b.time), damaged }
}

interface Found {
  readonly name: JournalName
  readonly info: ObjectInfo
}

async function list(context: Context, namespace: string, { lane, since }: AuditFilter): Promise<Found[]> {
  const prefix = lane === undefined ? namespacePrefix(namespace) : journalPrefix(namespace, lane)
  const first = dayOf(since)
  const found: Found[] = []
  for await (const info of context.store.list(prefix, signalOf(context))) {
    const name = parseJournalKey(info.key)
    if (name && name.namespace === namespace && name.day >= first) found.push({ name, info })
  }
  return found
}

/** `undefined`: it is damaged. One that has gone meanwhile has no records. */
async function readOne(context: Context, name: JournalName, info: ObjectInfo): Promise<Audited[] | undefined> {
  if (info.bytes > JOURNAL_BYTES) return undefined
  const bytes = await context.store.get(info.key, signalOf(context))
  if (!bytes) return []
  try {
    const records = decodeJournal(bytes)
    // A made-up time would hide a record from who looks at its day.
    if (records.some(({ time }) => dayOf(time) !== name.day)) return undefined
    return records.map((record) => ({ ...record, lane: name.lane, stored: info.modified }))
  } catch (error) {
    if (error instanceof FormatError) return undefined
    throw error
  }
}

function passes(record: Audited, { since, key, event }: AuditFilter): boolean {
  return (
    record.time >= since &&
    (key === undefined || record.key === key || record.matchedKey === key) &&
    (event === undefined || record.event === event)
  )
}
