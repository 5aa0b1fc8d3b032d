import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { put } from '../../../src/core/ports/store.ts'
import { type Counter, startCounter } from '../../support/servers/counter.ts'
import { type FakeGcs, gcsStore, startFakeGcs } from '../../support/servers/fake-gcs.ts'
import { freshBlob } from '../subject.ts'

let server: FakeGcs
let counter: Counter
beforeAll(async () => {
  server = await startFakeGcs()
  await server.bucket('parts')
  counter = await startCounter(server.origin)
})
afterAll(async () => {
  await counter?.close()
  await server?.close()
})

const MIB = 1024 * 1024
const store = () => gcsStore(counter, 'parts')

describe('a store in a bucket', () => {
  it('sends less than a part in one request, and more in parts while it is written', async () => {
    for (const [megabytes, requests] of [
      [8, 1],
      [9, 3],
      [20, 4],
    ] as const) {
      counter.requests.length = 0
      const key = freshBlob()
      const bytes = randomBytes(megabytes * MIB)
      const writer = store().open(key)
      for (let at = 0; at < bytes.length; at += MIB) await writer.write(Uint8Array.from(bytes.subarray(at, at + MIB)))
      expect(await writer.commit('absent')).toMatchObject({ stored: true })
      expect(counter.requests, counter.requests.join('\n')).toHaveLength(requests)
      expect(Buffer.compare((await store().get(key)) ?? new Uint8Array(), bytes)).toBe(0)
    }
  })

  it('does not replace in parts what is there', async () => {
    const key = freshBlob()
    await put(store(), key, Buffer.of(1), 'absent')
    const writer = store().open(key)
    for (let i = 0; i < 9; i++) await writer.write(new Uint8Array(MIB))
    await writer.write(new Uint8Array(1))
    expect(await writer.commit('absent')).toEqual({ stored: false })
    expect(await store().get(key)).toEqual(Uint8Array.of(1))
  })

  it('makes an object young again in one request', async () => {
    const key = freshBlob()
    await put(store(), key, Buffer.of(1), 'absent')
    const before = await store().stat(key)
    await setTimeout(1100)
    counter.requests.length = 0
    expect(await store().renew(key)).toBe(true)
    expect(counter.requests).toHaveLength(1)
    expect((await store().stat(key))?.modified).toBeGreaterThan(before?.modified ?? Number.NaN)
  })
})

/*
 * Where the server is not Cloud Storage. The adapter goes by the real rules, and `__tests__/stores/gcs` holds it to
 * them. A test here that fails says that the server has become truer.
 */
describe('fake-gcs-server', () => {
  const ask = (method: string, path: string, init: RequestInit = {}) =>
    fetch(`${server.origin}${path}`, { method, ...init })

  // “Request preconditions” of Cloud Storage: a copy whose ifGenerationMatch does not hold is answered with 412.
  it('copies without looking at conditions', async () => {
    const key = encodeURIComponent(freshBlob())
    await put(gcsStore(server, 'parts'), decodeURIComponent(key), Buffer.of(1), 'absent')
    const { status } = await ask('POST', `/storage/v1/b/parts/o/${key}/rewriteTo/b/parts/o/${key}?ifGenerationMatch=1`)
    expect(status).toBe(200)
  })

  // “Check the status of a resumable upload”: the answer to `bytes */*` is 308, and the upload goes on.
  it('ends an upload when it is asked what it has of it', async () => {
    const begun = await ask('POST', '/upload/storage/v1/b/parts/o?uploadType=resumable&name=asked')
    const session = begun.headers.get('location') ?? ''
    const part = { 'content-range': 'bytes 0-262143/*', 'x-guploader-no-308': 'yes' }
    await fetch(session, { method: 'PUT', headers: part, body: new Uint8Array(262_144) })
    const asked = await fetch(session, { method: 'PUT', headers: { ...part, 'content-range': 'bytes */*' } })
    expect(asked.headers.get('x-http-status-code-override')).toBeNull()
    expect((await ask('GET', '/storage/v1/b/parts/o/asked')).status).toBe(200)
  })

  // “Object name … once per second”: faster writes of one object are answered with 429.
  it('lets one object be written as often as one likes', async () => {
    const key = freshBlob()
    for (let times = 0; times < 20; times++) {
      expect(await put(gcsStore(server, 'parts'), key, Buffer.of(times), 'none')).toMatchObject({ stored: true })
    }
  })
})
