import { expect, test } from 'vitest'
import { playProcesses } from './github/processes.ts'

// As in github-jobs.test.ts, but what a seed plans meets another order each time. `model/all` has more of them.
const given = process.env['SEED']
const seed = Number(given ?? Math.floor(Math.random() * 2 ** 31))

test(`processes on dist/, killed at any moment, restore what one of them saved, or nothing (seeds from ${seed})`, async () => {
  const tally = await playProcesses(seed, given ? 1 : 8)
  if (!given) for (const what of ['restore exact', 'save saved', 'killed']) expect(tally.get(what), what).toBeTruthy()
}, 300_000)
