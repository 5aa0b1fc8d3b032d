import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import {
  GetBucketLifecycleConfigurationCommand,
  ListObjectsV2Command,
  PutBucketLifecycleConfigurationCommand,
  type PutBucketLifecycleConfigurationCommandInput,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { decodeHead } from '../../../src/core/head-codec.ts'
import { headKey, journalKey, lanePrefix, latestKey } from '../../../src/core/keys.ts'
import type { Lane } from '../../../src/core/lane.ts'
import { type ManagedStore, put } from '../../../src/core/ports/store.ts'
import { ulid } from '../../../src/core/ulid.ts'
import { tellingAbsent } from '../../../src/stores/absent.ts'
import { probed } from '../../../src/stores/probe.ts'
import type { LaneClass, PolicyRequest } from '../../../src/stores/setup/classes.ts'
import { lifecycleRules } from '../../../src/stores/setup/lifecycle.ts'
import { placeOf } from '../../../src/stores/setup/place.ts'
import { policyParts } from '../../../src/stores/setup/policy.ts'
import { append } from '../../../src/volume/journal.ts'
import { read, write } from '../../support/fleet.ts'
import { Machine } from '../../support/machine.ts'
import { type Credentials, type Minio, startMinio } from '../../support/servers/minio.ts'
import { s3Store } from '../../support/servers/s3.ts'
import { realRandom } from '../../support/stores/clock.ts'
import { tempDir } from '../../support/temp.ts'

let minio: Minio
beforeAll(async () => {
  minio = await startMinio()
  await minio.bucket('policies')
})
afterAll(() => minio?.close())

const PROJECT = 'acme/web'
const request = (): PolicyRequest => {
  const place = placeOf('s3://policies/cache?region=us-east-1')
  if (!place) throw new Error('no cloud')
  return {
    place,
    ci: 'github',
    repository: PROJECT,
    branch: 'main',
    namespace: PROJECT,
    shares: [],
    account: '123456789012',
  }
}
/** Credentials that may do what the printed policy of a class says, as the server sees to it. */
async function identity(laneClass: LaneClass): Promise<Credentials> {
  const [part] = policyParts(request(), [laneClass])
  const policy = part?.documents['policy'] as { Statement: Record<string, unknown>[] } | undefined
  return minio.limited(policy?.Statement ?? [])
}
const as = (credentials: Credentials): ManagedStore =>
  probed(tellingAbsent(s3Store({ ...minio, credentials }, 'policies', 'cache/')), {
    server: minio.origin,
    random: realRandom,
  })
const administrator = () => s3Store(minio, 'policies', 'cache/')

function machine(store: ManagedStore, lane: Lane, more: { namespace?: string } = {}): Machine {
  const directory = join(tempDir(), 'machine')
  const made = new Machine({ store, lane, directory, name: 'v', namespace: PROJECT, ...more })
  onTestFinished(() => made.close())
  return made
}

async function names(prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of administrator().list(prefix)) keys.push(key)
  return keys.sort()
}

const WHO = { repository: PROJECT, run: '7', job: '7/1/build', actor: 'alice', runner: 'r1', engine: 'test' }

it('each class saves in its own lane and restores what it may, with the rights that are printed and no more', async () => {
  const lanes: [LaneClass, Lane, Lane[]][] = [
    ['trusted', 'trusted', []],
    ['ref', 'ref/heads/topic', ['trusted']],
    ['pr', 'pr/7', ['ref/heads/topic', 'trusted']],
  ]
  for (const [laneClass, lane, others] of lanes) {
    const job = machine(as(await identity(laneClass)), lane)
    const rights = { namespace: PROJECT, reads: [lane, ...others], writes: lane }
    for (const other of others) {
      const restored = await job.restore(`of ${other}`, { rights })
      expect(restored, `${lane} restores from ${other}`).toMatchObject({ hit: 'exact', matchedLane: other })
    }
    expect(await job.restore('none', { rights, restoreKeys: ['no'], newestAsLastResort: false })).toMatchObject({
      hit: 'miss',
    })
    write(job, { 'tree/a': lane, 'tree/large': Buffer.alloc(9 * 1024 * 1024, lane) })
    expect(await job.save(`of ${lane}`, { rights }), JSON.stringify(job.events)).toMatchObject({ reason: 'saved' })
    write(job, { 'tree/b': 'more' })
    expect(await job.save(`of ${lane}`, { rights })).toMatchObject({ reason: 'saved' })
    await append(job.context, rights, WHO, [{ event: 'miss', key: 'k' }], new AbortController().signal)
    expect(job.told('store-failed')).toEqual([])
    expect((await names(lanePrefix(PROJECT, lane))).filter((name) => name.includes('~probe-'))).toEqual([])
    const fresh = machine(as(await identity(laneClass)), lane)
    expect(await fresh.restore(`of ${lane}`)).toMatchObject({ hit: 'exact' })
    expect(read(fresh)).toEqual(read(job))
  }
}, 60_000)

it('what is in use is renewed with the same rights, head and newest last', async () => {
  const bare = as(await identity('trusted'))
  const store = { ...bare, traits: { ...bare.traits, touch: { how: 'renew', everyMillis: 1 } as const } }
  const author = machine(store, 'trusted')
  write(author, { 'tree/a': 'one' })
  expect(await author.save('renewed')).toMatchObject({ reason: 'saved' })
  const line = { namespace: PROJECT, lane: 'trusted', volume: 'v', key: 'renewed' }
  const stored = async (key: string) => decodeHead((await administrator().get(key)) as Uint8Array)
  const before = await stored(headKey(line))
  await machine(store, 'trusted').restore('renewed')
  const after = await stored(headKey(line))
  expect(after).toMatchObject({ from: before.commit, current: before.current, committedAt: before.committedAt })
  expect(await stored(latestKey(PROJECT, 'trusted', 'v'))).toEqual(after)
}, 60_000)

it('a pull request’s identity is refused everything else by the server', async () => {
  const author = machine(as(await identity('trusted')), 'trusted')
  write(author, { 'tree/a': 'trusted' })
  expect(await author.save('k')).toMatchObject({ saved: true })
  await append(
    author.context,
    { namespace: PROJECT, reads: [], writes: 'trusted' },
    WHO,
    [{ event: 'miss', key: 'k' }],
    new AbortController().signal,
  )
  const foreign = machine(administrator(), 'trusted', { namespace: 'acme/other' })
  write(foreign, { 'tree/a': 'of another project' })
  await foreign.save('k')

  const credentials = await identity('pr')
  const store = as(credentials)
  const trusted = await names('warmstart/v1/acme/web/trusted/')
  const others = await names('warmstart/v1/acme/other/')
  expect(Math.min(trusted.length - 4, others.length - 2)).toBeGreaterThan(0)
  const denied = { kind: 'denied' }
  for (const key of [
    ...trusted,
    ...others,
    'warmstart/v1/acme/web/ref/x/packs/p',
    'warmstart/v1/acme/web/prx/7',
    'x',
  ]) {
    await expect(put(store, key, Buffer.of(1), 'none'), key).rejects.toMatchObject(denied)
    await expect(put(store, key, Buffer.of(1), 'absent'), key).rejects.toMatchObject(denied)
    await expect(store.remove([key]), key).rejects.toMatchObject(denied)
  }
  for (const key of [...trusted, ...others]) await expect(store.renew(key), key).rejects.toMatchObject(denied)
  for (const key of others) await expect(store.get(key), key).rejects.toMatchObject(denied)
  const journal = trusted.filter((name) => name.includes('/journal/'))
  expect(journal.length).toBeGreaterThan(0)
  for (const key of journal) await expect(store.get(key), key).rejects.toMatchObject(denied)
  // Its own lane's journal, too, and even its own objects it cannot remove.
  const day = { namespace: PROJECT, lane: 'pr/7', day: '2026-11-21', ulid: ulid(Date.now(), realRandom) }
  await put(store, journalKey(day), Buffer.of(1), 'none')
  await expect(store.get(journalKey(day))).rejects.toMatchObject(denied)
  await expect(store.remove([journalKey(day)])).rejects.toMatchObject(denied)

  const client = new S3Client({ endpoint: minio.origin, region: 'us-east-1', forcePathStyle: true, credentials })
  onTestFinished(() => client.destroy())
  const list = (Prefix?: string) => client.send(new ListObjectsV2Command({ Bucket: 'policies', Prefix }))
  const root = 'cache/warmstart/v1'
  for (const prefix of [undefined, '', 'cache/', `${root}/acme/`, `${root}/acme/web/`, `${root}/acme/other/trusted/`]) {
    await expect(list(prefix), `${prefix}`).rejects.toMatchObject({ name: 'AccessDenied' })
  }
  for (const lane of ['trusted', 'ref', 'pr'])
    expect((await list(`${root}/acme/web/${lane}/`)).$metadata.httpStatusCode).toBe(200)
  expect(await names('warmstart/v1/acme/web/trusted/')).toEqual(trusted)

  // A branch's identity is no more trusted than it is; the pull requests' lane it does not read.
  const branch = as(await identity('ref'))
  await expect(put(branch, trusted[0] as string, Buffer.of(1), 'none')).rejects.toMatchObject(denied)
  await expect(branch.get(`${lanePrefix(PROJECT, 'pr/7')}packs/x`)).rejects.toMatchObject(denied)
}, 60_000)

it('the rules for a bucket’s lifecycle are taken by the server as they are printed', async () => {
  const bucket = `b-${randomUUID()}`
  await minio.bucket(bucket)
  const LifecycleConfiguration = lifecycleRules(
    { ...request().place, bucket },
    30,
  ) as unknown as PutBucketLifecycleConfigurationCommandInput['LifecycleConfiguration']
  await minio.client.send(new PutBucketLifecycleConfigurationCommand({ Bucket: bucket, LifecycleConfiguration }))
  const { Rules = [] } = await minio.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket }))
  // This server gives unfinished uploads up by itself, and forgets that it was told to.
  const [{ AbortIncompleteMultipartUpload: unfinished, ...rule } = {}] = LifecycleConfiguration?.Rules ?? []
  expect(Rules).toMatchObject([rule])
  expect([rule, unfinished]).toMatchObject([{ Expiration: { Days: 30 } }, { DaysAfterInitiation: 1 }])
}, 60_000)
