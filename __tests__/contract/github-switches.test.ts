import { createHash } from 'node:crypto'
import { ProxyAgent, fetch as undiciFetch } from 'undici'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Clock } from '../../src/core/ports/clock.ts'
import { type Fault, type Fired, GithubService } from '../support/github-service/index.ts'
import { PlainClient } from '../support/github-service/plain-client.ts'
import { defaultSwitches } from '../support/github-service/switches.ts'
import { realClock } from '../support/stores/clock.ts'

/** A clock that a test puts forward. */
class Dial implements Clock {
  ahead = 0
  readonly sleep = realClock.sleep
  now(): number {
    return realClock.now() + this.ahead
  }
}

interface Site {
  readonly service: GithubService
  readonly client: PlainClient
  readonly dial: Dial
  readonly plan: (kind: Fault['kind'], on: Fault['on'], more?: Partial<Fault>) => void
}

/** What a switch does. Resolves to how often it must have fired by then. */
type Proof = (site: Site) => Promise<number>

const noWay = { name: expect.stringMatching(/TypeError/) }
const soon = () => AbortSignal.timeout(150)

const faults: Record<Fault['kind'], Proof> = {
  throttled: async ({ client, plan }) => {
    plan('throttled', 'CreateCacheEntry', { times: 2, retryAfter: 7 })
    plan('throttled', 'GetBlob')
    const first = await client.create('a')
    expect(first).toMatchObject({ status: 429, code: 'resource_exhausted' })
    expect(first.headers.get('retry-after')).toBe('7')
    expect(await client.found('a')).toBeUndefined()
    expect((await client.create('a')).status).toBe(429)
    await client.save('a', 'x')
    const read = await client.get(await client.urlOf('a'))
    expect([read.status, read.headers.get('retry-after')]).toEqual([429, null])
    return 3
  },
  unavailable: async ({ client, plan }) => {
    plan('unavailable', 'CreateCacheEntry', { after: 1 })
    plan('unavailable', 'PutBlob', { status: 500 })
    plan('unavailable', 'FinalizeCacheEntryUpload', { status: 500 })
    const { signed_upload_url: url = '' } = await client.create('a')
    expect(await client.create('b')).toMatchObject({ status: 503, code: 'unavailable' })
    expect((await client.create('b')).ok).toBe(true)
    const put = await client.put(url, 'x')
    expect([put.status, put.headers.get('x-ms-error-code')]).toEqual([500, 'InternalError'])
    await client.put(url, 'x')
    expect((await client.finalize('a', 1)).status).toBe(500)
    expect((await client.finalize('a', 1)).ok).toBe(true)
    // A gateway's page is no JSON.
    plan('unavailable', 'GetCacheEntryDownloadURL', { status: 502 })
    await expect(client.lookup('a')).rejects.toThrow(SyntaxError)
    return 4
  },
  'not-found': async ({ client, plan }) => {
    plan('not-found', 'FinalizeCacheEntryUpload')
    const { signed_upload_url: url = '' } = await client.create('a')
    await client.put(url, 'x')
    expect(await client.finalize('a', 1)).toMatchObject({ status: 404, code: 'not_found' })
    expect((await client.finalize('a', 1)).ok).toBe(true)
    return 1
  },
  reset: async ({ client, plan, service }) => {
    plan('reset', 'CreateCacheEntry')
    await expect(client.create('a')).rejects.toMatchObject({
      ...noWay,
      cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) },
    })
    expect(service.entries).toEqual([])
    plan('reset', 'PutBlob')
    const { signed_upload_url: url = '' } = await client.create('a')
    await expect(client.put(url, Buffer.alloc(4 << 20))).rejects.toMatchObject(noWay)
    expect((await client.finalize('a', 4 << 20)).status).toBe(404)
    return 2
  },
  'reset-after': async ({ client, plan, service }) => {
    plan('reset-after', 'CreateCacheEntry')
    await expect(client.create('a')).rejects.toMatchObject(noWay)
    expect(service.entries).toMatchObject([{ key: 'a' }])
    expect(await client.create('a')).toMatchObject({ status: 409, code: 'already_exists' })
    return 1
  },
  stall: async ({ client, plan, service }) => {
    await client.save('a', 'x'.repeat(1000))
    const url = await client.urlOf('a')
    plan('stall', 'GetBlob')
    const answer = await client.get(url, 'bytes=0-99', soon())
    expect([answer.status, answer.headers.get('content-length')]).toEqual([206, '100'])
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
    expect((await reader.read()).value).toHaveLength(50)
    await expect(reader.read()).rejects.toMatchObject({ name: 'TimeoutError' })
    plan('stall', 'CreateCacheEntry')
    await expect(client.call('CreateCacheEntry', { key: 'b' }, soon())).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(service.entries).toHaveLength(1)
    return 2
  },
  cut: async ({ client, plan }) => {
    await client.save('a', 'x'.repeat(1000))
    plan('cut', 'GetBlob')
    const answer = await client.get(await client.urlOf('a'))
    expect(answer.headers.get('content-length')).toBe('1000')
    await expect(answer.text()).rejects.toMatchObject({ message: 'terminated' })
    // What has an effect has had it.
    plan('cut', 'CreateCacheEntry')
    await expect(client.create('b')).rejects.toMatchObject(noWay)
    expect((await client.create('b')).status).toBe(409)
    return 2
  },
  'wrong-bytes': async ({ client, plan }) => {
    await client.save('a', 'x'.repeat(9))
    plan('wrong-bytes', 'GetBlob', { times: 1 })
    const url = await client.urlOf('a')
    expect(await (await client.get(url)).text()).toBe('xxxxyxxxx')
    expect(await (await client.get(url)).text()).toBe('xxxxxxxxx')
    return 1
  },
}

const switches: Record<Exclude<Fired, Fault['kind'] | 'bytesPerSecond'>, Proof> = {
  latencyMillis: async ({ client, service }) => {
    service.switches.latencyMillis = 40
    const started = performance.now()
    await client.lookup('a')
    expect(performance.now() - started).toBeGreaterThan(38)
    return 1
  },
  signedHost: async ({ client, service }) => {
    service.switches.signedHost = 'azure'
    const { signed_upload_url: url = '' } = await client.create('a')
    expect(url).toMatch(/^http:\/\/fakeaccount\.blob\.core\.windows\.net\/actions-cache\//)
    return 1
  },
  newestBy: async ({ client, service }) => {
    const { signed_upload_url: first = '' } = await client.create('a#1')
    await client.save('a#2', 'x')
    await client.put(first, 'x')
    await client.finalize('a#1', 1)
    expect(await client.found('a#')).toBe('a#2')
    service.switches.newestBy = 'finalisation'
    expect(await client.found('a#')).toBe('a#1')
    return 2
  },
  ignoreKey: async ({ client, service }) => {
    await client.save('a#1', 'x')
    service.switches.ignoreKey = true
    expect(await client.found('a#1')).toBeUndefined()
    expect(await client.found('a#1', ['a#1'])).toBe('a#1')
    return 1
  },
  lagMillis: async ({ client, service, dial }) => {
    await client.save('a#1', 'x')
    service.switches.lagMillis = 60_000
    await client.save('a#2', 'x')
    expect(await client.found('a#')).toBe('a#1')
    dial.ahead = 59_000
    expect(await client.found('a#')).toBe('a#1')
    dial.ahead = 61_000
    expect(await client.found('a#')).toBe('a#2')
    return 2
  },
  lagLookups: async ({ client, service }) => {
    service.switches.lagLookups = 2
    await client.save('a#1', 'x')
    expect(await client.found('a#')).toBeUndefined()
    expect(await client.found('b#')).toBeUndefined()
    expect(await client.found('a#')).toBeUndefined()
    expect(await client.found('a#')).toBe('a#1')
    return 2
  },
  quotaExceeded: async ({ client, service }) => {
    service.switches.quotaExceeded = true
    expect(await client.create('a')).toMatchObject({ status: 403, msg: expect.stringContaining('insufficient usage') })
    return 1
  },
  readOnly: async ({ client, service }) => {
    service.switches.readOnly = true
    const answer = await client.create('a')
    expect(answer).toMatchObject({ status: 200, message: expect.stringContaining('your cache is now read only') })
    expect(answer.ok).toBeUndefined()
    return 1
  },
  writeDenied: async ({ client, service }) => {
    service.switches.writeDenied = true
    expect(await client.create('a')).toMatchObject({
      status: 200,
      message: expect.stringMatching(/^cache write denied: /),
    })
    return 1
  },
  readDenied: async ({ client, service }) => {
    service.switches.readDenied = true
    expect(await client.lookup('a')).toMatchObject({ status: 403, msg: expect.stringMatching(/^cache read denied: /) })
    return 1
  },
  unauthorizedAfter: async ({ client, service }) => {
    service.switches.unauthorizedAfter = 1
    expect((await client.lookup('a')).status).toBe(200)
    expect(await client.lookup('a')).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect((await client.create('a')).status).toBe(401)
    return 2
  },
  urlLifeMillis: async ({ client, service, dial }) => {
    service.switches.urlLifeMillis = 1000
    const url = await client.save('a', 'x')
    dial.ahead = 2000
    const late = await client.put(url, 'y')
    expect([late.status, late.headers.get('x-ms-error-code')]).toEqual([403, 'AuthenticationFailed'])
    expect((await client.get(await client.urlOf('a'))).status).toBe(200)
    return 1
  },
  urlUses: async ({ client, service }) => {
    await client.save('a', 'x')
    service.switches.urlUses = 2
    const url = await client.urlOf('a')
    const statuses = [await client.get(url), await client.get(url), await client.get(url)].map(({ status }) => status)
    expect(statuses).toEqual([200, 200, 403])
    expect((await client.get(await client.urlOf('a'))).status).toBe(200)
    return 1
  },
}

const proofs = Object.entries({ ...faults, ...switches }) as [Fired, Proof][]

describe.each(['over a socket', 'within the process'])('%s', (where) => {
  let site: Site
  beforeEach(async () => {
    const dial = new Dial()
    const service = new GithubService({ clock: dial })
    const socket = where === 'over a socket'
    if (socket) await service.start()
    const client = new PlainClient(service, service.token, socket ? globalThis.fetch : service.fetch)
    const plan: Site['plan'] = (kind, on, more) => service.switches.faults.push({ kind, on, times: 1, ...more })
    site = { service, client, dial, plan }
  })
  afterEach(() => (where === 'over a socket' ? site.service.close() : undefined))

  test.each(proofs)('%s', async (name, proof) => {
    const times = await proof(site)
    expect(times).toBeGreaterThan(0)
    expect(site.service.counts.fired).toMatchObject({ [name]: times })
    expect(site.service.unfired()).toEqual([])
  })
})

test('every switch has its proof', () => {
  const known = Object.keys(defaultSwitches()).filter((name) => name !== 'faults')
  expect(Object.keys(switches).concat('bytesPerSecond').sort()).toEqual(known.sort())
})

describe('over a socket only', () => {
  let service: GithubService
  let client: PlainClient
  beforeEach(async () => {
    service = await new GithubService().start()
    client = new PlainClient(service)
  })
  afterEach(() => service.close())

  test('bytesPerSecond holds for each connection and direction', async () => {
    const bytes = Buffer.alloc(2 << 20, 'warmstart')
    service.switches.bytesPerSecond = 20 << 20
    const started = performance.now()
    const url = await client.save('a', bytes)
    const read = await client.urlOf('a')
    const uploaded = performance.now()
    expect(uploaded - started).toBeGreaterThan(95)
    const all = await Promise.all([1, 2, 3, 4, 5, 6].map(async () => await (await client.get(read)).bytes()))
    const took = performance.now() - uploaded
    expect(took).toBeGreaterThan(95)
    // Side by side, each at its own pace.
    expect(service.counts.maxConcurrent).toBe(6)
    for (const got of all)
      expect(createHash('sha256').update(got).digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(url).toContain(service.url)
    expect(service.counts.fired.bytesPerSecond).toBeGreaterThan(10)
    expect(service.counts.bytesOut).toBeGreaterThan(6 * bytes.length)
    expect(service.counts.bytesIn).toBeGreaterThan(bytes.length)
  })

  test('a proxy’s tunnel ends in the service', async () => {
    service.switches.signedHost = 'azure'
    const dispatcher = new ProxyAgent({ uri: service.url })
    const tunnelled = ((input: string, init: object) => undiciFetch(input, { ...init, dispatcher })) as typeof fetch
    const through = new PlainClient(service, service.token, tunnelled)
    await through.save('a', 'x')
    expect(await (await through.get(await through.urlOf('a'))).text()).toBe('x')
    // Create, put, finalize, look up, get.
    expect(service.counts.proxied).toBe(5)
    await dispatcher.close()
  })
})
