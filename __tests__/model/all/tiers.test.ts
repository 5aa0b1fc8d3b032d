import { expect, test } from 'vitest'
import { playTiers } from '../tiers-worlds.ts'

// The same worlds each time; model/tiers.test.ts draws others.
test('two hundred worlds of two machines with nearer stores', async () => {
  expect(await playTiers(1, 200)).toBeGreaterThan(1000)
}, 600_000)
