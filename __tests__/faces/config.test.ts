import { describe, expect, it } from 'vitest'
import { volumeOf } from '../../src/core/identity.ts'
import { type Asked, NOTHING_ASKED } from '../../src/faces/asked.ts'
import { configure, settingOf } from '../../src/faces/config.ts'
import { type Environment, type Machine, V1_STORE } from '../../src/faces/environment.ts'
import { githubJob } from '../../src/faces/github/identity.ts'
import { currentJob, type Job } from '../../src/faces/job.ts'

const HASH = 'ab'.repeat(32)

function machine(env: Environment = {}): Machine {
  return { env, platform: 'linux', arch: 'x64', home: '/home/ann', directory: '/w' }
}

function config(asked: Partial<Asked>, job: Job = currentJob(machine()), env: Environment = {}, hash = HASH) {
  const all: Asked = { ...NOTHING_ASKED, workspace: '/w', paths: ['target'], key: 'k', ...asked }
  return configure(all, job, machine(env), async () => hash)
}

const PUSH = {
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_REPOSITORY: 'o/r',
  GITHUB_RUN_ID: '7',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_JOB: 'build',
}
const PAYLOAD = { repository: { default_branch: 'main' } }

describe('the primary key', () => {
  it.each<[string, Partial<Asked>, string, string]>([
    ['key', {}, HASH, 'k'],
    ['key and hash-files', { hashFiles: ['*.lock'] }, HASH, `k-${HASH}`],
    ['hash-files and name', { key: '', name: 'npm', hashFiles: ['*.lock'] }, HASH, HASH],
    ['no file matches', { hashFiles: ['*.lock'] }, '', 'k-nofiles'],
    ['no file matches, no key', { key: '', name: 'npm', hashFiles: ['*.lock'] }, '', 'nofiles'],
  ])('%s', async (_name, asked, hash, key) => {
    const made = await config(asked, undefined, {}, hash)
    expect(made.key).toBe(key)
    expect(made.nothingHashed).toBe(hash === '')
    expect(made.newestAsLastResort).toBe(asked.hashFiles !== undefined)
    expect(made.provenance.inputHash).toBe(asked.hashFiles ? hash : '')
  })

  it.each<[string, Partial<Asked>, RegExp]>([
    ['nothing', { key: '' }, /^No key is given/],
    ['hash-files alone', { key: '', hashFiles: ['a'] }, /needs a name/],
    ['a long one', { key: 'k'.repeat(513) }, /513 characters; at most 512/],
    ['one that the hash makes too long', { key: 'k'.repeat(448), hashFiles: ['a'] }, /513 characters/],
    ['a comma', { key: 'a,b' }, /comma/],
    ['a restore key with a comma', { restoreKeys: ['a', 'b,'] }, /^The restore key “b,” contains a comma/],
    ['no path', { paths: [] }, /^No path is given/],
    ['a bad size', { sizeLimit: '20x' }, /^size-limit “20x” is not a size/],
    ['an unknown word', { saveOn: 'never' }, /^save-on “never” is unknown; it is one of success, always, failure\.$/],
    ['an unknown mode', { mode: 'dry' }, /it is one of on, off, read-only, shadow\.$/],
    ['a name that looks like paths', { name: HASH }, /choose words/],
    ['a long name', { name: 'n'.repeat(101) }, /longer than 100/],
    ['an unknown lane', { lane: 'main' }, /is not a lane/],
  ])('refuses %s', async (_name, asked, message) => {
    await expect(config(asked)).rejects.toThrow(message)
    await expect(config(asked)).rejects.toHaveProperty('name', 'UserError')
  })

  it('hashes nothing before everything else was found good', async () => {
    let hashed = false
    const asked: Asked = { ...NOTHING_ASKED, workspace: '/w', paths: ['a'], key: 'k', hashFiles: ['x'], sizeLimit: 'x' }
    const made = configure(asked, currentJob(machine()), machine(), async () => {
      hashed = true
      return HASH
    })
    await expect(made).rejects.toThrow(/is not a size/)
    expect(hashed).toBe(false)
  })
})

describe('the volume', () => {
  it('is its paths and system, or its name', async () => {
    expect((await config({ paths: ['a', 'b'] })).volume).toBe(volumeOf(['a', 'b'], 'Linux'))
    expect((await config({ paths: ['a', 'b'], crossOs: true })).volume).toBe(volumeOf(['a', 'b'], undefined))
    expect((await config({ paths: ['a', 'b'], name: 'npm' })).volume).toBe('npm')
  })
})

describe('the job', () => {
  it('is at a desk without CI, whatever CI says, and every run is another job', async () => {
    const env = { CI: 'true' }
    const one = await config({}, currentJob(machine(env)), env)
    expect(one).toMatchObject({
      namespace: 'default',
      foreign: 'overlay',
      access: { reads: ['local'], writes: 'local' },
    })
    expect(one.job).not.toBe((await config({}, currentJob(machine(env)), env)).job)
  })

  it('has its lane, namespace and provenance from GitHub', async () => {
    const env = { ...PUSH, GITHUB_SHA: 'c0ffee', GITHUB_ACTOR: 'ann', RUNNER_ENVIRONMENT: 'github-hosted' }
    const made = await config({}, githubJob(env, PAYLOAD), env)
    expect(made).toMatchObject({
      namespace: 'o/r',
      job: '7/2/build',
      foreign: 'overlay',
      access: { reads: ['trusted'], writes: 'trusted', dry: false },
      provenance: {
        engine: 'warmstart 0.0.0',
        os: 'Linux',
        arch: 'x64',
        repository: 'o/r',
        commit: 'c0ffee',
        run: '7',
      },
      writer: { repository: 'o/r', run: '7', actor: 'ann' },
    })
  })

  it('owns what lies there on a machine that keeps its workspace, and everything with clean', async () => {
    expect((await config({}, githubJob({ ...PUSH, RUNNER_ENVIRONMENT: 'self-hosted' }, PAYLOAD))).foreign).toBe('owned')
    expect((await config({}, githubJob(PUSH, PAYLOAD))).foreign).toBe('owned')
    expect((await config({ clean: true }, githubJob(PUSH, PAYLOAD))).foreign).toBe('exact')
  })

  it('has volumes of its own in an environment, and reads others’ where it may read', async () => {
    const job = githubJob(PUSH, PAYLOAD)
    const asked = { environment: 'production', shareFrom: ['acme/base', 'o/r'] }
    const made = await config(asked, job)
    expect(made).toMatchObject({ namespace: 'o/r/@production', access: { shares: ['acme/base', 'o/r'] } })
    expect((await config({ ...asked, namespace: 'x/y' }, job)).namespace).toBe('x/y/@production')
    expect((await config({ ...asked, policy: 'push' }, job)).access).not.toHaveProperty('shares')
    await expect(config({ shareFrom: ['o/r'] }, job)).rejects.toThrow(/own namespace/)
    await expect(config({ namespace: 'o//r' }, job)).rejects.toThrow(/is no namespace/)
    await expect(config({ environment: 'production', adopt: true }, job)).rejects.toThrow(/adopt cannot be used/)
  })

  it('restores and saves nothing of an environment where archives lie in none', async () => {
    const asked = { environment: 'production', store: V1_STORE, shareFrom: ['acme/base'] }
    const { access } = await config(asked, githubJob(PUSH, PAYLOAD))
    expect(access).toMatchObject({
      reads: [],
      writes: undefined,
      why: expect.stringContaining('knows no environments'),
    })
    expect(access).not.toHaveProperty('shares')
  })

  it('may only lower its lane in CI', async () => {
    const job = githubJob(PUSH, PAYLOAD)
    expect((await config({ lane: 'ref/heads/main' }, job)).access.writes).toBe('ref/heads/main')
    const branch = githubJob({ ...PUSH, GITHUB_REF: 'refs/heads/x' }, PAYLOAD)
    await expect(config({ lane: 'trusted' }, branch)).rejects.toThrow(/cannot give it more/)
  })

  it.each<[string, Partial<Asked>, Environment, object]>([
    ['mode off', { mode: 'off' }, {}, { reads: [], writes: undefined }],
    ['mode read-only', { mode: 'read-only' }, {}, { reads: ['trusted'], writes: undefined }],
    ['mode shadow', { mode: 'shadow' }, {}, { reads: ['trusted'], writes: 'trusted', dry: true }],
    ['policy push', { policy: 'push' }, {}, { reads: [], writes: 'trusted' }],
    ['policy pull', { policy: 'pull' }, {}, { reads: ['trusted'], writes: undefined }],
    ['cache mode read', {}, { ACTIONS_CACHE_MODE: 'read' }, { reads: ['trusted'], writes: undefined }],
    ['cache mode write-only', {}, { ACTIONS_CACHE_MODE: 'write-only' }, { reads: [], writes: 'trusted' }],
    ['a cache mode of tomorrow', {}, { ACTIONS_CACHE_MODE: 'some' }, { reads: [], writes: undefined }],
  ])('%s takes away', async (_name, asked, env, access) => {
    expect((await config(asked, githubJob(PUSH, PAYLOAD), env)).access).toMatchObject(access)
  })
})

it('fails on a miss only where a hit was possible', async () => {
  expect((await config({ failOnCacheMiss: true })).failOnCacheMiss).toBe(true)
  expect((await config({ failOnCacheMiss: true, mode: 'off' })).failOnCacheMiss).toBe(false)
  expect((await config({ failOnCacheMiss: true, policy: 'push' })).failOnCacheMiss).toBe(false)
})

it("has GitHub's cache service as its store in an action on GitHub that names none", async () => {
  const env = {
    ...PUSH,
    GITHUB_ACTIONS: 'true',
    ACTIONS_RUNTIME_TOKEN: 't',
    ACTIONS_RESULTS_URL: 'https://results/',
    ACTIONS_CACHE_SERVICE_V2: 'True',
  }
  const job = githubJob(env, PAYLOAD)
  expect((await config({}, job, env)).store).toBe('github:')
  expect((await config({ store: 'file:///a' }, job, env)).store).toBe('file:///a')
  expect((await config({}, job, PUSH)).store).toBe('file:///home/ann/.cache/warmstart')
})

it('survives the way to the post step as JSON', async () => {
  const made = await config({ restoreKeys: ['a'], sizeLimit: '20g', mode: 'read-only' })
  const arrived = JSON.parse(JSON.stringify(made)) as typeof made
  // `toEqual` takes an absent field for `undefined`, and so does every reader.
  expect(arrived).toEqual(made)
  expect(arrived.sizeLimit).toBe(20 * 1024 ** 3)
})

it('needs neither key nor path to look into a store', () => {
  const setting = settingOf({ ...NOTHING_ASKED, workspace: '/w', namespace: 'n' }, currentJob(machine()), machine())
  expect(setting).toMatchObject({ namespace: 'n', store: 'file:///home/ann/.cache/warmstart' })
})
