import * as fs from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { atEveryCall, leftovers, MachineProcess } from '../support/damage/machine-process.ts'
import { FIRST, LEFT, type Plants, plant, RIGHT, SECOND } from '../support/damage/trees.ts'
import { differences, removeTree, type Snapshot, snapshot } from '../support/random-tree.ts'
import { tempDir } from '../support/temp.ts'

/** What `look` says of a place: at most directories, or one of the two versions and nothing else. */
const [NOTHING, OLD, NEW] = ['nothing', 'old', 'new'] as const

interface Case {
  readonly paths: readonly string[]
  readonly old: Plants
  readonly new: Plants
  /** Of each mount: is it restored onto the old version, or where nothing is? */
  readonly onto: readonly boolean[]
  /** What only the old version has stays. */
  readonly overlay?: true
}

it.skipIf(process.platform === 'win32').each<[string, Case]>([
  ['into an absent place', { paths: ['tree'], old: FIRST, new: SECOND, onto: [false] }],
  ['onto the version before', { paths: ['tree', '!tree/kept'], old: FIRST, new: SECOND, onto: [true] }],
  ['into two places', { paths: ['one', 'two'], old: LEFT, new: RIGHT, onto: [false, false] }],
  [
    'over the version before',
    { paths: ['tree'], old: { ...LEFT, more: 'left' }, new: RIGHT, onto: [true], overlay: true },
  ],
  ['onto the version before and elsewhere', { paths: ['one', 'two'], old: LEFT, new: RIGHT, onto: [true, false] }],
])(
  'a restore %s, killed anywhere, leaves nothing half done',
  async (_, given) => {
    const killed = await atEveryCall([
      await restoresOnOneDisk(given, 'restores'),
      await restoresOnOneDisk(given, 'misses'),
    ])
    expect(killed).toBeGreaterThan(30)
  },
  120_000,
)

/**
 * Every round restores the new version, is killed at that, looks, lets the next run restore it, and goes back. On one
 * disk the run in between only recovers; on the other it is a job that finds no version, and starts with what is there.
 */
async function restoresOnOneDisk({ paths, onto, overlay, ...trees }: Case, next: 'restores' | 'misses') {
  const root = tempDir()
  const setting = { directory: join(root, 'machine'), store: join(root, 'store'), workers: 1, paths }
  const places = paths.filter((path) => !path.startsWith('!'))
  const versions: Record<string, Snapshot[]> = {}
  const maker = new MachineProcess({ ...setting, directory: join(root, 'maker') })
  for (const [key, plants] of Object.entries({ [OLD]: trees.old, [NEW]: trees.new })) {
    const made = places.map((place) => join(root, 'maker/workspace', place))
    for (const [mount, place] of made.entries()) plant(place, plants, mount)
    expect(await maker.do('save', key)).toMatchObject({ reason: 'saved' })
    versions[key] = made.map((place) => snapshot(place))
  }
  const over = join(root, 'over')
  if (overlay) plant(over, { ...trees.old, ...trees.new })
  const laidOver = overlay && snapshot(over)
  await maker[Symbol.asyncDispose]()

  const foreign = overlay ? 'overlay' : next === 'misses' ? 'exact' : 'owned'
  const machine = new MachineProcess({ ...setting, foreign })
  onTestFinished(() => machine[Symbol.asyncDispose]())
  const at = places.map((place) => join(setting.directory, 'workspace', place))
  const excluded = paths.find((path) => path.startsWith('!'))
  const kept = excluded && join(setting.directory, 'workspace', excluded.slice(1))
  const looks = () => at.map((place, i) => look(place, versions[OLD]?.[i], laidOver, versions[NEW]?.[i])).join()
  const old = onto.map((is) => (is ? OLD : NOTHING)).join()
  const [all, nothing] = [NEW, NOTHING].map((what) => onto.map(() => what).join())
  const goBack = async () => {
    if (overlay) for (const place of at) removeTree(place)
    if (onto.includes(true)) expect(await machine.do('restore', OLD)).toMatchObject({ hit: 'exact' })
    for (const [i, place] of at.entries()) if (!onto[i]) removeTree(place)
    if (kept !== undefined) fs.writeFileSync(kept, 'kept')
    expect(looks()).toBe(old)
  }

  await goBack()
  return async (n: number) => {
    const ended = await machine.do('restore', NEW, n)
    const found = looks()
    if (ended !== 'killed') expect(found).toBe(all)
    if (next === 'misses') expect(await machine.do('restore', 'none')).toMatchObject({ hit: 'miss' })
    else await machine.do('recover', NEW)
    expect([old, all, nothing]).toContain(looks())

    expect(await machine.do('restore', NEW)).toMatchObject({ hit: 'exact' })
    expect({ looks: looks(), left: leftovers(setting.directory, places) }).toEqual({ looks: all, left: [] })
    if (kept !== undefined) expect(fs.readFileSync(kept, 'utf8')).toBe('kept')
    await goBack()
    return ended
  }
}

/** Which version lies at a place, if it is all of one and nothing else; otherwise what is there. */
function look(place: string, old: Snapshot | undefined, ...made: readonly (Snapshot | undefined)[]): string {
  if (!fs.existsSync(place)) return NOTHING
  const found = snapshot(place)
  found.delete('/"kept"')
  const is = (version: Snapshot | undefined) => version && differences(version, found).length === 0
  if (is(old)) return OLD
  if (made.some(is)) return NEW
  const files = [...found].filter(([, { what }]) => !what.startsWith('directory'))
  return files.length === 0 ? NOTHING : `half: ${files.map(([path]) => path).join(' ')}`
}
