import { describe, expect, it } from 'vitest'
import { type JobResult, pullRequest, push } from '../support/runner/index.ts'
import { ServiceSite } from './service-site.ts'
import { hit, type JobRun, jobOf, said, step } from './site.ts'

// What only GitHub's cache service has: nothing is written again there, refs have scopes, and calls are limited.

const MANY_FILES = 'for n in 1 2 3 4 5 6 7 8; do head -c 400000 /dev/urandom > cache/$n; done; echo base > cache/made'
const CHECKSUM = 'cat cache/[1-8] | cksum'

const small = (site: ServiceSite, run: JobRun = {}) => site.job('small', run)
const found = (job: JobResult) => [hit(job), ...said(job, 'work')]
const complaints = (job: JobResult) => job.steps.flatMap(({ annotations }) => annotations)
/** Keys of what is stored, without the random end, by scope. */
const stored = ({ service }: ServiceSite) =>
  service.entries.map(({ scope, key, finalised }) => ({
    scope,
    kind: key.includes('/packs/') ? 'pack' : 'head',
    name: key.slice(0, key.indexOf('#')),
    bytes: finalised?.bytes ?? 0,
  }))

describe('a key', () => {
  it('is overwritten: the last write wins, and the next job sees it', async () => {
    await using site = await ServiceSite.open()
    for (const made of ['one', 'two']) await small(site, { script: `echo ${made} > cache/made` })
    expect(found(await small(site))).toEqual(['exact', 'two'])
    // Nothing was written again: both commits stand beside each other, under one name.
    const heads = stored(site).filter(({ kind }) => kind === 'head')
    expect([heads.length, new Set(heads.map(({ name }) => name)).size]).toEqual([2, 1])
  })

  it('is matched exactly in the base branch before another is matched by its start in the own scope', async () => {
    await using site = await ServiceSite.open()
    await small(site, { event: pullRequest(7), key: 'a', script: 'echo own > cache/made' })
    await small(site, { key: 'b', script: 'echo base > cache/made' })
    const job = await small(site, { event: pullRequest(7), key: 'b' })
    expect(found(job)).toEqual(['exact', 'base'])
    expect(found(await small(site, { event: pullRequest(7), key: 'c' }))).toEqual(['fallback', 'own'])
  })

  it('that two jobs save at once is that of one of them, whole', async () => {
    await using site = await ServiceSite.open()
    const script = (name: string) => `for file in made b c d e; do echo ${name} > cache/$file; done`
    const jobs = await Promise.all(['one', 'two'].map((name) => small(site, { script: script(name) })))
    for (const job of jobs) expect([job.conclusion, hit(job), complaints(job)]).toEqual(['success', 'miss', []])
    expect(
      stored(site)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['head', 'head', 'pack', 'pack'])
    const job = await small(site, { script: 'cat cache/?' })
    expect([hit(job), said(job, 'work').length, new Set(said(job, 'work')).size]).toEqual(['exact', 5, 1])
  })
})

describe('a pull request', () => {
  it('starts from packs of the default branch and stores what it changed, in its own scope', async () => {
    await using site = await ServiceSite.open()
    const base = said(await small(site, { script: `${MANY_FILES}; ${CHECKSUM}` }), 'work')
    const before = site.service.entries.length
    const sent = site.service.counts.bytesIn
    const event = pullRequest(7)
    const request = await small(site, { event, script: `echo own > cache/made; ${CHECKSUM}` })
    expect(found(request)).toEqual(['exact', 'base', ...base])

    const own = stored(site).slice(before)
    const scope = 'refs/pull/7/merge'
    expect(own).toMatchObject([
      { scope, kind: 'pack' },
      { scope, kind: 'head' },
    ])
    for (const { name } of own) expect(name).toContain('/pr/7/')
    expect(own[0]?.bytes).toBeLessThan(1000)
    expect(site.service.counts.bytesIn - sent).toBeLessThan(10_000)

    expect(found(await small(site, { event, script: CHECKSUM }))).toEqual(['exact', 'own', ...base])
    expect(found(await small(site, { event: pullRequest(8) }))).toEqual(['exact', 'base'])
    expect(found(await small(site, { event: push('other') }))).toEqual(['exact', 'base'])
    expect(found(await small(site))).toEqual(['exact', 'base'])
  })

  it('from a fork never asks to write', async () => {
    await using site = await ServiceSite.open()
    await small(site, { script: 'echo base > cache/made' })
    const reserved = site.service.counts.requests.CreateCacheEntry
    const job = await small(site, { event: pullRequest(7, { fork: true }), script: 'echo evil > cache/made' })
    expect([found(job), complaints(job)]).toEqual([['exact', 'base'], []])
    expect(site.service.counts.requests.CreateCacheEntry).toBe(reserved)
  })
})

describe('the cache mode of the workflow', () => {
  it.each([
    ['none', { reads: false, writes: false }],
    ['read', { reads: true, writes: false }],
    ['write-only', { reads: false, writes: true }],
    ['write', { reads: true, writes: true }],
  ])('%s is kept to, and said', async (mode, { reads, writes }) => {
    await using site = await ServiceSite.open()
    await small(site, { script: 'echo old > cache/made' })
    const { requests } = site.service.counts
    const { GetCacheEntryDownloadURL: looked, CreateCacheEntry: reserved } = { ...requests }
    const job = await small(site, { script: 'echo new > cache/made', actionEnv: { ACTIONS_CACHE_MODE: mode } })
    expect(job.conclusion).toBe('success')
    expect(found(job)).toEqual(reads ? ['exact', 'old'] : ['miss'])
    // What the service would refuse is not asked for, but for the one look at the head that is replaced.
    if (!reads && !writes) expect(requests.GetCacheEntryDownloadURL).toBe(looked)
    if (!writes) expect(requests.CreateCacheEntry).toBe(reserved)
    expect(complaints(job)).toEqual([])
    if (mode !== 'write') expect(job.summary).toContain(`cache mode is ${mode}`)
    expect(found(await small(site))).toEqual(['exact', writes ? 'new' : 'old'])
  })
})

describe('calls and uploads', () => {
  it('are few', async () => {
    await using site = await ServiceSite.open()
    const { counts } = site.service
    const look = `"${process.execPath}" -e "fetch('${site.service.url}/_counts').then((all) => all.text()).then(console.log)"`
    const calls = ({ requests }: Pick<typeof counts, 'requests'>) =>
      (['GetCacheEntryDownloadURL', 'CreateCacheEntry', 'FinalizeCacheEntryUpload'] as const)
        .map((name) => requests[name] ?? 0)
        .reduce((sum, count) => sum + count)
    const total = (from: typeof counts) => ({
      calls: calls(from),
      ranges: from.ranges.length,
      uploads: from.uploads,
      gets: from.requests.GetBlob ?? 0,
    })
    /** What the restore of a job asked for, and what its save did. */
    const spent = async (script: string) => {
      const before = total(counts)
      const job = await small(site, { script: `${look}; ${script}` })
      const between = total(JSON.parse(said(job, 'work').find((line) => line.startsWith('{')) ?? '') as typeof counts)
      const after = total(counts)
      const less = (a: typeof after, b: typeof after) => ({
        calls: a.calls - b.calls,
        ranges: a.ranges - b.ranges,
        uploads: a.uploads - b.uploads,
      })
      // Every read is one of a range.
      expect(after.gets).toBe(after.ranges)
      return { restore: less(between, before), save: less(after, between) }
    }

    const first = await spent(MANY_FILES)
    expect(first.save.uploads).toBe(2)
    expect(first.save.calls).toBeLessThanOrEqual(5)
    const warm = await spent('true')
    expect(warm.restore.calls).toBeLessThanOrEqual(10)
    expect(warm.restore.ranges).toBeLessThanOrEqual(20)
    expect(warm.restore.uploads).toBe(0)
    expect(warm.save).toEqual({ calls: 1, ranges: 1, uploads: 0 })
    const changed = await spent('echo new > cache/made')
    expect(changed.save.uploads).toBe(2)
    expect(changed.save.calls).toBeLessThanOrEqual(6)
    expect(changed.save.ranges).toBeLessThanOrEqual(2)
  })

  it('of twenty jobs at once stay far below what GitHub allows in a minute', async () => {
    await using site = await ServiceSite.open()
    const { counts } = site.service
    const run = await site.run('many')
    expect([run.conclusion, run.jobs.length]).toEqual(['success', 20])
    for (const job of run.jobs) expect(complaints(job)).toEqual([])
    expect(counts.uploads).toBe(40)
    expect(counts.requests.CreateCacheEntry).toBeLessThan(200)
    expect(counts.requests.GetCacheEntryDownloadURL).toBeLessThan(1500)
    const lines = said(jobOf(await site.run('look'), 'look'), 'look')
    expect([lines.length, new Set(lines).size]).toEqual([5, 1])
  }, 120_000)
})

it('steps that run commands are told nothing of the service', async () => {
  await using site = await ServiceSite.open()
  const job = await small(site, { script: 'env | grep -c "^ACTIONS_" || true' })
  expect(said(job, 'work')).toEqual(['0'])
  expect(step(job, 'cache').outcome).toBe('success')
})
