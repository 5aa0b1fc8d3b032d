import type { ManagedStore } from '../../../src/core/ports/store.ts'
import { createClient } from '../../../src/stores/s3/client.ts'
import { createS3Store } from '../../../src/stores/s3/store.ts'
import { createServerClock } from '../../../src/stores/server-clock.ts'
import { realClock, realRandom } from '../stores/clock.ts'
import type { Minio } from './minio.ts'

/** The adapter without what `openS3` puts around it, in a bucket of a server. */
export function s3Store(minio: Minio, bucket: string, prefix = ''): ManagedStore {
  const serverClock = createServerClock(realClock)
  const client = createClient({
    region: 'us-east-1',
    endpoint: minio.origin,
    pathStyle: true,
    credentials: minio.credentials,
    serverClock,
    env: {},
  })
  return createS3Store({
    client,
    bucket,
    prefix,
    name: `s3://${bucket}`,
    clock: realClock,
    random: realRandom,
    serverClock,
    touch: undefined,
  })
}
