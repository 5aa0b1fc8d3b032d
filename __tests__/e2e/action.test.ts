import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pullRequest, pullRequestTarget, push } from '../support/runner/index.ts'
import { hit, type Machine, Site, said, step } from './site.ts'

let site: Site
beforeEach(() => {
  site = new Site()
})
afterEach(() => site[Symbol.dispose]())

const MADE = ['cache/made=made', 'tool/bin=tool']

describe('a job with a volume', () => {
  it('misses, works and saves; the next one starts warm and stores nothing', async () => {
    const first = await site.basic()
    expect([first.conclusion, hit(first), step(first, 'make').outcome]).toEqual(['success', 'miss', 'success'])
    expect(step(first, 'cache').outputs['cache-primary-key']).toBe('key-k')
    expect(step(first, 'cache').outputs['cache-hit'] ?? '').toBe('')
    expect(step(first, 'cache', 'post').outcome).toBe('success')
    const before = site.objects()
    const second = await site.basic()
    expect([hit(second), step(second, 'make').outcome]).toEqual(['exact', 'skipped'])
    expect(step(second, 'cache').outputs).toMatchObject({ 'cache-hit': 'true', 'cache-matched-key': 'key-k' })
    expect(said(second, 'look')).toEqual(MADE)
    expect(site.objects()).toEqual(before)
  })

  it('falls back to the newest version under a restore key', async () => {
    await site.basic({ key: '1', script: 'echo 1 > cache/n' })
    await site.basic({ key: '2', script: 'echo 2 > cache/n' })
    const job = await site.basic({ key: '3', script: 'echo 3 > cache/n' })
    expect(step(job, 'cache').outputs).toMatchObject({
      hit: 'fallback',
      'cache-hit': 'false',
      'cache-matched-key': 'key-2',
    })
    expect(said(job, 'look')).toContain('cache/n=2')
    expect(said(await site.basic({ key: '3' }), 'look')).toContain('cache/n=3')
  })

  it('saves a changed tree under the same key again', async () => {
    await site.basic()
    await site.basic({ script: 'echo new > cache/made; echo more > cache/more' })
    const job = await site.basic()
    expect([hit(job), ...said(job, 'look')]).toEqual(['exact', 'cache/made=new', 'cache/more=more', 'tool/bin=tool'])
  })

  it('leaves nothing of a failed job, whose post does not fail either', async () => {
    await site.basic()
    const before = site.objects()
    const failed = await site.basic({ script: 'echo bad > cache/made; rm ~/tool/bin; echo bad > cache/bad; exit 1' })
    expect([failed.conclusion, step(failed, 'cache', 'post').outcome]).toEqual(['failure', 'success'])
    expect(site.objects()).toEqual(before)
    expect(said(await site.basic(), 'look')).toEqual(MADE)
  })

  it('leaves nothing of a failed first job', async () => {
    await site.basic({ script: 'exit 1' })
    const job = await site.basic()
    expect([hit(job), said(job, 'look')]).toEqual(['miss', []])
  })

  it.skipIf(process.platform === 'win32')('leaves nothing of a cancelled job', async () => {
    await site.basic()
    const before = site.objects()
    const script = 'echo bad > cache/made; echo waiting; sleep 20'
    const cancelled = await site.basic({ script, cancelAfter: { step: 'work', line: 'waiting' } })
    expect([cancelled.conclusion, step(cancelled, 'work').outcome]).toEqual(['cancelled', 'cancelled'])
    expect(step(cancelled, 'cache', 'post').outcome).toBe('success')
    expect(site.objects()).toEqual(before)
    expect(said(await site.basic(), 'look')).toEqual(MADE)
  })

  it('saves although a step failed, if the failure was tolerated', async () => {
    const job = await site.basic({ tolerated: true })
    expect([step(job, 'tolerated').outcome, job.conclusion]).toEqual(['failure', 'success'])
    expect(hit(await site.basic())).toBe('exact')
  })

  it('does not save when the post of a later step failed', async () => {
    const { jobs } = await site.run('after')
    expect(jobs[0]?.conclusion).toBe('failure')
    const look = await site.run('look')
    expect(hit(look.jobs[0])).toBe('miss')
  })

  it('says in the summary what it did', async () => {
    const first = await site.basic()
    expect(first.summary).toMatch(/miss/i)
    expect(first.summary).toContain('key-k')
    expect((await site.basic()).summary).toMatch(/\bhit\b/i)
  })
})

describe('keys and volumes', () => {
  it('one of several jobs that save a key at once wins, whole', async () => {
    const machines = ['one', 'two', 'three'].map(() => site.machine().workspace)
    const { jobs, conclusion } = await site.run('matrix', { workspace: () => machines.pop() as string })
    expect([conclusion, jobs.length]).toEqual(['success', 3])
    for (const job of jobs) expect(step(job, 'cache', 'post').annotations).toEqual([])
    const { jobs: looking } = await site.run('look')
    const lines = said(looking[0], 'look')
    expect(lines).toHaveLength(5)
    expect(new Set(lines).size).toBe(1)
  })

  it('restore and save can be steps of their own', async () => {
    const run = async (vars: Record<string, string>) => (await site.run('split', { vars })).jobs[0]
    // What is written after the save step, or by a job that fails after it, is another matter.
    const first = await run({ KEY: '1', SAVE: 'true', CODE: '1' })
    expect([step(first, 'restore').outputs['hit'], step(first, 'save').outcome, first?.conclusion]).toEqual([
      ...['miss', 'success', 'failure'],
    ])
    expect(first?.steps.some(({ stage }) => stage === 'post')).toBe(false)
    const second = await run({ KEY: '2', SAVE: 'true' })
    expect(step(second, 'restore').outputs).toMatchObject({ hit: 'fallback', 'cache-matched-key': 'split-1' })
    const machine = site.machine()
    const third = (await site.run('split', { vars: { KEY: '2', SAVE: 'false' }, machine })).jobs[0]
    expect(step(third, 'restore').outputs['hit']).toBe('exact')
    expect(site.read(machine, 'cache/log')).toBe('1\n2\n2\ntoo late\n')
  })

  it('two steps with one key and other paths never meet', async () => {
    await site.run('two')
    const { jobs } = await site.run('two')
    expect([step(jobs[0], 'first').outputs['hit'], step(jobs[0], 'second').outputs['hit']]).toEqual(['exact', 'exact'])
    expect(said(jobs[0], 'look')).toEqual(['in one', 'in two'])
  })

  it('saves under the key that was resolved at the start, though its files changed', async () => {
    const lock = (machine: Machine, text: string) => writeFileSync(join(machine.workspace, 'lock'), text)
    const run = async (text: string) => {
      const machine = site.machine()
      lock(machine, text)
      const { jobs } = await site.run('moving', { machine })
      return { job: jobs[0], machine }
    }
    const first = await run('original\n')
    const again = await run('original\n')
    expect([hit(first.job), hit(again.job)]).toEqual(['miss', 'exact'])
    expect(said(again.job, 'look')).toEqual(said(first.job, 'look'))
    // The lock file as the job left it names no version: nothing was saved under the later hash.
    expect(hit((await run('changed by the job\n')).job)).toBe('miss')
  })
})

describe('events that may not write', () => {
  const own = { script: 'echo mine > cache/made; echo x > cache/x' }

  it.each([
    ['a pull request from a fork', pullRequest(7, { fork: true })],
    ['pull_request_target', pullRequestTarget(7)],
    ['pull_request_target of a fork', pullRequestTarget(7, { fork: true })],
  ])('%s reads what is trusted and writes nothing', async (_, event) => {
    await site.basic()
    const before = site.objects()
    const job = await site.basic({ event, ...own })
    expect([hit(job), job.conclusion, said(job, 'look')]).toEqual(['exact', 'success', MADE])
    expect(site.objects()).toEqual(before)
    expect(said(await site.basic({ event }), 'look')).toEqual(MADE)
  })

  it('a pull request of the repository writes where only it reads', async () => {
    await site.basic()
    const first = await site.basic({ event: pullRequest(7), ...own })
    expect([hit(first), said(first, 'look')]).toEqual(['exact', MADE])
    expect(said(await site.basic({ event: pullRequest(7) }), 'look')).toContain('cache/x=x')
    expect(said(await site.basic({ event: pullRequest(8) }), 'look')).toEqual(MADE)
    expect(said(await site.basic({ event: push('other') }), 'look')).toEqual(MADE)
    expect(said(await site.basic(), 'look')).toEqual(MADE)
  })

  it('a read-only cache mode of the platform is honoured', async () => {
    await site.basic()
    const before = site.objects()
    const job = await site.basic({ actionEnv: { ACTIONS_CACHE_MODE: 'read' }, ...own })
    expect([hit(job), job.conclusion]).toEqual(['exact', 'success'])
    expect(site.objects()).toEqual(before)
  })
})

describe('a damaged or missing store', () => {
  it('is a miss, and the job goes on', async () => {
    await site.basic()
    for (const file of site.files('packs')) writeFileSync(file, 'nothing of a pack')
    const job = await site.basic()
    expect([hit(job), job.conclusion, said(job, 'look')]).toEqual(['miss', 'success', []])
    // What this job made is a good version again.
    expect(said(await site.basic(), 'look')).toEqual(MADE)
  })
})
