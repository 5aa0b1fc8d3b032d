import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import { type FakeGcs, gcsStore, startFakeGcs } from '../../support/servers/fake-gcs.ts'
import { describeStore } from '../store.ts'
import type { Place } from '../subject.ts'

let server: FakeGcs
beforeAll(async () => {
  server = await startFakeGcs()
})
afterAll(() => server?.close())

async function place(): Promise<Place> {
  const bucket = `b-${randomUUID()}`
  await server.bucket(bucket)
  return {
    open: () => gcsStore(server, bucket, 'some/where/'),
    // An upload that was begun is no object, and nothing lists it.
    leftovers: async () => [],
    blobConditions: true,
    close: async () => undefined,
  }
}

describeStore('Cloud Storage on fake-gcs-server', place)
