import { describe, expect, it } from 'vitest'
import { scenarios } from './scenarios/index.ts'
import { ServiceSite } from './service-site.ts'

// The scenarios of action.test.ts on GitHub's cache service, with no store given.

describe.each(Object.entries(scenarios))('%s', (_, group) => {
  for (const { name, cancels, pretends, play } of group) {
    it.skipIf((cancels || pretends) && process.platform === 'win32')(name, async () => {
      await using site = await ServiceSite.open()
      await play(site, (what, actual, expected) => expect(actual, what).toEqual(expected))
    })
  }
})
