import { expect, test } from 'vitest'
import { missing, playSeeds } from '../github/seeds.ts'

test('a thousand interleavings on GitHub’s cache service, the second half', async () => {
  expect(missing(await playSeeds(501, 500))).toEqual([])
}, 600_000)
