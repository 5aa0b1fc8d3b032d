import { describe, expect, it } from 'vitest'
import { findAct } from '../../scripts/act.ts'
import { actRunner } from './act-runner.ts'
import { checksWith, type Deviation } from './deviations.ts'
import { scenarios } from './scenarios/index.ts'
import { Site } from './site.ts'

// The scenarios of action.test.ts, run by a runner that nobody here wrote: `npm run test:act`.

const NO_CANCELLED = 'act knows no cancelled jobs and steps, they count as failed; its job.status does say cancelled'

/** What act gets wrong. The test fails when it gets one right, so that this table stays true. */
const DEVIATIONS: readonly Deviation[] = [
  {
    scenario: 'leaves nothing if it was cancelled',
    check: 'the job',
    answer: 'failure',
    reason: NO_CANCELLED,
  },
  {
    scenario: 'leaves nothing if it was cancelled',
    check: 'the step',
    answer: 'failure',
    reason: NO_CANCELLED,
  },
  {
    scenario: 'a composite action that uses Warmstart saves nothing of a cancelled job',
    check: 'the job',
    answer: 'failure',
    reason: NO_CANCELLED,
  },
  {
    scenario: 'does not save when the post of a later step failed',
    check: 'whether it stored anything',
    answer: true,
    reason: 'act keeps results of main steps only, so job.status is still success after a post has failed',
  },
  {
    scenario: 'a composite action that uses Warmstart saves nothing of a job that failed after it',
    check: 'whether it stored anything',
    answer: true,
    reason: 'within a composite action job.status is that of the action’s own steps, not of the job',
  },
  {
    scenario: 'a reusable workflow saves nothing if it failed',
    check: 'the caller',
    answer: undefined,
    reason: 'after a called workflow has failed no further job runs, not even one with if: always()',
  },
]

const act = findAct()

describe.skipIf(!act).each(Object.entries(scenarios))('%s', (_, group) => {
  for (const { name, play } of group) {
    it(name, async () => {
      using site = new Site(actRunner(act as string))
      const { check, finish } = checksWith(DEVIATIONS, name)
      await play(site, check)
      finish()
    })
  }
})

it('every deviation is one of a scenario', () => {
  const names = Object.values(scenarios).flatMap((group) => group.map(({ name }) => name))
  expect(names).toEqual(expect.arrayContaining(DEVIATIONS.map(({ scenario }) => scenario)))
})
