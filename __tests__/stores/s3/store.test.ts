import { expect, it } from 'vitest'
import type { StoreError, StoreErrorKind } from '../../../src/core/ports/errors.ts'
import type { Condition, Tag } from '../../../src/core/ports/store.ts'
import { put } from '../../../src/core/ports/store.ts'
import { leftBy } from '../../support/left-by.ts'
import { type Answer, failure, fakeS3 } from '../../support/stores/fake-s3.ts'

const TAG: Condition = { tag: 'abc' as Tag }

it.each<[Answer, StoreErrorKind]>([
  [failure(403, 'AccessDenied'), 'denied'],
  [failure(403, 'SignatureDoesNotMatch'), 'denied'],
  [failure(400, 'ExpiredToken'), 'denied'],
  [failure(404, 'NoSuchBucket'), 'denied'],
  [failure(403, 'RequestTimeTooSkewed'), 'unavailable'],
  [failure(500, 'InternalError'), 'unavailable'],
  [failure(400, 'RequestTimeout'), 'unavailable'],
  [failure(503, 'SlowDown'), 'throttled'],
  [{ status: 429 }, 'throttled'],
  [{ status: 502, body: '<html>a proxy’s page</html>' }, 'unavailable'],
  [failure(507, 'XMinioStorageFull'), 'full'],
  [failure(403, 'QuotaExceeded'), 'full'],
  [failure(501, 'NotImplemented'), 'unsupported'],
  [failure(400, 'KeyTooLongError'), 'unsupported'],
])('%o is %s', async (answer, kind) => {
  const { store } = await fakeS3(() => answer)
  const expected = { name: 'StoreError', kind, key: 'a/key', store: 's3://bucket/prefix' }
  await expect(store.get('a/key')).rejects.toMatchObject(expected)
  await expect(put(store, 'a/key', Buffer.of(1), 'none')).rejects.toMatchObject(expected)
})

it('says how long the store asked to be left alone', async () => {
  const date = 'Sat, 21 Nov 2026 12:00:00 GMT'
  for (const [after, millis] of [
    ['7', 7000],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
    ['soon', undefined],
  ] as const) {
    const { store } = await fakeS3(() => failure(503, 'SlowDown', { 'retry-after': after, date }))
    const error = await store.get('k').catch((thrown: unknown) => thrown)
    expect((error as StoreError).retryAfterMillis).toBe(millis)
  }
})

it('names the region of a bucket that lies in another', async () => {
  const { store } = await fakeS3(() => failure(301, 'PermanentRedirect', { 'x-amz-bucket-region': 'eu-west-3' }))
  await expect(store.get('k')).rejects.toMatchObject({ message: expect.stringContaining('region=eu-west-3') })
})

it('takes a condition that does not hold for an answer, and a write under way for one to wait for', async () => {
  const etag = { etag: '"new"' }
  const cases: [Condition, readonly Answer[], object][] = [
    ['absent', [failure(412, 'PreconditionFailed')], { stored: false }],
    [TAG, [failure(412, 'PreconditionFailed')], { stored: false }],
    [TAG, [failure(404, 'NoSuchKey')], { stored: false }],
    ['absent', [failure(409, 'ConditionalRequestConflict'), { headers: etag }], { stored: true, tag: 'new' }],
    [TAG, [failure(409, 'ConditionalRequestConflict'), failure(412, 'PreconditionFailed')], { stored: false }],
  ]
  for (const [when, answers, expected] of cases) {
    const { store, asked } = await fakeS3((_, nth) => answers[nth - 1] ?? failure(500, 'Unexpected'))
    expect(await put(store, 'k', Buffer.of(1, 2), when)).toEqual(expected)
    expect(asked).toHaveLength(answers.length)
    for (const { method, path, headers, body } of asked) {
      expect([method, path, [...body]]).toEqual(['PUT', '/bucket/prefix/k', [1, 2]])
      expect(headers[when === 'absent' ? 'if-none-match' : 'if-match']).toBe(when === 'absent' ? '*' : '"abc"')
      // What servers other than AWS refuse, and what costs a round trip.
      expect(
        Object.keys(headers).filter((name) => /^x-amz-(checksum|sdk-checksum|trailer)|^expect$/.test(name)),
      ).toEqual([])
    }
  }
  const busy = await fakeS3(() => failure(409, 'ConditionalRequestConflict'))
  await expect(put(busy.store, 'k', Buffer.of(1), 'absent')).rejects.toMatchObject({ kind: 'unavailable' })
  const gone = await fakeS3(() => failure(404, 'NoSuchBucket'))
  await expect(put(gone.store, 'k', Buffer.of(1), TAG)).rejects.toMatchObject({ kind: 'denied' })
})

it('makes no call for a tag that no store gave', async () => {
  const { store, asked } = await fakeS3(() => ({}))
  expect(await put(store, 'k', Buffer.of(1), { tag: '' as Tag })).toEqual({ stored: false })
  expect(asked).toEqual([])
})

it('shows bytes as they come, and takes an answer that breaks off for none', async () => {
  const { store } = await fakeS3((_, nth) => ({
    body: Buffer.alloc(3_000_000, 7),
    ...(nth === 1 && { cut: 1_000_000 }),
  }))
  const seen: number[] = []
  const moved = (filling: Uint8Array, received: number) => {
    expect(filling[received - 1]).toBe(7)
    seen.push(received)
  }
  await expect(store.get('k', { moved })).rejects.toMatchObject({ kind: 'unavailable' })
  expect(seen.at(-1)).toBe(1_000_000)
  seen.length = 0
  expect((await store.get('k', { moved }))?.length).toBe(3_000_000)
  expect(seen.length).toBeGreaterThan(1)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
})

it('leaves nothing of a read for a collection', async () => {
  const body = Buffer.alloc(6_000_000, 7)
  const { store } = await fakeS3(() => ({ body }))
  // The server makes a copy.
  expect(await leftBy(() => store.get('k'))).toBeLessThan(body.length * 1.5)
})

it('ends a read when the signal is aborted in the middle', async () => {
  const { store } = await fakeS3(() => ({ body: Buffer.alloc(100), cut: 50, headers: { 'content-length': '100' } }))
  const controller = new AbortController()
  const reading = store.get('k', { signal: controller.signal, moved: () => controller.abort(new Error('enough')) })
  await expect(reading).rejects.toThrow('enough')
})

it('knows the server’s time from any answer, and asks for it only before there was one', async () => {
  const ahead = 3_600_000
  const date = () => new Date(Date.now() + ahead).toUTCString()
  const { store, asked } = await fakeS3(() => ({ status: 403, headers: { date: date() } }))
  for (let times = 0; times < 2; times++) {
    const difference = (await store.now()) - Date.now() - ahead
    expect(difference).toBeGreaterThan(-1500)
    expect(difference).toBeLessThanOrEqual(0)
  }
  expect(asked.map(({ method }) => method)).toEqual(['HEAD'])
})

it('lists page after page', async () => {
  const object = (name: string) =>
    `<Contents><Key>prefix/${name}</Key><LastModified>2026-11-21T12:00:00.789Z</LastModified><ETag>&quot;t&quot;</ETag><Size>5</Size></Contents>`
  const page = (names: readonly string[], next?: string) =>
    `<?xml version="1.0"?><ListBucketResult>${names.map(object).join('')}<IsTruncated>${next !== undefined}</IsTruncated>${next ? `<NextContinuationToken>${next}</NextContinuationToken>` : ''}</ListBucketResult>`
  const { store, asked } = await fakeS3((_, nth) => ({
    headers: { 'content-type': 'application/xml' },
    body: nth === 1 ? page(['w/a', 'w/b'], 'second page') : page(['w/c']),
  }))
  const infos = []
  for await (const info of store.list('w/')) infos.push(info)
  const info = { bytes: 5, tag: 't', modified: Date.UTC(2026, 10, 21, 12) }
  expect(infos).toEqual(['w/a', 'w/b', 'w/c'].map((key) => ({ key, ...info })))
  expect(asked.map(({ query }) => [query.get('prefix'), query.get('continuation-token')])).toEqual([
    ['prefix/w/', null],
    ['prefix/w/', 'second page'],
  ])
})

it('goes through the proxy that the environment names', async () => {
  const { behind, origin, asked } = await fakeS3(() => failure(404, 'NoSuchKey'))
  expect(await behind(origin).get('k')).toBeUndefined()
  expect(asked.map(({ headers }) => headers.host)).toEqual(['far.invalid:9000'])
})

it('renews an object by a copy whose source no server can misread', async () => {
  const { store, asked } = await fakeS3(() => ({ body: '<CopyObjectResult/>' }))
  expect(await store.renew('a+b/c d/~+/é')).toBe(true)
  expect(asked[0]?.headers['x-amz-copy-source']).toBe('bucket/prefix/a%2Bb/c%20d/~%2B/%C3%A9')
})
