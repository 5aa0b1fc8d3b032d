import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { put } from '../../../src/core/ports/store.ts'
import { type Answer, type Asked, failure, fakeS3 } from '../../support/stores/fake-s3.ts'

const MIB = 1024 * 1024

/** Uploads in parts, as S3 does them; `part` may answer otherwise. */
function multipart(
  part: (asked: Asked, nth: number) => Answer | undefined | Promise<Answer | undefined> = () => undefined,
) {
  const parts: Asked[] = []
  return async (asked: Asked): Promise<Answer> => {
    const { method, query } = asked
    const xml = { 'content-type': 'application/xml' }
    if (method === 'POST' && query.has('uploads')) {
      return {
        headers: xml,
        body: '<InitiateMultipartUploadResult><UploadId>an id</UploadId></InitiateMultipartUploadResult>',
      }
    }
    if (method === 'POST') {
      return {
        headers: xml,
        body: '<CompleteMultipartUploadResult><ETag>"whole"</ETag></CompleteMultipartUploadResult>',
      }
    }
    if (method === 'DELETE') return { status: 204 }
    parts.push(asked)
    return (await part(asked, parts.length)) ?? { headers: { etag: `"part ${query.get('partNumber')}"` } }
  }
}

it('has four parts in flight at most, and waits before it takes more', async () => {
  let flying = 0
  let most = 0
  const { store, asked } = await fakeS3(
    multipart(async () => {
      most = Math.max(most, ++flying)
      // The first four wait for each other, so fewer in flight would be the end of this test.
      while (most < 4) await setTimeout(5)
      await setTimeout(5)
      flying--
      return undefined
    }),
  )
  const writer = store.open('k')
  for (let i = 0; i < 6; i++) {
    await writer.write(new Uint8Array(8 * MIB))
    expect(flying).toBeLessThanOrEqual(4)
  }
  expect(await writer.commit('none')).toEqual({ stored: true, tag: 'whole' })
  expect(most).toBe(4)
  expect(asked).toHaveLength(8)
  // It would cost a round trip and a connection each.
  for (const { headers } of asked) expect(headers.expect).toBeUndefined()
})

it('sends a part again that failed in passing, the same bytes', async () => {
  const bytes = randomBytes(17 * MIB)
  const failures = [failure(503, 'SlowDown', { 'retry-after': '0' }), failure(500, 'InternalError')]
  const { store, asked } = await fakeS3(multipart((_, nth) => (nth <= 2 ? failures[nth - 1] : undefined)))
  expect(await put(store, 'k', bytes, 'absent')).toMatchObject({ stored: true })
  const sent = new Map(
    asked.filter(({ method }) => method === 'PUT').map((one) => [Number(one.query.get('partNumber')), one.body]),
  )
  expect(Buffer.compare(Buffer.concat([1, 2, 3].map((part) => sent.get(part) as Buffer)), bytes)).toBe(0)
  expect(asked.filter(({ method }) => method === 'PUT')).toHaveLength(5)
  const { headers, body } = asked.at(-1) as Asked
  expect([headers['if-none-match'], `${body}`.match(/part \d/g)]).toEqual(['*', ['part 1', 'part 2', 'part 3']])
}, 20_000)

it('gives the upload up when a part is refused, and says why', async () => {
  const { store, asked } = await fakeS3(multipart((_, nth) => (nth === 2 ? failure(403, 'AccessDenied') : undefined)))
  const writing = put(store, 'k', randomBytes(20 * MIB), 'none')
  await expect(writing).rejects.toMatchObject({ kind: 'denied' })
  // What was cut short may reach the server's list after it.
  const removals = asked.filter(({ method }) => method === 'DELETE')
  expect(removals.map(({ query }) => query.get('uploadId'))).toEqual(['an id'])
})

it('takes a completed upload whose condition does not hold for lost, and removes its parts', async () => {
  const usual = multipart()
  const { store, asked } = await fakeS3((one) =>
    one.method === 'POST' && one.query.has('uploadId') ? failure(412, 'PreconditionFailed') : usual(one),
  )
  expect(await put(store, 'k', new Uint8Array(9 * MIB), 'absent')).toEqual({ stored: false })
  expect(asked.map(({ method }) => method)).toEqual(['POST', 'PUT', 'PUT', 'POST', 'DELETE'])
})

it('fails, and removes the parts, when another write of the object is under way', async () => {
  const usual = multipart()
  const { store, asked } = await fakeS3((one) =>
    one.method === 'POST' && one.query.has('uploadId') ? failure(409, 'ConditionalRequestConflict') : usual(one),
  )
  await expect(put(store, 'k', new Uint8Array(9 * MIB), 'absent')).rejects.toMatchObject({ kind: 'unavailable' })
  expect(asked.at(-1)?.method).toBe('DELETE')
})
