import type { Millis } from './ports/store.ts'

/** Where a version came from. Only these fields: no other environment value ever enters a version. */
export interface Provenance extends Origin {
  readonly createdAt: Millis
  /** What the CI's identity provider says of the job, by the names of `CLAIMS`; empty where nobody asked it. */
  readonly identity: Identity
}

/** The part of a provenance that a job knows from its start. `''` where it does not. */
export interface Origin {
  readonly engine: string
  readonly os: string
  readonly arch: string
  readonly repository: string
  readonly commit: string
  readonly ref: string
  /** As its author named it. */
  readonly workflow: string
  /** The file it is in, as the CI names it (GitHub: `owner/name/path@ref`). */
  readonly workflowRef: string
  readonly run: string
  readonly job: string
  readonly actor: string
  readonly runner: string
  /** The image the job ran in. */
  readonly runnerImage: string
  /** `node 24.1.0, go 1.26.0`: tools that the job had set up. */
  readonly toolchain: string
  /** The hash of the input files that made the key, `''` for none. */
  readonly inputHash: string
}

export type Identity = Readonly<Partial<Record<(typeof CLAIMS)[number], string>>>

/** The claims of a CI's identity token that are kept: GitHub's, and GitLab's. None says who a person is beyond a login. */
export const CLAIMS = [
  'iss',
  'sub',
  'repository',
  'repository_id',
  'repository_owner_id',
  'repository_visibility',
  'workflow_ref',
  'workflow_sha',
  'job_workflow_ref',
  'job_workflow_sha',
  'event_name',
  'run_id',
  'run_attempt',
  'actor',
  'actor_id',
  'project_path',
  'project_id',
  'ci_config_ref_uri',
  'ci_config_sha',
  'pipeline_id',
  'pipeline_source',
  'job_id',
  'user_login',
  'ref',
  'ref_type',
  'ref_protected',
  'sha',
  'environment',
  'environment_protected',
  'runner_environment',
] as const

/** The claims that are kept, of whatever an identity provider said. */
export function identityOf(claims: Readonly<Record<string, unknown>>): Identity {
  return Object.fromEntries(
    CLAIMS.flatMap((name) => {
      const value = claims[name]
      const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      return isPlain ? [[name, String(value).slice(0, CLAIM_LENGTH)]] : []
    }),
  )
}

const CLAIM_LENGTH = 1000
