import { readdirSync, rmdirSync, unlinkSync } from 'node:fs'
import { type BytePath, joinBytes } from '../core/bytes.ts'
import { EntryType, NONE } from '../core/tree.ts'
import { removeListed } from './remove.ts'
import { Ground, parentOf, targetError } from './safe-path.ts'
import { type Item, inOrder, lookAtLinks, spread } from './spread.ts'
import type { MountPlan } from './stage-plan.ts'
import type { WorkerPool } from './workers.ts'
import { NO_MODE, NO_TIME } from './write-worker.ts'

/** What the commit will do to one mount. Everything of it lies ready at its temporary place. */
export interface CommitPlan {
  readonly plan: MountPlan
  readonly remove: readonly BytePath[]
  /** Targets, inside the mount, whose place a root cannot take by renaming alone. */
  readonly clear: readonly BytePath[]
}

/**
 * Looks at what stands where the roots go. Changes nothing; throws if something is there that may not go: a directory
 * with anything in it that is not to be removed. `tracked` files are not removed.
 */
export function planCommit(plan: MountPlan, tracked: ReadonlySet<BytePath>): CommitPlan {
  const { tree, base, paths, roots, fresh } = plan
  const remove = plan.remove.filter((path) => !tracked.has(path))
  const clear: BytePath[] = []
  const ground = new Ground(base, 'look')
  try {
    const going = new Set(remove)
    for (const entry of [...roots, ...plan.restamp, ...plan.standing]) ground.hold(paths[entry] as BytePath)
    for (const root of roots) {
      const path = paths[root] as BytePath
      const target = joinBytes(base, path)
      const stat = ground.stat(path)
      if (!stat) continue
      const isDirectory = tree.type[root] === EntryType.directory
      if (!stat.isDirectory()) {
        if (fresh) throw targetError(target, 'appeared while it was restored')
        if (isDirectory) clear.push(path)
        continue
      }
      if (isDirectory && !fresh) throw targetError(target, 'appeared while it was restored')
      if (!goesWhole(ground, path, fresh ? new Set() : going))
        throw targetError(target, 'holds files that are not part of the volume')
      // A directory is renamed over an empty one.
      if (!isDirectory) clear.push(path)
    }
  } finally {
    ground.close()
  }
  return { plan, remove, clear }
}

/** Is there anything to do? */
export function isIdle({ plan, remove }: CommitPlan): boolean {
  return plan.roots.length + plan.restamp.length + plan.standing.length + remove.length === 0
}

/**
 * Carries a commit out: removals, renames, modes and times, directories last. Returns the number of files and links
 * removed. A fresh mount takes one rename; anything else is half done until it is done.
 */
export async function carryOut(
  pool: WorkerPool,
  { plan, remove, clear }: CommitPlan,
  done: (count: number) => void,
): Promise<number> {
  const { base, paths, tree } = plan
  const place = (entry: number) => joinBytes(base, paths[entry] as BytePath)
  const ground = new Ground(base, 'change')
  try {
    const removed = removeListed(ground, remove)
    for (const path of clear) clearTarget(ground, path)
    const files = plan.restamp.filter((entry) => tree.type[entry] !== EntryType.directory)
    for (const entry of [...plan.roots, ...plan.restamp, ...plan.standing]) ground.hold(paths[entry] as BytePath)
    const moves = plan.roots.map((entry): Item => {
      return { plan, entry, path: plan.places[entry] as BytePath, other: place(entry) }
    })
    await spread(pool, 'move', moves, done)
    const stamps = files.map((entry): Item => ({ plan, entry, path: place(entry) }))
    await spread(pool, 'stamp', stamps, done)
    await lookAtLinks(pool, plan, [...plan.roots, ...files], place)
    if (plan.fresh) ground.close()
    else await finishDirectories(pool, plan, ground, remove, done)
    return removed
  } catch (error) {
    ground.close()
    throw error
  }
}

/** Is it a root made in another directory than the one it goes to? A directory then gets its mode only there. */
export function isAway({ tree, base, paths, places }: MountPlan, entry: number): boolean {
  const parent = tree.parent[entry] as number
  if (parent === NONE || places[parent] !== undefined) return false
  return parentOf(places[entry] as BytePath) !== parentOf(joinBytes(base, paths[entry] as BytePath))
}

function goesWhole(ground: Ground, directory: BytePath, going: ReadonlySet<BytePath>): boolean {
  if (ground.at(directory) !== 'directory') return false
  const names = ground.use(directory, (place) => readdirSync(place, { withFileTypes: true, encoding: 'latin1' }))
  return names.every((found) => {
    const path = directory === '' ? found.name : `${directory}/${found.name}`
    return found.isDirectory() ? goesWhole(ground, path, going) : going.has(path)
  })
}

/** Removes a file, or a directory in which there are only directories. */
function clearTarget(ground: Ground, path: BytePath): void {
  if (path !== '') ground.at(parentOf(path))
  const stat = ground.stat(path)
  if (stat?.isDirectory()) {
    ground.at(path)
    for (const name of ground.use(path, (place) => readdirSync(place, { encoding: 'latin1' }))) {
      const inner = path === '' ? name : `${path}/${name}`
      if (!ground.stat(inner)?.isDirectory()) {
        throw targetError(joinBytes(ground.base, inner), 'appeared while it was restored')
      }
      clearTarget(ground, inner)
    }
    ground.use(path, (place) => rmdirSync(place))
    ground.forget(path)
  } else if (stat) {
    ground.use(path, unlinkSync)
  }
}

/**
 * Modes and times of the directories that stood already, deepest first: those that are to have others, those whose
 * content changed (their time only), and those that had to be opened (back to what they were).
 */
async function finishDirectories(
  pool: WorkerPool,
  plan: MountPlan,
  ground: Ground,
  removed: readonly BytePath[],
  done: (count: number) => void,
): Promise<void> {
  const { tree, base, paths, roots, places } = plan
  const { opened } = ground
  const listed = new Set([...plan.standing, ...plan.restamp, ...roots.filter((root) => isAway(plan, root))])
  const touched = new Set([...removed, ...roots.map((root) => paths[root] as BytePath)].map(parentOf))
  const stamps: Item[] = []
  const stamped = new Set<BytePath>()
  for (let entry = tree.length - 1; entry >= 0; entry--) {
    const path = paths[entry] as BytePath
    if (tree.type[entry] !== EntryType.directory || (places[entry] !== undefined && !listed.has(entry))) continue
    const own = listed.has(entry) && !(tree.implied[entry] && places[entry] === undefined)
    const mode = own ? (tree.mode[entry] as number) : (opened.get(path) ?? NO_MODE)
    // A directory that nobody selected keeps its time.
    const mtimeNs = tree.implied[entry] || !(own || touched.has(path)) ? NO_TIME : (tree.mtimeNs[entry] as bigint)
    if (mode === NO_MODE && mtimeNs === NO_TIME) continue
    stamped.add(path)
    stamps.push({ plan, entry, path: joinBytes(base, path), mode, mtimeNs })
  }
  ground.close((path) => stamped.has(path))
  await inOrder(pool, 0, 'stamp', stamps, done)
}
