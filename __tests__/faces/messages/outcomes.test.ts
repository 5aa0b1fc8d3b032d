import { describe, expect, it } from 'vitest'
import type { NotSaved } from '../../../src/core/ports/events.ts'
import { V1_STORE } from '../../../src/faces/environment.ts'
import type { Message } from '../../../src/faces/messages/message.ts'
import { describeRestore, describeSave, notSaved } from '../../../src/faces/messages/outcomes.ts'
import { MISS } from '../../../src/volume/outcomes.ts'
import { configOf, HIT, SAVED } from '../../support/outcomes.ts'

describe('outcomes', () => {
  it('of a restore', async () => {
    expect(describeRestore(await configOf(), HIT).text).toBe(
      'Cache hit: “npm-1” restored in 1.20 s: 1,000 files, 10.0 MiB; fetched 2.0 MiB at 2.0 MiB/s, wrote 900 files.',
    )
    expect(describeRestore(await configOf(), { ...HIT, hit: 'fallback', matchedKey: 'npm-0' }).text).toMatch(
      /^Fallback hit: “npm-0” restored/,
    )
    expect(describeRestore(await configOf(), MISS).text).toBe('Cache miss for “npm-1”: the job starts cold.')
    const off = await configOf({ policy: 'push' })
    expect(describeRestore(off, MISS).text).toBe('Nothing is restored: outside CI the lane is local; policy is push.')
  })

  it('of a look-up and of shadow mode do not say that anything was restored', async () => {
    const lookup = { ...(await configOf()), lookupOnly: true }
    expect(describeRestore(lookup, HIT).text).toBe('Cache hit: “npm-1” can be restored; it was only looked up.')
    const shadow = await configOf({ mode: 'shadow' })
    expect(describeRestore(shadow, HIT).text).toContain('“npm-1” would be restored in')
  })

  it('of archives of actions/cache have no figures and no version', async () => {
    const archive = { ...HIT, version: undefined, files: 0, totalBytes: 0 }
    expect(describeRestore(await configOf(), archive).text).toBe(
      'Cache hit: “npm-1” restored in 1.00 s, an archive as actions/cache makes them.',
    )
    expect(describeSave(await configOf(), { ...SAVED, version: undefined }).text).toBe(
      'Saved “npm-1” as an archive in 0.30 s: 1,000 files, 10.0 MiB.',
    )
    const v1 = { ...(await configOf()), store: V1_STORE }
    for (const reason of ['exists', 'store-failed', 'unchanged'] as const) {
      const same = notSaved(reason, v1) === notSaved(reason, await configOf())
      expect(same).toBe(reason === 'unchanged')
    }
  })

  it('of a save', async () => {
    expect(describeSave(await configOf(), SAVED).text).toBe(
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
    const made = await configOf()
    const said = (Object.keys(reasons) as NotSaved[]).map((reason) =>
      describeSave(made, { ...SAVED, saved: false, reason }),
    )
    expect(said.map(({ level }) => level)).toEqual(Object.values(reasons))
    expect(new Set(said.map(({ text }) => text)).size).toBe(said.length)
  })
})
