import { describe, expect, it } from 'vitest'
import { scenarios } from './scenarios/index.ts'
import { Site } from './site.ts'

describe.each(Object.entries(scenarios))('%s', (_, group) => {
  for (const { name, cancels, pretends, play } of group) {
    it.skipIf((cancels || pretends) && process.platform === 'win32')(name, async () => {
      using site = new Site()
      await play(site, (what, actual, expected) => expect(actual, what).toEqual(expected))
    })
  }
})
