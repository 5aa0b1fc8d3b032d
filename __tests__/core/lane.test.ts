import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLane, type JobIdentity, type Lanes, lanesOf, lowerLane } from '../../src/core/lane.ts'
import { UserError } from '../../src/core/ports/errors.ts'

const github = (event: string, ref: string, more: Partial<JobIdentity> = {}): JobIdentity => ({
  ci: 'github',
  event,
  ref,
  defaultBranch: 'main',
  ...more,
})
const gitlab = (event: string, ref: string, more: Partial<JobIdentity> = {}): JobIdentity => ({
  ...github(event, ref, more),
  ci: 'gitlab',
})
const same = { number: 7, fromFork: false, baseRef: 'main' }
const fork = { ...same, fromFork: true }
const main = 'refs/heads/main'
const topic = 'refs/heads/feature/foo'

type Row = [name: string, job: JobIdentity, writes: string | undefined, reads: string[], onRequest?: string[]]
const nothing = (name: string, job: JobIdentity): Row => [name, job, undefined, ['trusted']]
const asked = (name: string, job: JobIdentity): Row => [name, job, undefined, [], ['trusted']]

const rows: Row[] = [
  ['no CI', { ci: 'none', event: '', ref: '', defaultBranch: '' }, 'local', ['local']],
  ['no CI, whatever else is known', { ...github('push', main), ci: 'none' }, 'local', ['local']],

  ['push to the default branch', github('push', main), 'trusted', ['trusted']],
  ['push to another branch', github('push', topic), 'ref/heads/feature/foo', ['ref/heads/feature/foo', 'trusted']],
  ['push of a tag named as the default branch', ...asked('', github('push', 'refs/tags/main')).slice(1)] as Row,
  asked('push of a tag', github('push', 'refs/tags/v1')),
  nothing('push of an unknown ref', github('push', '')),
  nothing('push of a ref of another kind', github('push', 'refs/pull/7/merge')),
  [
    'push where the default branch is unknown',
    github('push', main, { defaultBranch: '' }),
    'ref/heads/main',
    ['ref/heads/main', 'trusted'],
  ],
  [
    'push to a branch that only ends as the default one',
    github('push', 'refs/heads/x/main'),
    'ref/heads/x/main',
    ['ref/heads/x/main', 'trusted'],
  ],
  [
    'schedule, whose payload names no default branch',
    github('schedule', main, { defaultBranch: '' }),
    'trusted',
    ['trusted'],
  ],
  ['workflow_dispatch on the default branch', github('workflow_dispatch', main), 'trusted', ['trusted']],
  [
    'workflow_dispatch on a branch',
    github('workflow_dispatch', 'refs/heads/x'),
    'ref/heads/x',
    ['ref/heads/x', 'trusted'],
  ],
  asked('workflow_dispatch on a tag', github('workflow_dispatch', 'refs/tags/v1')),
  ['repository_dispatch', github('repository_dispatch', main), 'trusted', ['trusted']],
  [
    'pull request into the default branch',
    github('pull_request', 'refs/pull/7/merge', { pullRequest: same }),
    'pr/7',
    ['pr/7', 'trusted'],
  ],
  [
    'pull request into another branch',
    github('pull_request', 'refs/pull/7/merge', { pullRequest: { ...same, baseRef: 'next' } }),
    'pr/7',
    ['pr/7', 'ref/heads/next', 'trusted'],
  ],
  [
    'pull request whose base is a full ref',
    github('pull_request', 'refs/pull/7/merge', { pullRequest: { ...same, baseRef: 'refs/heads/next' } }),
    'pr/7',
    ['pr/7', 'ref/heads/next', 'trusted'],
  ],
  nothing('pull request from a fork', github('pull_request', 'refs/pull/7/merge', { pullRequest: fork })),
  nothing('pull request of which nothing is known', github('pull_request', 'refs/pull/7/merge')),
  nothing('pull request with an odd number', github('pull_request', '', { pullRequest: { ...same, number: 0.5 } })),
  nothing('pull_request_target', github('pull_request_target', main, { pullRequest: same })),
  nothing('issue_comment', github('issue_comment', main)),
  nothing('workflow_run', github('workflow_run', main)),
  nothing('an event nobody has heard of', github('moon_phase', main)),
  nothing('no event', github('', main)),
  nothing(
    'merge group into the default branch',
    github('merge_group', 'refs/heads/gh-readonly-queue/x', { baseRef: main }),
  ),
  [
    'merge group into another branch',
    github('merge_group', 'refs/heads/gh-readonly-queue/x', { baseRef: 'refs/heads/next' }),
    undefined,
    ['ref/heads/next', 'trusted'],
  ],
  asked('release', github('release', 'refs/tags/v1')),
  asked('deployment', github('deployment', main)),
  asked('deployment_status', github('deployment_status', main)),

  ['GitLab: default branch', gitlab('push', main), 'trusted', ['trusted']],
  ['GitLab: another branch', gitlab('web', topic), 'ref/heads/feature/foo', ['ref/heads/feature/foo', 'trusted']],
  ['GitLab: a schedule on a branch', gitlab('schedule', 'refs/heads/x'), 'ref/heads/x', ['ref/heads/x', 'trusted']],
  asked('GitLab: a tag', gitlab('push', 'refs/tags/v1')),
  ['GitLab: merge request', gitlab('merge_request_event', topic, { pullRequest: same }), 'pr/7', ['pr/7', 'trusted']],
  [
    'GitLab: child pipeline of a merge request',
    gitlab('parent_pipeline', main, { pullRequest: same }),
    'pr/7',
    ['pr/7', 'trusted'],
  ],
  nothing('GitLab: merge request from a fork', gitlab('merge_request_event', main, { pullRequest: fork })),
  nothing('GitLab: merge request of which nothing is known', gitlab('merge_request_event', main)),
  nothing('GitLab: external pull request', gitlab('external_pull_request_event', main)),
  nothing('GitLab: an unknown source', gitlab('moon_phase', main)),
]

describe('lanesOf', () => {
  it.each(rows)('%s', (_, job, writes, reads, onRequest = []) => {
    const lanes = lanesOf(job)
    expect({ ...lanes, why: '' }).toEqual({ writes, reads, onRequest, why: '' })
    expect(lanes.why).toMatch(/\w+ \w+/)
  })

  it('gives only lanes, and the trusted one to the default branch alone', () => {
    const job: fc.Arbitrary<JobIdentity> = fc.record({
      ci: fc.constantFrom('github' as const, 'gitlab' as const, 'none' as const),
      event: fc.constantFrom(
        'push',
        'pull_request',
        'merge_group',
        'merge_request_event',
        'workflow_dispatch',
        'web',
        'x',
      ),
      ref: fc.constantFrom('', 'refs/heads/', main, topic, 'refs/heads/a\nb', 'refs/tags/main', 'refs/pull/1/merge'),
      defaultBranch: fc.constantFrom('', 'main'),
      baseRef: fc.constantFrom('', 'main', topic),
    })
    fc.assert(
      fc.property(job, (it) => {
        const { writes, reads, onRequest } = lanesOf(it)
        for (const lane of [...reads, ...onRequest, ...(writes === undefined ? [] : [writes])]) {
          expect(isLane(lane), lane).toBe(true)
        }
        if (writes === 'trusted') expect([it.ref, it.defaultBranch]).toEqual([main, 'main'])
        if (writes !== undefined) expect(reads[0]).toBe(writes)
      }),
    )
  })
})

describe('lowerLane', () => {
  const lanes = (writes: string | undefined): Lanes => ({
    writes,
    reads: writes === undefined ? ['trusted'] : [writes, ...(writes === 'local' ? [] : ['trusted'])],
    onRequest: [],
    why: 'because',
  })

  it.each([
    ['trusted', 'ref/heads/x', ['ref/heads/x', 'trusted']],
    ['trusted', 'pr/7', ['pr/7', 'trusted']],
    ['ref/heads/x', 'pr/7', ['pr/7', 'ref/heads/x', 'trusted']],
    ['local', 'trusted', ['trusted']],
    ['local', 'pr/7', ['pr/7', 'trusted']],
    ['local', 'ref/heads/x', ['ref/heads/x', 'trusted']],
  ])('goes from %s to %s', (own, requested, reads) => {
    expect(lowerLane(lanes(own), requested)).toMatchObject({ writes: requested, reads: [...new Set(reads)] })
  })

  it.each([
    ['ref/heads/x', 'trusted'],
    ['ref/heads/x', 'ref/heads/y'],
    ['pr/7', 'pr/8'],
    ['pr/7', 'ref/heads/x'],
    ['pr/7', 'trusted'],
    ['trusted', 'local'],
    ['pr/7', 'local'],
    [undefined, 'pr/7'],
    [undefined, 'trusted'],
    ['trusted', 'prod'],
    ['local', '../trusted'],
  ])('refuses to go from %s to %s', (own, requested) => {
    expect(() => lowerLane(lanes(own), requested)).toThrow(UserError)
  })

  it('leaves a job in its own lane as it is', () => {
    const own = lanes('pr/7')
    expect(lowerLane(own, 'pr/7')).toBe(own)
  })
})
