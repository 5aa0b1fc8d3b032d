import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import { type Azurite, azureStore, startAzurite } from '../../support/servers/azurite.ts'
import { describeStore } from '../store.ts'
import type { Place } from '../subject.ts'

let server: Azurite
beforeAll(async () => {
  server = await startAzurite()
})
afterAll(() => server?.close())

async function place(): Promise<Place> {
  const container = `c-${randomUUID()}`
  await server.container(container)
  return {
    open: () => azureStore(server, container, 'some/where/'),
    // Parts without a list are no blob, and nothing lists them by themselves.
    leftovers: async () => [],
    blobConditions: true,
    close: async () => undefined,
  }
}

describeStore('Azure Blob Storage on Azurite', place)
