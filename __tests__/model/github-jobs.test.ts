import { expect, test } from 'vitest'
import { missing, playSeeds } from './github/seeds.ts'

// The same seeds each time: the judge does not excuse yet that a pack which was stored under two names is evicted under
// both (seed 747269343). A failure prints its seed, and `SEED=… npm test -- model/github-jobs` plays that alone.
const given = process.env['SEED']
const seed = Number(given ?? 1)

test(`jobs on GitHub’s cache service restore what a job saved, whole, or nothing (seeds from ${seed})`, async () => {
  const tally = await playSeeds(seed, given ? 1 : 250)
  if (!given) expect(missing(tally)).toEqual([])
}, 300_000)
