import { toDisplay } from './bytes.ts'
import type { FrameTable } from './manifest.ts'
import { FormatError } from './ports/errors.ts'
import { EntryType, HOLE, NONE, type Tree } from './tree.ts'

export const ENTRIES_MAX = 5_000_000
export const EXTENTS_MAX = 32 * 1024 * 1024
/** Bytes of one name, of a path inside a mount, and of a symbolic link's target. */
export const NAME_MAX = 255
export const PATH_MAX = 4096
export const TARGET_MAX = 4096
/** Directories on the way from the mount to an entry, the entry itself counted. */
export const DEPTH_MAX = 256

/**
 * Does a file's content have to be in packs? `whole`: of every file (a version). `known`: a file may have a size and
 * no extents (a state, which remembers also what was never saved).
 */
export type ContentRule = 'whole' | 'known'

/**
 * Checks that a tree is one this release would write: everything a restore takes for granted about names, order,
 * links and extents. `FormatError` names the first entry that breaks a rule. Returns the depth of every entry.
 */
export function checkTree(tree: Tree, frames: FrameTable, content: ContentRule): Uint16Array {
  if (tree.length === 0) throw new FormatError('a tree without entries')
  if (tree.length > ENTRIES_MAX) throw new FormatError(`${tree.length} entries; ${ENTRIES_MAX} at most`)
  if (tree.extents > EXTENTS_MAX) throw new FormatError(`${tree.extents} extents; ${EXTENTS_MAX} at most`)
  const depths = checkPlaces(tree)
  let symlinks = 0
  for (let entry = 0; entry < tree.length; entry++) {
    const fault = whatIsWrong(tree, entry) ?? wrongContent(tree, entry, frames, content)
    if (fault !== undefined) throw new FormatError(`entry ${entry} (${toDisplay(tree.path(entry))}): ${fault}`)
    if (tree.type[entry] === EntryType.symlink) symlinks++
  }
  if (tree.target.size !== symlinks) throw new FormatError('a link target, but no symbolic link')
  return depths
}

/** Names, parents and order: what makes the entries a tree in walk order. */
function checkPlaces(tree: Tree): Uint16Array {
  const depths = new Uint16Array(tree.length)
  // The newest entry at each depth, and the length of its path: the way down to where the walk is.
  const newest = new Int32Array(DEPTH_MAX + 1)
  const pathLength = new Int32Array(DEPTH_MAX + 1)
  if (tree.name[0] !== '' || tree.parent[0] !== NONE) throw new FormatError('the first entry is not the mount')
  for (let entry = 1, depthBefore = 0; entry < tree.length; entry++) {
    const parent = tree.parent[entry] as number
    if (parent < 0 || parent >= entry) throw new FormatError(`entry ${entry}: parent ${parent} does not come before it`)
    const depth = (depths[parent] as number) + 1
    const name = tree.name[entry] as string
    if (depth > DEPTH_MAX) throw new FormatError(`${toDisplay(name)} lies more than ${DEPTH_MAX} directories deep`)
    if (newest[depth - 1] !== parent || depth > depthBefore + 1)
      throw new FormatError(`entry ${entry}: out of walk order`)
    if (tree.type[parent] !== EntryType.directory) throw new FormatError(`entry ${entry}: below what is no directory`)
    if (!validName(name)) throw new FormatError(`entry ${entry}: ${JSON.stringify(toDisplay(name))} is no name`)
    if (depth <= depthBefore && (tree.name[newest[depth] as number] as string) >= name) {
      throw new FormatError(`entry ${entry}: names are out of order`)
    }
    const length = name.length + (depth > 1 ? (pathLength[depth - 1] as number) + 1 : 0)
    if (length > PATH_MAX) throw new FormatError(`entry ${entry}: a path of ${length} bytes; ${PATH_MAX} at most`)
    pathLength[depth] = length
    newest[depth] = entry
    depths[entry] = depth
    depthBefore = depth
  }
  return depths
}

function validName(name: string): boolean {
  return (
    name.length > 0 &&
    name.length <= NAME_MAX &&
    name !== '.' &&
    name !== '..' &&
    !name.includes('/') &&
    !name.includes('\0')
  )
}

/** Type, mode, size, links. */
function whatIsWrong(tree: Tree, entry: number): string | undefined {
  const type = tree.type[entry] as number
  if (type > EntryType.symlink) return `unknown type ${type}`
  if ((tree.mode[entry] as number) > 0o777) return `mode ${(tree.mode[entry] as number).toString(8)}`
  if (tree.implied[entry] !== 0 && type !== EntryType.directory) return 'implied, but no directory'
  if (type === EntryType.symlink) {
    const target = tree.target.get(entry)
    if (target === undefined || target.length === 0 || target.length > TARGET_MAX)
      return 'a symbolic link without a sane target'
    if (target.includes('\0')) return 'a link target with a NUL'
  }
  const link = tree.link[entry] as number
  if (link === NONE) return
  if (type !== EntryType.file) return 'hard-linked, but no file'
  if (link < 0 || link > entry || tree.link[link] !== link)
    return `a hard link to ${link}, which is no earlier file of its own`
  return
}

/** The extents of an entry. */
function wrongContent(tree: Tree, entry: number, frames: FrameTable, content: ContentRule): string | undefined {
  const count = tree.extentCount[entry] as number
  if (tree.type[entry] !== EntryType.file || tree.source(entry) !== entry) {
    return count === 0 ? undefined : 'content, but no file of its own'
  }
  const size = tree.size[entry] as number
  if (!Number.isSafeInteger(size) || size < 0) return `size ${size}`
  if (count === 0) return size === 0 || content === 'known' ? undefined : `${size} bytes, but no extents`
  const first = tree.firstExtent[entry] as number
  if (first + count > tree.extents) return 'extents that are not there'
  let sum = 0
  for (let extent = first; extent < first + count; extent++) {
    const frame = tree.frame[extent] as number
    const length = tree.extentLength[extent] as number
    if (length === 0) return 'an empty extent'
    if (frame !== HOLE) {
      if (frame >= frames.length) return `an extent in frame ${frame} of ${frames.length}`
      if ((tree.offset[extent] as number) + length > (frames.rawLength[frame] as number))
        return 'an extent behind its frame'
    }
    sum += length
  }
  return sum === size ? undefined : `extents of ${sum} bytes, but a size of ${size}`
}
