import { PutBucketLifecycleConfigurationCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lifecycleRules } from '../../../src/stores/setup/lifecycle.ts'
import { placeOf } from '../../../src/stores/setup/place.ts'
import { policyParts } from '../../../src/stores/setup/policy.ts'
import { type Minio, startMinio } from '../../support/servers/minio.ts'
import { s3Store } from '../../support/servers/s3.ts'
import { Desk } from '../../support/warmstart.ts'

let minio: Minio
let url: string
beforeAll(async () => {
  minio = await startMinio()
  url = (await minio.bucket('setup')).replace('s3://setup?', 's3://setup/cache?')
})
afterAll(() => minio?.close())

function desk(env: Readonly<Record<string, string>>): Desk {
  const made = new Desk()
  made.env = { ...made.env, ...env, WARMSTART_STORE: url }
  return made
}
const names = async () => {
  const found: string[] = []
  for await (const { key } of s3Store(minio, 'setup').list('')) found.push(key)
  return found
}

it('an administrator makes a store ready, and the doctor finds it well', async () => {
  const administrator = desk(minio.env)
  const at = ['--namespace', 'acme/web', '--lane', 'trusted']
  const made = await administrator.run('store', 'init', ...at)
  expect(made, made.stderr).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('it honours conditional writes'),
  })
  expect(await names()).toEqual(['cache/warmstart/v1/acme/web/trusted/~probe'])

  const looked = await administrator.run('store', 'doctor', ...at)
  expect(looked.status, looked.stdout + looked.stderr).toBe(0)
  for (const line of ['ok    list lane trusted', 'ok    conditions: 5 of 5 honoured', 'warn  lane pr: may be written'])
    expect(looked.stdout).toContain(line)
  expect(looked.stdout).toContain('no rule of the bucket removes anything, and the URL says nothing')
  expect(await names()).toEqual(['cache/warmstart/v1/acme/web/trusted/~probe'])

  const place = placeOf(url)
  if (!place) throw new Error('no cloud')
  const LifecycleConfiguration = lifecycleRules(place, 30) as unknown as { Rules: [] }
  await minio.client.send(new PutBucketLifecycleConfigurationCommand({ Bucket: 'setup', LifecycleConfiguration }))
  const without = await administrator.run('store', 'doctor', ...at)
  expect(without.stdout).toContain('warn  lifecycle: a rule of the bucket removes what is 30 days old')
  administrator.env['WARMSTART_STORE'] = `${url}&expires=30d`
  expect((await administrator.run('store', 'doctor', ...at)).stdout).toContain('ok    lifecycle: ')
}, 60_000)

it('the identity of pull requests is well in its lane, with the lanes above refused to it', async () => {
  const place = placeOf(url)
  if (!place) throw new Error('no cloud')
  const who = {
    ci: 'github',
    repository: 'acme/web',
    branch: 'main',
    namespace: 'acme/web',
    shares: [],
    account: '1',
  } as const
  const [part] = policyParts({ place, ...who }, ['pr'])
  const policy = part?.documents['policy'] as { Statement: [] } | undefined
  const { accessKeyId, secretAccessKey, sessionToken = '' } = await minio.limited(policy?.Statement ?? [])
  const keys = {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  }
  const before = await names()
  const pull = desk(keys)
  const { status, result } = await pull.json('store', 'doctor', '--namespace', 'acme/web', '--lane', 'pr/7')
  const findings = result['findings'] as { check: string; state: string; lane?: string; mayWrite?: boolean }[]
  expect({ status, failed: result['failed'] }, JSON.stringify(findings)).toEqual({ status: 0, failed: false })
  expect(findings.filter(({ check }) => check === 'lane')).toMatchObject([
    { lane: 'trusted', mayWrite: false, state: 'ok' },
    { lane: 'ref', mayWrite: false, state: 'ok' },
  ])
  expect(findings.find(({ check }) => check === 'lifecycle')).toMatchObject({ rule: 'unknown', state: 'ok' })
  expect(findings.find(({ check }) => check === 'delete')).toMatchObject({ state: 'ok' })
  expect(await names()).toEqual(before)

  const above = await pull.run('store', 'doctor', '--namespace', 'acme/web', '--lane', 'trusted')
  expect(above).toMatchObject({ status: 1, stdout: expect.stringMatching(/^FAIL {2}write: /m) })
  const elsewhere = await pull.run('store', 'doctor', '--namespace', 'acme/other', '--lane', 'pr/7')
  expect(elsewhere).toMatchObject({ status: 1, stdout: expect.stringMatching(/^FAIL {2}list lane pr\/7: /m) })
}, 60_000)

it('a bucket that is not there is not made, and how to make it is said', async () => {
  const lost = desk(minio.env)
  lost.env['WARMSTART_STORE'] = url.replace('s3://setup/', 's3://nowhere/')
  const made = await lost.run('store', 'init')
  expect(made).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('aws s3 mb s3://nowhere --endpoint-url http'),
  })
}, 60_000)
