import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { Job } from '../../support/step-job.ts'
import { startV1Service } from '../../support/v1-service.ts'

const WITH = { path: 'tree', key: 'k' }
const DONE = { 'job-status': 'success' }
const OLD_SERVICE = '::notice::This server has only the first version of the cache service'

let service: Awaited<ReturnType<typeof startV1Service>>
const started: (typeof service)[] = []
beforeEach(async () => {
  service = await startV1Service()
  started.push(service)
})
afterAll(() => Promise.all(started.map((one) => one.close())))

/** A job on GitHub Enterprise Server that names no store. */
function jobOn(event?: string): Job {
  const job = new Job(event)
  delete job.desk.env['WARMSTART_STORE']
  const temp = join(job.desk.root, 'temp')
  mkdirSync(temp)
  job.env = { ...job.env, ...service.env, RUNNER_TEMP: temp }
  return job
}

function clear(job: Job): void {
  rmSync(join(job.desk.workspace, 'tree'), { recursive: true, force: true })
}

const read = (job: Job, name: string) => readFileSync(join(job.desk.workspace, name), 'utf8')

describe('a server that has only the first version of the cache service', () => {
  it('cannot leave a credential out of an archive: a warning, or nothing is saved', async () => {
    const job = jobOn()
    job.write('tree/.npmrc', '//r.example/:_authToken=hunter2hunter2')
    const refused = await job.step('save', { ...WITH, secrets: 'refuse' })
    expect(refused.log).toMatch(
      /::warning::These files hold a credential: tree: .npmrc \(npm token\)\. Nothing is saved/,
    )
    expect(service.keys()).toEqual([])
    const kept = await job.step('save', WITH)
    expect(kept.log).toMatch(/::warning::These files hold a credential: .*“!path”/)
    expect(service.keys()).toEqual(['k'])
  })

  it('keeps each version as an archive of actions/cache, with the same log, outputs and summary', async () => {
    const job = jobOn()
    const main = await job.step('main', WITH)
    expect(main).toMatchObject({ status: 0, outputs: { hit: 'miss', 'cache-primary-key': 'k', 'restored-files': '0' } })
    expect(main.outputs).not.toHaveProperty('cache-hit')
    expect(main.log.split(OLD_SERVICE)).toHaveLength(2)
    job.write('tree/a', 'alpha')
    const post = await job.step('post', DONE, main.state)
    expect(post.log).toMatch(/^Saved “k” as an archive in [\d.]+ s: 1 file, 5 B\.$/m)
    expect(post.log).not.toContain(OLD_SERVICE)
    expect(post.summary).toContain('<td>Result</td><td>a new archive</td>')
    expect(service.keys()).toEqual(['k'])

    clear(job)
    const again = await job.step('main', WITH)
    expect(read(job, 'tree/a')).toBe('alpha')
    expect(again.outputs).toEqual({
      'cache-primary-key': 'k',
      'cache-hit': 'true',
      'cache-matched-key': 'k',
      hit: 'exact',
      seconds: expect.stringMatching(/^\d+\.\d\d$/),
    })
    expect(again.log).toMatch(/^Cache hit: “k” restored in [\d.]+ s, an archive/m)
    expect(again.summary).toContain('an archive of actions/cache')
    expect(again.summary).toContain('reads trusted; writes trusted')
    // Nothing of our own is kept there.
    expect(existsSync(job.desk.store)).toBe(false)
  }, 20_000)

  it('saves nothing after an exact hit, whatever changed, and the new key after a fallback', async () => {
    const job = jobOn()
    job.write('tree/a', 'alpha')
    const first = await job.step('save', WITH)
    expect(first.log).toContain(OLD_SERVICE)
    const exact = await job.step('main', WITH)
    job.write('tree/b', 'beta')
    const post = await job.step('post', DONE, exact.state)
    expect(post.log).toContain('Nothing was saved under “k”: the key has an archive, which is never overwritten.')
    expect(service.counts.reservations).toBe(1)

    const fallback = await job.step('main', { ...WITH, key: 'k2', 'restore-keys': 'x-\nk' })
    expect(fallback.outputs).toMatchObject({ 'cache-hit': 'false', 'cache-matched-key': 'k', hit: 'fallback' })
    await job.step('post', DONE, fallback.state)
    expect(service.keys()).toEqual(['k', 'k2'])
  }, 20_000)

  it('keeps named volumes apart, takes labels off, and falls back on the key without its hash', async () => {
    const job = jobOn()
    const inputs = { path: 'data=tree', name: 'npm, or so', 'hash-files': '**/lock' }
    job.write('lock', 'v1')
    job.write('tree/a', 'alpha')
    const main = await job.step('main', inputs)
    const hash = main.outputs['cache-primary-key'] ?? ''
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    await job.step('post', DONE, main.state)
    expect(service.keys()).toEqual([`npm%2C%20or%20so/${hash}`])

    clear(job)
    expect((await job.step('main', { ...inputs, name: 'other' })).outputs['hit']).toBe('miss')
    job.write('lock', 'v2')
    const fallback = await job.step('main', inputs)
    expect(fallback.outputs).toMatchObject({ 'cache-hit': 'false', 'cache-matched-key': hash, hit: 'fallback' })
    expect(read(job, 'tree/a')).toBe('alpha')
  }, 20_000)

  it('says of a save that failed whether another job was first', async () => {
    const job = jobOn()
    job.write('tree/a', 'alpha')
    await job.step('save', WITH)
    const second = await job.step('save', WITH)
    expect(second.log).toContain('Nothing was saved under “k”: the key has an archive')
    service.switches.writeDenied = true
    const denied = await job.step('save', { ...WITH, key: 'k2' })
    expect(denied.status).toBe(0)
    expect(denied.log).toContain('cache write denied: the token may not write')
    expect(denied.log).toContain('::warning::Nothing was saved under “k2”: the cache service did not take it')
    expect(service.keys()).toEqual(['k'])
  }, 20_000)

  it('saves nothing where nothing is, or too much', async () => {
    const job = jobOn()
    const empty = await job.step('save', WITH)
    expect(empty.log).toContain('::warning::Nothing was saved under “k”: none of the declared paths exists.')
    job.write('tree/a', 'x'.repeat(2000))
    const large = await job.step('save', { ...WITH, 'size-limit': '1k' })
    expect(large.log).toContain('The volume holds 2.0 KiB, more than its limit of 1.0 KiB. Largest directories: tree')
    const half = await job.step('save', { ...WITH, path: 'tree\nabsent' })
    expect(half.log).toContain('Nothing exists at “absent”; the other declared paths are saved without it.')
    expect(service.counts.reservations).toBe(1)
  }, 20_000)

  it.each<[string, Record<string, string>, Record<string, string>, string, number]>([
    ['a cancelled job', {}, { 'job-status': 'cancelled' }, "the job's status is “cancelled”", 0],
    ['policy pull', { policy: 'pull' }, DONE, 'this job may not write', 0],
    ['shadow mode', { mode: 'shadow' }, DONE, '“k” would be saved', 0],
    ['lookup-only', { 'lookup-only': 'true' }, DONE, 'Saved “k” as an archive', 1],
  ])('%s is what it is elsewhere', async (_name, inputs, post, said, reservations) => {
    const job = jobOn()
    const main = await job.step('main', { ...WITH, ...inputs })
    job.write('tree/a', 'alpha')
    expect((await job.step('post', post, main.state)).log).toContain(said)
    expect(service.counts.reservations).toBe(reservations)
  })

  it('in shadow mode and with lookup-only finds and fetches nothing', async () => {
    const job = jobOn()
    job.write('tree/a', 'alpha')
    await job.step('save', WITH)
    clear(job)
    const shadow = await job.step('restore', { ...WITH, mode: 'shadow' })
    expect(shadow.outputs).toMatchObject({ hit: 'exact' })
    expect(shadow.outputs).not.toHaveProperty('cache-hit')
    const lookup = await job.step('main', { ...WITH, 'lookup-only': 'true' })
    expect(lookup.outputs).toMatchObject({ hit: 'exact', 'cache-hit': 'true' })
    expect((await job.step('post', DONE, lookup.state)).log).toContain('it was only looked up')
    expect(service.counts.downloads).toBe(0)
    expect(existsSync(join(job.desk.workspace, 'tree'))).toBe(false)
  }, 20_000)

  it('an event that may write nothing saves nothing, and one that may read nothing asks for nothing', async () => {
    const job = jobOn('pull_request_target')
    const main = await job.step('main', WITH)
    expect(service.counts.lookups).toBe(1)
    job.write('tree/a', 'alpha')
    const post = await job.step('post', DONE, main.state)
    expect(post.log).toContain('the event pull_request_target writes nothing')
    const release = await jobOn('release').step('main', WITH)
    expect(release.log).toContain('Nothing is restored: release reads only when asked to')
    expect(service.counts).toMatchObject({ lookups: 1, reservations: 0 })
  })

  it('fails the step for keys that the client does not take, and for nothing that the service does', async () => {
    const keys = Array.from({ length: 10 }, (_, i) => `r${i}`).join('\n')
    const many = await jobOn().step('main', { ...WITH, 'restore-keys': keys })
    expect(many.status).toBe(1)
    expect(many.log).toContain('Keys are limited to a maximum of 10.')

    service.switches.readDenied = true
    const main = await jobOn().step('main', WITH)
    expect(main).toMatchObject({ status: 0, outputs: { hit: 'miss' } })
    expect(main.log).toContain('::warning::Failed to restore: cache read denied: the token may not read')
  })

  it('leaves nothing of an archive that cannot be unpacked whole', async () => {
    const job = jobOn()
    for (let i = 0; i < 50; i++) job.write(`tree/f${i}`, randomBytes(4096).toString('hex'))
    await job.step('save', WITH)
    clear(job)
    job.write('tree/own', 'here before')
    service.switches.cutArchives = true
    const main = await job.step('main', WITH)
    expect(main).toMatchObject({ status: 0, outputs: { hit: 'miss' } })
    expect(main.log).toMatch(
      /::warning::The archive could not be restored whole; removed what it left .*\((?:[1-9]|[1-4]\d) files?\)/,
    )
    expect(readdirSync(join(job.desk.workspace, 'tree'))).toEqual(['own'])
  }, 20_000)

  it('is left alone by a step that names a store', async () => {
    const job = jobOn()
    job.write('tree/a', 'alpha')
    const saved = await job.step('save', { ...WITH, store: `file://${job.desk.store}` })
    expect(saved.log).toMatch(/^Saved “k” as version/m)
    expect(saved.log).not.toContain(OLD_SERVICE)
    job.env['WARMSTART_STORE'] = `file://${job.desk.store}`
    expect((await job.step('restore', WITH)).outputs['version']).toMatch(/^\w{26}$/)
    expect(service.counts).toMatchObject({ lookups: 0, reservations: 0 })
  })
})
