import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GithubService, type Switches } from '../support/github-service/index.ts'
import { PlainClient, VERSION } from '../support/github-service/plain-client.ts'
import { toolkit } from '../support/github-service/toolkit.ts'
import { describeGithubService } from './github-service.ts'

describeGithubService('the cache service with blobs of its own', async () => undefined)

describe('the cache service', () => {
  let service: GithubService
  let client: PlainClient
  beforeEach(async () => {
    service = await new GithubService().start()
    client = new PlainClient(service)
  })
  afterEach(() => service.close())

  test('writes a name once in each scope and version', async () => {
    await client.save('a', 'x')
    expect(await client.create('a')).toMatchObject({ status: 409, code: 'already_exists', msg: expect.any(String) })
    expect((await client.create('a', 'ab'.repeat(32))).ok).toBe(true)
    const other = new PlainClient(service, service.tokenFor(['refs/heads/other', 'rw']))
    expect((await other.create('a')).ok).toBe(true)
    // Reserved and never finalised: not found, and taken for good.
    await client.create('hole')
    expect(await client.found('hole')).toBeUndefined()
    expect((await client.create('hole')).status).toBe(409)
  })

  test('looks up the key, then what starts with it, then restore keys, newest first', async () => {
    for (const key of ['k', 'k-1', 'k-2', 'r-1', 'r-2']) await client.save(key, 'x')
    expect(await client.found('k')).toBe('k')
    expect(await client.found('k-')).toBe('k-2')
    expect(await client.found('q', ['s', 'r-'])).toBe('r-2')
    expect(await client.found('k-', ['r-'])).toBe('k-2')
    expect(await client.lookup('nothing')).toMatchObject({ status: 200 })
    expect(await client.found('nothing')).toBeUndefined()
    expect((await client.lookup('k', undefined, 'ab'.repeat(32))).matched_key).toBeUndefined()
  })

  test('looks through scopes in the token’s order and writes to the first that may be written', async () => {
    const main = client
    const pull = new PlainClient(
      service,
      service.tokenFor(['refs/pull/7/merge', 'rw'], ['refs/heads/dev', 'r'], ['refs/heads/main', 'r']),
    )
    const dev = new PlainClient(service, service.tokenFor(['refs/heads/dev', 'rw'], ['refs/heads/main', 'r']))
    await pull.save('k-old', 'x')
    await dev.save('k-dev', 'x')
    await main.save('k', 'x')
    await main.save('m', 'x')
    // A prefix in the own scope shadows the key itself in another.
    expect(await pull.found('k')).toBe('k-old')
    expect(await pull.found('k-d')).toBe('k-dev')
    expect(await pull.found('m')).toBe('m')
    expect(await main.found('k-')).toBeUndefined()
    expect(service.entries.map(({ scope, key }) => `${scope} ${key}`)).toEqual([
      'refs/pull/7/merge k-old',
      'refs/heads/dev k-dev',
      'refs/heads/main k',
      'refs/heads/main m',
    ])
  })

  test('denies by the token', async () => {
    const reader = new PlainClient(service, service.tokenFor(['refs/heads/main', 'r']))
    const writer = new PlainClient(service, service.tokenFor(['refs/heads/main', 'w']))
    expect((await reader.create('a')).message).toMatch(/^cache write denied: /)
    expect((await writer.create('a')).ok).toBe(true)
    expect(await writer.lookup('a')).toMatchObject({ status: 403, msg: expect.stringMatching(/^cache read denied: /) })
    for (const token of ['', 'x', 'e30.e30.x']) {
      expect((await new PlainClient(service, token).lookup('a')).status).toBe(401)
    }
  })

  test.each([
    ['no key', { version: VERSION }],
    ['a comma', { key: 'a,b', version: VERSION }],
    ['a long key', { key: 'a'.repeat(513), version: VERSION }],
    ['no digest for a version', { key: 'a', version: '1' }],
    ['eleven keys', { key: 'a', restore_keys: 'bcdefghijk'.split(''), version: VERSION }],
  ])('refuses %s', async (_, body) => {
    expect(await client.call('GetCacheEntryDownloadURL', body)).toMatchObject({ status: 400, code: 'invalid_argument' })
  })

  test('takes both spellings of fields, and the size as it was uploaded', async () => {
    const { signed_upload_url: url = '' } = await client.create('a')
    await client.put(url, 'xyz')
    expect((await client.finalize('a', 2)).code).toBe('invalid_argument')
    const body = { key: 'a', version: VERSION, sizeBytes: 3 }
    expect(await client.call('FinalizeCacheEntryUpload', body)).toMatchObject({ ok: true, entry_id: '1' })
    const lookup = { key: 'b', restoreKeys: ['a'], version: VERSION }
    expect((await client.call('GetCacheEntryDownloadURL', lookup)).matched_key).toBe('a')
    expect(await client.call('Nonsense', body)).toMatchObject({ status: 404, code: 'bad_route' })
  })

  test('refuses a blob’s wrong parts', async () => {
    const { signed_upload_url: url = '' } = await client.create('a')
    const codeOf = async (answer: Promise<Response>) => (await answer).headers.get('x-ms-error-code')
    expect(await codeOf(client.put(url, 'x', '', { 'x-ms-blob-type': '' }))).toBe('MissingRequiredHeader')
    expect(await codeOf(client.put(url, 'x', '', { 'content-md5': 'AAAA' }))).toBe('Md5Mismatch')
    expect(await codeOf(client.put(url, 'x', '&comp=block&blockid=!'))).toBe('InvalidQueryParameterValue')
    expect(await codeOf(client.putBlock(url, '01', ''))).toBe('InvalidHeaderValue')
    await client.putBlock(url, '01', 'x')
    expect(await codeOf(client.putBlock(url, '0001', 'x'))).toBe('InvalidBlobOrBlock')
    expect(await codeOf(client.putBlockList(url, ['02']))).toBe('InvalidBlockList')
    expect(await codeOf(client.put(url, 'x', '&comp=lease'))).toBe('InvalidQueryParameterValue')
  })

  test('counts', async () => {
    await client.save('a', 'x'.repeat(100))
    await (await client.get(await client.urlOf('a'), 'bytes=10-19')).text()
    expect(service.counts).toMatchObject({
      requests: {
        CreateCacheEntry: 1,
        PutBlob: 1,
        FinalizeCacheEntryUpload: 1,
        GetCacheEntryDownloadURL: 1,
        GetBlob: 1,
      },
      uploads: 1,
      ranges: [{ name: 'a', offset: 10, length: 10 }],
      maxConcurrent: 1,
      proxied: 0,
    })
  })
})

test('@actions/cache works with TLS, a private authority and a proxy’s tunnels', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'warmstart-'))
  mkdirSync(join(directory, 'tree'))
  writeFileSync(join(directory, 'tree', 'a'), 'a')
  const service = await new GithubService({ secure: true }).start()
  service.switches.signedHost = 'azure'
  try {
    expect(await toolkit(service, directory, 'save', ['tree'], ['a'])).toMatchObject({ value: 1 })
    const run = await toolkit(service, directory, 'restore', ['tree'], ['a'])
    expect(run).toMatchObject({
      value: 'a',
      log: expect.stringContaining('https://fakeaccount.blob.core.windows.net/'),
    })
    // Put, head and read; the service itself is on this machine, where no proxy is asked.
    expect(service.counts.proxied).toBe(3)
  } finally {
    await service.close()
    rmSync(directory, { recursive: true })
  }
})

/** What the official client says shows whether it takes an answer for what it is meant to be. */
describe('@actions/cache understands', () => {
  const outcomes: readonly [why: string, what: 'save' | 'restore', set: Partial<Switches>, said: string][] = [
    ['a denied write', 'save', { writeDenied: true }, 'More details: cache write denied: token has no writable'],
    [
      'a denied read',
      'restore',
      { readDenied: true },
      '::warning::Failed to restore: Failed to GetCacheEntryDownloadURL',
    ],
    ['no room', 'save', { quotaExceeded: true }, 'Cache storage quota has been hit'],
    [
      'a budget that is used up',
      'save',
      { readOnly: true },
      '::warning::Cache reservation failed: You have reached your',
    ],
    ['a token that is over', 'save', { unauthorizedAfter: 0 }, '(401) Unauthorized: token is expired'],
    [
      'a limit of requests',
      'restore',
      { faults: [{ kind: 'throttled', on: 'GetCacheEntryDownloadURL', times: 1, retryAfter: 7 }] },
      'your rate limit will reset in 7 seconds',
    ],
    [
      'a finalize that finds nothing',
      'save',
      { faults: [{ kind: 'not-found', on: 'FinalizeCacheEntryUpload', times: 1 }] },
      '(404) Not Found: cache entry not found',
    ],
  ]

  test.concurrent.each(outcomes)('%s', async (_, what, set, said) => {
    const directory = mkdtempSync(join(tmpdir(), 'warmstart-'))
    mkdirSync(join(directory, 'tree'))
    writeFileSync(join(directory, 'tree', 'a'), 'a')
    const service = await new GithubService().start()
    Object.assign(service.switches, set)
    try {
      const run = await toolkit(service, directory, what, ['tree'], ['a'])
      expect(run.value).toBe(what === 'save' ? -1 : null)
      expect(run.log).toContain(said)
      expect(Object.values(service.counts.fired)).toContain(1)
    } finally {
      await service.close()
      rmSync(directory, { recursive: true })
    }
  })
})

test('as a process of its own it is set and read over its port', async () => {
  const main = fileURLToPath(new URL('../support/github-service/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, '{"latencyMillis":5}'], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const { url, resultsUrl, token, env } = JSON.parse(`${line}`)
    expect(env).toMatchObject({ ACTIONS_RESULTS_URL: resultsUrl, ACTIONS_RUNTIME_TOKEN: token, HTTP_PROXY: url })
    const client = new PlainClient({ url } as GithubService, token)
    await client.save('a', 'x')
    const read = await client.urlOf('a')
    const control = { switches: { readOnly: true, faults: [{ kind: 'reset', on: 'GetBlob', times: 1 }] } }
    await fetch(`${url}/_control`, { method: 'POST', body: JSON.stringify(control) })
    expect((await client.create('b')).message).toContain('read only')
    await expect(client.get(read)).rejects.toThrow('fetch failed')
    await fetch(`${url}/_control`, { method: 'POST', body: JSON.stringify({ evict: 'a' }) })
    expect((await client.get(read)).status).toBe(404)
    const counts = (await (await fetch(`${url}/_counts`)).json()) as object
    expect(counts).toMatchObject({ uploads: 1, fired: { readOnly: 1, reset: 1, latencyMillis: 7 } })
  } finally {
    child.kill()
    await once(child, 'exit')
  }
})
