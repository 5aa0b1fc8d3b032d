import { hit, jobOf, said, step } from '../site.ts'
import type { Scenario } from './scenario.ts'

export const MADE = ['cache/made=made', 'tool/bin=tool']

/** One job after the other, by what became of them. */
export const jobs: readonly Scenario[] = [
  {
    name: 'misses, works and saves; the next one starts warm and stores nothing',
    async play(site, check) {
      const first = await site.job('basic')
      check('the first', [first.conclusion, hit(first), step(first, 'make').outcome], ['success', 'miss', 'success'])
      check('its key', step(first, 'cache').outputs['cache-primary-key'], 'key-k')
      check('its cache-hit', step(first, 'cache').outputs['cache-hit'] ?? '', '')
      check('its post', step(first, 'cache', 'post').outcome, 'success')
      const before = site.store.objects()
      const second = await site.job('basic')
      const { outputs } = step(second, 'cache')
      check('the second', [hit(second), step(second, 'make').outcome], ['exact', 'skipped'])
      check('its outputs', [outputs['cache-hit'], outputs['cache-matched-key']], ['true', 'key-k'])
      check('what it restored', said(second, 'look'), MADE)
      check('what it stored', site.store.objects(), before)
    },
  },
  {
    name: 'falls back to the newest version under a restore key',
    async play(site, check) {
      await site.job('basic', { key: '1', script: 'echo 1 > cache/n' })
      await site.job('basic', { key: '2', script: 'echo 2 > cache/n' })
      const job = await site.job('basic', { key: '3', script: 'echo 3 > cache/n' })
      const { outputs } = step(job, 'cache')
      const found = [outputs['hit'], outputs['cache-hit'], outputs['cache-matched-key']]
      check('what it found', found, ['fallback', 'false', 'key-2'])
      check('what it restored', said(job, 'look').includes('cache/n=2'), true)
      check('what it left', said(await site.job('basic', { key: '3' }), 'look').includes('cache/n=3'), true)
    },
  },
  {
    name: 'saves a changed tree under the same key again',
    async play(site, check) {
      await site.job('basic')
      await site.job('basic', { script: 'echo new > cache/made; echo more > cache/more' })
      const job = await site.job('basic')
      check('what is found', hit(job), 'exact')
      check('what is restored', said(job, 'look'), ['cache/made=new', 'cache/more=more', 'tool/bin=tool'])
    },
  },
  {
    name: 'leaves nothing if it failed, and its post does not fail either',
    async play(site, check) {
      await site.job('basic')
      const before = site.store.objects()
      const script = 'echo bad > cache/made; rm ~/tool/bin; echo bad > cache/bad; exit 1'
      const failed = await site.job('basic', { script })
      check('the job', [failed.conclusion, step(failed, 'cache', 'post').outcome], ['failure', 'success'])
      check('what it stored', site.store.objects(), before)
      check('the next one', said(await site.job('basic'), 'look'), MADE)
    },
  },
  {
    name: 'leaves nothing if it failed and was the first',
    async play(site, check) {
      await site.job('basic', { script: 'exit 1' })
      const job = await site.job('basic')
      check('the next one', [hit(job), said(job, 'look')], ['miss', []])
    },
  },
  {
    name: 'leaves nothing if it was cancelled',
    cancels: true,
    async play(site, check) {
      await site.job('basic')
      const before = site.store.objects()
      const script = 'echo bad > cache/made; echo waiting; exec sleep 20'
      const cancelled = await site.job('basic', { script, cancelAfter: { step: 'work', line: 'waiting' } })
      check('the job', cancelled.conclusion, 'cancelled')
      check('the step', step(cancelled, 'work').outcome, 'cancelled')
      check('its post', step(cancelled, 'cache', 'post').outcome, 'success')
      check('what it stored', site.store.objects(), before)
      check('the next one', said(await site.job('basic'), 'look'), MADE)
    },
  },
  {
    name: 'saves although a step failed, if the failure was tolerated',
    async play(site, check) {
      const job = await site.job('basic', { tolerated: true })
      check('the job', [step(job, 'tolerated').outcome, job.conclusion], ['failure', 'success'])
      check('the next one', hit(await site.job('basic')), 'exact')
    },
  },
  {
    name: 'does not save when the post of a later step failed',
    async play(site, check) {
      const job = jobOf(await site.run('after'), 'build')
      check('the job', job.conclusion, 'failure')
      check('whether it stored anything', site.store.objects().length > 0, false)
    },
  },
  {
    name: 'says in the summary what it did',
    async play(site, check) {
      const first = await site.job('basic')
      check('the first', [/\bmiss\b/.test(first.summary), first.summary.includes('key-k')], [true, true])
      check('the second', /\bhit\b/.test((await site.job('basic')).summary), true)
    },
  },
  {
    name: 'goes on as after a miss when what is stored is damaged',
    async play(site, check) {
      await site.job('basic')
      await site.store.spoilPacks()
      const job = await site.job('basic')
      check('the job', [hit(job), job.conclusion, said(job, 'look')], ['miss', 'success', []])
      // What this job made is a good version again.
      check('the next one', said(await site.job('basic'), 'look'), MADE)
    },
  },
]
