import { describe, expect, it } from 'vitest'
import type { StoreErrorKind } from '../../../src/core/ports/errors.ts'
import type { Event } from '../../../src/core/ports/events.ts'
import { describeEvent } from '../../../src/faces/messages/events.ts'
import type { Message } from '../../../src/faces/messages/message.ts'
import { describeRestore, describeSave } from '../../../src/faces/messages/outcomes.ts'
import type { ProgressEvent } from '../../../src/faces/messages/progress.ts'
import { sentences } from '../../../src/faces/messages/sentences.ts'
import { MISS } from '../../../src/volume/outcomes.ts'
import { configOf, HIT, SAVED } from '../../support/outcomes.ts'

type Said = Exclude<Event, ProgressEvent>

/** One event of each type, with the given text wherever a text from outside can stand. */
function events(text: string): { readonly [T in Said['type']]: readonly Extract<Said, { type: T }>[] } {
  const key = text
  const lane = `ref/heads/${text}`
  const path = text
  const label = text
  const detail = text
  return {
    found: [
      { type: 'found', match: 'exact', key, lane, version: text },
      { type: 'found', match: 'fallback', key, lane, namespace: text, version: text },
    ],
    'not-shared': [
      { type: 'not-shared', namespace: text, reader: text, reason: 'not-declared' },
      { type: 'not-shared', namespace: text, reader: text, reason: 'denied' },
      { type: 'not-shared', namespace: text, reader: text, reason: 'unsupported' },
    ],
    missed: [
      { type: 'missed', key, why: 'nothing-stored' },
      { type: 'missed', key, why: 'unusable' },
    ],
    'listing-cut': [{ type: 'listing-cut', lane, keyPrefix: key }],
    'head-refused': [
      { type: 'head-refused', key, lane, reason: 'unsigned', signer: '' },
      { type: 'head-refused', key, lane, reason: 'unknown-signer', signer: text },
      { type: 'head-refused', key, lane, reason: 'wrong-signature', signer: text },
    ],
    'rolled-back': [
      { type: 'rolled-back', key, lane, committedAt: 1000, seenAt: 2000, isRefused: true },
      { type: 'rolled-back', key, lane, committedAt: 1000, seenAt: 2000, isRefused: false },
    ],
    'no-identity': [{ type: 'no-identity', detail }],
    'store-failed': [{ type: 'store-failed', kind: 'denied', store: text, doing: 'saving', detail }],
    'store-down': [{ type: 'store-down', store: text, detail }],
    'version-unusable': [{ type: 'version-unusable', version: text, reason: 'damaged', detail }],
    'tier-skipped': [
      { type: 'tier-skipped', store: text, kind: 'full', detail, isRead: true },
      { type: 'tier-skipped', store: text, kind: 'unavailable', detail, isRead: false },
    ],
    'home-down': [{ type: 'home-down', store: text }],
    'copy-damaged': [{ type: 'copy-damaged', store: text, key }],
    'target-failed': [{ type: 'target-failed', path, detail }],
    recovered: [{ type: 'recovered', path, files: 2, siblings: 1 }],
    purged: [{ type: 'purged', path, files: 2, lane }],
    'kept-tracked': [{ type: 'kept-tracked', path }],
    'mount-absent': [
      { type: 'mount-absent', label, others: 1 },
      { type: 'mount-absent', label, others: 0 },
    ],
    'nothing-declared-exists': [],
    'mount-unpaired': [{ type: 'mount-unpaired', label }],
    'nested-mount': [{ type: 'nested-mount', label, path }],
    'left-out': [{ type: 'left-out', label, path, reason: 'special' }],
    changing: [{ type: 'changing', path }],
    'too-large': [{ type: 'too-large', bytes: 2048, limit: 1024, largest: [{ path, bytes: 2000 }] }],
    secrets: [
      { type: 'secrets', doing: 'omitted', files: [text], total: 1 },
      { type: 'secrets', doing: 'refused', files: [text, text], total: 2 },
      { type: 'secrets', doing: 'kept', files: [text], total: 1 },
      { type: 'secrets', doing: 'lacking', files: [text], total: 9 },
    ],
    tokens: [
      { type: 'tokens', files: [text], total: 1 },
      { type: 'tokens', files: [text, text], total: 7 },
    ],
    'not-collected': [
      { type: 'not-collected', store: text, isDenied: true, detail },
      { type: 'not-collected', store: text, isDenied: false, detail },
    ],
    'not-saved': [],
  }
}

const HOSTILE = '::error::x\n::set-output name=a::b\r\x1b]0;t\x07##[group]\u202e'
describe('events', () => {
  it.each(Object.entries(events('x')).filter(([, list]) => list.length > 0))('%s is a sentence', (_type, list) => {
    for (const event of list) expect(describeEvent(event)?.text).toMatch(/^\S.*[.x]$/)
  })

  it('keep whatever they are given out of the log as a command', async () => {
    const hostile = await configOf({ key: HOSTILE })
    const said: (Message | undefined)[] = [
      ...Object.values(events(HOSTILE)).flatMap((list) => list.map(describeEvent)),
      describeRestore(hostile, { ...HIT, matchedKey: HOSTILE }),
      describeRestore(hostile, MISS),
      describeSave(hostile, SAVED),
      sentences.unexpected('Saving', new Error(HOSTILE)),
      sentences.abandoned(HOSTILE),
      sentences.adopted(hostile, HOSTILE),
      sentences.nothingToAdopt(hostile),
      sentences.halfRestored(HOSTILE, 2),
      { level: 'info', text: sentences.missFails(hostile) },
    ]
    expect(said.length).toBeGreaterThan(20)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    for (const message of said) expect(message?.text).not.toMatch(/^\s*::|##\w*\[|[\n\r\x1b\x07\u202e]/)
  })

  it('says what a person can do about a file that keeps changing', () => {
    expect(describeEvent({ type: 'changing', path: 'target/db.log' })).toEqual({
      level: 'warning',
      text: 'target/db.log kept changing while it was read; stop what writes it, or exclude it with the path “!target/db.log”.',
    })
  })

  it('says what became of the store in its words, and what to do where that is known', () => {
    const kinds: StoreErrorKind[] = ['unavailable', 'throttled', 'denied', 'corrupt', 'range', 'full', 'unsupported']
    const said = (store: string) =>
      kinds.map((kind) =>
        describeEvent({ type: 'store-failed', kind, store, doing: 'saving', detail: 'in its words.' }),
      )
    const [github, other] = [said('github:'), said('file:///cache')]
    for (const message of github)
      expect(message?.text).toMatch(/^GitHub’s cache service .+ while saving: in its words\. [A-Z].+\.$/)
    expect(github.map((message) => message?.level)).toEqual(kinds.map(() => 'warning'))
    expect(github[5]?.text).toBe(
      'GitHub’s cache service has no room while saving: in its words. Delete caches (in the repository’s Actions tab), raise its cache limit or budget, or name another store in `store`.',
    )
    expect(other[2]?.text).toBe('The store file:///cache refused access while saving: in its words.')
  })

  it('names the largest directories', () => {
    const largest = [
      { path: 'target/debug', bytes: 1024 ** 3 },
      { path: 'target/doc', bytes: 1024 ** 2 },
    ]
    expect(describeEvent({ type: 'too-large', bytes: 3 * 1024 ** 3, limit: 1024 ** 3, largest })?.text).toBe(
      'The volume holds 3.0 GiB, more than its limit of 1.0 GiB. Largest directories: target/debug (1.0 GiB), target/doc (1.0 MiB).',
    )
  })
})
