import { describe, expect, it } from 'vitest'
import { type Asked, NOTHING_ASKED } from '../../../src/faces/asked.ts'
import { type Config, configure } from '../../../src/faces/config.ts'
import type { Machine } from '../../../src/faces/environment.ts'
import { savesAfter } from '../../../src/faces/github/handover.ts'
import { outputsOf } from '../../../src/faces/github/outputs.ts'
import { restoreRows, saveRows, summaryTable } from '../../../src/faces/github/summary.ts'
import { currentJob } from '../../../src/faces/job.ts'
import { MISS } from '../../../src/volume/outcomes.ts'

const machine: Machine = { env: {}, platform: 'linux', arch: 'x64', home: '/h', directory: '/w' }

function config(asked: Partial<Asked> = {}): Promise<Config> {
  const all = { ...NOTHING_ASKED, workspace: '/w', paths: ['target'], key: 'k', ...asked }
  return configure(all, currentJob(machine), machine, async () => '')
}

const EXACT = {
  ...MISS,
  hit: 'exact',
  matchedKey: 'k',
  matchedLane: 'trusted',
  version: '01J',
  committedAt: Date.UTC(2026, 10, 21, 12, 30),
  files: 3,
  totalBytes: 5000,
  fetchedBytes: 700,
  writtenFiles: 2,
  writtenBytes: 4000,
  millis: { find: 10, fetchAndWrite: 700, finish: 20 },
  requests: 4,
  upkeepRequests: 2,
  seconds: 0.734,
} as const
const MISSED = { ...MISS, requests: 1, upkeepRequests: 0, seconds: 0.1 }

describe('outputs', () => {
  it('of an exact hit', async () => {
    expect(outputsOf(await config(), EXACT)).toEqual({
      'cache-hit': 'true',
      'cache-primary-key': 'k',
      'cache-matched-key': 'k',
      hit: 'exact',
      version: '01J',
      'restored-bytes': '5000',
      'fetched-bytes': '700',
      'restored-files': '3',
      seconds: '0.73',
    })
  })

  it('of a fallback hit', async () => {
    const outputs = outputsOf(await config(), { ...EXACT, hit: 'fallback', matchedKey: 'j' })
    expect(outputs).toMatchObject({ 'cache-hit': 'false', 'cache-matched-key': 'j', hit: 'fallback' })
  })

  it('of a miss leave cache-hit and what was matched unset', async () => {
    expect(outputsOf(await config(), MISSED)).toEqual({
      'cache-primary-key': 'k',
      hit: 'miss',
      'restored-bytes': '0',
      'fetched-bytes': '0',
      'restored-files': '0',
      seconds: '0.10',
    })
  })

  it('of a look-up are those of a hit that restored nothing', async () => {
    const outputs = outputsOf(await config({ lookupOnly: true }), EXACT)
    expect(outputs).toMatchObject({ 'cache-hit': 'true', hit: 'exact', 'restored-files': '0', 'restored-bytes': '0' })
  })

  it('of an archive of actions/cache leave out what nobody knows', async () => {
    expect(outputsOf(await config(), { ...EXACT, version: undefined })).toEqual({
      'cache-hit': 'true',
      'cache-primary-key': 'k',
      'cache-matched-key': 'k',
      hit: 'exact',
      seconds: '0.73',
    })
  })

  it('of shadow mode report as if, but let the job do its work', async () => {
    const outputs = outputsOf(await config({ mode: 'shadow' }), EXACT)
    expect(outputs).toMatchObject({ hit: 'exact', version: '01J', 'restored-files': '3' })
    expect(outputs).not.toHaveProperty('cache-hit')
    expect(outputs).not.toHaveProperty('cache-matched-key')
  })
})

it.each([
  ['success', ['success', 'always']],
  ['failure', ['failure', 'always']],
  ['cancelled', []],
  ['skipped', []],
  ['', []],
])('a job that ended with %j saves on %j', (status, saving) => {
  expect((['success', 'failure', 'always'] as const).filter((saveOn) => savesAfter(status, saveOn)).sort()).toEqual(
    [...saving].sort(),
  )
})

describe('the summary', () => {
  it('says what was found, how much, how fast, and where the time went', async () => {
    expect(restoreRows(await config(), { ...EXACT, hit: 'fallback', matchedKey: 'j' })).toEqual([
      ['Result', 'fallback hit'],
      ['Key', 'k'],
      ['Matched key', 'j'],
      ['Version', '01J in lane trusted, saved 2026-11-21T12:30Z'],
      ['Files', '3, 4.9 KiB'],
      ['Fetched', '700 B, 1000 B/s'],
      ['Written', '2 files, 3.9 KiB'],
      ['Upkeep', '2 requests: the journal, and what keeps stored things from expiring'],
      ['Lanes', 'reads local; writes local (outside CI the lane is local)'],
      ['Time', '0.73 s (find 0.01 s, fetch and write 0.70 s, finish 0.02 s)'],
    ])
  })

  it('tells what each of several stores was asked', async () => {
    const tiers = [
      { store: 'file:///near', requests: 12, fetchedBytes: 2048, uploadedBytes: 1024 },
      { store: 's3://home', requests: 1, fetchedBytes: 512, uploadedBytes: 0 },
    ]
    expect(restoreRows(await config(), { ...EXACT, tiers }).filter(([name]) => name === 'Store')).toEqual([
      ['Store', 'file:///near: 12 requests, read 2.0 KiB, wrote 1.0 KiB'],
      ['Store', 's3://home: 1 request, read 512 B'],
    ])
  })

  it('says of an archive of actions/cache that it is no version', async () => {
    const rows = restoreRows(await config(), { ...EXACT, version: undefined })
    expect(rows.map(([name]) => name)).toEqual(['Result', 'Key', 'Version', 'Upkeep', 'Lanes', 'Time'])
    expect(rows[2]).toEqual(['Version', 'none yet: an archive of actions/cache'])
  })

  it('says why nothing was restored or saved', async () => {
    expect(restoreRows(await config({ policy: 'push' }), MISSED)).toEqual([
      ['Result', 'nothing restored: outside CI the lane is local; policy is push'],
    ])
    const outcome = {
      saved: false,
      reason: 'unchanged',
      version: '01J',
      digest: undefined,
      files: 3,
      totalBytes: 5000,
      newBytes: 0,
    } as const
    const none = {
      uploadedBytes: 0,
      objectsPut: 0,
      objectsRemoved: 0,
      readFiles: 0,
      millis: { scan: 5, read: 0, commit: 0 },
    }
    const rows = saveRows(await config(), { ...outcome, ...none, requests: 1, upkeepRequests: 0, seconds: 0.01 })
    expect(rows[0]).toEqual(['Result', 'nothing saved: nothing has changed'])
    expect(rows.map(([name]) => name)).not.toContain('Stored')
    expect(rows.map(([name]) => name)).not.toContain('Removed')
  })

  it('keeps keys and paths text', () => {
    const table = summaryTable('Warmstart restore: a</th>', [['Key', '| x |\n\n# <script>alert(1)</script> ![a](b)']])
    expect(table).toBe(
      '<table><tr><th colspan="2" align="left">Warmstart restore: a&lt;/th&gt;</th></tr>' +
        '<tr><td>Key</td><td>| x |\\n\\n# &lt;script&gt;alert(1)&lt;/script&gt; ![a](b)</td></tr></table>',
    )
  })
})
