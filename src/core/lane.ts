import { UserError } from './ports/errors.ts'

/**
 * Lanes: who may write what. A lane is a prefix of object names, so a store's own policy can enforce its class.
 * `trusted`, `ref/heads/<name>` (the full ref name behind `refs/`), `pr/<number>`, `local`.
 */
export type Lane = string

/** What a CI system says about the job, already reduced to facts: filled by a face, judged by `lanesOf`. */
export interface JobIdentity {
  readonly ci: 'github' | 'gitlab' | 'none'
  /** The event's name as the CI gives it (`push`, `pull_request`, `merge_request_event`, …); `''` where there is none. */
  readonly event: string
  /** Full ref of the job (`refs/heads/main`), `''` if unknown. */
  readonly ref: string
  /** Short name of the default branch, `''` if unknown. */
  readonly defaultBranch: string
  /** Only for pull and merge requests. `baseRef` is a branch, as a short name or a full ref. */
  readonly pullRequest?: { readonly number: number; readonly fromFork: boolean; readonly baseRef: string }
  /** Only for merge groups: the branch they merge into, as a short name or a full ref. */
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

/** Is the text a lane? Lanes come out of stored objects, so this is asked before a name is made of one. */
export function isLane(text: string): boolean {
  return /^(?:trusted|local|pr\/[1-9]\d{0,14}|ref\/heads\/.+)$/su.test(text)
}

/** The table of `docs/lanes.md`. What is not in it writes nothing and reads `trusted`. */
export function lanesOf(job: JobIdentity): Lanes {
  if (job.ci === 'none') return writing('local', [], 'outside CI the lane is local')
  return job.ci === 'github' ? github(job) : gitlab(job)
}

/**
 * The lanes of a job that asked for one by name. In CI it may only go down (from `trusted` to a branch or a pull
 * request, from a branch to a pull request); outside CI a person chooses freely. Throws `UserError` otherwise.
 */
export function lowerLane(lanes: Lanes, requested: Lane): Lanes {
  if (!isLane(requested)) {
    throw new UserError(
      `${JSON.stringify(requested)} is not a lane; lanes are trusted, local, pr/NUMBER and ref/heads/BRANCH.`,
    )
  }
  if (requested === lanes.writes) return lanes
  const outsideCi = lanes.writes === 'local'
  if (!outsideCi && (lanes.writes === undefined || rank(requested) >= rank(lanes.writes))) {
    const own = lanes.writes === undefined ? 'may write no lane' : `writes the lane ${lanes.writes}`
    throw new UserError(`This job ${own} (${lanes.why}); asking for the lane ${requested} cannot give it more.`)
  }
  const others = outsideCi ? ['trusted'] : lanes.reads
  return writing(requested, others, `the lane ${requested} was asked for`)
}

function github(job: JobIdentity): Lanes {
  switch (job.event) {
    case 'schedule': // runs on the default branch by definition, and its payload does not name it
      return writing('trusted', [], 'a schedule runs on the default branch')
    case 'push':
    case 'workflow_dispatch':
    case 'repository_dispatch':
      return branchOrTag(job)
    case 'pull_request':
      return request(job, 'a pull request')
    case 'merge_group':
      return readingOnly(baseLanes(job, job.baseRef), 'a merge group writes nothing')
    case 'release':
    case 'deployment':
    case 'deployment_status':
      return onlyOnRequest(`${job.event} reads only when asked to, and writes nothing`)
    default:
      return readingOnly(['trusted'], `the event ${job.event || '(none)'} writes nothing`)
  }
}

/** Sources of pipelines that run on a branch or tag of the project itself. */
const GITLAB_SOURCES: ReadonlySet<string> = new Set([
  'push',
  'web',
  'webide',
  'schedule',
  'api',
  'trigger',
  'pipeline',
  'parent_pipeline',
  'chat',
])

function gitlab(job: JobIdentity): Lanes {
  // First, because child pipelines of a merge request name another source.
  if (job.pullRequest || job.event === 'merge_request_event') return request(job, 'a merge request')
  if (GITLAB_SOURCES.has(job.event)) return branchOrTag(job)
  return readingOnly(['trusted'], `a pipeline by ${job.event || '(nothing known)'} writes nothing`)
}

function branchOrTag(job: JobIdentity): Lanes {
  if (job.ref.startsWith('refs/tags/')) return onlyOnRequest('a tag reads only when asked to, and writes nothing')
  const branch = job.ref.startsWith(HEADS) ? job.ref.slice(HEADS.length) : ''
  if (branch === '') return readingOnly(['trusted'], `the ref ${job.ref || '(none)'} is no branch and writes nothing`)
  const lane = branchLane(job, branch)
  return lane === 'trusted'
    ? writing('trusted', [], 'the default branch writes the trusted lane')
    : writing(lane, ['trusted'], 'a branch writes its own lane')
}

function request(job: JobIdentity, what: string): Lanes {
  const { pullRequest } = job
  if (!pullRequest || !isLane(`pr/${pullRequest.number}`)) {
    return readingOnly(['trusted'], `${what} without a number writes nothing`)
  }
  if (pullRequest.fromFork) return readingOnly(['trusted'], `${what} from a fork writes nothing`)
  return writing(`pr/${pullRequest.number}`, baseLanes(job, pullRequest.baseRef), `${what} writes its own lane`)
}

const HEADS = 'refs/heads/'

function baseLanes(job: JobIdentity, baseRef = ''): readonly Lane[] {
  const base = baseRef.startsWith(HEADS) ? baseRef.slice(HEADS.length) : baseRef
  return base === '' ? ['trusted'] : unique([branchLane(job, base), 'trusted'])
}

function branchLane(job: JobIdentity, branch: string): Lane {
  return job.defaultBranch !== '' && branch === job.defaultBranch ? 'trusted' : `ref/heads/${branch}`
}

function writing(lane: Lane, others: readonly Lane[], why: string): Lanes {
  return { writes: lane, reads: unique([lane, ...others]), onRequest: [], why }
}

function readingOnly(reads: readonly Lane[], why: string): Lanes {
  return { writes: undefined, reads, onRequest: [], why }
}

function onlyOnRequest(why: string): Lanes {
  return { writes: undefined, reads: [], onRequest: ['trusted'], why }
}

function unique(lanes: readonly Lane[]): readonly Lane[] {
  return [...new Set(lanes)]
}

/** `local` stands above all: nothing in CI is allowed to become it. */
function rank(lane: Lane): number {
  return ['pr', 'ref', 'trusted', 'local'].indexOf(lane.split('/')[0] as string)
}
