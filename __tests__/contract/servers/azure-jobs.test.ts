import { randomUUID } from 'node:crypto'
import { ACCOUNT, azureStore, startAzurite } from '../../support/servers/azurite.ts'
import { describeRoundTrip } from './round-trip.ts'

describeRoundTrip('jobs on Azurite', async () => {
  const server = await startAzurite()
  return {
    origin: server.origin,
    env: server.env,
    async store(origin) {
      const container = `c-${randomUUID()}`
      await server.container(container)
      return `azblob://${ACCOUNT}/${container}/some/where?endpoint=${encodeURIComponent(`${origin}/${ACCOUNT}`)}`
    },
    look: async (url) => azureStore(server, new URL(url).pathname.split('/')[1] ?? '', 'some/where/'),
    close: () => server.close(),
  }
})
