import { randomUUID } from 'node:crypto'
import { gcsStore, startFakeGcs } from '../../support/servers/fake-gcs.ts'
import { describeRoundTrip } from './round-trip.ts'

describeRoundTrip('jobs on fake-gcs-server', async () => {
  const server = await startFakeGcs()
  return {
    origin: server.origin,
    env: {},
    async store(origin) {
      const bucket = `b-${randomUUID()}`
      await server.bucket(bucket)
      return `gs://${bucket}/some/where?endpoint=${encodeURIComponent(origin)}`
    },
    look: async (url) => gcsStore(server, new URL(url).host, 'some/where/'),
    close: () => server.close(),
  }
})
