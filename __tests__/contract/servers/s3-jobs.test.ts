import { randomUUID } from 'node:crypto'
import { startMinio } from '../../support/servers/minio.ts'
import { s3Store } from '../../support/servers/s3.ts'
import { describeRoundTrip } from './round-trip.ts'

describeRoundTrip('jobs on MinIO', async () => {
  const minio = await startMinio()
  return {
    origin: minio.origin,
    env: minio.env,
    async store(origin) {
      const bucket = `b-${randomUUID()}`
      await minio.bucket(bucket)
      return `s3://${bucket}/some/where?endpoint=${encodeURIComponent(origin)}`
    },
    look: async (url) => s3Store(minio, new URL(url).host, 'some/where/'),
    close: () => minio.close(),
  }
})
