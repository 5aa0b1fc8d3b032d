import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Counts, Operation, Switches } from '../../__tests__/support/github-service/index.ts'
import type { Traffic } from './results.ts'

const main = fileURLToPath(new URL('../../__tests__/support/github-service/main.ts', import.meta.url))

/** How the service is set: latency before each answer, bandwidth of each connection in each direction. */
export const SWITCHES = {
  latencyMillis: 20,
  bytesPerSecond: 100e6,
  signedHost: 'azure',
} satisfies Partial<Switches>

/** The fake of GitHub's cache service in a process of its own. */
export interface Service {
  /** What a job needs to use it. */
  readonly env: Readonly<Record<string, string>>
  /** What came to pass since this was asked last. */
  traffic(): Promise<Traffic>
  close(): void
}

export async function startService(switches: Partial<Switches> = SWITCHES): Promise<Service> {
  const child = spawn(process.execPath, [main, JSON.stringify(switches)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const close = () => void child.kill()
  process.once('exit', close)
  const [line] = await once(createInterface(child.stdout), 'line')
  const { url, env } = JSON.parse(line)
  const look = async () => ({
    counts: (await (await fetch(`${url}/_counts`)).json()) as Counts,
    cpuSeconds: cpuSeconds(child),
  })
  let before = await look()
  return {
    env,
    async traffic() {
      const now = await look()
      const traffic = between(before, now)
      before = now
      return traffic
    },
    close,
  }
}

interface Look {
  readonly counts: Counts
  readonly cpuSeconds: number
}

function between(before: Look, now: Look): Traffic {
  const of = (...operations: Operation[]) =>
    operations.reduce((sum, name) => sum + (now.counts.requests[name] ?? 0) - (before.counts.requests[name] ?? 0), 0)
  return {
    lookups: of('GetCacheEntryDownloadURL'),
    creates: of('CreateCacheEntry'),
    finalizes: of('FinalizeCacheEntryUpload'),
    uploads: now.counts.uploads - before.counts.uploads,
    puts: of('PutBlob', 'PutBlock', 'PutBlockList'),
    reads: of('GetBlob', 'HeadBlob'),
    ranges: now.counts.ranges.length - before.counts.ranges.length,
    proxied: now.counts.proxied - before.counts.proxied,
    sentBytes: now.counts.bytesIn - before.counts.bytesIn,
    receivedBytes: now.counts.bytesOut - before.counts.bytesOut,
    serviceCpuSeconds: now.cpuSeconds - before.cpuSeconds,
  }
}

/** User and system time of a running process, by the kernel's clock of 100 Hz. */
function cpuSeconds({ pid }: ChildProcess): number {
  const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const fields = after.split(' ') // the third of all is the first of these
  return (Number(fields[11]) + Number(fields[12])) / 100
}
