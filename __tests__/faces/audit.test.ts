import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseSince } from '../../src/faces/parse.ts'
import { record } from '../../src/faces/record.ts'
import { Reporter } from '../../src/faces/reporter.ts'
import { jsonSafe } from '../../src/faces/text.ts'
import { Fleet } from '../support/fleet.ts'
import { Job } from '../support/step-job.ts'
import { faulty } from '../support/stores/faulty.ts'

const WITH = { path: 'tree', key: 'k' }

describe('the journal', () => {
  it('has what steps and commands did, and `audit` prints it', async () => {
    const job = new Job()
    const { desk } = job
    job.write('tree/a', 'alpha')
    const missed = await job.step('restore', WITH)
    await job.step('save', WITH)
    await job.step('restore', WITH)
    await job.step('restore', { ...WITH, mode: 'shadow' })
    expect(missed.log).not.toContain('journal')
    desk.env = { ...desk.env, GITHUB_REPOSITORY: 'o/r' }
    const table = await desk.run('audit', '--namespace', 'o/r')
    expect(table).toMatchObject({ status: 0, stdout: expect.stringMatching(/\n3 records\.\n$/) })
    expect(table.stdout).toMatch(/ {2}hit \(exact\) .* k {2}trusted {2}\w{26} .*run 1/)
    const { stdout, status } = await desk.run('audit', '--namespace', 'o/r', '--lane', 'trusted', '--json')
    const lines = stdout.trimEnd().split('\n')
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(status).toBe(0)
    expect(records.map(({ event, why }) => [event, why])).toEqual([
      ['miss', 'nothing-stored'],
      ['save', ''],
      ['hit', 'exact'],
    ])
    expect(records[2]).toMatchObject({ lane: 'trusted', repository: 'o/r', run: '1', digest: records[1]?.['digest'] })
  })

  it('is left by nobody who may not write, and asked for it is missed with a warning', async () => {
    const job = new Job('issue_comment')
    const step = await job.step('restore', { ...WITH, audit: 'on' })
    expect(step.status).toBe(0)
    expect(step.log).toMatch(/::warning::Nothing was recorded in the journal: this job may write no lane \(/)
    expect(existsSync(job.desk.store)).toBe(false)
  })

  it('has what was removed; other words are refused in one sentence', async () => {
    const job = new Job()
    const { desk } = job
    job.write('tree/a', 'alpha')
    await desk.run('save', '--path', 'tree', '--key', 'k', '--audit', 'off')
    await desk.run('rm', 'k')
    const { stdout } = await desk.run('audit', '--event', 'deletion', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ event: 'deletion', key: 'k', lane: 'local' })
    const refused = await desk.run('audit', '--event', 'lunch')
    expect(refused).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('“lunch” is unknown; it is one of hit,'),
    })
  })
})

describe('a record that the store does not take', () => {
  const setting = { namespace: 'default', access: { reads: ['local'], writes: 'local', why: '', dry: false } } as const
  const author = { repository: '', run: '', job: '', actor: '', runner: '', engine: '' }

  it.each([
    ['on', 1],
    ['auto', 0],
  ] as const)('fails nothing; with `%s` there are %i warnings', async (audit, warnings) => {
    const fleet = new Fleet()
    const full = faulty(fleet.store, [{ on: 'commit', nth: 1, key: /journal/, does: { fail: 'full' } }])
    const { context } = fleet.machine({ store: full })
    const reporter = new Reporter({ say() {}, progress() {} })
    await record(context, setting, audit, author, [{ event: 'miss' }], reporter)
    expect(reporter.warnings).toHaveLength(warnings)
    for (const said of reporter.warnings) expect(said).toMatch(/^What was done could not be recorded in the journal: /)
  })
})

it('a beginning is an age or a day', () => {
  const now = Date.UTC(2026, 10, 21)
  expect(parseSince('90m', now)).toBe(now - 90 * 60_000)
  expect(parseSince('12h', now)).toBe(Date.UTC(2026, 10, 20, 12))
  expect(parseSince('7d', now)).toBe(Date.UTC(2026, 10, 14))
  expect(parseSince('2026-11-01', now)).toBe(Date.UTC(2026, 10, 1))
  for (const text of ['', '7', '7w', '-1d', '2026-13-01', '1e3d']) expect(() => parseSince(text, now)).toThrow('7d')
})

it('exported JSON is ASCII', () => {
  const hostile = { a: '\u001b[2J\u009b2J\u202e“”\ud83d\ude00\ud800', b: '\n::error::x' }
  expect(jsonSafe(hostile)).toMatch(/^[\x20-\x7e]*$/)
  expect(JSON.parse(jsonSafe(hostile))).toEqual(hostile)
})
