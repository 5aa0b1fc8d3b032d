import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { atEveryCall, leftovers, MachineProcess } from '../support/damage/machine-process.ts'
import { FIRST, plant, SECOND } from '../support/damage/trees.ts'
import { Machine, systemClock } from '../support/machine.ts'
import { differences, removeTree, snapshot } from '../support/random-tree.ts'
import { tempDir } from '../support/temp.ts'

it.skipIf(process.platform === 'win32')(
  'a save killed anywhere leaves the version before or the new one, and the next save goes well',
  async () => {
    const killed = await atEveryCall([await savesOnOneDisk(), await savesOnOneDisk()])
    expect(killed).toBeGreaterThan(30)
  },
  120_000,
)

/** Every round saves another tree, is killed at that, and looks at what the store has; then the save is done again. */
async function savesOnOneDisk() {
  const root = tempDir()
  const setting = { directory: join(root, 'maker'), store: join(root, 'store'), workers: 1 }
  const maker = new MachineProcess(setting)
  const store = createDirectoryStore({ directory: setting.store, clock: systemClock, random: (n) => randomBytes(n) })
  const reader = new Machine({ ...setting, store, directory: join(root, 'reader') })
  onTestFinished(async () => {
    await maker[Symbol.asyncDispose]()
    await reader.close()
  })
  const stored = async () => {
    removeTree(reader.at('tree'))
    const { hit } = await reader.restore('k')
    // That a version cannot be used is said; here none is damaged.
    expect({ hit, told: reader.told('version-unusable') }).toEqual({ hit: 'exact', told: [] })
    return snapshot(reader.at('tree'))
  }

  const tree = join(setting.directory, 'workspace/tree')
  plant(tree, FIRST)
  expect(await maker.do('save', 'k')).toMatchObject({ reason: 'saved' })
  return async (n: number) => {
    const old = await stored()
    plant(tree, { ...(n % 4 < 2 ? SECOND : FIRST), 'a/round': `round ${n}` }, n)
    const made = snapshot(tree)
    const ended = await maker.do('save', 'k', n)
    expect(differences(made, snapshot(tree))).toEqual([])
    const found = await stored()
    if (ended !== 'killed' || differences(old, found).length > 0) expect(differences(made, found)).toEqual([])

    const again = await maker.do('save', 'k')
    expect(again).toMatchObject({ reason: expect.stringMatching(/^(saved|unchanged)$/) })
    expect(differences(made, await stored())).toEqual([])
    if (ended === 'killed') return ended
    // What killed jobs left beside the states goes at the machine's next restore.
    expect(await maker.do('restore', 'k')).toMatchObject({ hit: 'exact' })
    expect(leftovers(setting.directory, ['tree'])).toEqual([])
    return ended
  }
}
