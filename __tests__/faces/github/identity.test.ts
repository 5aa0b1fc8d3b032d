import { describe, expect, it } from 'vitest'
import { lanesOf } from '../../../src/core/lane.ts'
import { githubJob } from '../../../src/faces/github/identity.ts'

const repository = { id: 1, full_name: 'o/r', default_branch: 'main' }
const pull = (head: unknown) => ({
  repository,
  pull_request: { number: 12, head: { repo: head }, base: { ref: 'next', repo: { id: 1 } } },
})

function identity(event: string, ref: string, payload: unknown, env = {}) {
  return githubJob({ GITHUB_EVENT_NAME: event, GITHUB_REF: ref, ...env }, payload).identity
}

describe('githubJob', () => {
  it('tells the default branch from others', () => {
    expect(lanesOf(identity('push', 'refs/heads/main', { repository })).writes).toBe('trusted')
    expect(lanesOf(identity('push', 'refs/heads/main', undefined)).writes).toBe('ref/heads/main')
  })

  it('tells a pull request of the repository from one of a fork', () => {
    const own = identity('pull_request', 'refs/pull/12/merge', pull({ id: 1 }))
    expect(own.pullRequest).toEqual({ number: 12, fromFork: false, baseRef: 'next' })
    expect(lanesOf(own)).toMatchObject({ writes: 'pr/12', reads: ['pr/12', 'ref/heads/next', 'trusted'] })
    const fork = identity('pull_request', 'refs/pull/12/merge', pull({ id: 2 }))
    expect(lanesOf(fork)).toMatchObject({ writes: undefined, reads: ['trusted'] })
  })

  it.each([
    ['a deleted fork', pull(null)],
    ['no head', pull(undefined)],
    ['names instead of ids', pull({ id: '1', full_name: 'o/r' })],
  ])('takes %s for a fork', (_name, payload) => {
    expect(identity('pull_request', 'refs/pull/12/merge', payload).pullRequest?.fromFork).toBe(true)
  })

  it.each([
    ['no payload', undefined],
    ['a payload that is no object', 'x'],
    ['a number that is text', { pull_request: { number: '12' } }],
    ['a number below one', { pull_request: { number: 0 } }],
  ])('gives a pull request with %s nothing to write', (_name, payload) => {
    expect(lanesOf(identity('pull_request', 'refs/pull/12/merge', payload)).writes).toBeUndefined()
  })

  it('knows what a merge group merges into', () => {
    const payload = { repository, merge_group: { base_ref: 'refs/heads/next' } }
    const lanes = lanesOf(identity('merge_group', 'refs/heads/gh-readonly-queue/next/pr-1', payload))
    expect(lanes).toMatchObject({ writes: undefined, reads: ['ref/heads/next', 'trusted'] })
  })

  it('gives pull_request_target nothing to write, though its ref is the default branch', () => {
    const lanes = lanesOf(identity('pull_request_target', 'refs/heads/main', pull({ id: 1 })))
    expect(lanes).toMatchObject({ writes: undefined, reads: ['trusted'] })
  })

  it('takes a machine for kept unless GitHub says it is its own', () => {
    expect(githubJob({}, undefined).persistent).toBe(true)
    expect(githubJob({ RUNNER_ENVIRONMENT: 'self-hosted' }, undefined).persistent).toBe(true)
    expect(githubJob({ RUNNER_ENVIRONMENT: 'github-hosted' }, undefined).persistent).toBe(false)
  })
})
