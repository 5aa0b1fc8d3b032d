import { describe, expect, it } from 'vitest'
import type { Clock } from '../../../src/core/ports/clock.ts'
import { createService } from '../../../src/stores/github/service.ts'
import { createWire } from '../../../src/stores/github/wire.ts'
import type { FaultKind, Scope } from '../../support/github-service/index.ts'
import { realRandom } from '../../support/stores/clock.ts'
import { type GithubSite, githubSite, upload } from '../../support/stores/github-site.ts'

const LOOKUP = 'GetCacheEntryDownloadURL'
const bytes = (text: string) => new Uint8Array(Buffer.from(text))

function client(
  site: GithubSite,
  more: { fetch?: typeof globalThis.fetch; clock?: Clock; scopes?: readonly Scope[] } = {},
) {
  const { fetch = site.service.fetch, clock = site.clock, scopes } = more
  const wire = createWire({ fetch, clock, random: realRandom })
  const token = scopes ? site.service.tokenFor(...scopes) : site.service.token
  return { ...createService({ ...site.access, token }, wire), counts: wire.counts }
}

/** A service that answers like this whatever it is asked. */
const saying = (status: number, body: string, headers: Record<string, string> = {}): typeof globalThis.fetch => {
  return async () => new Response(body, { status, headers })
}

describe('a lookup', () => {
  it('finds the newest entry with the prefix, in the first scope that has one', async () => {
    const site = githubSite()
    const main = site.entries()
    const pull: Scope[] = [
      ['refs/pull/7/merge', 'rw'],
      ['refs/heads/main', 'r'],
    ]
    const first = await site.run(upload(main, 'k#', bytes('1')))
    const second = await site.run(upload(main, 'k#', bytes('2')))
    const own = await site.run(upload(site.entries({ scopes: pull }), 'k#a', bytes('3')))
    const found = async (prefix: string, scopes?: Scope[]) =>
      (await site.run(client(site, scopes && { scopes }).lookup(prefix)))?.name
    expect(await found('k#')).toBe(second)
    expect(await found(first)).toBe(first)
    expect(await found('k#', pull)).toBe(own)
    expect(await found(second, pull)).toBe(second)
    expect(await found('k#a')).toBeUndefined()
    expect(await found('l')).toBeUndefined()
  })

  it('finds it whether the service looks at the key or at the restore keys alone', async () => {
    for (const ignoreKey of [false, true]) {
      const site = githubSite()
      site.service.switches.ignoreKey = ignoreKey
      const name = await site.run(upload(site.entries(), 'k#', bytes('1')))
      expect((await site.run(client(site).lookup('k#')))?.name).toBe(name)
      expect(site.fired.ignoreKey).toBeUndefined()
    }
  })

  it('takes no entry of another name for an answer', async () => {
    const site = githubSite()
    const other = { ok: true, matched_key: 'other#1', signed_download_url: 'https://a.test/' }
    expect(await site.run(client(site, { fetch: saying(200, JSON.stringify(other)) }).lookup('k#'))).toBeUndefined()
  })

  it('asks again when the service fails or the connection breaks', async () => {
    const kinds: FaultKind[] = ['unavailable', 'reset', 'reset-after', 'cut', 'stall']
    for (const kind of kinds) {
      const site = githubSite()
      const name = await site.run(upload(site.entries(), 'k#', bytes('1')))
      site.plan({ kind, on: LOOKUP, times: 2 })
      const { lookup, counts } = client(site)
      expect((await site.run(lookup('k#')))?.name, kind).toBe(name)
      expect(counts, kind).toMatchObject({ serviceCalls: 3, requests: 3 })
      expect(site.fired[kind], kind).toBe(2)
    }
  })

  it('gives up after three times, with what the service said', async () => {
    const site = githubSite()
    site.plan({ kind: 'unavailable', on: LOOKUP, times: 3, status: 502 })
    const failed = site.run(client(site).lookup('k#'))
    await expect(failed).rejects.toMatchObject({ kind: 'unavailable', store: 'github:', key: 'k#' })
    await expect(failed).rejects.toThrow(/GetCacheEntryDownloadURL: 502/)
    expect(site.fired.unavailable).toBe(3)
  })

  it('waits as long as it is told when it is too much', async () => {
    for (const retryAfter of [undefined, 7]) {
      const site = githubSite()
      site.plan({ kind: 'throttled', on: LOOKUP, times: 2, ...(retryAfter && { retryAfter }) })
      const began = site.clock.now()
      expect(await site.run(client(site).lookup('k#'))).toBeUndefined()
      const waited = site.clock.now() - began
      const told = 2 * (retryAfter ?? 5) * 1000
      expect(waited).toBeGreaterThanOrEqual(told)
      expect(waited).toBeLessThan(told * 1.5)
      expect(site.fired.throttled).toBe(2)
    }
  })

  it('waits for everybody at once', async () => {
    const site = githubSite()
    site.plan({ kind: 'throttled', on: LOOKUP, times: 4, retryAfter: 30 })
    const { lookup } = client(site)
    const began = site.clock.now()
    await site.run(Promise.all(['a', 'b', 'c', 'd'].map((prefix) => lookup(prefix))))
    expect(site.clock.now() - began).toBeLessThan(45_000)
    expect(site.fired.throttled).toBe(4)
  })

  it('never waits for more than a minute in all', async () => {
    const site = githubSite()
    // Each wait is up to a quarter longer: two of them fit into the minute, three never do.
    site.plan({ kind: 'throttled', on: LOOKUP, times: 3, retryAfter: 22 })
    const { lookup } = client(site)
    const began = site.clock.now()
    await expect(site.run(lookup('k#'))).rejects.toMatchObject({ kind: 'throttled' })
    expect(site.clock.now() - began).toBeLessThan(65_000)
    expect(site.fired.throttled).toBe(3)
    site.plan({ kind: 'throttled', on: LOOKUP, times: 1, retryAfter: 61 })
    const later = site.clock.now()
    await expect(site.run(lookup('k#'))).rejects.toMatchObject({ kind: 'throttled' })
    expect(site.clock.now()).toBe(later)
  })

  it('reads a date in Retry-After', async () => {
    const site = githubSite()
    const date = 'Mon, 01 Jun 2026 00:00:00 GMT'
    const headers = { date, 'retry-after': 'Mon, 01 Jun 2026 00:02:00 GMT' }
    const { lookup } = client(site, { fetch: saying(429, '{}', headers) })
    await expect(site.run(lookup('k#'))).rejects.toMatchObject({ kind: 'throttled' })
    expect(site.slept()).toEqual([])
  })

  it('says who was denied', async () => {
    const denied = githubSite()
    denied.service.switches.readDenied = true
    const failed = denied.run(client(denied).lookup('k#'))
    await expect(failed).rejects.toMatchObject({ kind: 'denied' })
    await expect(failed).rejects.toThrow(/cache read denied: token has no readable scopes/)
    expect(denied.fired.readDenied).toBe(1)

    const expired = githubSite()
    expired.service.switches.unauthorizedAfter = 1
    const { lookup } = client(expired)
    await expired.run(lookup('k#'))
    await expect(expired.run(lookup('k#'))).rejects.toMatchObject({ kind: 'denied' })
    expect(expired.fired.unauthorizedAfter).toBe(1)
  })

  it('tells answers apart that are not the service’s', async () => {
    const site = githubSite()
    const url = 'https://a.test/'
    const cases: readonly [status: number, body: string, kind: string][] = [
      [200, '<html><body>Welcome</body></html>', 'unavailable'],
      [200, '{"ok":true}', 'unavailable'],
      [200, `{"ok":true,"matched_key":"k#1","signed_download_url":"no url"}`, 'unavailable'],
      [200, `{"ok":true,"matched_key":5,"signed_download_url":"${url}"}`, 'unavailable'],
      [403, '<html>blocked by policy</html>', 'denied'],
      [404, '<html>not found</html>', 'unavailable'],
      [404, '{"code":"bad_route","msg":"no handler"}', 'unsupported'],
      [400, '{"code":"invalid_argument","msg":"key is too long"}', 'unsupported'],
    ]
    for (const [status, body, kind] of cases) {
      const { lookup } = client(site, { fetch: saying(status, body) })
      await expect(site.run(lookup('k#')), body).rejects.toMatchObject({ kind })
    }
    const { lookup } = client(site, { fetch: saying(404, '{"code":"not_found","msg":"nothing"}') })
    expect(await site.run(lookup('k#'))).toBeUndefined()
  })
})

describe('a reservation', () => {
  it('gives a URL once', async () => {
    const site = githubSite()
    const { create } = client(site)
    expect(new URL((await site.run(create('k#1'))) as string).protocol).toBe('http:')
    expect(await site.run(create('k#1'))).toBeUndefined()
  })

  it('is not asked for again when it may have been made', async () => {
    const kinds: FaultKind[] = ['unavailable', 'reset', 'reset-after', 'stall', 'cut']
    for (const kind of kinds) {
      const site = githubSite()
      site.plan({ kind, on: 'CreateCacheEntry', times: 1 })
      const { create, counts } = client(site)
      await expect(site.run(create('k#1')), kind).rejects.toMatchObject({ kind: 'unavailable' })
      expect(counts.serviceCalls, kind).toBe(1)
      expect(site.fired[kind], kind).toBe(1)
    }
  })

  it('says why there is none', async () => {
    const cases = [
      ['quotaExceeded', 'full', /insufficient usage/],
      ['readOnly', 'full', /your cache is now read only/],
      ['writeDenied', 'denied', /cache write denied: token has no writable scopes/],
    ] as const
    for (const [which, kind, words] of cases) {
      const site = githubSite()
      site.service.switches[which] = true
      const failed = site.run(client(site).create('k#1'))
      await expect(failed, which).rejects.toMatchObject({ kind, key: 'k#1' })
      await expect(failed, which).rejects.toThrow(words)
      expect(site.fired[which]).toBe(1)
    }
  })

  it('counts a name as taken that is refused without a word, and in doubt with one', async () => {
    const site = githubSite()
    expect(await site.run(client(site, { fetch: saying(200, '{}') }).create('k#1'))).toBeUndefined()
    const failed = site.run(client(site, { fetch: saying(200, '{"message":"try later"}') }).create('k#1'))
    await expect(failed).rejects.toMatchObject({ kind: 'unavailable' })
  })

  it('keeps quota apart from rate', async () => {
    const site = githubSite()
    const body = '{"code":"resource_exhausted","msg":"cache storage quota exceeded"}'
    const full = site.run(client(site, { fetch: saying(429, body) }).create('k#1'))
    await expect(full).rejects.toMatchObject({ kind: 'full' })
    const throttled = site.run(client(site, { fetch: saying(429, body, { 'retry-after': '90' }) }).create('k#1'))
    await expect(throttled).rejects.toMatchObject({ kind: 'throttled' })
  })
})

describe('a finalisation', () => {
  it('tells what was done, what was done before, and what is not seen', async () => {
    const site = githubSite()
    const { create, finalize, lookup } = client(site)
    expect(await site.run(finalize('k#1', 3))).toBe('unseen')
    const url = (await site.run(create('k#1'))) as string
    await site.service.fetch(url, { method: 'PUT', headers: { 'x-ms-blob-type': 'BlockBlob' }, body: 'abc' })
    expect(await site.run(lookup('k#'))).toBeUndefined()
    expect(await site.run(finalize('k#1', 3))).toBe('done')
    expect(await site.run(finalize('k#1', 3))).toBe('done before')
    expect((await site.run(lookup('k#')))?.name).toBe('k#1')
  })

  it('is in doubt when its answer is lost', async () => {
    const site = githubSite()
    site.plan({ kind: 'reset-after', on: 'FinalizeCacheEntryUpload', times: 1 })
    await expect(site.run(client(site).finalize('k#1', 3))).rejects.toMatchObject({ kind: 'unavailable' })
    expect(site.fired['reset-after']).toBe(1)
  })
})

describe('the service’s clock', () => {
  it('is this machine’s, as far as answers allow', async () => {
    const site = githubSite()
    for (const off of [0, 400, -90_000, 90_000, 3_600_000]) {
      const clock = { now: () => site.clock.now() + off, sleep: site.clock.sleep.bind(site.clock) }
      const { lookup, now } = client(site, { clock })
      expect(now()).toBe(clock.now())
      await site.run(lookup('k#'))
      expect(Math.abs(now() - site.clock.now()), `${off}`).toBeLessThanOrEqual(1000)
      if (off === 0) expect(now()).toBe(site.clock.now())
    }
  })
})

describe('a service that is nowhere', () => {
  it('is refused by name', () => {
    const site = githubSite()
    const wire = createWire({ fetch, clock: site.clock, random: realRandom })
    expect(() => createService({ resultsUrl: 'nowhere', token: 't' }, wire)).toThrow('ACTIONS_RESULTS_URL is no URL.')
  })
})
