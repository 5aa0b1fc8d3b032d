import { describe, expect, it, vi } from 'vitest'
import { packKey } from '../../../src/core/keys.ts'
import type { ManagedStore } from '../../../src/core/ports/store.ts'
import { put } from '../../../src/core/ports/store.ts'
import { openGcs } from '../../../src/stores/gcs/open.ts'
import { createGcsStore } from '../../../src/stores/gcs/store.ts'
import { createGcsWire } from '../../../src/stores/gcs/wire.ts'
import { createSend } from '../../../src/stores/http/client.ts'
import { adapterDependencies } from '../../support/servers/dependencies.ts'
import { gcsStore } from '../../support/servers/fake-gcs.ts'
import { type Answering, all, answerJson, startLoopback } from '../../support/servers/loopback.ts'
import { storeCalls } from '../../support/servers/store-calls.ts'
import { realClock, realRandom } from '../../support/stores/clock.ts'

const KEY = packKey('n', 'trusted', '01J9ZQ4G7M8N0P2R3S5T6V7W8X')

async function serving(answer: Answering, prefix = ''): Promise<{ store: ManagedStore; urls: () => string[] }> {
  const { origin, seen } = await startLoopback(answer)
  return {
    store: gcsStore({ origin }, 'b', prefix),
    urls: () => seen.map(({ method, url }) => `${method} ${url.pathname}${url.search}`),
  }
}

const calls = storeCalls(KEY)

describe('an answer that is none', () => {
  const said = (message: string) => ({ error: { message } })
  it.each<[number, string, { readonly error: { readonly message: string } }]>([
    [401, 'denied', said('Invalid Credentials')],
    [403, 'denied', said('ci@p does not have storage.objects.get access')],
    [404, 'denied', said('The specified bucket does not exist.')],
    [408, 'unavailable', said('Request timeout')],
    [429, 'throttled', said('The object b/x exceeded the rate limit for object mutation operations')],
    [500, 'unavailable', said('Backend Error')],
    [503, 'unavailable', said('Service Unavailable')],
  ])('with status %i is %s, in the service’s words', async (status, kind, body) => {
    const { store } = await serving((_, response) => answerJson(response, status, body, { 'retry-after': '7' }))
    for (const [name, call] of calls) {
      const expected = {
        name: 'StoreError',
        kind,
        store: store.name,
        message: expect.stringContaining(body.error.message),
      }
      const more = status === 404 ? {} : { retryAfterMillis: 7000 }
      await expect(call(store), name).rejects.toMatchObject({ ...expected, ...more })
    }
  })

  it('because the connection breaks is unavailable', async () => {
    const { store } = await serving((_, response) => response.destroy())
    for (const [name, call] of calls) await expect(call(store), name).rejects.toMatchObject({ kind: 'unavailable' })
  })

  it('that is cut off, or longer than it said, is unavailable', async () => {
    for (const length of [2000, 500]) {
      const { store } = await serving((_, response) => {
        response.writeHead(206, { 'content-range': `bytes 0-${length - 1}/5000`, 'transfer-encoding': 'chunked' })
        response.end(Buffer.alloc(1000))
      })
      const got = store.get(KEY, { range: { offset: 0, length } })
      await expect(got).rejects.toMatchObject({ kind: 'unavailable' })
    }
  })
})

describe('what a store in a bucket asks', () => {
  it('lists page by page, below its prefix', async () => {
    const item = (name: string) => ({ name, size: '3', generation: '4', updated: '2026-01-01T00:00:00.999Z' })
    const { store, urls } = await serving(({ url }, response) => {
      const page = url.searchParams.get('pageToken')
      answerJson(response, 200, page ? { items: [item('p/b')] } : { items: [item('p/a')], nextPageToken: 'n&x' })
    }, 'p/')
    const modified = Date.parse('2026-01-01T00:00:00Z')
    expect(await all(store.list('warm'))).toEqual([
      { key: 'a', bytes: 3, tag: '4', modified },
      { key: 'b', bytes: 3, tag: '4', modified },
    ])
    expect(urls()).toHaveLength(2)
    expect(urls()[0]).toContain('prefix=p%2Fwarm&')
  })

  it('goes on with a copy that takes several requests, and copies nothing that has gone', async () => {
    const { store, urls } = await serving(({ url }, response) => {
      const token = url.searchParams.get('rewriteToken')
      answerJson(response, 200, token ? { done: true } : { done: false, rewriteToken: 'more' })
    })
    expect(await store.renew(KEY)).toBe(true)
    expect(urls()).toHaveLength(2)
    expect(urls().every((url) => url.includes('ifGenerationNotMatch=0'))).toBe(true)
    for (const status of [404, 412]) {
      const { store } = await serving((_, response) => answerJson(response, status, {}))
      expect(await store.renew(KEY)).toBe(false)
    }
  })

  it('takes the size of an object that comes in chunks from the header that Cloud Storage has for it', async () => {
    const headers = { 'x-goog-generation': '3', 'last-modified': new Date(1000).toUTCString() }
    const { store } = await serving((_, response) => {
      response.writeHead(200, { ...headers, 'transfer-encoding': 'chunked', 'x-goog-stored-content-length': '3' })
      response.end(Buffer.of(1, 2, 3))
    })
    const info = { key: KEY, bytes: 3, modified: 1000, tag: '3' }
    expect(await store.read(KEY)).toEqual({ bytes: Uint8Array.of(1, 2, 3), info })
  })

  it('tells the time by its answers, and asks once if there was none', async () => {
    const ahead = 3_600_000
    const { store, urls } = await serving((_, response) =>
      answerJson(response, 404, {}, { date: new Date(Date.now() + ahead).toUTCString() }),
    )
    for (let times = 0; times < 3; times++)
      expect(Math.abs((await store.now()) - Date.now() - ahead)).toBeLessThan(5000)
    expect(urls()).toHaveLength(1)
  })

  it('says who asks, each time', async () => {
    const { origin, seen } = await startLoopback((_, response) => answerJson(response, 200, { generation: '1' }))
    let count = 0
    const authorize = async () => ({ authorization: `Bearer ${++count}` })
    const wire = createGcsWire({ name: 'gs://b', send: createSend(), clock: realClock, random: realRandom, authorize })
    const store = createGcsStore({ wire, origin, bucket: 'b', prefix: '', touch: undefined })
    await put(store, KEY, Buffer.of(1), 'none')
    await store.stat(KEY)
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer 1', 'Bearer 2'])
  })

  it('fails by why nobody could say who asks', async () => {
    const failing = (error: object) => {
      const authorize = () => Promise.reject(Object.assign(new Error('no token'), error, { config: { secret: 'x' } }))
      const wire = createGcsWire({
        name: 'gs://b',
        send: createSend(),
        clock: realClock,
        random: realRandom,
        authorize,
      })
      return createGcsStore({ wire, origin: 'http://127.0.0.1:1', bucket: 'b', prefix: '', touch: undefined }).get(KEY)
    }
    await expect(failing({ status: 400 })).rejects.toMatchObject({ kind: 'denied' })
    await expect(failing({})).rejects.toMatchObject({ kind: 'denied' })
    for (const passing of [{ status: 503 }, { code: 'ENOTFOUND' }, { status: 429 }]) {
      await expect(failing(passing)).rejects.toMatchObject({ kind: 'unavailable' })
    }
    // The library's error has the request in it.
    await expect(failing({})).rejects.not.toMatchObject({ cause: { config: expect.anything() } })
  })
})

describe('openGcs', () => {
  const open = (url: string) => openGcs(url, adapterDependencies())
  const provider = 'projects/1/locations/global/workloadIdentityPools/p/providers/q'

  it('reads a store’s URL', async () => {
    expect(await open('gs://b/some/where?expires=30d')).toMatchObject({
      name: 'gs://b/some/where',
      traits: { touch: { how: 'renew', everyMillis: 7.5 * 86_400_000 } },
    })
    expect((await open('gs://b')).traits.touch).toBeUndefined()
  })

  it('tells an emulator no secret', async () => {
    const { origin, seen } = await startLoopback((_, response) => answerJson(response, 404, {}))
    const identityToken = vi.fn(async () => 'statement')
    const url = `gs://b?workload-identity-provider=${provider}&endpoint=${encodeURIComponent(origin)}`
    expect(await (await openGcs(url, adapterDependencies({ identityToken }))).get(KEY)).toBeUndefined()
    expect(seen.map(({ headers }) => headers.authorization)).toEqual([undefined])
    expect(identityToken).not.toHaveBeenCalled()
  })

  it('refuses a job without a statement at its first call only', async () => {
    const store = await open(`gs://b?workload-identity-provider=${provider}&service-account=a@b`)
    await expect(store.get(KEY)).rejects.toMatchObject({ kind: 'denied', message: expect.stringContaining('id-token') })
  })

  it.each([
    ['gs://b?region=x', 'The store gs://b has the option “region”; it can have'],
    ['gs://b?endpoint=nowhere', 'The store gs://b has an endpoint that is no address'],
    ['gs://b?endpoint=https://u:p@h', 'The store gs://b has an endpoint that is no address'],
    ['gs://b?workload-identity-provider=p', 'The store gs://b has a workload-identity-provider that is none'],
    ['gs://b?service-account=a', 'The store gs://b has a service-account without a workload-identity-provider'],
  ])('says what is wrong with %s', async (url, words) => {
    await expect(open(url)).rejects.toMatchObject({ name: 'UserError', message: expect.stringContaining(words) })
  })
})
