import type { JobIdentity } from '../../core/lane.ts'
import type { Environment } from '../environment.ts'
import type { Job } from '../job.ts'

/**
 * The job as the Actions runner describes it: the default variables, and the event's payload for what they lack
 * (default branch, pull request, merge group). A fact that is missing is left out or taken as the least trusted.
 * Loads no `@actions` package: the command line uses it too.
 */
export function githubJob(env: Environment, payload: unknown): Job {
  const text = (name: string) => env[name] ?? ''
  const ref = text('GITHUB_REF')
  const run = text('GITHUB_RUN_ID')
  return {
    identity: identityOf(text('GITHUB_EVENT_NAME'), ref, payload, env),
    namespace: text('GITHUB_REPOSITORY') || 'default',
    id: `${run}/${text('GITHUB_RUN_ATTEMPT')}/${text('GITHUB_JOB')}`,
    origin: {
      repository: text('GITHUB_REPOSITORY'),
      commit: text('GITHUB_SHA'),
      ref,
      workflow: text('GITHUB_WORKFLOW'),
      workflowRef: text('GITHUB_WORKFLOW_REF'),
      run,
      job: text('GITHUB_JOB'),
      actor: text('GITHUB_ACTOR'),
      runner: text('RUNNER_NAME'),
      // What GitHub's own images say of themselves.
      runnerImage: [text('ImageOS'), text('ImageVersion')].filter((part) => part !== '').join(' '),
    },
    persistent: text('RUNNER_ENVIRONMENT') !== 'github-hosted',
  }
}

function identityOf(event: string, ref: string, payload: unknown, env: Environment): JobIdentity {
  const pull = pullRequestOf(payload, env)
  const mergeBase = stringAt(payload, 'merge_group', 'base_ref')
  return {
    ci: 'github',
    event,
    ref,
    defaultBranch: stringAt(payload, 'repository', 'default_branch') ?? '',
    ...(pull && { pullRequest: pull }),
    ...(mergeBase !== undefined && { baseRef: mergeBase }),
  }
}

function pullRequestOf(payload: unknown, env: Environment): JobIdentity['pullRequest'] {
  const number = at(payload, 'pull_request', 'number')
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1) return undefined
  const head = at(payload, 'pull_request', 'head', 'repo', 'id')
  const base = at(payload, 'pull_request', 'base', 'repo', 'id')
  return {
    number,
    // A deleted fork has no repository any more: only two equal ids prove that it is ours.
    fromFork: typeof head !== 'number' || head !== base,
    baseRef: stringAt(payload, 'pull_request', 'base', 'ref') ?? env['GITHUB_BASE_REF'] ?? '',
  }
}

function stringAt(value: unknown, ...path: string[]): string | undefined {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : undefined
}

function at(value: unknown, ...path: string[]): unknown {
  let found = value
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = (found as Record<string, unknown>)[name]
  }
  return found
}
