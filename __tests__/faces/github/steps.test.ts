import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Job } from '../../support/step-job.ts'

const WITH = { path: 'tree', key: 'k' }
const DONE = { 'job-status': 'success' }

describe('main and post', () => {
  it('miss and save, then hit; the summary says both', async () => {
    const job = new Job()
    const main = await job.step('main', WITH)
    expect(main).toMatchObject({ status: 0, outputs: { hit: 'miss', 'cache-primary-key': 'k', 'restored-files': '0' } })
    expect(main.outputs).not.toHaveProperty('cache-hit')
    expect(main.summary).toContain('<td>Result</td><td>miss</td>')
    job.write('tree/a', 'alpha')
    const post = await job.step('post', DONE, main.state)
    expect(post.status).toBe(0)
    expect(post.log).toMatch(/^Saved “k” as version/m)
    expect(post.summary).toContain('Warmstart save: tree')

    rmSync(join(job.desk.workspace, 'tree'), { recursive: true })
    const again = await job.step('main', WITH)
    expect(again.outputs).toMatchObject({
      'cache-hit': 'true',
      'cache-matched-key': 'k',
      hit: 'exact',
      'restored-files': '1',
    })
    expect(again.summary).toContain('in lane trusted')
    const unchanged = await job.step('post', DONE, again.state)
    expect(unchanged.log).toContain('Nothing was saved under “k”: nothing has changed.')
  })

  it.each([
    ['cancelled', {}, false],
    ['failure', {}, false],
    ['failure', { 'save-on': 'failure' }, true],
    ['success', { 'save-on': 'failure' }, false],
    ['failure', { 'save-always': 'true' }, true],
    ['cancelled', { 'save-on': 'always' }, false],
  ])('status %s with %j: saved %s', async (status, inputs, saves) => {
    const job = new Job()
    const main = await job.step('main', { ...WITH, ...inputs })
    job.write('tree/a', 'alpha')
    // The runner evaluates the inputs again: the post step must not look at them.
    const post = await job.step(
      'post',
      { ...WITH, key: 'other', 'save-on': 'always', 'job-status': status },
      main.state,
    )
    expect(post.status).toBe(0)
    const { outputs } = await job.step('restore', { ...WITH, 'lookup-only': 'true' })
    expect(outputs['hit']).toBe(saves ? 'exact' : 'miss')
    expect((await job.step('restore', { path: 'tree', key: 'other' })).outputs['hit']).toBe('miss')
  })

  it('saves under the key that was made at the start, though its input changed', async () => {
    const job = new Job()
    job.write('lock', 'v1')
    const inputs = { path: 'tree', name: 'npm', 'hash-files': '**/lock' }
    const main = await job.step('main', inputs)
    // SHA-256 over the SHA-256 of `v1`, worked out with another program; the command line agrees.
    expect(main.outputs['cache-primary-key']).toBe('6624bc030b20abe7ccc1597dce71e692dc3137df1054e61ca0bb8b4cd93ecb44')
    const cli = await job.desk.json('restore', '--path', 'tree', '--name', 'npm', '--hash-files', '**/lock')
    expect(cli.result['key']).toBe(main.outputs['cache-primary-key'])
    job.write('lock', 'v2')
    job.write('tree/a', 'alpha')
    await job.step('post', { ...inputs, ...DONE }, main.state)
    const changed = await job.step('main', inputs)
    expect(changed.outputs).toMatchObject({
      'cache-hit': 'false',
      'cache-matched-key': main.outputs['cache-primary-key'],
    })
  })

  it('with lookup-only restores nothing and, when the key has a version, saves nothing', async () => {
    const job = new Job()
    job.write('tree/a', 'alpha')
    await job.step('save', WITH)
    rmSync(join(job.desk.workspace, 'tree'), { recursive: true })
    const main = await job.step('main', { ...WITH, 'lookup-only': 'true' })
    expect(main.outputs).toMatchObject({ 'cache-hit': 'true', 'restored-files': '0' })
    expect(readdirSync(job.desk.workspace)).toEqual([])
    const post = await job.step('post', DONE, main.state)
    expect(post.log).toContain('it was only looked up')
    expect(post.log).not.toContain('::warning')
  })

  it('in shadow mode change nothing and report as if', async () => {
    const job = new Job()
    job.write('tree/a', 'alpha')
    await job.step('save', WITH)
    rmSync(join(job.desk.workspace, 'tree'), { recursive: true })
    const main = await job.step('main', { ...WITH, mode: 'shadow' })
    expect(main.outputs).toMatchObject({ hit: 'exact', 'restored-files': '1' })
    expect(main.outputs).not.toHaveProperty('cache-hit')
    expect(readdirSync(job.desk.workspace)).toEqual([])
    job.write('tree/b', 'beta')
    const post = await job.step('post', DONE, main.state)
    expect(post.log).toContain('would be saved')
    expect((await job.desk.run('list', '--namespace', 'o/r', '--lane', 'trusted')).stdout).toContain('1 key\n')
  })

  it('with mode off do nothing at all', async () => {
    const job = new Job()
    job.write('tree/a', 'alpha')
    const main = await job.step('main', { ...WITH, mode: 'off', 'fail-on-cache-miss': 'true' })
    expect(main).toMatchObject({ status: 0, outputs: { hit: 'miss' }, state: {} })
    await job.step('post', DONE, main.state)
    expect(existsSync(job.desk.store)).toBe(false)
  })

  it('with policy push only save, with policy pull only restore', async () => {
    const job = new Job()
    const pushed = await job.step('main', { ...WITH, policy: 'push' })
    expect(pushed.log).toContain('policy is push')
    job.write('tree/a', 'alpha')
    await job.step('post', DONE, pushed.state)
    const pulled = await job.step('main', { ...WITH, policy: 'pull' })
    expect(pulled.outputs['hit']).toBe('exact')
    job.write('tree/b', 'beta')
    expect((await job.step('post', DONE, pulled.state)).log).toContain('this job may not write')
  })
})

describe('the cache mode of the workflow', () => {
  it.each<[string, boolean, boolean]>([
    ['none', false, false],
    ['read', true, false],
    ['write', true, true],
    ['write-only', false, true],
    ['of-tomorrow', false, false],
  ])('%s: restores %s, saves %s; log and summary say why', async (mode, restores, saves) => {
    const job = new Job()
    job.write('tree/a', 'alpha')
    await job.step('save', WITH)
    rmSync(join(job.desk.workspace, 'tree'), { recursive: true })
    job.env['ACTIONS_CACHE_MODE'] = mode
    const main = await job.step('main', WITH)
    job.write('tree/b', 'beta')
    const post = await job.step('post', DONE, main.state)
    const why = `this CI's cache mode is ${mode === 'of-tomorrow' ? 'none' : mode}`
    const html = why.replace("'", '&#39;')

    expect(main.outputs['hit']).toBe(restores ? 'exact' : 'miss')
    expect(main.log.includes(why)).toBe(!restores)
    expect(main.summary.includes(html)).toBe(mode !== 'write')
    expect(/^Saved “k” as version/m.test(post.log)).toBe(saves)
    expect(post.log.includes(`this job may not write (the default branch writes the trusted lane; ${why})`)).toBe(
      !saves,
    )
    expect(post.summary.includes(html)).toBe(mode !== 'write')
  })
})

it('keeps the token out of log and state; the post step reads it again', async () => {
  const job = new Job()
  const main = await job.step('main', { ...WITH, token: 's3cret' })
  job.write('tree/a', 'alpha')
  const post = await job.step('post', { ...DONE, token: 's3cret' }, main.state)
  for (const { log, state } of [main, post]) {
    expect(log.match(/.*s3cret.*/g)).toEqual(['::add-mask::s3cret'])
    expect(JSON.stringify(state)).not.toContain('s3cret')
  }
})

describe('failures', () => {
  it('a miss fails the step if it was asked to', async () => {
    const job = new Job()
    const main = await job.step('restore', { ...WITH, 'fail-on-cache-miss': 'true' })
    expect(main.status).toBe(1)
    expect(main.log).toContain('::error::No version was found for “k”, and fail-on-cache-miss is set.')
    expect(main.outputs['hit']).toBe('miss')
  })

  it.each<[string, 'main' | 'save', Record<string, string>, string]>([
    ['a comma', 'main', { path: 'a', key: 'a,b' }, 'The key “a,b” contains a comma'],
    ['a size', 'save', { path: 'a', key: 'k', 'size-limit': '20x' }, 'size-limit “20x” is not a size'],
    ['a word', 'main', { path: 'a', key: 'k', clean: 'yes' }, 'clean “yes” is neither true nor false'],
    ['a store', 'main', { path: 'a', key: 'k', store: 'ftp://x' }, 'There is no store for ftp:'],
  ])('bad input fails the step and leaves the post step nothing: %s', async (_name, entry, inputs, message) => {
    const job = new Job()
    const { status, log, state } = await job.step(entry, inputs)
    expect(status).toBe(1)
    expect(log).toContain(`::error::${message}`)
    expect(state).toEqual({})
    const post = await job.step('post', DONE, state)
    expect({ status: post.status, log: post.log }).toEqual({ status: 0, log: '' })
  })

  it('a store that is unusable fails nothing', async () => {
    const job = new Job()
    writeFileSync(job.desk.store, 'no directory')
    const main = await job.step('main', WITH)
    expect(main).toMatchObject({ status: 0, outputs: { hit: 'miss' } })
    job.write('tree/a', 'alpha')
    const post = await job.step('post', DONE, main.state)
    expect(post.status).toBe(0)
    expect(post.log).toContain('::warning::')
  })

  it('an event that may write nothing saves nothing', async () => {
    const job = new Job('pull_request_target')
    const main = await job.step('main', WITH)
    job.write('tree/a', 'alpha')
    const post = await job.step('post', DONE, main.state)
    expect(post.log).toContain('the event pull_request_target writes nothing')
    expect(existsSync(job.desk.store)).toBe(false)
  })

  it('hostile keys and paths stay text in log and summary', async () => {
    const key = 'k <b>::set-env\r\n::error::x'
    const main = await new Job().step('main', { path: '::error::p\ntree', key, 'upload-chunk-size': '1' })
    expect(main.status).toBe(0)
    expect(main.log.split('\n').filter((line) => /^\s*::/.test(line))).toEqual([
      '::notice::upload-chunk-size has no effect: Warmstart chooses the size of what it uploads.',
    ])
    expect(main.summary).toContain('k &lt;b&gt;::set-env\\r\\n::error::x')
  })
})

it('restore and save as steps of their own share what was restored', async () => {
  const job = new Job()
  job.write('tree/a', 'alpha')
  await job.step('save', WITH)
  rmSync(join(job.desk.workspace, 'tree'), { recursive: true })
  const restored = await job.step('restore', { ...WITH, key: 'k2', 'restore-keys': 'x\nk' })
  expect(restored.outputs).toMatchObject({ 'cache-hit': 'false', 'cache-matched-key': 'k', hit: 'fallback' })
  const saved = await job.step('save', { ...WITH, key: restored.outputs['cache-primary-key'] ?? '' })
  expect(saved.log).toMatch(/“k2” now names version \w{26}, which is equal/)
})
