import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { GithubService } from '../../support/github-service/index.ts'
import { toolkit } from '../../support/github-service/toolkit.ts'
import { Job } from '../../support/step-job.ts'

const WITH = { path: 'tree', key: 'k', adopt: 'true' }
const DONE = { 'job-status': 'success' }

let service: GithubService
const started: GithubService[] = []
beforeEach(async () => {
  service = await new GithubService().start()
  started.push(service)
})
afterAll(() => Promise.all(started.map((one) => one.close())))

/** A job with a directory store, in reach of GitHub's cache service. */
function jobBeside(event?: string): Job {
  const job = new Job(event)
  const temp = join(job.desk.root, 'temp')
  mkdirSync(temp)
  job.env = { ...job.env, ...service.env(), RUNNER_TEMP: temp }
  return job
}

/** What the workflow left when it used actions/cache: by the real client, in the same workspace. */
async function savedByActionsCache(job: Job, key: string, paths: readonly string[] = ['tree']): Promise<void> {
  const { value, log } = await toolkit(service, job.desk.workspace, 'save', paths, [key])
  expect(value, log).toBeGreaterThan(0)
  clear(job)
}

function clear(job: Job): void {
  rmSync(join(job.desk.workspace, 'tree'), { recursive: true })
}

const read = (job: Job, name: string) => readFileSync(join(job.desk.workspace, name), 'utf8')

describe('adoption', () => {
  it('takes what actions/cache saved under the key, and the save makes it a version though nothing changed', async () => {
    const job = jobBeside()
    job.write('tree/a', 'alpha')
    job.write('tree/deep/b', 'beta')
    await savedByActionsCache(job, 'k')
    const main = await job.step('main', WITH)
    expect(read(job, 'tree/deep/b')).toBe('beta')
    expect(main.outputs).toEqual({
      'cache-primary-key': 'k',
      'cache-hit': 'true',
      'cache-matched-key': 'k',
      hit: 'exact',
      seconds: expect.stringMatching(/^\d+\.\d\d$/),
    })
    expect(main.log).toContain('::notice::Adopted “k”, which actions/cache had saved: its archive is trusted')
    expect(main.summary).toContain('none yet: an archive of actions/cache')

    const post = await job.step('post', DONE, main.state)
    expect(post.log).toMatch(/^Saved “k” as version \w{26} .*: 2 files, 9 B; 9 B new/m)
    clear(job)
    // Nobody asks the service any more.
    const asked = service.counts.requests.GetCacheEntryDownloadURL
    const again = await job.step('main', WITH)
    expect(again.outputs).toMatchObject({ hit: 'exact', 'restored-files': '2' })
    expect(again.outputs['version']).toMatch(/^\w{26}$/)
    expect(read(job, 'tree/a')).toBe('alpha')
    expect(service.counts.requests.GetCacheEntryDownloadURL).toBe(asked)
  }, 20_000)

  it('takes the newest under a restore key as a fallback, by the paths as they were written', async () => {
    const job = jobBeside()
    const paths = ['./tree/', '!  tree/never']
    job.write('tree/a', 'old')
    // As actions/cache hands its input to the client.
    await savedByActionsCache(job, 'k-1', ['./tree/', '!tree/never'])
    const inputs = {
      ...WITH,
      path: paths.join('\n'),
      key: 'k-2',
      'restore-keys': 'x-\nk-',
      'fail-on-cache-miss': 'true',
    }
    const main = await job.step('main', inputs)
    expect(main).toMatchObject({
      status: 0,
      outputs: { 'cache-hit': 'false', 'cache-matched-key': 'k-1', hit: 'fallback' },
    })
    await job.step('post', DONE, main.state)
    clear(job)
    expect((await job.step('main', inputs)).outputs).toMatchObject({ 'cache-hit': 'true', 'cache-matched-key': 'k-2' })
  }, 20_000)

  it('works for the restore and save actions, and on a runner that keeps its workspace', async () => {
    const job = jobBeside()
    job.env['RUNNER_ENVIRONMENT'] = 'self-hosted'
    job.write('tree/a', 'alpha')
    await savedByActionsCache(job, 'k')
    expect((await job.step('restore', WITH)).outputs['hit']).toBe('exact')
    const saved = await job.step('save', { path: 'tree', key: 'k' })
    expect(saved.log).toMatch(/^Saved “k” as version/m)
  }, 20_000)

  it.each<[string, string, Record<string, string>, Record<string, string>]>([
    ['the job did not ask', 'push', { adopt: 'false' }, {}],
    ['the job only looks up', 'push', { 'lookup-only': 'true' }, {}],
    ['it is in shadow mode', 'push', { mode: 'shadow' }, {}],
    ['it is read-only', 'push', { mode: 'read-only' }, {}],
    ['it restores nothing', 'push', { policy: 'push' }, {}],
    ['its event writes nothing', 'pull_request_target', {}, {}],
    ['its cache mode is read', 'push', {}, { ACTIONS_CACHE_MODE: 'read' }],
  ])('is off where %s', async (_name, event, inputs, env) => {
    const job = jobBeside(event)
    job.env = { ...job.env, ...env }
    const main = await job.step('main', { ...WITH, ...inputs })
    expect(main.outputs['hit']).toBe('miss')
    expect(service.counts.requests).toEqual({})
  })

  it('that finds nothing, or no service, is a miss', async () => {
    const job = jobBeside()
    const none = await job.step('main', WITH)
    expect(none).toMatchObject({ status: 0, outputs: { hit: 'miss' } })
    expect(none.log).toContain('actions/cache has nothing for “k” that could be adopted.')
    job.env = { ...job.env, ACTIONS_RUNTIME_TOKEN: '' }
    const nobody = await job.step('main', WITH)
    expect(nobody).toMatchObject({ status: 0, outputs: { hit: 'miss' } })
  })

  it('leaves nothing of an archive that cannot be unpacked whole, and the job saves what it makes itself', async () => {
    const job = jobBeside()
    // Several blocks of zstd: those before the broken one are unpacked.
    for (let i = 0; i < 50; i++) job.write(`tree/f${i}`, randomBytes(65_536).toString('hex'))
    await savedByActionsCache(job, 'k')
    job.write('tree/own', 'here before')
    service.switches.faults.push({ kind: 'wrong-bytes', on: 'GetBlob', times: 1 })
    const main = await job.step('main', WITH)
    expect(main).toMatchObject({ status: 0, outputs: { hit: 'miss' } })
    expect(service.unfired()).toEqual([])
    expect(main.log).toMatch(/::warning::The archive could not be restored whole; removed what it left in/)
    expect(readdirSync(join(job.desk.workspace, 'tree'))).toEqual(['own'])
    const post = await job.step('post', DONE, main.state)
    expect(post.log).toMatch(/^Saved “k” as version .*: 1 file, 11 B/m)
  }, 20_000)

  it('is not looked for where Warmstart has a version', async () => {
    const job = jobBeside()
    job.write('tree/a', 'ours')
    await job.step('save', { path: 'tree', key: 'k' })
    job.write('tree/a', 'theirs')
    await savedByActionsCache(job, 'k')
    await job.step('main', WITH)
    expect(read(job, 'tree/a')).toBe('ours')
    expect(existsSync(job.desk.store)).toBe(true)
  }, 20_000)
})
