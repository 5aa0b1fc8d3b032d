import { pullRequest, pullRequestTarget, push } from '../../support/runner/index.ts'
import { hit, said } from '../site.ts'
import { MADE } from './jobs.ts'
import type { Scenario } from './scenario.ts'

const own = { script: 'echo mine > cache/made; echo x > cache/x' }
const OWN = ['cache/made=mine', 'cache/x=x', 'tool/bin=tool']

/** What events may read and write. */
export const events: readonly Scenario[] = [
  ...(
    [
      ['a pull request from a fork', pullRequest(7, { fork: true })],
      ['pull_request_target', pullRequestTarget(7)],
      ['pull_request_target of a fork', pullRequestTarget(7, { fork: true })],
    ] as const
  ).map(
    ([name, event]) =>
      ({
        name: `${name} reads what is trusted and writes nothing`,
        async play(site, check) {
          await site.job('basic')
          const before = site.store.objects()
          const job = await site.job('basic', { event, ...own })
          check('the job', [hit(job), job.conclusion, said(job, 'look')], ['exact', 'success', MADE])
          check('what it stored', site.store.objects(), before)
          check('the next one', said(await site.job('basic', { event }), 'look'), MADE)
        },
      }) satisfies Scenario,
  ),
  {
    name: 'a pull request of the repository writes where only it reads',
    async play(site, check) {
      await site.job('basic')
      const first = await site.job('basic', { event: pullRequest(7), ...own })
      check('the first', [hit(first), said(first, 'look')], ['exact', MADE])
      check('the next one of it', said(await site.job('basic', { event: pullRequest(7) }), 'look'), OWN)
      check('another one', said(await site.job('basic', { event: pullRequest(8) }), 'look'), MADE)
      check('another branch', said(await site.job('basic', { event: push('other') }), 'look'), MADE)
      check('the default branch', said(await site.job('basic'), 'look'), MADE)
    },
  },
  {
    name: 'what a merge made is what later pull requests start from, and open ones keep their own',
    async play(site, check) {
      const request = await site.job('basic', { event: pullRequest(7), ...own })
      check('the pull request', [hit(request), said(request, 'look')], ['miss', []])
      const merged = await site.job('basic', { script: 'echo merged > cache/made' })
      check('the merge', [hit(merged), said(merged, 'look')], ['miss', []])
      const later = await site.job('basic', { event: pullRequest(8) })
      check('a later one', [hit(later), said(later, 'look')], ['exact', ['cache/made=merged', 'tool/bin=tool']])
      const open = await site.job('basic', { event: pullRequest(7) })
      check('an open one', [hit(open), said(open, 'look')], ['exact', OWN])
    },
  },
  {
    name: 'a read-only cache mode of the platform is honoured',
    async play(site, check) {
      await site.job('basic')
      const before = site.store.objects()
      const job = await site.job('basic', { actionEnv: { ACTIONS_CACHE_MODE: 'read' }, ...own })
      check('the job', [hit(job), job.conclusion], ['exact', 'success'])
      check('what it stored', site.store.objects(), before)
    },
  },
]
