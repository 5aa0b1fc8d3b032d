import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Writer } from '../core/head.ts'
import type { JobIdentity } from '../core/lane.ts'
import type { Origin } from '../core/provenance.ts'
import { type Machine, osFamily } from './environment.ts'
import { githubJob } from './github/identity.ts'
import { gitlabJob } from './gitlab/identity.ts'
import { toolchainOf } from './toolchain.ts'
import { ENGINE } from './version.ts'

/** What a CI system says about the running job, reduced to what Warmstart needs. Pure data. */
export interface Job {
  readonly identity: JobIdentity
  readonly namespace: string
  /** Names the job: its steps share it, no other job has it. */
  readonly id: string
  readonly origin: Omit<Origin, 'engine' | 'os' | 'arch' | 'toolchain' | 'inputHash'>
  /** A CI machine that keeps its workspace from job to job. */
  readonly persistent: boolean
}

/**
 * The job this process runs in. Only `GITHUB_ACTIONS` and `GITLAB_CI` identify a CI, whatever `CI` says; anywhere
 * else it is a desk with the lane `local`.
 */
export function currentJob({ env }: Machine): Job {
  if (env['GITHUB_ACTIONS'] === 'true') return githubJob(env, readPayload(env['GITHUB_EVENT_PATH']))
  if (env['GITLAB_CI'] === 'true') return gitlabJob(env)
  return desk()
}

export function provenanceOf(job: Job, machine: Machine, inputHash: string): Origin {
  const { platform, arch } = machine
  return { engine: ENGINE, os: osFamily(platform), arch, ...job.origin, toolchain: toolchainOf(machine), inputHash }
}

export function writerOf({ origin }: Job): Writer {
  return { repository: origin.repository, run: origin.run, actor: origin.actor }
}

function desk(): Job {
  return {
    identity: { ci: 'none', event: '', ref: '', defaultBranch: '' },
    namespace: 'default',
    id: `desk/${randomBytes(8).toString('hex')}`,
    origin: {
      repository: '',
      commit: '',
      ref: '',
      workflow: '',
      workflowRef: '',
      run: '',
      job: '',
      actor: '',
      runner: '',
      runnerImage: '',
    },
    persistent: false,
  }
}

/** The event's payload; `undefined` when there is none to read: the identity then has the fewest rights. */
function readPayload(path: string | undefined): unknown {
  if (!path) return undefined
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
