import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Minio } from '../../__tests__/support/servers/minio.ts'

export type Direction = 'up' | 'down'

export interface Job {
  readonly direction: Direction
  /** Whose files go up, or where they come down to. */
  readonly directory: string
  readonly bucket: string
  readonly prefix: string
  readonly server: Minio
}

export interface Transfer {
  readonly bytes: number
  /** Of the whole process. */
  readonly seconds: number
}

/** `checked`: as saves and restores are, and rclone by itself; `unchecked`: bytes are only moved. */
export type Checks = 'checked' | 'unchecked'

/** The adapter in a process of its own, as many calls in flight as it says are worth having; it checks by SHA-256. */
export function warmstart(checks: Checks): (job: Job) => Promise<Transfer> {
  return ({ direction, directory, bucket, prefix, server }) => {
    const url = `s3://${bucket}/${prefix}?endpoint=${encodeURIComponent(server.origin)}`
    return run(
      process.execPath,
      [join(import.meta.dirname, 'adapter.ts'), direction, checks, url, directory],
      server.env,
      directory,
    )
  }
}

/**
 * rclone with as many and as large pieces as the adapter has; it checks by MD5. Unchecked, on a connection without TLS,
 * what it downloads goes from socket to file without its seeing it.
 */
export function rclone(file: string, checks: Checks): (job: Job) => Promise<Transfer> {
  return ({ direction, directory, bucket, prefix, server }) => {
    const far = `:s3:${bucket}/${prefix}`
    const [from, to] = direction === 'up' ? [directory, far] : [far, directory]
    const env = {
      RCLONE_CONFIG: '/dev/null',
      RCLONE_S3_PROVIDER: 'Minio',
      RCLONE_S3_ENDPOINT: server.origin,
      RCLONE_S3_ACCESS_KEY_ID: server.credentials.accessKeyId,
      RCLONE_S3_SECRET_ACCESS_KEY: server.credentials.secretAccessKey,
    }
    return run(file, ['copy', from, to, ...FLAGS, ...(checks === 'unchecked' ? UNCHECKED : [])], env, directory)
  }
}

const FLAGS = [
  ...['--transfers=8', '--checkers=16', '--multi-thread-streams=4', '--multi-thread-cutoff=16Mi'],
  ...['--s3-chunk-size=8Mi', '--s3-upload-cutoff=8Mi', '--s3-upload-concurrency=4'],
  ...['--s3-no-check-bucket', '--s3-no-head', '--no-traverse'],
]
const UNCHECKED = ['--ignore-checksum', '--s3-disable-checksum']

async function run(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  directory: string,
): Promise<Transfer> {
  const began = performance.now()
  const child = spawn(file, args, {
    env: { PATH: process.env['PATH'], HOME: '/nowhere', ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [status] = (await once(child, 'close')) as [number | null]
  const seconds = (performance.now() - began) / 1000
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${status}`)
  const files = existsSync(directory) ? readdirSync(directory) : []
  return { seconds, bytes: files.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0) }
}
