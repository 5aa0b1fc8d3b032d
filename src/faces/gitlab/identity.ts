import type { JobIdentity } from '../../core/lane.ts'
import type { Environment } from '../environment.ts'
import type { Job } from '../job.ts'

/** The job as GitLab's predefined variables describe it. What is missing is left out or taken as the least trusted. */
export function gitlabJob(env: Environment): Job {
  const text = (name: string) => env[name] ?? ''
  const branch = text('CI_COMMIT_BRANCH')
  const tag = text('CI_COMMIT_TAG')
  const ref = branch ? `refs/heads/${branch}` : tag ? `refs/tags/${tag}` : ''
  const request = mergeRequestOf(env)
  return {
    identity: {
      ci: 'gitlab',
      event: text('CI_PIPELINE_SOURCE'),
      ref,
      defaultBranch: text('CI_DEFAULT_BRANCH'),
      ...(request && { pullRequest: request }),
    },
    namespace: text('CI_PROJECT_PATH') || 'default',
    id: `${text('CI_PIPELINE_ID')}/${text('CI_JOB_ID')}/${text('CI_JOB_NAME')}`,
    origin: {
      repository: text('CI_PROJECT_PATH'),
      commit: text('CI_COMMIT_SHA'),
      ref,
      workflow: text('CI_PIPELINE_NAME'),
      workflowRef: text('CI_CONFIG_PATH'),
      run: text('CI_PIPELINE_ID'),
      job: text('CI_JOB_NAME'),
      actor: text('GITLAB_USER_LOGIN'),
      runner: text('CI_RUNNER_DESCRIPTION'),
      runnerImage: text('CI_JOB_IMAGE'),
    },
    // GitLab says nowhere whether a runner keeps its builds directory, and by default it does.
    persistent: true,
  }
}

function mergeRequestOf(env: Environment): JobIdentity['pullRequest'] {
  const number = Number(env['CI_MERGE_REQUEST_IID'] || Number.NaN)
  if (!Number.isSafeInteger(number) || number < 1) return undefined
  const source = env['CI_MERGE_REQUEST_SOURCE_PROJECT_ID']
  return {
    number,
    fromFork: !source || source !== env['CI_MERGE_REQUEST_PROJECT_ID'],
    baseRef: env['CI_MERGE_REQUEST_TARGET_BRANCH_NAME'] ?? '',
  }
}
