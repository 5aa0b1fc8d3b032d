import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { createDirectoryStore } from '../../../src/stores/directory.ts'
import { createHeadStore } from '../../../src/stores/heads.ts'
import { plant } from '../../support/damage/trees.ts'
import { differences, snapshot } from '../../support/random-tree.ts'
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
    const saved = new Set<string>()
    for (let round = 0; round < 2; round++) {
      const jobs = desks.map(async (desk, who) => {
        mkdirSync(join(desk.workspace, 'tree'), { recursive: true })
        plant(join(desk.workspace, 'tree'), { who: `${who} ${round}`, same: 'in all' }, round)
        const { status, result } = await desk.json('save', '--name', 'v', '--path', 'tree', '--key', 'k')
        expect({ status, result }).toMatchObject({ status: 0, result: { reason: 'saved' } })
        saved.add(`${result['version']}`)
      })
      await Promise.all(jobs)
    }
    const heads = createHeadStore({ store: open(directory) })
    const { head } = (await heads.read({ namespace: 'default', lane: 'local', volume: 'v', key: 'k' })) ?? {}
    expect(saved.size).toBe(6)
    expect(new Set([head?.current, ...(head?.history ?? [])].map((version) => version?.ulid))).toEqual(saved)

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
