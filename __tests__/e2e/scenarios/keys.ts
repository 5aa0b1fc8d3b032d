import type { JobResult } from '../../support/runner/index.ts'
import { hit, jobOf, legOf, said, step } from '../site.ts'
import type { Scenario } from './scenario.ts'

/** Which volumes meet under one key, and how workflows are put together. */
export const keys: readonly Scenario[] = [
  {
    name: 'one of several jobs that save a key at once wins, whole',
    async play(site, check) {
      const run = await site.run('matrix')
      check('the run', [run.conclusion, run.jobs.length], ['success', 3])
      for (const job of run.jobs) check(`the post of ${job.name}`, step(job, 'cache', 'post').annotations, [])
      const lines = said(jobOf(await site.run('look'), 'look'), 'look')
      check('what is left', [lines.length, new Set(lines).size], [5, 1])
    },
  },
  {
    name: 'jobs on different systems never meet under one key',
    pretends: true,
    async play(site, check) {
      const vars = { CROSS: 'false' }
      const first = await site.run('systems', { vars })
      const second = await site.run('systems', { vars })
      for (const system of ['linux', 'darwin']) {
        check(`first on ${system}`, hit(legOf(first, 'system', system)), 'miss')
        const again = legOf(second, 'system', system)
        check(`again on ${system}`, [hit(again), said(again, 'look')], ['exact', [system]])
      }
    },
  },
  {
    name: 'jobs on different systems meet if they say so',
    pretends: true,
    async play(site, check) {
      const run = await site.run('systems', { vars: { CROSS: 'true' } })
      const [first, second] = ['linux', 'darwin'].map((system) => legOf(run, 'system', system))
      if (!first || !second) throw new Error('The matrix has two legs')
      check('the first', hit(first), 'miss')
      check('the second', [hit(second), said(second, 'look')], ['exact', ['linux']])
    },
  },
  {
    name: 'restore and save can be steps of their own',
    async play(site, check) {
      const run = async (vars: Record<string, string>) => jobOf(await site.run('split', { vars }), 'build')
      // What is written after the save step, or by a job that fails after it, is another matter.
      const first = await run({ KEY: '1', SAVE: 'true', CODE: '1' })
      check('what the first found', step(first, 'restore').outputs['hit'], 'miss')
      check('what became of it', [step(first, 'save').outcome, first.conclusion], ['success', 'failure'])
      check('its posts', first.steps.filter(({ stage }) => stage === 'post').length, 0)
      const second = await run({ KEY: '2', SAVE: 'true' })
      const { outputs } = step(second, 'restore')
      check('what the second found', [outputs['hit'], outputs['cache-matched-key']], ['fallback', 'split-1'])
      const third = await run({ KEY: '2', SAVE: 'false' })
      check('what the third found', step(third, 'restore').outputs['hit'], 'exact')
      check('what it restored', said(third, 'look'), ['1', '2', '2', 'too late'])
    },
  },
  {
    name: 'two steps with one key and other paths never meet',
    async play(site, check) {
      await site.run('two')
      const job = jobOf(await site.run('two'), 'build')
      check('what they found', [step(job, 'first').outputs['hit'], step(job, 'second').outputs['hit']], BOTH)
      check('what they restored', said(job, 'look'), ['in one', 'in two'])
    },
  },
  {
    name: 'two steps with one key and one path are one volume',
    async play(site, check) {
      const first = jobOf(await site.run('twice'), 'build')
      check('what the first job found', [step(first, 'first'), step(first, 'second')].map(found), ['miss', 'miss'])
      check('what the first job had', said(first, 'look'), ['between'])
      check('its posts', first.steps.filter(({ stage }) => stage === 'post').map(complaints), [[], []])
      const second = jobOf(await site.run('twice'), 'build')
      check('what the second job found', [step(second, 'first'), step(second, 'second')].map(found), BOTH)
      // Its second step put back what the version has.
      check('what the second job had', said(second, 'look'), ['between'])
    },
  },
  {
    name: 'saves under the key that was resolved at the start, though its files changed',
    async play(site, check) {
      const run = async (lock: string) => jobOf(await site.run('moving', { files: { lock } }), 'build')
      const first = await run('original\n')
      const again = await run('original\n')
      check('what they found', [hit(first), hit(again)], ['miss', 'exact'])
      check('their keys', said(again, 'look'), said(first, 'look'))
      // The lock file as the job left it names no version: nothing was saved under the later hash.
      check('the changed key', hit(await run('changed by the job\n')), 'miss')
    },
  },
  {
    name: 'a composite action that uses Warmstart restores and saves',
    async play(site, check) {
      const first = await site.job('composite', { script: 'echo made > cache/made' })
      check('the first', [hit(first), said(first, 'look')], ['miss', []])
      const second = await site.job('composite')
      check('the second', [hit(second), said(second, 'look')], ['exact', ['made']])
    },
  },
  {
    name: 'a composite action that uses Warmstart saves nothing of a job that failed after it',
    async play(site, check) {
      const failed = await site.job('composite', { script: 'echo bad > cache/made; exit 1' })
      check('the job', failed.conclusion, 'failure')
      check('whether it stored anything', site.store.objects().length > 0, false)
    },
  },
  {
    name: 'a composite action that uses Warmstart saves nothing of a cancelled job',
    cancels: true,
    async play(site, check) {
      const script = 'echo bad > cache/made; echo waiting; exec sleep 20'
      const job = await site.job('composite', { script, cancelAfter: { step: 'work', line: 'waiting' } })
      check('the job', job.conclusion, 'cancelled')
      check('whether it stored anything', site.store.objects().length > 0, false)
    },
  },
  {
    name: 'a reusable workflow restores and saves, and tells its caller',
    async play(site, check) {
      const first = await site.job('reusable', { script: 'echo made > cache/made' })
      check('the first', [hit(first), said(first, 'look')], ['miss', []])
      const run = await site.run('reusable', { vars: { SCRIPT: 'true' } })
      const second = jobOf(run, 'build')
      check('the second', [hit(second), said(second, 'look')], ['exact', ['made']])
      check('the caller', said(jobOf(run, 'after'), 'told'), ['success exact'])
    },
  },
  {
    name: 'a reusable workflow saves nothing if it failed',
    async play(site, check) {
      const run = await site.run('reusable', { vars: { SCRIPT: 'echo bad > cache/made; exit 1' } })
      check('the run', run.conclusion, 'failure')
      const after = run.jobs.find(({ id }) => id === 'after')
      check('the caller', after && said(after, 'told'), ['failure miss'])
      check('whether it stored anything', site.store.objects().length > 0, false)
    },
  },
  {
    name: 'this project’s own workflow restores on one machine what another has saved',
    async play(site, check) {
      const { jobs } = await site.run('cache')
      const legs = (id: string) => jobs.filter((job) => job.id === id)
      check('the jobs that save', legs('save').map(conclusion), ['success', 'success', 'success'])
      check('the jobs that restore', legs('restore').map(conclusion), ['success', 'success', 'success'])
      check('what they found', legs('restore').map(hit), ['exact', 'exact', 'exact'])
    },
  },
]

const BOTH = ['exact', 'exact']

function conclusion(job: JobResult): string {
  return job.conclusion
}

function found({ outputs }: { readonly outputs: Readonly<Record<string, string>> }): string | undefined {
  return outputs['hit']
}

function complaints({ annotations }: { readonly annotations: readonly unknown[] }): readonly unknown[] {
  return annotations
}
