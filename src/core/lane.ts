/**
 * Lanes: who may write what. A lane is a prefix of object names, so a store's own policy can enforce its class.
 * `trusted`, `ref/heads/<name>` (a full ref name without the leading `refs/`… kept whole), `pr/<number>`, `local`.
 */
export type Lane = string

/** What a CI system says about the job, already reduced to facts: filled by a face, judged by `lanesOf`. */
export interface JobIdentity {
  readonly ci: 'github' | 'gitlab' | 'none'
  /** The event's name as the CI gives it (`push`, `pull_request`, …); `''` where there is none. */
  readonly event: string
  /** Full ref of the job (`refs/heads/main`), `''` if unknown. */
  readonly ref: string
  /** Short name of the default branch, `''` if unknown. */
  readonly defaultBranch: string
  /** Only for pull and merge requests. */
  readonly pullRequest?: { readonly number: number; readonly fromFork: boolean; readonly baseRef: string }
  /** Only for merge groups: the full ref of the branch they merge into. */
  readonly baseRef?: string
}

/** What a job may do by its identity: where it writes (`undefined`: nowhere) and where it reads, in order. */
export interface Lanes {
  readonly writes: Lane | undefined
  readonly reads: readonly Lane[]
  /** Lanes that may be read only if reading was asked for (`policy: pull`): tags, releases, deployments. */
  readonly onRequest: readonly Lane[]
  /** One clause for log and summary: `a pull request from a fork writes nothing`. */
  readonly why: string
}
