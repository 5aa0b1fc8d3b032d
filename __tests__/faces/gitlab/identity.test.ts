import { describe, expect, it } from 'vitest'
import { lanesOf } from '../../../src/core/lane.ts'
import { gitlabJob } from '../../../src/faces/gitlab/identity.ts'

const REQUEST = {
  CI_PIPELINE_SOURCE: 'merge_request_event',
  CI_DEFAULT_BRANCH: 'main',
  CI_MERGE_REQUEST_IID: '5',
  CI_MERGE_REQUEST_PROJECT_ID: '1',
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
}

describe('gitlabJob', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['default branch', { CI_COMMIT_BRANCH: 'main' }, 'trusted'],
    ['other branch', { CI_COMMIT_BRANCH: 'a/b' }, 'ref/heads/a/b'],
    ['tag', { CI_COMMIT_TAG: 'main' }, undefined],
    ['nothing known', {}, undefined],
  ])('%s', (_name, env, lane) => {
    const job = gitlabJob({ CI_PIPELINE_SOURCE: 'push', CI_DEFAULT_BRANCH: 'main', ...env })
    expect(lanesOf(job.identity).writes).toBe(lane)
  })

  it('tells a merge request of the project from one of a fork', () => {
    const writes = (env: object) => lanesOf(gitlabJob({ ...REQUEST, ...env }).identity).writes
    expect(writes({ CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '1' })).toBe('pr/5')
    expect(writes({ CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '2' })).toBeUndefined()
    expect(writes({})).toBeUndefined()
  })

  it('has its namespace and names from the project', () => {
    const job = gitlabJob({ CI_PROJECT_PATH: 'g/p', CI_PIPELINE_ID: '7', CI_JOB_ID: '8', CI_JOB_NAME: 'test' })
    expect(job).toMatchObject({ namespace: 'g/p', id: '7/8/test', persistent: true })
  })
})
