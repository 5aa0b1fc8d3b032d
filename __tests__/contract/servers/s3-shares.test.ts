import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { namespacePrefix, shareKey } from '../../../src/core/keys.ts'
import type { ManagedStore } from '../../../src/core/ports/store.ts'
import { put } from '../../../src/core/ports/store.ts'
import { probed } from '../../../src/stores/probe.ts'
import { share } from '../../../src/volume/shares.ts'
import { read, write } from '../../support/fleet.ts'
import { Machine } from '../../support/machine.ts'
import { type Minio, startMinio } from '../../support/servers/minio.ts'
import { s3Store } from '../../support/servers/s3.ts'
import { realRandom } from '../../support/stores/clock.ts'
import { tempDir } from '../../support/temp.ts'

const OWNER = 'acme/base'
const ARN = 'arn:aws:s3:::shares'
let minio: Minio
beforeAll(async () => {
  minio = await startMinio()
  await minio.bucket('shares')
})
afterAll(() => minio?.close())

/** An identity that may do everything in its own namespace, and read what lies below other prefixes. */
async function identity(namespace: string, reads: readonly string[] = []): Promise<ManagedStore> {
  const own = namespacePrefix(namespace)
  const credentials = await minio.limited([
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      Resource: [`${ARN}/${own}*`],
    },
    { Effect: 'Allow', Action: ['s3:GetObject'], Resource: [own, ...reads].map((prefix) => `${ARN}/${prefix}*`) },
    {
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: [ARN],
      Condition: { StringLike: { 's3:prefix': [own, ...reads].map((prefix) => `${prefix}*`) } },
    },
  ])
  return probed(s3Store({ ...minio, credentials }, 'shares'), { server: minio.origin, random: realRandom })
}

function machine(store: ManagedStore, namespace: string): Machine {
  const made = new Machine({ store, namespace, lane: 'trusted', directory: join(tempDir(), 'machine'), name: 'v' })
  onTestFinished(() => made.close())
  return made
}

it('who is shared with reads and cannot write; who is not even let to look gets nothing, and says so', async () => {
  const owner = machine(await identity(OWNER), OWNER)
  write(owner, { 'tree/a': 'shared' })
  expect(await owner.save('k')).toMatchObject({ reason: 'saved' })
  for (const reader of ['acme/web', 'acme/kept-out']) await share(owner.context, OWNER, reader)

  const rights = { namespace: 'acme/web', reads: ['trusted'], shares: [OWNER], writes: 'trusted' }
  const store = await identity('acme/web', [`${namespacePrefix(OWNER)}trusted/`])
  const reader = machine(store, 'acme/web')
  expect(await reader.restore('k', { rights })).toMatchObject({ hit: 'exact', matchedNamespace: OWNER })
  expect(read(reader)).toEqual({ a: 'shared' })
  expect(await reader.save('k', { rights })).toMatchObject({ reason: 'saved' })
  expect(reader.told('store-failed')).toEqual([])
  for (const name of [shareKey(OWNER, 'acme/other'), `${namespacePrefix(OWNER)}trusted/heads/v/k`]) {
    await expect(put(store, name, Buffer.of(1), 'none'), name).rejects.toMatchObject({ kind: 'denied' })
  }

  const kept = machine(await identity('acme/kept-out'), 'acme/kept-out')
  const asking = { ...rights, namespace: 'acme/kept-out' }
  expect(await kept.restore('k', { rights: asking })).toMatchObject({ hit: 'miss' })
  expect(kept.told('not-shared')).toMatchObject([{ reason: 'denied' }])
  write(kept, { 'tree/a': 'own' })
  expect(await kept.save('k', { rights: asking })).toMatchObject({ reason: 'saved' })
})
