import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { lanePrefix } from '../../../src/core/keys.ts'
import type { Lane } from '../../../src/core/lane.ts'
import type { ManagedStore } from '../../../src/core/ports/store.ts'
import { put } from '../../../src/core/ports/store.ts'
import { probed } from '../../../src/stores/probe.ts'
import { read, write } from '../../support/fleet.ts'
import { Machine } from '../../support/machine.ts'
import { type Credentials, type Minio, startMinio } from '../../support/servers/minio.ts'
import { s3Store } from '../../support/servers/s3.ts'
import { realRandom } from '../../support/stores/clock.ts'
import { tempDir } from '../../support/temp.ts'

let minio: Minio
beforeAll(async () => {
  minio = await startMinio()
  await minio.bucket('lanes')
})
afterAll(() => minio?.close())

const ARN = 'arn:aws:s3:::lanes'
/** The rights that docs/stores.md names, to save in one lane and to restore from every one. */
const saves = (lane: Lane) =>
  minio.limited([
    { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [ARN] },
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: [`${ARN}/*`] },
    {
      Effect: 'Allow',
      Action: ['s3:PutObject', 's3:AbortMultipartUpload'],
      Resource: [`${ARN}/${lanePrefix('default', lane)}*`],
    },
  ])
const as = (credentials: Credentials): ManagedStore =>
  probed(s3Store({ ...minio, credentials }, 'lanes'), { server: minio.origin, random: realRandom })

function machine(store: ManagedStore, lane: Lane): Machine {
  const made = new Machine({ store, lane, directory: join(tempDir(), 'machine'), name: 'v' })
  onTestFinished(() => made.close())
  return made
}

it('a pull request’s identity restores what is trusted, saves in its own lane, and is refused in every other', async () => {
  const trusted = machine(as(await saves('trusted')), 'trusted')
  write(trusted, { 'tree/a': 'trusted' })
  expect(await trusted.save('k')).toMatchObject({ reason: 'saved' })

  const store = as(await saves('pr/7'))
  const pull = machine(store, 'pr/7')
  expect(await pull.restore('k')).toMatchObject({ hit: 'exact', matchedLane: 'trusted' })
  write(pull, { 'tree/a': 'of the pull request' })
  expect(await pull.save('k')).toMatchObject({ reason: 'saved' })
  expect(pull.told('store-failed')).toEqual([])

  const before = await names('trusted')
  expect(before.length).toBeGreaterThan(3)
  for (const key of before) {
    for (const when of ['none', 'absent'] as const) {
      await expect(put(store, key, Buffer.of(1), when), key).rejects.toMatchObject({ kind: 'denied' })
    }
    await expect(store.remove([key]), key).rejects.toMatchObject({ kind: 'denied' })
    await expect(store.renew(key), key).rejects.toMatchObject({ kind: 'denied' })
  }
  await expect(put(store, `${lanePrefix('default', 'pr/70')}x`, Buffer.of(1), 'none')).rejects.toThrow()
  expect(await names('trusted')).toEqual(before)

  // Who says that it is trusted is told by the server that it is not, and the job goes on.
  const liar = machine(store, 'trusted')
  write(liar, { 'tree/a': 'poison' })
  expect(await liar.save('k')).toMatchObject({ saved: false, reason: 'store-failed' })
  expect(liar.told('store-failed')).toMatchObject([{ kind: 'denied' }])
  const later = machine(as(await saves('trusted')), 'trusted')
  expect(await later.restore('k')).toMatchObject({ hit: 'exact' })
  expect(read(later)).toEqual({ a: 'trusted' })
}, 60_000)

it('an identity that may only read restores, and is refused everything else', async () => {
  const trusted = machine(as(await saves('trusted')), 'trusted')
  write(trusted, { 'tree/a': 'content' })
  expect(await trusted.save('other')).toMatchObject({ reason: 'saved' })
  const credentials = await minio.limited([
    { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: [ARN] },
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: [`${ARN}/*`] },
  ])
  const reader = machine(as(credentials), 'trusted')
  expect(await reader.restore('other')).toMatchObject({ hit: 'exact' })
  write(reader, { 'tree/a': 'changed' })
  expect(await reader.save('other')).toMatchObject({ saved: false, reason: 'store-failed' })
}, 60_000)

async function names(lane: Lane): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of s3Store(minio, 'lanes').list(lanePrefix('default', lane))) keys.push(key)
  return keys.sort()
}
