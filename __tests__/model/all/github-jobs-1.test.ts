import { expect, test } from 'vitest'
import { missing, playSeeds } from '../github/seeds.ts'

// The same worlds each time, so that no change gets past them by luck; github-jobs.test.ts draws others. Two files, for
// two cores.
test('a thousand interleavings on GitHub’s cache service, the first half', async () => {
  expect(missing(await playSeeds(1, 500))).toEqual([])
}, 600_000)
