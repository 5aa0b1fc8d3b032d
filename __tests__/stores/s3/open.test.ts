import { expect, it, onTestFinished } from 'vitest'
import { headKey } from '../../../src/core/keys.ts'
import { put } from '../../../src/core/ports/store.ts'
import { openS3 } from '../../../src/stores/s3/open.ts'
import { adapterDependencies } from '../../support/servers/dependencies.ts'
import { failure, fakeS3 } from '../../support/stores/fake-s3.ts'

/** What the SDK's own chain looks at. */
function environment(variables: Readonly<Record<string, string>>): void {
  const before = { ...process.env }
  onTestFinished(() => {
    process.env = before
  })
  process.env = { PATH: before['PATH'], AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nowhere', ...variables }
}
const KEYS = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }
const key = headKey({ namespace: 'n', lane: 'trusted', volume: 'v', key: 'k' })

it.each([
  ['s3:bucket', 'is no URL of a store'],
  ['s3://id:secret@bucket', 'has credentials in its URL'],
  ['s3://bucket?acl=public', 'has the option “acl”'],
  ['s3://bucket?endpoint=minio:9000', 'no address'],
  ['s3://bucket?endpoint=http://id:secret@minio', 'no address'],
  ['s3://bucket?endpoint=http://minio&path-style=yes', 'path-style=yes'],
  ['s3://bucket?region=eu-west-1&expires=2d', 'four at least'],
  ['s3://bucket?region=eu-west-1&expires=30', 'four at least'],
  ['s3://bucket', 'has no region'],
  ['s3://bucket?region=', 'has no region'],
])('refuses %s', async (url, why) => {
  environment(KEYS)
  const opening = openS3(url, adapterDependencies())
  await expect(opening).rejects.toMatchObject({ name: 'UserError', message: expect.stringContaining(why) })
  await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining('secret') })
})

it('takes the region from the environment, and renews what the bucket would let expire', async () => {
  environment({ ...KEYS, AWS_REGION: 'eu-west-1' })
  const store = await openS3('s3://bucket/a/prefix/?expires=28d', adapterDependencies())
  expect(store.name).toBe('s3://bucket/a/prefix/')
  expect(store.traits.touch).toEqual({ how: 'renew', everyMillis: 7 * 86_400_000 })
  const other = await openS3('s3://bucket?region=us-east-1', adapterDependencies())
  expect(other.traits.touch).toBeUndefined()
})

it('puts the bucket into the path or the host’s name', async () => {
  environment(KEYS)
  const server = await fakeS3(() => failure(404, 'NoSuchKey'))
  const endpoint = encodeURIComponent(server.origin.replace('127.0.0.1', 'localhost'))
  for (const [option, path, host] of [
    ['', '/bucket/a/prefix/k', 'localhost'],
    ['&path-style=false', '/a/prefix/k', 'bucket.localhost'],
  ] as const) {
    // `*.localhost` is not everywhere an address: what would be looked up goes through a proxy instead.
    const dependencies = adapterDependencies({ env: { HTTP_PROXY: server.origin } })
    const store = await openS3(`s3://bucket/a/prefix?endpoint=${endpoint}${option}`, dependencies)
    expect(await store.get('k')).toBeUndefined()
    const { path: asked, headers } = server.asked.at(-1) ?? {}
    expect([asked, headers?.host?.split(':')[0]]).toEqual([path, host])
  }
})

it('refuses heads, and only them, to a server that writes whatever the condition', async () => {
  environment(KEYS)
  const objects = new Map<string, Buffer>()
  const server = await fakeS3(({ method, path, body }) => {
    if (method === 'PUT') objects.set(path, body)
    if (method === 'DELETE') objects.delete(path)
    const found = objects.get(path)
    return found
      ? { headers: { etag: `"${found.toString('hex').slice(0, 32)}"` }, body: found }
      : failure(404, 'NoSuchKey')
  })
  const store = await openS3(`s3://bucket?endpoint=${encodeURIComponent(server.origin)}`, adapterDependencies())
  expect(await put(store, 'warmstart/v1/n/trusted/packs/p', Buffer.of(1), 'absent')).toMatchObject({ stored: true })
  const writing = put(store, key, Buffer.of(2), 'absent')
  await expect(writing).rejects.toMatchObject({
    kind: 'unsupported',
    message: expect.stringContaining('does not honour conditional writes'),
  })
  expect(await store.get('warmstart/v1/n/trusted/packs/p')).toEqual(new Uint8Array([1]))
  expect([...objects.keys()]).toEqual(['/bucket/warmstart/v1/n/trusted/packs/p'])
})

it('is refused access, and says how to get it, without credentials', async () => {
  environment({})
  const server = await fakeS3(() => failure(403, 'AccessDenied'))
  const endpoint = encodeURIComponent(server.origin)
  const bare = await openS3(`s3://bucket?endpoint=${endpoint}`, adapterDependencies())
  await expect(bare.get(key)).rejects.toMatchObject({
    kind: 'denied',
    message: expect.stringContaining('AWS_ACCESS_KEY_ID'),
  })
  expect(server.asked).toEqual([])

  // Without an identity a role cannot be taken on; then it is asked as nobody, and a refusal says why.
  const role = await openS3(
    `s3://bucket?endpoint=${endpoint}&role-to-assume=arn:aws:iam::1:role/r`,
    adapterDependencies(),
  )
  await expect(role.get(key)).rejects.toMatchObject({
    kind: 'denied',
    message: expect.stringContaining('permissions: id-token: write'),
  })
  // Once for the object, and once whether it is only not there.
  expect(server.asked.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined])
})

it('hides what it was given to take on a role, and asks for it once', async () => {
  environment({})
  const given = { id: 'a temporary id', secret: 'a temporary secret', token: 'a session token' }
  const sts = await fakeS3(() => ({
    headers: { 'content-type': 'text/xml' },
    body: `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>${given.id}</AccessKeyId><SecretAccessKey>${given.secret}</SecretAccessKey><SessionToken>${given.token}</SessionToken><Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`,
  }))
  const server = await fakeS3(() => failure(404, 'NoSuchKey'))
  const [hidden, audiences] = [new Set<string>(), [] as string[]]
  const url = `s3://bucket?endpoint=${encodeURIComponent(server.origin)}&sts-endpoint=${encodeURIComponent(sts.origin)}&role-to-assume=arn:aws:iam::1:role/r`
  const store = await openS3(
    url,
    adapterDependencies({
      hide: (secret) => hidden.add(secret),
      async identityToken(audience) {
        audiences.push(audience)
        return 'who this job is'
      },
    }),
  )
  await Promise.all([store.get(key), store.get(key), store.stat(key)])
  await store.get(key)
  expect(audiences).toEqual(['sts.amazonaws.com'])
  expect(hidden).toEqual(new Set([given.secret, given.token]))
  const asked = Object.fromEntries(new URLSearchParams(`${sts.asked[0]?.body}`))
  expect(asked).toMatchObject({ RoleArn: 'arn:aws:iam::1:role/r', WebIdentityToken: 'who this job is' })
  expect(server.asked.map(({ headers }) => headers['x-amz-security-token'])).toEqual(Array(4).fill(given.token))
})
