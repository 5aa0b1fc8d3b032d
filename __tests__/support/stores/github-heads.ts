import type { StoredHead } from '../../../src/core/ports/heads.ts'
import { GithubService } from '../github-service/index.ts'
import { type JobOptions, startJob } from '../github-service/job.ts'
import { VirtualClock } from './virtual-clock.ts'

export type GithubJob = ReturnType<typeof startJob>

/** A service, and jobs on it; no real time passes. */
export function jobSite() {
  const clock = new VirtualClock()
  const service = new GithubService({ clock })
  const run = <T>(work: Promise<T>) => clock.run(work)
  return { clock, service, run, job: (options?: JobOptions) => startJob(service, clock, options) }
}

/** The key of the newest head of what `lineOf` names. */
export async function latestKeyIn({ heads }: GithubJob, keyPrefix: string, volume = 'npm') {
  return (await heads.latest('acme/web', 'trusted', volume, keyPrefix))?.line.key
}

/** The bytes of a head's version. */
export function versionIn({ heads }: GithubJob, { line, head }: StoredHead) {
  return heads.version(line, head.current)
}
