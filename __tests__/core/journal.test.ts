import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayOf, decodeJournal, encodeJournal, HAPPENINGS, type JournalRecord } from '../../src/core/journal.ts'
import { journalKey, journalPrefix, parseJournalKey } from '../../src/core/keys.ts'
import { FormatError } from '../../src/core/ports/errors.ts'

const RECORD: JournalRecord = {
  time: 1_795_000_000_000,
  event: 'hit',
  why: 'exact',
  volume: 'npm',
  key: 'k',
  matchedKey: '',
  version: '01J00000000000000000000000',
  digest: 'ab'.repeat(32),
  from: 'trusted',
  bytes: 12,
  store: 'file:///cache',
  repository: 'o/r',
  run: '1',
  job: '1/1/build',
  actor: 'a',
  runner: 'r',
  engine: 'warmstart 0.0.0',
}
const text = () => fc.string({ unit: 'binary', maxLength: 2000 })

const anyRecord: fc.Arbitrary<JournalRecord> = fc.record({
  ...(Object.fromEntries(Object.keys(RECORD).map((name) => [name, text()])) as Record<
    Exclude<keyof JournalRecord, 'time' | 'event' | 'bytes'>,
    fc.Arbitrary<string>
  >),
  time: fc.integer(),
  event: fc.constantFrom(...HAPPENINGS),
  bytes: fc.maxSafeNat(),
})

describe('an object of the journal', () => {
  test('holds what was recorded, whatever the texts, cut at a length', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 3 }), (records) => {
        const cut = records.map((record) =>
          Object.fromEntries(
            Object.entries(record).map(([name, value]) => [
              name,
              typeof value === 'string' ? value.slice(0, 1024).toWellFormed() : value,
            ]),
          ),
        )
        expect(decodeJournal(encodeJournal(records))).toEqual(cut)
      }),
    )
  })

  const json = (change: Record<string, unknown>) => `${JSON.stringify({ ...RECORD, ...change })}\n`

  test('keeps no field that it does not know', () => {
    expect(decodeJournal(Buffer.from(json({ extra: 'x', __proto__: { a: 1 } })))).toEqual([RECORD])
  })

  test.each([
    ['nothing', ''],
    ['no end', json({}).trimEnd()],
    ['an empty line', `${json({})}\n`],
    ['no JSON', '{\n'],
    ['a list', '[]\n'],
    ['an unknown event', json({ event: 'pwned' })],
    ['a missing field', json({ actor: undefined })],
    ['a number for a text', json({ key: 1 })],
    ['a text for a number', json({ bytes: '1' })],
    ['a negative size', json({ bytes: -1 })],
    ['no time', json({ time: null })],
    ['a time out of time', json({ time: 1e300 })],
    ['a long text', json({ key: 'x'.repeat(1025) })],
    ['too many records', json({}).repeat(21)],
    ['too many bytes', json({ extra: 'x'.repeat(70_000) })],
    ['what is no UTF-8', Buffer.concat([Buffer.from(json({}).slice(0, -2)), Buffer.from([0xff, 0x7d, 0x0a])])],
  ])('with %s is refused', (_, bytes) => {
    expect(() => decodeJournal(Buffer.from(bytes))).toThrow(FormatError)
  })

  test('of any bytes is refused or decoded, never anything else', () => {
    const good = encodeJournal([RECORD])
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const bytes = Uint8Array.from(good)
        bytes[at] = byte
        try {
          decodeJournal(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError)
        }
      }),
    )
  })
})

test('a day is the one the calendar says', () => {
  const times = fc.integer({ min: Date.UTC(1600, 0, 1), max: Date.UTC(9999, 11, 31, 23, 59, 59, 999) })
  fc.assert(
    fc.property(times, (time) => {
      expect(dayOf(time)).toBe(new Date(time).toISOString().slice(0, 10))
    }),
  )
  expect(dayOf(Date.UTC(2024, 1, 29, 23, 59, 59, 999) + 0.5)).toBe('2024-02-29')
})

describe('its name', () => {
  const name = { namespace: 'org/pr/app', lane: 'ref/heads/a', day: '2026-11-21', ulid: '01J00000000000000000000000' }

  test('leads back to what it was made from', () => {
    const key = journalKey(name)
    expect(key).toBe('warmstart/v1/org/~70r/app/ref/heads~2fa/journal/2026-11-21/01J00000000000000000000000')
    expect(parseJournalKey(key)).toEqual(name)
    expect(key.startsWith(journalPrefix(name.namespace, name.lane))).toBe(true)
  })

  test.each([
    'warmstart/v1/default/trusted/journal/2026-11-21/x',
    'warmstart/v1/default/trusted/journal/today/01J00000000000000000000000',
    'warmstart/v1/default/trusted/journal/2026-11-21/01J00000000000000000000000/more',
    'warmstart/v1/default/trusted/packs/01J00000000000000000000000',
    'warmstart/v1/default/journal/2026-11-21/01J00000000000000000000000',
    'other/v1/default/trusted/journal/2026-11-21/01J00000000000000000000000',
  ])('is not %s', (other) => {
    expect(parseJournalKey(other)).toBe(undefined)
  })
})
