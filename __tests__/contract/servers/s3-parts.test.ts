import { randomBytes } from 'node:crypto'
import { ListMultipartUploadsCommand, ListPartsCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { put } from '../../../src/core/ports/store.ts'
import { type Counter, startCounter } from '../../support/servers/counter.ts'
import { type Minio, startMinio } from '../../support/servers/minio.ts'
import { s3Store } from '../../support/servers/s3.ts'
import { freshBlob } from '../subject.ts'

let minio: Minio
let counter: Counter
beforeAll(async () => {
  minio = await startMinio()
  await minio.bucket('parts')
  counter = await startCounter(minio.origin)
})
afterAll(async () => {
  await counter?.close()
  await minio?.close()
})

const MIB = 1024 * 1024
const store = () => s3Store({ ...minio, origin: counter.origin }, 'parts')
/** Uploads of an object that are neither completed nor given up. */
const uploads = async (key: string) => {
  const { Uploads = [] } = await minio.client.send(new ListMultipartUploadsCommand({ Bucket: 'parts', Prefix: key }))
  return Uploads
}

it('sends what fits into a part in one request, and more in parts of 8 MiB while it is written', async () => {
  for (const [length, requests] of [
    [8 * MIB, 1],
    [8 * MIB + 1, 4],
    [20 * MIB, 5],
  ] as const) {
    counter.requests.length = 0
    const key = freshBlob()
    const bytes = randomBytes(length)
    const writer = store().open(key)
    // Of every size, so that parts begin and end inside blocks, and blocks hold several parts.
    for (const [from, to] of [
      [0, 1],
      [1, 17 * MIB],
      [17 * MIB, 17 * MIB + 5],
      [17 * MIB + 5, length],
    ] as const) {
      await writer.write(Uint8Array.from(bytes.subarray(from, to)))
    }
    expect(await writer.commit('absent')).toMatchObject({ stored: true })
    expect(counter.requests, counter.requests.join('\n')).toHaveLength(requests)
    expect(Buffer.compare((await store().get(key)) ?? new Uint8Array(), bytes)).toBe(0)
    expect(await uploads(key)).toEqual([])
  }
})

it('leaves no part of an upload whose condition does not hold', async () => {
  const key = freshBlob()
  const first = await put(store(), key, randomBytes(100), 'absent')
  expect(await put(store(), key, randomBytes(9 * MIB), 'absent')).toEqual({ stored: false })
  expect(await uploads(key)).toEqual([])
  expect(await put(store(), key, randomBytes(9 * MIB), first.stored ? { tag: first.tag } : 'none')).toMatchObject({
    stored: true,
  })
  expect(await put(store(), key, randomBytes(9 * MIB), first.stored ? { tag: first.tag } : 'none')).toEqual({
    stored: false,
  })
  expect(await uploads(key)).toEqual([])
})

it('leaves no part of an upload that is given up, or whose signal is aborted', async () => {
  for (const how of ['abort', 'signal'] as const) {
    const key = freshBlob()
    const controller = new AbortController()
    const writer = store().open(key, { signal: controller.signal })
    await writer.write(randomBytes(20 * MIB))
    const [upload] = await untilOne(key)
    expect(upload?.UploadId, how).toBeDefined()
    if (how === 'signal') controller.abort(new Error('enough'))
    await writer.abort()
    expect(await uploads(key), how).toEqual([])
    const parts = new ListPartsCommand({ Bucket: 'parts', Key: key, UploadId: upload?.UploadId })
    await expect(minio.client.send(parts), how).rejects.toMatchObject({ name: 'NoSuchUpload' })
  }
})

async function untilOne(key: string) {
  for (;;) {
    const found = await uploads(key)
    if (found.length > 0) return found
  }
}
