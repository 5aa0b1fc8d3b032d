import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { plant } from '../../support/damage/trees.ts'
import { type IdentityProvider, startIdentityProvider } from '../../support/servers/identity-provider.ts'
import { type Minio, startMinio } from '../../support/servers/minio.ts'
import { Desk } from '../../support/warmstart.ts'

let provider: IdentityProvider
let minio: Minio
beforeAll(async () => {
  provider = await startIdentityProvider()
  minio = await startMinio({
    MINIO_IDENTITY_OPENID_CONFIG_URL: provider.configUrl,
    MINIO_IDENTITY_OPENID_CLIENT_ID: AUDIENCE,
    MINIO_IDENTITY_OPENID_CLIENT_SECRET: 'unused',
    MINIO_IDENTITY_OPENID_ROLE_POLICY: 'readwrite',
  })
})
afterAll(async () => {
  await minio?.close()
  await provider?.close()
})

const AUDIENCE = 'sts.amazonaws.com'
/** MinIO makes a role's name of the client's. */
const ROLE = `arn:minio:iam:::role/${createHash('sha1').update(AUDIENCE).digest('base64url')}`

/** A job that has nothing but what `env` gives it. */
async function desk(env: Readonly<Record<string, string>>, role = ROLE): Promise<Desk> {
  const bucket = `b-${randomUUID()}`
  await minio.bucket(bucket)
  const made = new Desk()
  const server = encodeURIComponent(minio.origin)
  const url = `s3://${bucket}?endpoint=${server}&sts-endpoint=${server}&role-to-assume=${encodeURIComponent(role)}`
  made.env = { ...made.env, ...env, WARMSTART_STORE: url, AWS_EC2_METADATA_DISABLED: 'true' }
  mkdirSync(join(made.workspace, 'tree'), { recursive: true })
  plant(join(made.workspace, 'tree'), { file: 'content' })
  return made
}
const ARGS = ['--name', 'v', '--path', 'tree', '--key', 'k']

it('takes on a role by the identity of a GitHub job', async () => {
  const job = await desk(provider.githubEnv)
  provider.asked.length = 0
  expect((await job.json('save', ...ARGS)).result).toMatchObject({ reason: 'saved' })
  expect(provider.asked).toEqual([AUDIENCE])
  expect((await job.json('restore', ...ARGS)).result).toMatchObject({ hit: 'exact' })
}, 60_000)

it('takes on a role by the statement that GitLab puts into a variable', async () => {
  const job = await desk({ WARMSTART_ID_TOKEN: provider.token(AUDIENCE) })
  expect((await job.json('save', ...ARGS)).result).toMatchObject({ reason: 'saved' })
}, 60_000)

it('misses, and says why in one sentence, where the job has no identity or it is not taken', async () => {
  for (const [env, why] of [
    [{}, 'permissions: id-token: write'],
    [{ WARMSTART_ID_TOKEN: provider.token(AUDIENCE, {}, -600) }, 'expired'],
    [{ WARMSTART_ID_TOKEN: provider.token('somebody else') }, 'was not given'],
  ] as const) {
    const job = await desk(env)
    const { status, stderr, result } = await job.json('restore', ...ARGS)
    expect({ status, result }, stderr).toMatchObject({ status: 0, result: { hit: 'miss' } })
    expect(stderr).toContain(why)
    expect(stderr.match(/warning:/g), stderr).toHaveLength(1)
    const token = 'WARMSTART_ID_TOKEN' in env ? env.WARMSTART_ID_TOKEN : 'none'
    expect(stderr).not.toContain(token)
  }
}, 60_000)

it('restores without an identity what everybody may read, and says what a save would need', async () => {
  const job = await desk(provider.githubEnv)
  expect((await job.json('save', ...ARGS)).result).toMatchObject({ reason: 'saved' })
  const bucket = new URL(job.env['WARMSTART_STORE'] ?? '').host
  const arn = `arn:aws:s3:::${bucket}`
  const everybody = { Effect: 'Allow', Principal: { AWS: ['*'] } }
  const Statement = [
    { ...everybody, Action: ['s3:ListBucket'], Resource: [arn] },
    { ...everybody, Action: ['s3:GetObject'], Resource: [`${arn}/*`] },
  ]
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
  await minio.client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }))

  const fork = await desk({})
  fork.env['WARMSTART_STORE'] = job.env['WARMSTART_STORE'] ?? ''
  expect((await fork.json('restore', ...ARGS)).result).toMatchObject({ hit: 'exact' })
  plant(join(fork.workspace, 'tree'), { file: 'changed' })
  const { status, stderr, result } = await fork.json('save', ...ARGS)
  expect({ status, result }, stderr).toMatchObject({ status: 0, result: { saved: false, reason: 'store-failed' } })
  expect(stderr).toContain('permissions: id-token: write')
}, 60_000)
