import { programFile } from '../../../scripts/servers.ts'
import type { ManagedStore } from '../../../src/core/ports/store.ts'
import { createGcsStore } from '../../../src/stores/gcs/store.ts'
import { createGcsWire } from '../../../src/stores/gcs/wire.ts'
import { createSend } from '../../../src/stores/http/client.ts'
import { realClock, realRandom } from '../stores/clock.ts'
import { type RunningServer, startServer } from './process.ts'

/** fake-gcs-server: Cloud Storage's JSON API over objects in memory. It asks nobody who they are. */
export interface FakeGcs extends RunningServer {
  /** Makes a bucket and returns the URL of a store in it. */
  bucket(name: string): Promise<string>
}

export async function startFakeGcs(): Promise<FakeGcs> {
  const server = await startServer({
    file: programFile('fake-gcs-server'),
    args: ({ port }) => [
      ...['-scheme', 'http', '-host', '127.0.0.1', '-port', `${port}`, '-public-host', `127.0.0.1:${port}`],
      ...['-backend', 'memory', '-log-level', 'error'],
    ],
    readyPath: '/_internal/healthcheck',
  })
  return {
    ...server,
    async bucket(name) {
      const { status } = await fetch(`${server.origin}/storage/v1/b`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name }),
      })
      if (status !== 200) throw new Error(`fake-gcs-server makes no bucket: ${status}`)
      return `gs://${name}?endpoint=${encodeURIComponent(server.origin)}`
    },
  }
}

/** The adapter alone, without the probe that opening its URL puts around it. */
export function gcsStore(
  { origin }: Pick<FakeGcs, 'origin'>,
  bucket: string,
  prefix = '',
  clock = realClock,
): ManagedStore {
  const name = `gs://${bucket}`
  const wire = createGcsWire({ name, send: createSend(), clock, random: realRandom, authorize: async () => ({}) })
  return createGcsStore({ wire, origin, bucket, prefix, touch: undefined })
}
