import { sum, toDeltas, total, undoDeltas } from './columns.ts'
import { decodeExtents, encodeExtents, ownFiles } from './extents-codec.ts'
import type { FrameTable } from './manifest.ts'
import { FormatError } from './ports/errors.ts'
import { SectionId as Id } from './section-ids.ts'
import { column, type Section, type Sections } from './sections.ts'
import { EntryType, NONE, Tree } from './tree.ts'
import { type ContentRule, checkTree, DEPTH_MAX, ENTRIES_MAX } from './tree-rules.ts'

export const TREE_SECTIONS: readonly number[] = [
  Id.entryKind,
  Id.entryDepth,
  Id.nameLength,
  Id.names,
  Id.mtime,
  Id.link,
  Id.size,
  Id.extentCount,
  Id.targetLength,
  Id.targets,
  Id.extentFrame,
  Id.extentOffset,
  Id.extentLength,
]

// An entry's kind: mode in the lowest nine bits, then these.
const IMPLIED = 1 << 9
const TYPE_SHIFT = 10
const KIND_BITS = 12

/**
 * The columns of trees, one tree after the other: all of them share a column. Of sizes only those of regular files are
 * kept, and of extents only those that an entry refers to, in the order of entries. `FormatError` if a tree breaks a
 * rule of `checkTree`.
 */
export function encodeTrees(trees: readonly Tree[], frames: FrameTable, content: ContentRule): Section[] {
  return [
    ...encodeEntries(trees, frames, content),
    ...encodeFiles(trees),
    ...encodeTargets(trees),
    ...encodeExtents(trees),
  ]
}

/** So many trees, checked. Extents stand in the order of their entries; a hard link has its file's size. */
export function decodeTrees(sections: Sections, count: number, frames: FrameTable, content: ContentRule): Tree[] {
  const trees = decodeEntries(sections, count)
  decodeFiles(sections, trees)
  decodeTargets(sections, trees)
  decodeExtents(sections, trees)
  for (const tree of trees) {
    checkTree(tree, frames, content)
    for (let entry = 0; entry < tree.length; entry++) tree.size[entry] = tree.size[tree.source(entry)] as number
  }
  return trees
}

function encodeEntries(trees: readonly Tree[], frames: FrameTable, content: ContentRule): Section[] {
  const count = total(trees, (tree) => tree.length)
  const kind = new Uint16Array(count)
  const depth = new Uint16Array(count)
  const nameLength = new Uint8Array(count)
  const mtime = new BigInt64Array(count)
  const link = new Uint32Array(count)
  let at = 0
  for (const tree of trees) {
    depth.set(checkTree(tree, frames, content), at)
    mtime.set(tree.mtimeNs.subarray(0, tree.length), at)
    for (let entry = 0; entry < tree.length; entry++, at++) {
      const to = tree.link[entry] as number
      const type = (tree.type[entry] as number) << TYPE_SHIFT
      kind[at] = type | (tree.implied[entry] ? IMPLIED : 0) | (tree.mode[entry] as number)
      nameLength[at] = (tree.name[entry] as string).length
      link[at] = to === NONE ? 0 : entry - to + 1
    }
  }
  return [
    column(Id.entryKind, kind),
    column(Id.entryDepth, depth),
    { id: Id.nameLength, bytes: nameLength },
    { id: Id.names, bytes: latin1(trees.map((tree) => tree.name.join('')).join('')) },
    column(Id.mtime, toDeltas(mtime)),
    column(Id.link, link),
  ]
}

function decodeEntries(sections: Sections, treeCount: number): Tree[] {
  const count = sections.rawLength(Id.entryKind) / 2
  if (!Number.isInteger(count) || count > ENTRIES_MAX) throw new FormatError(`${count} entries; ${ENTRIES_MAX} at most`)
  const kind = sections.u16(Id.entryKind, count)
  const depth = sections.u16(Id.entryDepth, count)
  const mounts = depth.reduce((found, level) => (level === 0 ? found + 1 : found), 0)
  if (mounts !== treeCount) throw new FormatError(`${mounts} trees where ${treeCount} belong`)
  if (count > 0 && depth[0] !== 0) throw new FormatError('the first entry is not a mount')
  const link = sections.u32(Id.link, count)
  const mtime = new BigInt64Array(sections.u64(Id.mtime, count).buffer)
  undoDeltas(mtime)
  const nameLength = sections.read(Id.nameLength, count)
  const names = text(sections.read(Id.names, sum(nameLength)))
  const trees: Tree[] = []
  let nameAt = 0
  for (let from = 0, to = 0; from < count; from = to) {
    for (to = from + 1; to < count && depth[to] !== 0; ) to++
    const tree = blank(to - from)
    tree.mtimeNs = mtime.slice(from, to)
    placeEntries(tree, depth.subarray(from, to))
    for (let entry = 0, at = from; at < to; entry++, at++) {
      const bits = kind[at] as number
      if (bits >> KIND_BITS) throw new FormatError(`entry ${entry}: unknown kind ${bits}`)
      tree.type[entry] = bits >> TYPE_SHIFT
      tree.implied[entry] = bits & IMPLIED ? 1 : 0
      tree.mode[entry] = bits & 0o777
      const back = link[at] as number
      if (back > entry + 1) throw new FormatError(`entry ${entry}: a hard link out of its tree`)
      tree.link[entry] = back === 0 ? NONE : entry - back + 1
      const end = nameAt + (nameLength[at] as number)
      tree.name.push(names.slice(nameAt, end))
      nameAt = end
    }
    trees.push(tree)
  }
  return trees
}

/** Parents from depths: an entry lies in the newest entry one level up. */
function placeEntries(tree: Tree, depth: Uint16Array): void {
  const newest = new Int32Array(DEPTH_MAX + 1)
  tree.parent[0] = NONE
  for (let entry = 1, levelBefore = 0; entry < depth.length; entry++) {
    const level = depth[entry] as number
    if (level > levelBefore + 1 || level > DEPTH_MAX) throw new FormatError(`entry ${entry} lies in nothing`)
    tree.parent[entry] = newest[level - 1] as number
    newest[level] = entry
    levelBefore = level
  }
}

function encodeFiles(trees: readonly Tree[]): Section[] {
  const files = trees.map(ownFiles)
  const count = total(files, (own) => own.length)
  const size = new BigUint64Array(count)
  const words = new Uint32Array(size.buffer)
  const extentCount = new Uint32Array(count)
  let at = 0
  for (const [i, tree] of trees.entries()) {
    for (const entry of files[i] as Uint32Array) {
      words[at * 2] = tree.size[entry] as number
      words[at * 2 + 1] = Math.floor((tree.size[entry] as number) / 2 ** 32)
      extentCount[at++] = tree.extentCount[entry] as number
    }
  }
  return [column(Id.size, size), column(Id.extentCount, extentCount)]
}

function decodeFiles(sections: Sections, trees: readonly Tree[]): void {
  const files = trees.map(ownFiles)
  const count = total(files, (own) => own.length)
  const words = new Uint32Array(sections.u64(Id.size, count).buffer)
  const extentCount = sections.u32(Id.extentCount, count)
  let at = 0
  for (const [i, tree] of trees.entries()) {
    for (const entry of files[i] as Uint32Array) {
      tree.size[entry] = (words[at * 2 + 1] as number) * 2 ** 32 + (words[at * 2] as number)
      tree.firstExtent[entry] = tree.extents
      tree.extentCount[entry] = extentCount[at] as number
      tree.extents += extentCount[at++] as number
    }
  }
}

function encodeTargets(trees: readonly Tree[]): Section[] {
  const targets = trees.flatMap((tree) => symlinks(tree).map((entry) => tree.target.get(entry) as string))
  return [
    column(
      Id.targetLength,
      Uint16Array.from(targets, (target) => target.length),
    ),
    { id: Id.targets, bytes: latin1(targets.join('')) },
  ]
}

function decodeTargets(sections: Sections, trees: readonly Tree[]): void {
  const links = trees.map(symlinks)
  const lengths = sections.u16(
    Id.targetLength,
    total(links, (entries) => entries.length),
  )
  const targets = text(sections.read(Id.targets, sum(lengths)))
  let link = 0
  let at = 0
  for (const [i, tree] of trees.entries()) {
    for (const entry of links[i] as number[]) {
      const end = at + (lengths[link++] as number)
      tree.target.set(entry, targets.slice(at, end))
      at = end
    }
  }
}

/** A tree with room for exactly `length` entries. */
function blank(length: number): Tree {
  const tree = new Tree()
  tree.length = length
  tree.type = new Uint8Array(length)
  tree.implied = new Uint8Array(length)
  tree.parent = new Int32Array(length)
  tree.mode = new Uint16Array(length)
  tree.size = new Float64Array(length)
  tree.link = new Int32Array(length)
  tree.firstExtent = new Uint32Array(length)
  tree.extentCount = new Uint32Array(length)
  tree.ctimeNs = new BigInt64Array(length)
  tree.ino = new BigUint64Array(length)
  tree.dev = new BigUint64Array(length)
  return tree
}

function symlinks(tree: Tree): number[] {
  const entries: number[] = []
  for (let entry = 0; entry < tree.length; entry++) if (tree.type[entry] === EntryType.symlink) entries.push(entry)
  return entries
}

function latin1(bytes: string): Uint8Array {
  if (/[^\0-\xff]/.test(bytes)) throw new FormatError('a name that is no byte path')
  return Buffer.from(bytes, 'latin1')
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
