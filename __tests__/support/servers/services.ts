import { randomUUID } from 'node:crypto'
import { ACCOUNT, startAzurite } from './azurite.ts'
import { startFakeGcs } from './fake-gcs.ts'
import { startMinio } from './minio.ts'
import type { RunningServer } from './process.ts'

/** A real server of objects, as stores on it are named. */
export interface Service extends Pick<RunningServer, 'origin' | 'process' | 'close'> {
  /** What a process needs besides the URL. */
  readonly env: Readonly<Record<string, string>>
  /** A new place for a store, as the URL for whoever reaches the server at an origin. */
  place(): Promise<(origin: string) => string>
}

export const SERVICES = {
  async s3(): Promise<Service> {
    const minio = await startMinio()
    const place = async () => {
      const bucket = `b-${randomUUID()}`
      await minio.bucket(bucket)
      return (origin: string) => `s3://${bucket}/some/where?endpoint=${encodeURIComponent(origin)}`
    }
    return { ...minio, place }
  },

  async gcs(): Promise<Service> {
    const server = await startFakeGcs()
    const place = async () => {
      const bucket = `b-${randomUUID()}`
      await server.bucket(bucket)
      return (origin: string) => `gs://${bucket}/some/where?endpoint=${encodeURIComponent(origin)}`
    }
    return { ...server, env: {}, place }
  },

  async azure(): Promise<Service> {
    const server = await startAzurite()
    const place = async () => {
      const container = `c-${randomUUID()}`
      await server.container(container)
      return (origin: string) =>
        `azblob://${ACCOUNT}/${container}/some/where?endpoint=${encodeURIComponent(`${origin}/${ACCOUNT}`)}`
    }
    return { ...server, place }
  },
} as const
