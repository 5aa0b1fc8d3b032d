import { type Fields, fieldsOf, fromJson, millisOf, textOf, wholeOf } from './fields.ts'
import { FormatError } from './ports/errors.ts'
import type { Millis } from './ports/store.ts'

/** What a journal tells of. `denied`: somebody or something was refused; `failed`: it should have worked. */
export const HAPPENINGS = ['hit', 'miss', 'save', 'link', 'denied', 'failed', 'deletion'] as const

/** One thing that happened to a volume. Texts are `''` where there is nothing to say. */
export interface JournalRecord {
  /** By the writer's clock. */
  readonly time: Millis
  readonly event: (typeof HAPPENINGS)[number]
  /** `exact` or `fallback` for a hit; else what was missing, refused or failed. */
  readonly why: string
  readonly volume: string
  /** What the job asked for. */
  readonly key: string
  /** The key of the version, where it is another. */
  readonly matchedKey: string
  /** The version and the SHA-256 of its object. */
  readonly version: string
  readonly digest: string
  /** The lane the version was found in, behind its namespace if that is another; the record's own is that of its name. */
  readonly from: string
  /** Stored bytes that were fetched or uploaded. */
  readonly bytes: number
  /** The store as its users name it, without secrets. */
  readonly store: string
  readonly repository: string
  readonly run: string
  readonly job: string
  readonly actor: string
  readonly runner: string
  readonly engine: string
}

/** The day that records are kept under: `2026-11-21`, UTC. (Years are counted from March, so that leap days come last.) */
export function dayOf(time: Millis): string {
  const days = Math.floor(time / 86_400_000) + DAYS_BEFORE_1970
  const era = Math.floor(days / DAYS_IN_400_YEARS)
  const inEra = days - era * DAYS_IN_400_YEARS
  const year = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365,
  )
  const inYear = inEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))
  const month = Math.floor((5 * inYear + 2) / 153)
  const day = inYear - Math.floor((153 * month + 2) / 5) + 1
  const padded = (number: number, length: number) => String(number).padStart(length, '0')
  const civil = month < 10 ? { year, month: month + 3 } : { year: year + 1, month: month - 9 }
  return `${padded(civil.year + era * 400, 4)}-${padded(civil.month, 2)}-${padded(day, 2)}`
}

const DAYS_IN_400_YEARS = 146_097
/** Since the first of March of the year 0. */
const DAYS_BEFORE_1970 = 719_468

/** The object of one step: a line of JSON a record. Texts are cut so that it can be read again. */
export function encodeJournal(records: readonly JournalRecord[]): Uint8Array {
  const lines = records.slice(0, RECORDS_MAX).map((record) => {
    const cut = Object.entries(record).map(([name, value]) => [
      name,
      typeof value === 'string' ? clipped(value) : value,
    ])
    return `${JSON.stringify(Object.fromEntries(cut))}\n`
  })
  return Buffer.from(lines.join(''))
}

/**
 * The records of an object, which whoever may write its lane may have made up: every field checked, unknown ones left
 * out. `FormatError` for anything else.
 */
export function decodeJournal(bytes: Uint8Array): JournalRecord[] {
  if (bytes.length > JOURNAL_BYTES) throw new FormatError(`${bytes.length} bytes; ${JOURNAL_BYTES} at most`)
  const lines = Buffer.from(bytes).toString('latin1').split('\n')
  if (lines.pop() !== '' || lines.length === 0) throw new FormatError('no whole lines')
  if (lines.length > RECORDS_MAX) throw new FormatError(`${lines.length} records; ${RECORDS_MAX} at most`)
  return lines.map((line) => recordOf(fieldsOf(fromJson(Buffer.from(line, 'latin1'), 'record'), 'record')))
}

/** The largest object that is read. */
export const JOURNAL_BYTES = 64 * 1024
const RECORDS_MAX = 20
const TEXT_MAX = 1024
/** What a `Date` can hold. */
const LATEST = 8.64e15

function recordOf(fields: Fields): JournalRecord {
  const text = (name: keyof JournalRecord) => {
    const value = textOf(fields[name], name)
    if (value.length > TEXT_MAX) throw new FormatError(`${name}: ${value.length} characters; ${TEXT_MAX} at most`)
    return value
  }
  const time = millisOf(fields['time'], 'time')
  if (Math.abs(time) > LATEST) throw new FormatError('time: not a time')
  const event = HAPPENINGS.find((known) => known === fields['event'])
  if (!event) throw new FormatError('event: unknown')
  return {
    time,
    event,
    why: text('why'),
    volume: text('volume'),
    key: text('key'),
    matchedKey: text('matchedKey'),
    version: text('version'),
    digest: text('digest'),
    from: text('from'),
    bytes: wholeOf(fields['bytes'], 'bytes'),
    store: text('store'),
    repository: text('repository'),
    run: text('run'),
    job: text('job'),
    actor: text('actor'),
    runner: text('runner'),
    engine: text('engine'),
  }
}

function clipped(text: string): string {
  return text.slice(0, TEXT_MAX).toWellFormed()
}
