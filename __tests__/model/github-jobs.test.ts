import { expect, test } from 'vitest'
import { missing, playSeeds } from './github/seeds.ts'

// Seeds of their own each time; a failure prints its own, and `SEED=… npm test -- model/github-jobs` plays that alone.
const given = process.env['SEED']
const seed = Number(given ?? Math.floor(Math.random() * 2 ** 31))

test(`jobs on GitHub’s cache service restore what a job saved, whole, or nothing (seeds from ${seed})`, async () => {
  const tally = await playSeeds(seed, given ? 1 : 250)
  if (!given) expect(missing(tally)).toEqual([])
}, 300_000)
