import type { BytePath } from './bytes.ts'

/** What an entry is. Everything else (sockets, pipes, devices) is never part of a volume. */
export const EntryType = { file: 0, directory: 1, symlink: 2 } as const
export type EntryType = (typeof EntryType)[keyof typeof EntryType]

/** The frame number of an extent that is a hole: zeros that are stored nowhere. */
export const HOLE = 0xffff_ffff
/** An index that means "none". */
export const NONE = -1

/**
 * The entries of one mount, as columns, in walk order: an entry comes after its directory, a directory's entries
 * are sorted by the bytes of their names and each is followed by all that lies below it. Entry 0 is the mount itself
 * (name `''`, parent `NONE`). One shape serves a scan, a manifest and a state; the stat columns are zero where unknown.
 *
 * Content is a run of extents: `frame[x]` (number in the manifest's frame table, or `HOLE`), `offset[x]` in the raw
 * frame and `length[x]`, one after the other from the start of the file. Columns grow by `push…`; read them by index.
 */
export class Tree {
  length = 0
  type = new Uint8Array(64)
  /** 1: lies on the way to entries that were selected, but was not selected itself. */
  implied = new Uint8Array(64)
  parent = new Int32Array(64)
  name: BytePath[] = []
  /** Permission bits, `0o777`. */
  mode = new Uint16Array(64)
  mtimeNs = new BigInt64Array(64)
  size = new Float64Array(64)
  /** Hard links: the number of the first entry of the group (itself for the first of a group), `NONE` for no group. */
  link = new Int32Array(64)
  /** First extent of the entry and how many; 0 for what has no content. */
  firstExtent = new Uint32Array(64)
  extentCount = new Uint32Array(64)
  /** Symbolic links only: the target's bytes. */
  readonly target = new Map<number, BytePath>()

  // What lstat said where the tree lies on this machine: proof that an entry has not changed since.
  ctimeNs = new BigInt64Array(64)
  ino = new BigUint64Array(64)
  dev = new BigUint64Array(64)

  extents = 0
  frame = new Uint32Array(64)
  offset = new Uint32Array(64)
  extentLength = new Uint32Array(64)

  /** Appends an entry with everything but its name, type and parent zero or none; returns its number. */
  push(name: BytePath, type: EntryType, parent: number): number {
    const entry = this.length++
    if (entry >= this.type.length) this.#growEntries()
    this.name.push(name)
    this.type[entry] = type
    this.parent[entry] = parent
    this.link[entry] = NONE
    return entry
  }

  /** Appends an extent to the pool; returns its number. An entry's extents must be pushed together. */
  pushExtent(frame: number, offset: number, length: number): number {
    const extent = this.extents++
    if (extent >= this.frame.length) this.#growExtents()
    this.frame[extent] = frame
    this.offset[extent] = offset
    this.extentLength[extent] = length
    return extent
  }

  /** The entry's path inside the mount; `''` for the mount itself. */
  path(entry: number): BytePath {
    let path = this.name[entry] ?? ''
    for (let up = this.parent[entry] ?? NONE; up > 0; up = this.parent[up] ?? NONE) path = `${this.name[up]}/${path}`
    return path
  }

  /** The path of every entry, in order: much cheaper than `path` for each. */
  paths(): BytePath[] {
    const paths = new Array<BytePath>(this.length)
    for (let entry = 0; entry < this.length; entry++) {
      const parent = this.parent[entry] as number
      const name = this.name[entry] as BytePath
      paths[entry] = parent > 0 ? `${paths[parent]}/${name}` : name
    }
    return paths
  }

  /** The entry behind a hard link: itself, or the first of its group. */
  source(entry: number): number {
    const link = this.link[entry] as number
    return link === NONE ? entry : link
  }

  /** Raw bytes of the regular files; a hard-linked file counts once. */
  totalBytes(): number {
    let bytes = 0
    for (let entry = 0; entry < this.length; entry++) {
      if (this.type[entry] === EntryType.file && this.source(entry) === entry) bytes += this.size[entry] as number
    }
    return bytes
  }

  /** How many entries are not directories. */
  fileCount(): number {
    let files = 0
    for (let entry = 0; entry < this.length; entry++) if (this.type[entry] !== EntryType.directory) files++
    return files
  }

  #growEntries(): void {
    const size = this.type.length * 2
    this.type = grown(this.type, new Uint8Array(size))
    this.implied = grown(this.implied, new Uint8Array(size))
    this.parent = grown(this.parent, new Int32Array(size))
    this.mode = grown(this.mode, new Uint16Array(size))
    this.mtimeNs = grown(this.mtimeNs, new BigInt64Array(size))
    this.size = grown(this.size, new Float64Array(size))
    this.link = grown(this.link, new Int32Array(size))
    this.firstExtent = grown(this.firstExtent, new Uint32Array(size))
    this.extentCount = grown(this.extentCount, new Uint32Array(size))
    this.ctimeNs = grown(this.ctimeNs, new BigInt64Array(size))
    this.ino = grown(this.ino, new BigUint64Array(size))
    this.dev = grown(this.dev, new BigUint64Array(size))
  }

  #growExtents(): void {
    const size = this.frame.length * 2
    this.frame = grown(this.frame, new Uint32Array(size))
    this.offset = grown(this.offset, new Uint32Array(size))
    this.extentLength = grown(this.extentLength, new Uint32Array(size))
  }
}

function grown<A extends { set(from: A): void }>(from: A, to: A): A {
  to.set(from)
  return to
}

/**
 * The tree without the entries whose `keep` is 0, extents and stat columns with it. The first kept member of a
 * hard-link group takes over its content. Directories of kept entries must be kept. One that loses an entry has no ctime
 * any more: it is not what lies there.
 */
export function filterTree(tree: Tree, keep: Uint8Array): Tree {
  const result = new Tree()
  const moved = new Int32Array(tree.length).fill(NONE)
  const leader = new Map<number, number>()
  const members = new Map<number, number>()
  for (let entry = 0; entry < tree.length; entry++) {
    if (keep[entry] && tree.link[entry] !== NONE)
      members.set(tree.link[entry] as number, (members.get(tree.link[entry] as number) ?? 0) + 1)
  }
  for (let entry = 0; entry < tree.length; entry++) {
    const parent = tree.parent[entry] as number
    if (!keep[entry]) {
      if (parent !== NONE && keep[parent]) result.ctimeNs[moved[parent] as number] = 0n
      continue
    }
    const to = result.push(
      tree.name[entry] as BytePath,
      tree.type[entry] as EntryType,
      parent === NONE ? NONE : (moved[parent] as number),
    )
    moved[entry] = to
    result.implied[to] = tree.implied[entry] as number
    result.mode[to] = tree.mode[entry] as number
    result.mtimeNs[to] = tree.mtimeNs[entry] as bigint
    result.size[to] = tree.size[entry] as number
    result.ctimeNs[to] = tree.ctimeNs[entry] as bigint
    result.ino[to] = tree.ino[entry] as bigint
    result.dev[to] = tree.dev[entry] as bigint
    const target = tree.target.get(entry)
    if (target !== undefined) result.target.set(to, target)
    const group = tree.link[entry] as number
    if (group !== NONE && (members.get(group) as number) > 1) {
      if (!leader.has(group)) leader.set(group, to)
      result.link[to] = leader.get(group) as number
    }
    if (result.source(to) === to) copyExtents(tree, tree.source(entry), result, to)
  }
  return result
}

/** Gives `to[y]` the extents of `from[x]`. */
export function copyExtents(from: Tree, x: number, to: Tree, y: number): void {
  const first = from.firstExtent[x] as number
  to.firstExtent[y] = to.extents
  to.extentCount[y] = from.extentCount[x] as number
  for (let extent = first; extent < first + (from.extentCount[x] as number); extent++) {
    to.pushExtent(from.frame[extent] as number, from.offset[extent] as number, from.extentLength[extent] as number)
  }
}

/**
 * Compares two paths' order in a walk: component by component, by byte. (A plain comparison is wrong: `a.b` < `a/b`.)
 */
export function compareWalkOrder(a: BytePath, b: BytePath): number {
  // The usual case, and a native comparison.
  if (a === b) return 0
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return x === 0x2f ? -1 : y === 0x2f ? 1 : x - y
  }
  return a.length - b.length
}
