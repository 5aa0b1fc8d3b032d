import { randomUUID } from 'node:crypto'
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll } from 'vitest'
import { type Minio, startMinio } from '../../support/servers/minio.ts'
import { s3Store } from '../../support/servers/s3.ts'
import { describeStore } from '../store.ts'
import type { Place } from '../subject.ts'

let minio: Minio
beforeAll(async () => {
  minio = await startMinio()
})
afterAll(() => minio?.close())

async function place(): Promise<Place> {
  const bucket = `b-${randomUUID()}`
  await minio.bucket(bucket)
  return {
    open: () => s3Store(minio, bucket, 'some/w+ére/'),
    leftovers: async () => {
      const { Uploads = [] } = await minio.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
      return Uploads.map(({ Key = '' }) => Key)
    },
    blobConditions: true,
    contentTags: true,
    close: async () => undefined,
  }
}

describeStore('S3 store on MinIO', place)
