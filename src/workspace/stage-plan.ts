import { constants, lstatSync } from 'node:fs'
import process from 'node:process'
import { type BytePath, joinBytes, toFsPath } from '../core/bytes.ts'
import type { LocalMount } from '../core/mount.ts'
import type { StagedMount } from '../core/ports/workspace.ts'
import { EntryType, HOLE, NONE, type Tree } from '../core/tree.ts'
import { checkCollisions } from './collisions.ts'
import { isMountPoint } from './mount-point.ts'
import { checkName, checkPath, Ground, isAllowed, parentOf, resolveBase, rootOf, targetError } from './safe-path.ts'
import { type StageId, tempName } from './temp-names.ts'

/** How a file gets its content. */
export const Content = {
  /** It is not written. */
  stays: 0,
  /** One task creates, fills and finishes it: all its bytes lie in one frame. */
  whole: 1,
  /** Created ahead at its full size, filled by any number of tasks, finished at the commit. */
  pieces: 2,
} as const

/**
 * Where everything of one mount is made. What is new is made whole at a temporary place on the same file system: a
 * fresh mount beside the mount, a new directory or a changed file beside its target. Those are the roots; the commit
 * renames each of them once, and all that lies below a root comes along.
 */
export interface MountPlan {
  readonly mount: LocalMount
  readonly tree: Tree
  readonly base: BytePath
  /** The directory from which all places are reached. */
  readonly root: BytePath
  /** Of every entry, inside the mount. */
  readonly paths: readonly BytePath[]
  readonly write: readonly number[]
  readonly restamp: readonly number[]
  readonly remove: readonly BytePath[]
  /** Absolute temporary place of each entry that is made, `undefined` for all others. */
  readonly places: readonly (BytePath | undefined)[]
  readonly roots: readonly number[]
  /** Directories of `write` that stand already: only their mode and time are set. */
  readonly standing: readonly number[]
  /** `Content` of each entry. */
  readonly content: Uint8Array
  /** Entry 0 is a root and replaces an empty directory or nothing. */
  readonly fresh: boolean
}

/** Plans a mount. Looks at the disk and changes nothing; throws if the tree cannot be put there. */
export function planMount({ mount, tree, how, write, restamp, remove }: StagedMount, id: StageId): MountPlan {
  const base = resolveBase(mount.path)
  if (base !== mount.path && tree.type[0] !== EntryType.directory) {
    throw targetError(base, 'is a directory behind a link, and the version has something else there')
  }
  checkCollisions(tree)
  const paths = tree.paths()
  const places = new Array<BytePath | undefined>(tree.length)
  const roots: number[] = []
  const standing: number[] = []
  const fresh = how === 'sibling' && isReplaceable(base)
  const ground = new Ground(base, 'look')
  const tempDirectory = tempDirectories(ground)
  try {
    for (const path of remove) checkPath(path)
    for (const entry of restamp) ground.hold(paths[entry] as BytePath)
    for (const entry of write) {
      const name = tree.name[entry] as BytePath
      if (entry > 0) checkName(name)
      const parent = tree.parent[entry] as number
      const above = parent === NONE ? undefined : places[parent]
      if (above !== undefined) {
        places[entry] = `${above}/${name}`
        continue
      }
      const path = paths[entry] as BytePath
      if (tree.type[entry] === EntryType.directory && !fresh && ground.at(path) === 'directory') {
        standing.push(entry)
        continue
      }
      ground.hold(path)
      const directory = entry === 0 ? undefined : tempDirectory(parentOf(path))
      places[entry] =
        directory === undefined
          ? `${parentOf(base)}/${tempName(base.slice(base.lastIndexOf('/') + 1), id, entry)}`
          : joinBytes(directory, tempName(`.${name}`, id, entry))
      roots.push(entry)
    }
  } finally {
    ground.close()
  }
  return {
    mount,
    tree,
    base,
    root: rootOf(base),
    paths,
    write,
    restamp,
    remove,
    places,
    roots,
    standing,
    content: contents(tree, write),
    fresh,
  }
}

/** The bytes that have to come from frames. */
export function expectedBytes({ tree, write, content }: MountPlan): number {
  let bytes = 0
  for (const entry of write) {
    if (content[entry] === Content.stays) continue
    const first = tree.firstExtent[entry] as number
    for (let extent = first; extent < first + (tree.extentCount[entry] as number); extent++) {
      if (tree.frame[extent] !== HOLE) bytes += tree.extentLength[extent] as number
    }
  }
  return bytes
}

/**
 * Can a directory made beside the mount be renamed to it? Not over a mount point, nor in a directory that may not be
 * written, nor on Windows, where a directory that any program is in cannot be replaced. An empty one is filled then.
 */
function isReplaceable(base: BytePath): boolean {
  if (!lstatSync(toFsPath(base), { throwIfNoEntry: false })) return true
  if (process.platform === 'win32' || isMountPoint(base)) return false
  return isAllowed(toFsPath(parentOf(base) || '/'), constants.W_OK | constants.X_OK)
}

/**
 * The directory for the temporary place of something in a directory: that directory, or the nearest one above it that
 * can be written as things are, so that what is closed stays closed until the commit. `undefined`: beside the mount.
 */
function tempDirectories(ground: Ground): (directory: BytePath) => BytePath | undefined {
  const known = new Map<BytePath, BytePath | undefined>()
  const find = (directory: BytePath): BytePath | undefined => {
    if (known.has(directory)) return known.get(directory)
    const above = directory === '' ? undefined : find(parentOf(directory))
    const place = joinBytes(ground.base, directory)
    const isUsable = isAllowed(toFsPath(place), constants.W_OK | constants.X_OK) && !isClosed(ground.opened, directory)
    known.set(directory, isUsable ? place : above)
    return known.get(directory)
  }
  return find
}

/** Is it, or a directory above it, one that had to be opened to be looked into? */
function isClosed(opened: ReadonlyMap<BytePath, number>, directory: BytePath): boolean {
  if (opened.size === 0) return false
  return opened.has(directory) || (directory !== '' && isClosed(opened, parentOf(directory)))
}

function contents(tree: Tree, write: readonly number[]): Uint8Array {
  const content = new Uint8Array(tree.length)
  for (const entry of write) {
    if (tree.type[entry] !== EntryType.file || tree.source(entry) !== entry) continue
    const first = tree.firstExtent[entry] as number
    const count = tree.extentCount[entry] as number
    const frame = tree.frame[first]
    let whole = count > 0 && frame !== HOLE
    for (let extent = first; whole && extent < first + count; extent++) whole = tree.frame[extent] === frame
    content[entry] = whole ? Content.whole : Content.pieces
  }
  return content
}
