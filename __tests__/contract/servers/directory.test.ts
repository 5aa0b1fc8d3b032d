import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { createDirectoryStore } from '../../../src/stores/directory.ts'
import { differences, snapshot } from '../../support/random-tree.ts'
import { expectNoLostCommit } from '../../support/servers/save-at-once.ts'
import { openSecondDisk } from '../../support/servers/second-disk.ts'
import { realClock, realRandom } from '../../support/stores/clock.ts'
import { Desk } from '../../support/warmstart.ts'
import { describeStore } from '../store.ts'

const disk = openSecondDisk()
afterAll(() => disk.close())

const open = (directory: string) => createDirectoryStore({ directory, clock: realClock, random: realRandom })

describe(`a second disk: ${disk.kind}`, () => {
  describeStore('directory store', async () => {
    const directory = join(mkdtempSync(join(disk.directory, 'store-')), 'not', 'yet', 'there')
    return {
      open: () => open(directory),
      leftovers: async () => {
        try {
          return readdirSync(join(directory, 'tmp'))
        } catch {
          return []
        }
      },
      blobConditions: false,
      close: async () => undefined,
    }
  })

  it('is where jobs on the first save and restore, and lose no commit when they save one key at once', async () => {
    const directory = join(disk.directory, 'jobs')
    const desks = Array.from({ length: 3 }, () => new Desk())
    for (const desk of desks) desk.env['WARMSTART_STORE'] = pathToFileURL(directory).href
    await expectNoLostCommit(desks, 2, open(directory))

    const cold = new Desk()
    cold.env['WARMSTART_STORE'] = pathToFileURL(directory).href
    const { result } = await cold.json('restore', '--name', 'v', '--path', 'tree', '--key', 'k')
    expect(result).toMatchObject({ hit: 'exact', files: 2 })
    const found = desks.map((desk) =>
      differences(snapshot(join(desk.workspace, 'tree')), snapshot(join(cold.workspace, 'tree'))),
    )
    expect(found.filter((words) => words.length === 0)).toHaveLength(1)
  })
})
