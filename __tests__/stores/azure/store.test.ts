import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { packKey } from '../../../src/core/keys.ts'
import { openAzure } from '../../../src/stores/azure/open.ts'
import { leftBy } from '../../support/left-by.ts'
import { azureStore } from '../../support/servers/azurite.ts'
import { adapterDependencies } from '../../support/servers/dependencies.ts'
import { type Answering, startLoopback } from '../../support/servers/loopback.ts'
import { storeCalls } from '../../support/servers/store-calls.ts'

const KEY = packKey('n', 'trusted', '01J9ZQ4G7M8N0P2R3S5T6V7W8X')

async function serving(answer: Answering) {
  const { origin, seen } = await startLoopback(answer)
  return { store: azureStore({ origin }, 'c'), seen }
}

const calls = storeCalls(KEY)

describe('an answer that is none', () => {
  it.each<[number, string, string]>([
    [403, 'AuthorizationPermissionMismatch', 'denied'],
    [403, 'AuthenticationFailed', 'denied'],
    [404, 'ContainerNotFound', 'denied'],
    [429, 'TooManyRequests', 'throttled'],
    [500, 'OperationTimedOut', 'unavailable'],
    [503, 'ServerBusy', 'throttled'],
  ])('with status %i and the code %s is %s, once', async (status, code, kind) => {
    const { store, seen } = await serving(({ method }, response) => {
      response.writeHead(status, { 'x-ms-error-code': code, 'content-type': 'application/xml', 'retry-after': '7' })
      response.end(
        method === 'HEAD' ? '' : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Why.</Message></Error>`,
      )
    })
    for (const [name, call] of calls) {
      const expected = { name: 'StoreError', kind, store: store.name, retryAfterMillis: 7000 }
      await expect(call(store), name).rejects.toMatchObject({
        ...expected,
        message: expect.stringContaining(`${status} ${code}`),
      })
    }
    expect(seen).toHaveLength(calls.length)
  })

  it('because the connection breaks is unavailable, once', async () => {
    const { store, seen } = await serving((_, response) => response.destroy())
    for (const [name, call] of calls) await expect(call(store), name).rejects.toMatchObject({ kind: 'unavailable' })
    expect(seen).toHaveLength(calls.length)
  })

  it('leaves nothing for a collection', async () => {
    const body = Buffer.alloc(6_000_000, 7)
    const { store } = await serving((_, response) => {
      response.writeHead(200, { 'content-length': body.length, etag: '"0x1"' }).end(body)
    })
    expect(await leftBy(() => store.get(KEY))).toBeLessThan(body.length / 2)
  })

  it('that is cut off is unavailable, and not asked for again', async () => {
    const { store, seen } = await serving((_, response) => {
      const headers = { 'content-length': '2000', 'content-range': 'bytes 0-1999/5000', etag: '"0x1"' }
      response.writeHead(206, { ...headers, 'last-modified': new Date().toUTCString() })
      response.write(Buffer.alloc(1000), () => response.destroy())
    })
    const moved: number[] = []
    const got = store.get(KEY, { range: { offset: 0, length: 2000 }, moved: (_, received) => moved.push(received) })
    await expect(got).rejects.toMatchObject({ kind: 'unavailable', key: KEY })
    expect(moved.at(-1)).toBe(1000)
    expect(seen).toHaveLength(1)
  })

  it('tells the time all the same', async () => {
    const ahead = 3_600_000
    const { store, seen } = await serving((_, response) =>
      response
        .writeHead(404, { 'x-ms-error-code': 'BlobNotFound', date: new Date(Date.now() + ahead).toUTCString() })
        .end(),
    )
    for (let times = 0; times < 3; times++)
      expect(Math.abs((await store.now()) - Date.now() - ahead)).toBeLessThan(5000)
    expect(seen).toHaveLength(1)
  })

  it('shows nothing of who asked', async () => {
    const { store } = await serving((_, response) => response.writeHead(500).end())
    const error = await store.get(KEY).catch((thrown: unknown) => thrown)
    const shown = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String((error as Error).cause)
    expect(shown).not.toMatch(/SharedKey|authorization/i)
  })
})

describe('openAzure', () => {
  const open = (url: string, env: Readonly<Record<string, string>> = {}) => openAzure(url, adapterDependencies({ env }))

  it('reads a store’s URL', async () => {
    expect(await open('azblob://account/c/some/where?expires=8d')).toMatchObject({
      name: 'azblob://account/c/some/where',
      traits: { touch: { how: 'renew', everyMillis: 2 * 86_400_000 } },
    })
    expect((await open('azblob://account/c')).traits.touch).toBeUndefined()
  })

  it('goes through the proxy that the environment names', async () => {
    const { origin, seen } = await startLoopback((_, response) => {
      response.writeHead(404, { 'x-ms-error-code': 'BlobNotFound' }).end()
    })
    // Which the SDK itself reads.
    vi.stubEnv('HTTP_PROXY', origin)
    onTestFinished(() => void vi.unstubAllEnvs())
    const store = await open(`azblob://account/c?endpoint=${encodeURIComponent('http://far.invalid:9000/account')}`, {
      HTTP_PROXY: origin,
    })
    expect(await store.get(KEY)).toBeUndefined()
    expect(seen.map(({ headers }) => headers.host)).toEqual(['far.invalid:9000'])
  })

  it('signs with the account’s key, and asks an emulator as nobody without one', async () => {
    const { origin, seen } = await startLoopback((_, response) => response.writeHead(404).end())
    const url = `azblob://account/c/some/where?endpoint=${encodeURIComponent(`${origin}/account`)}&client-id=c&tenant-id=t`
    expect(await (await open(url, { AZURE_STORAGE_KEY: 'a2V5' })).get(KEY)).toBeUndefined()
    expect(await (await open(url)).get(KEY)).toBeUndefined()
    expect(seen.map(({ headers }) => headers.authorization?.split(':')[0])).toEqual(['SharedKey account', undefined])
    expect(seen[0]?.url.pathname).toBe(`/account/c/some/where/${KEY}`)
  })

  it('refuses a job without a statement at its first call only', async () => {
    const store = await open('azblob://account/c?client-id=c&tenant-id=t')
    await expect(store.get(KEY)).rejects.toMatchObject({ kind: 'denied', message: expect.stringContaining('id-token') })
  })

  it.each([
    ['azblob://account', 'The store azblob://account names no container'],
    ['azblob://account/c?region=x', 'The store azblob://account/c has the option “region”; it can have'],
    ['azblob://account/c?endpoint=nowhere', 'The store azblob://account/c has an endpoint that is no address'],
    ['azblob://account/c?client-id=x', 'The store azblob://account/c has one of client-id and tenant-id'],
  ])('says what is wrong with %s', async (url, words) => {
    await expect(open(url)).rejects.toMatchObject({ name: 'UserError', message: expect.stringContaining(words) })
  })
})
