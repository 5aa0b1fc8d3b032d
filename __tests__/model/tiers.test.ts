import { expect, test } from 'vitest'
import { playTiers } from './tiers-worlds.ts'

// A seed of its own each time; a failure prints it, and `SEED=… npm test -- model/tiers` repeats it.
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))

test(`jobs behind nearer stores that forget, err and fail see what home would show them (seed ${seed})`, async () => {
  expect(await playTiers(seed, 12)).toBeGreaterThan(10)
}, 60_000)
