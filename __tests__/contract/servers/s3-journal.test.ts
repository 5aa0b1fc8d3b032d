import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { journalPrefix } from '../../../src/core/keys.ts'
import { put } from '../../../src/core/ports/store.ts'
import { audit } from '../../../src/volume/audit.ts'
import { append } from '../../../src/volume/journal.ts'
import { Machine } from '../../support/machine.ts'
import { type Minio, startMinio } from '../../support/servers/minio.ts'
import { s3Store } from '../../support/servers/s3.ts'
import { tempDir } from '../../support/temp.ts'

let minio: Minio
beforeAll(async () => {
  minio = await startMinio()
  await minio.bucket('journal')
})
afterAll(() => minio?.close())

const AUTHOR = { repository: 'o/r', run: '7', job: '7/1/build', actor: 'alice', runner: 'r1', engine: 'test' }

function machine(store = s3Store(minio, 'journal')): Machine {
  const made = new Machine({ store, lane: 'trusted', directory: join(tempDir(), 'machine'), name: 'v' })
  onTestFinished(() => made.close())
  return made
}

it('an identity that may only add to a lane’s journal adds to it, and can neither read nor remove nor add elsewhere', async () => {
  const credentials = await minio.limited([
    {
      Effect: 'Allow',
      Action: ['s3:PutObject'],
      Resource: [`arn:aws:s3:::journal/${journalPrefix('default', 'trusted')}*`],
    },
  ])
  const store = s3Store({ ...minio, credentials }, 'journal')
  const { context, counts } = machine(store)
  const { signal } = new AbortController()
  const leave = (lane: string) =>
    append(context, { namespace: 'default', reads: [], writes: lane }, AUTHOR, [{ event: 'miss', key: 'k' }], signal)
  await leave('trusted')
  expect(counts).toMatchObject({ requests: 0, upkeepRequests: 1, objectsPut: 1 })
  await expect(leave('pr/7')).rejects.toMatchObject({ kind: 'denied' })

  const all = { since: 0, lane: undefined, key: undefined, event: undefined }
  await expect(audit(context, 'default', all)).rejects.toMatchObject({ kind: 'denied' })
  const { records } = await audit(machine().context, 'default', all)
  expect(records).toMatchObject([{ event: 'miss', key: 'k', lane: 'trusted', ...AUTHOR }])
  const names: string[] = []
  for await (const { key } of s3Store(minio, 'journal').list(journalPrefix('default', 'trusted'))) names.push(key)
  expect(names).toHaveLength(1)
  await expect(store.get(names[0] as string)).rejects.toMatchObject({ kind: 'denied' })
  await expect(store.remove(names)).rejects.toMatchObject({ kind: 'denied' })
  await expect(put(store, 'warmstart/v1/default/trusted/packs/x', Buffer.of(1), 'none')).rejects.toThrow()
}, 60_000)
