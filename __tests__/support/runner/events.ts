/** What started the workflow: the part of GitHub's event that a job can see. */
export interface Event {
  readonly name: string
  /** Full ref of the run: `refs/heads/main`, `refs/pull/7/merge`. */
  readonly ref: string
  readonly sha: string
  /** Short branch names, only for pull requests. */
  readonly baseRef?: string
  readonly headRef?: string
  readonly repository: string
  readonly actor: string
  /** The event's JSON, as `GITHUB_EVENT_PATH` holds it. */
  readonly payload: Readonly<Record<string, unknown>>
  /** For `workflow_dispatch`. */
  readonly inputs?: Readonly<Record<string, unknown>>
}

const REPOSITORY = 'octo/project'
const REPOSITORY_ID = 1
const FORK_ID = 2
const SHA = '5ca1ab1e00000000000000000000000000000001'

export interface PullRequestOptions {
  readonly fork?: boolean
  readonly base?: string
  readonly head?: string
}

/** A push to a branch; `main` is the default branch of every event here. */
export function push(branch = 'main'): Event {
  const ref = `refs/heads/${branch}`
  return {
    name: 'push',
    ref,
    sha: SHA,
    repository: REPOSITORY,
    actor: 'octocat',
    payload: payload(REPOSITORY, { ref }),
  }
}

/** A pull request, from a branch of the repository or from a fork of it. */
export function pullRequest(number: number, options: PullRequestOptions = {}): Event {
  return pull('pull_request', `refs/pull/${number}/merge`, number, options)
}

/** The same seen by `pull_request_target`: it runs on the base branch, with the rights of a push to it. */
export function pullRequestTarget(number: number, options: PullRequestOptions = {}): Event {
  return pull('pull_request_target', `refs/heads/${options.base ?? 'main'}`, number, options)
}

function pull(name: string, ref: string, number: number, options: PullRequestOptions): Event {
  const { fork = false, base = 'main', head = 'feature' } = options
  const from = fork
    ? { id: FORK_ID, full_name: 'mallory/project', fork }
    : { id: REPOSITORY_ID, full_name: REPOSITORY, fork }
  const pullRequestPayload = {
    number,
    base: { ref: base, repo: { id: REPOSITORY_ID, full_name: REPOSITORY } },
    head: { ref: head, sha: SHA, repo: from },
  }
  return {
    name,
    ref,
    sha: SHA,
    baseRef: base,
    headRef: head,
    repository: REPOSITORY,
    actor: fork ? 'mallory' : 'octocat',
    payload: payload(REPOSITORY, { action: 'synchronize', number, pull_request: pullRequestPayload }),
  }
}

function payload(repository: string, more: Record<string, unknown>): Record<string, unknown> {
  const [owner, name] = repository.split('/')
  return {
    ...more,
    repository: { id: REPOSITORY_ID, full_name: repository, name, owner: { login: owner }, default_branch: 'main' },
  }
}
