import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { StoreTraits } from '../../src/core/ports/store.ts'
import { openAzure } from '../../src/stores/azure/open.ts'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { openGcs } from '../../src/stores/gcs/open.ts'
import type { Entries } from '../../src/stores/github/entries.ts'
import { createGithubStore } from '../../src/stores/github/store.ts'
import { openS3 } from '../../src/stores/s3/open.ts'
import { adapterDependencies } from '../support/servers/dependencies.ts'
import { realClock, realRandom } from '../support/stores/clock.ts'

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/stores.md'), 'utf8')

/** The rows that are traits, and what they say of one. */
const ROWS: Readonly<Record<string, (traits: StoreTraits) => string>> = {
  'records on condition': ({ conditionalPut }) => yes(conditionalPut),
  'names written again': ({ overwrite }) => yes(overwrite),
  listing: ({ listing }) => listing,
  'vanishes by itself': ({ evicts }) => yes(evicts),
  'calls at once': ({ concurrency }) => `${concurrency}`,
  'length of a read': ({ readBytes }) => `${readBytes / 1024 / 1024} MiB`,
  'size of a pack': ({ packBytes }) => `${packBytes / 1024 / 1024} MiB`,
  'renewed with `expires`': ({ touch }) => (touch?.how === 'read' ? 'no: read' : yes(touch !== undefined)),
}

function yes(is: boolean): string {
  return is ? 'yes' : 'no'
}

describe('the page on stores', () => {
  it('says of each what its traits say', async () => {
    const dependencies = adapterDependencies()
    const stores = [
      createDirectoryStore({ directory: '/nowhere', clock: realClock, random: realRandom }),
      await openS3('s3://b?region=x&expires=30d', dependencies),
      await openGcs('gs://b?expires=30d', dependencies),
      await openAzure('azblob://a/c?expires=30d', dependencies),
      createGithubStore({ entries: {} as Entries, clock: realClock }),
    ]
    const table = PAGE.slice(PAGE.indexOf('## What each store honours'))
    for (const [label, say] of Object.entries(ROWS)) {
      const row = table.split('\n').find((line) => line.startsWith(`| ${label} |`)) ?? ''
      const cells = row.split('|').slice(2, -1)
      const told = cells.map((cell) => cell.split(';')[0]?.trim())
      expect(told, label).toEqual(stores.map(({ traits }) => say(traits)))
    }
  })
})
