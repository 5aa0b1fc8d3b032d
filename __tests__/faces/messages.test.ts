import { describe, expect, it } from 'vitest'
import type { StoreErrorKind } from '../../src/core/ports/errors.ts'
import type { Event, NotSaved } from '../../src/core/ports/events.ts'
import { type Config, configure, NOTHING_ASKED } from '../../src/faces/config.ts'
import { type Machine, V1_STORE } from '../../src/faces/environment.ts'
import { currentJob } from '../../src/faces/job.ts'
import {
  describeEvent,
  describeProgress,
  describeRestore,
  describeSave,
  type Message,
  notSaved,
  type ProgressEvent,
  sentences,
} from '../../src/faces/messages.ts'
import { MISS } from '../../src/volume/outcomes.ts'
import type { RestoreOutcome, SaveOutcome } from '../../src/volume/types.ts'

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
const machine: Machine = { env: {}, platform: 'linux', arch: 'x64', home: '/h', directory: '/w' }
const asked = { ...NOTHING_ASKED, workspace: '/w', paths: ['a'] }
const config = (key = 'npm-1'): Promise<Config> =>
  configure({ ...asked, key }, currentJob(machine), machine, async () => '')

describe('events', () => {
  it.each(Object.entries(events('x')).filter(([, list]) => list.length > 0))('%s is a sentence', (_type, list) => {
    for (const event of list) expect(describeEvent(event)?.text).toMatch(/^\S.*[.x]$/)
  })

  it('keep whatever they are given out of the log as a command', async () => {
    const hostile = await config(HOSTILE)
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

const HIT: RestoreOutcome = {
  ...MISS,
  hit: 'exact',
  matchedKey: 'npm-1',
  matchedLane: 'trusted',
  version: '01J',
  files: 1000,
  totalBytes: 10 * 1024 ** 2,
  fetchedBytes: 2 * 1024 ** 2,
  writtenFiles: 900,
  millis: { find: 100, fetchAndWrite: 1000, finish: 100 },
}
const SAVED: SaveOutcome = {
  saved: true,
  reason: 'saved',
  version: '01J',
  digest: undefined,
  files: 1000,
  totalBytes: 10 * 1024 ** 2,
  newBytes: 1024 ** 2,
  uploadedBytes: 1024,
  objectsPut: 3,
  objectsRemoved: 0,
  readFiles: 5,
  millis: { scan: 100, read: 200, commit: 200 },
}

describe('outcomes', () => {
  it('of a restore', async () => {
    expect(describeRestore(await config(), HIT).text).toBe(
      'Cache hit: “npm-1” restored in 1.20 s: 1,000 files, 10.0 MiB; fetched 2.0 MiB at 2.0 MiB/s, wrote 900 files.',
    )
    expect(describeRestore(await config(), { ...HIT, hit: 'fallback', matchedKey: 'npm-0' }).text).toMatch(
      /^Fallback hit: “npm-0” restored/,
    )
    expect(describeRestore(await config(), MISS).text).toBe('Cache miss for “npm-1”: the job starts cold.')
    const off = await configure({ ...asked, key: 'k', policy: 'push' }, currentJob(machine), machine, async () => '')
    expect(describeRestore(off, MISS).text).toBe('Nothing is restored: outside CI the lane is local; policy is push.')
  })

  it('of a look-up and of shadow mode do not say that anything was restored', async () => {
    const lookup = { ...(await config()), lookupOnly: true }
    expect(describeRestore(lookup, HIT).text).toBe('Cache hit: “npm-1” can be restored; it was only looked up.')
    const shadow = await configure(
      { ...asked, key: 'npm-1', mode: 'shadow' },
      currentJob(machine),
      machine,
      async () => '',
    )
    expect(describeRestore(shadow, HIT).text).toContain('“npm-1” would be restored in')
  })

  it('of archives of actions/cache have no figures and no version', async () => {
    const archive = { ...HIT, version: undefined, files: 0, totalBytes: 0 }
    expect(describeRestore(await config(), archive).text).toBe(
      'Cache hit: “npm-1” restored in 1.00 s, an archive as actions/cache makes them.',
    )
    expect(describeSave(await config(), { ...SAVED, version: undefined }).text).toBe(
      'Saved “npm-1” as an archive in 0.30 s: 1,000 files, 10.0 MiB.',
    )
    const v1 = { ...(await config()), store: V1_STORE }
    for (const reason of ['exists', 'store-failed', 'unchanged'] as const) {
      const same = notSaved(reason, v1) === notSaved(reason, await config())
      expect(same).toBe(reason === 'unchanged')
    }
  })

  it('of a save', async () => {
    expect(describeSave(await config(), SAVED).text).toBe(
      'Saved “npm-1” as version 01J in 0.50 s: 1,000 files, 10.0 MiB; 1.0 MiB new, 1.0 KiB stored.',
    )
  })

  it('of a save that stored nothing say why, each in its own words', async () => {
    const reasons: Record<NotSaved, Message['level']> = {
      unchanged: 'info',
      exists: 'info',
      'nothing-to-save': 'warning',
      changing: 'info',
      'too-large': 'info',
      superseded: 'info',
      'read-only': 'info',
      'other-lane': 'warning',
      encrypted: 'warning',
      secrets: 'info',
      'store-failed': 'info',
      'dry-run': 'info',
    }
    const made = await config()
    const said = (Object.keys(reasons) as NotSaved[]).map((reason) =>
      describeSave(made, { ...SAVED, saved: false, reason }),
    )
    expect(said.map(({ level }) => level)).toEqual(Object.values(reasons))
    expect(new Set(said.map(({ text }) => text)).size).toBe(said.length)
  })
})

describe('progress', () => {
  const at = {
    type: 'progress',
    phase: 'fetch',
    done: 1024 ** 2,
    total: 4 * 1024 ** 2,
    files: 10,
    totalFiles: 40,
  } as const

  it('says how far, how much and how fast', () => {
    expect(describeProgress(at, 500)).toBe('fetching: 1.0 MiB of 4.0 MiB (25 %), 10 of 40 files, 2.0 MiB/s')
  })

  it('leaves out what is not known', () => {
    expect(describeProgress({ ...at, phase: 'scan', done: 0, total: 0, totalFiles: 0 }, 500)).toBe('scanning: 10 files')
  })
})
