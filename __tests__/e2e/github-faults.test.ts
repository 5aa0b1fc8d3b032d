import { describe, expect, it } from 'vitest'
import type { Fault } from '../support/github-service/index.ts'
import type { JobResult } from '../support/runner/index.ts'
import { ServiceSite } from './service-site.ts'
import { hit, type JobRun, said, step } from './site.ts'

// Whatever GitHub's cache service does, the job goes on, and what it did is said: once, in log and summary.

const OLD = 'echo old > cache/made'
const NEW = 'echo new > cache/made'

const small = (site: ServiceSite, run: JobRun = {}) => site.job('small', run)
const found = (job: JobResult) => [hit(job), ...said(job, 'work')]
const plan = ({ service }: ServiceSite, ...faults: Fault[]) => service.switches.faults.push(...faults)
const evict = ({ service }: ServiceSite, kind: 'packs' | 'heads') =>
  service.evict(({ key }) => key.includes(`/${kind}/`))

/** What restore and save warned of. Each step's summary must say the same. */
function warnings(job: JobResult): { restore: string[]; save: string[] } {
  const of = (stage: 'main' | 'post') => {
    const { annotations, summary } = step(job, 'cache', stage)
    expect(annotations.map(({ level }) => level)).toEqual(annotations.map(() => 'warning'))
    const said = annotations.map(({ message }) => message)
    const rows = [...summary.matchAll(/<td>Warning<\/td><td>(.*?)<\/td>/g)].map(([, text]) => text)
    expect(rows).toEqual(said.map((text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')))
    return said
  }
  return { restore: of('main'), save: of('post') }
}

interface Trouble {
  readonly name: string
  /** Begins when the key has a version. */
  begin(site: ServiceSite): unknown
  /** Ends it, where it does not end by itself. */
  end?(site: ServiceSite): void
  readonly hit: 'exact' | 'miss'
  /** The one warning of each step. */
  readonly restore?: RegExp
  readonly save?: RegExp
  /** What the job left for the next one. */
  readonly next: 'old' | 'new'
}

const READ_DENIED =
  /^GitHub’s cache service refused access while \w+: GetCacheEntryDownloadURL: 403 permission_denied: cache read denied: token has no readable scopes \(\S+\)\. What a job may do there goes by its event/
const EXPIRED = /^GitHub’s cache service refused access while \w+: \w+: 401 unauthenticated: token is expired/
const THROTTLED = /^GitHub’s cache service asked to slow down while \w+: \w+: 429 .*200 uploads and 1,500 look-ups/

const troubles: readonly Trouble[] = [
  {
    name: 'writing is denied',
    begin: ({ service }) => {
      service.switches.writeDenied = true
    },
    // Pack and head are begun side by side.
    end: ({ service }) => expect(service.counts.fired.writeDenied).toBe(2),
    hit: 'exact',
    save: /^GitHub’s cache service refused access while saving: CreateCacheEntry: 200 cache write denied: token has no writable scopes \(\S+\)\. What a job may do there/,
    next: 'old',
  },
  {
    name: 'reading is denied',
    begin: ({ service }) => {
      service.switches.readDenied = true
    },
    end: ({ service }) => {
      service.switches.readDenied = false
    },
    hit: 'miss',
    restore: READ_DENIED,
    save: READ_DENIED,
    next: 'old',
  },
  {
    name: 'the token has expired',
    begin: ({ service }) => {
      service.switches.unauthorizedAfter = 0
    },
    end: ({ service }) => {
      service.switches.unauthorizedAfter = undefined
    },
    hit: 'miss',
    restore: EXPIRED,
    save: EXPIRED,
    next: 'old',
  },
  {
    name: 'the token expires while the job works',
    begin: ({ service }) => {
      service.switches.unauthorizedAfter = 2
    },
    end: ({ service }) => {
      service.switches.unauthorizedAfter = undefined
    },
    hit: 'exact',
    save: EXPIRED,
    next: 'old',
  },
  {
    name: 'it asks to wait a second, several times',
    begin: (site) =>
      plan(
        site,
        { kind: 'throttled', on: 'GetCacheEntryDownloadURL', times: 2, retryAfter: 1 },
        { kind: 'throttled', on: 'CreateCacheEntry', times: 1, retryAfter: 1 },
      ),
    end: ({ service }) => expect(service.counts.fired.throttled).toBe(3),
    hit: 'exact',
    next: 'new',
  },
  {
    name: 'it asks to wait longer than anybody would',
    begin: (site) => plan(site, { kind: 'throttled', on: 'any', times: 2, retryAfter: 3600 }),
    end: ({ service }) => expect(service.counts.fired.throttled).toBe(2),
    hit: 'miss',
    restore: THROTTLED,
    save: THROTTLED,
    next: 'old',
  },
  {
    name: 'the quota is used up',
    begin: ({ service }) => {
      service.switches.quotaExceeded = true
    },
    hit: 'exact',
    save: /^GitHub’s cache service has no room while saving: CreateCacheEntry: 403 permission_denied: insufficient usage to create cache entry \(\S+\)\. Delete caches/,
    next: 'old',
  },
  {
    name: 'the budget is used up',
    begin: ({ service }) => {
      service.switches.readOnly = true
    },
    hit: 'exact',
    save: /^GitHub’s cache service has no room while saving: CreateCacheEntry: 200 You have reached your configured budget, .+\. Delete caches/,
    next: 'old',
  },
  {
    name: 'the packs are evicted',
    begin: (site) => evict(site, 'packs'),
    hit: 'miss',
    restore: /^Version \w+ cannot be used, it is incomplete: a pack is not there/,
    next: 'new',
  },
  {
    name: 'the heads are evicted',
    begin: (site) => evict(site, 'heads'),
    hit: 'miss',
    next: 'new',
  },
  {
    name: 'the head is damaged',
    begin: ({ service }) => service.replace(({ key }) => key.includes('/heads/'), Buffer.from('nothing of a head')),
    hit: 'miss',
    restore: /^GitHub’s cache service returned damaged data while looking up: .+\. The next save replaces it/,
    save: /^GitHub’s cache service returned damaged data while looking up: .+\. The next save replaces it/,
    next: 'new',
  },
  {
    name: 'every connection breaks',
    begin: (site) => plan(site, { kind: 'reset', on: 'any', times: 1000 }),
    end: ({ service }) => {
      // Three calls by each step, and no more once they all failed.
      expect(service.counts.fired.reset).toBe(6)
      service.switches.faults.length = 0
    },
    hit: 'miss',
    restore:
      /^GitHub’s cache service could not be reached while restoring: GetCacheEntryDownloadURL: .+githubstatus\.com/,
    save: /^GitHub’s cache service could not be reached while saving: GetCacheEntryDownloadURL: .+githubstatus\.com/,
    next: 'old',
  },
  {
    name: 'storage refuses what is uploaded',
    begin: (site) => plan(site, { kind: 'unavailable', on: 'PutBlob', times: 1000 }),
    end: ({ service }) => {
      expect(service.counts.fired.unavailable).toBeGreaterThan(2)
      service.switches.faults.length = 0
    },
    hit: 'exact',
    save: /^GitHub’s cache service could not be reached while saving: 503 ServerBusy .+githubstatus\.com/,
    next: 'old',
  },
]

describe.concurrent('when', () => {
  it.each(troubles)(
    '$name the job goes on',
    async ({ begin, end, restore, save, next, ...expected }) => {
      await using site = await ServiceSite.open()
      await small(site, { script: OLD })
      await begin(site)
      const before = site.store.objects()
      const job = await small(site, { script: NEW })
      expect(job.conclusion).toBe('success')
      expect(found(job)).toEqual(expected.hit === 'exact' ? ['exact', 'old'] : ['miss'])
      const told = warnings(job)
      const once = (pattern: RegExp | undefined) => (pattern ? [expect.stringMatching(pattern)] : [])
      expect(told).toEqual({ restore: once(restore), save: once(save) })
      end?.(site)
      if (next === 'old') expect(site.store.objects()).toEqual(before)
      else expect(found(await small(site))).toEqual(['exact', next])
    },
    60_000,
  )
})

it('a service that is not there is a miss', async () => {
  await using site = await ServiceSite.open()
  await site.service.close()
  const job = await small(site, { script: NEW })
  expect([job.conclusion, ...found(job)]).toEqual(['success', 'miss'])
  const { restore, save } = warnings(job)
  for (const said of [restore, save]) {
    expect(said).toEqual([
      expect.stringMatching(/could not be reached while \w+: GetCacheEntryDownloadURL: .*ECONNREFUSED/),
    ])
  }
})
