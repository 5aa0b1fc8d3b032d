import type { BytePath } from './bytes.ts'
import type { FrameTable, PackRow } from './manifest.ts'
import { EntryType, HOLE, NONE, type Tree } from './tree.ts'

/** Node sets times as doubles: what comes back is up to this much below what was asked for. */
const STAMP_TOLERANCE_NS = 1000n

/** Are two modification times the same, as far as a file system written through Node can tell? */
export function sameStamp(a: bigint, b: bigint): boolean {
  const difference = a - b
  return difference < STAMP_TOLERANCE_NS && -difference < STAMP_TOLERANCE_NS
}

/**
 * Walks two trees together, in walk order: `(a, b)` for a path both have, `(a, NONE)` and `(NONE, b)` for what one has.
 * One pass that makes no paths: entries meet where their directories have met and their names are the same.
 */
function together(x: Tree, y: Tree, visit: (a: number, b: number) => void): void {
  // The other tree's entry of the same path.
  const inY = new Int32Array(x.length).fill(NONE)
  const inX = new Int32Array(y.length).fill(NONE)
  let a = 0
  let b = 0
  while (a < x.length && b < y.length) {
    const order = a === 0 || b === 0 ? a - b : compare(a, b)
    if (order === 0) {
      inY[a] = b
      inX[b] = a
      visit(a++, b++)
    } else if (order < 0) visit(a++, NONE)
    else visit(NONE, b++)
  }
  while (a < x.length) visit(a++, NONE)
  while (b < y.length) visit(NONE, b++)

  function compare(a: number, b: number): number {
    const directory = inY[x.parent[a] as number] as number
    const other = y.parent[b] as number
    // What lies in a directory that only one tree has comes right after it.
    if (directory === NONE) return -1
    if (inX[other] === NONE) return 1
    // One walk has left the directory that the other is in: the rest of what is in that comes first.
    if (directory !== other) return other - directory
    const name = x.name[a] as string
    const its = y.name[b] as string
    return name === its ? 0 : name < its ? -1 : 1
  }
}

/** For each entry of `tree` the entry of `other` with the same path, or `NONE`. */
export function pairEntries(tree: Tree, other: Tree): Int32Array {
  const pairs = new Int32Array(tree.length).fill(NONE)
  together(tree, other, (a, b) => {
    if (a !== NONE) pairs[a] = b
  })
  return pairs
}

/**
 * Does lstat say that the file is the one the state recorded? Only regular files; ctime cannot be forged, so this
 * proves the content. A recorded ctime of 0 proves nothing (it was racing when it was recorded). The state holds the
 * modification time the version has, not the one this file system rounded it to.
 */
export function proves(state: Tree, s: number, scan: Tree, t: number): boolean {
  return (
    state.ctimeNs[s] !== 0n &&
    state.ctimeNs[s] === scan.ctimeNs[t] &&
    sameStamp(state.mtimeNs[s] as bigint, scan.mtimeNs[t] as bigint) &&
    state.size[s] === scan.size[t] &&
    state.ino[s] === scan.ino[t] &&
    state.dev[s] === scan.dev[t] &&
    state.type[s] === EntryType.file &&
    scan.type[t] === EntryType.file
  )
}

/**
 * For each frame of one table the same frame (pack, number and digest) in another, or `NONE`. The digest counts because
 * a table may come from a version that somebody forged: what it says of a place is not what lies there.
 */
export function mapFrames(
  from: { packs: readonly PackRow[]; frames: FrameTable },
  to: { packs: readonly PackRow[]; frames: FrameTable },
): Int32Array {
  const packOf = new Map(to.packs.map((pack, index) => [pack.ulid, index]))
  const packs = from.packs.map((pack) => packOf.get(pack.ulid) ?? NONE)
  const frameOf = new Map<number, number>()
  for (let frame = 0; frame < to.frames.length; frame++)
    frameOf.set(frameName(to.frames.pack[frame] as number, to.frames.number[frame] as number), frame)
  const map = new Int32Array(from.frames.length).fill(NONE)
  const digests = bufferOf(from.frames.sha256)
  const others = bufferOf(to.frames.sha256)
  for (let frame = 0; frame < from.frames.length; frame++) {
    const pack = packs[from.frames.pack[frame] as number] as number
    if (pack === NONE) continue
    const other = frameOf.get(frameName(pack, from.frames.number[frame] as number)) ?? NONE
    const isSame =
      other !== NONE && digests.compare(others, other * 32, other * 32 + 32, frame * 32, frame * 32 + 32) === 0
    if (isSame) map[frame] = other
  }
  return map
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

function frameName(pack: number, number: number): number {
  return pack * 2 ** 32 + number
}

/** Is the content of two entries the very same run of places? `map` takes frames of `a` to frames of `b`. */
export function sameContent(a: Tree, x: number, map: Int32Array, b: Tree, y: number): boolean {
  const count = a.extentCount[x] as number
  if (a.size[x] !== b.size[y] || count !== b.extentCount[y]) return false
  const first = a.firstExtent[x] as number
  const other = b.firstExtent[y] as number
  for (let i = 0; i < count; i++) {
    const frame = a.frame[first + i] as number
    if ((frame === HOLE ? HOLE : map[frame]) !== b.frame[other + i]) return false
    if (frame !== HOLE && a.offset[first + i] !== b.offset[other + i]) return false
    if (a.extentLength[first + i] !== b.extentLength[other + i]) return false
  }
  return true
}

/** What brings a place from how it is to how a version has it. */
export interface PlaceDiff {
  /** Entries of the version to be written, in walk order: absent, different, or of another type. */
  readonly write: number[]
  /** Entries of the version whose mode or time differs, nothing else. */
  readonly restamp: number[]
  /** Paths that must go before the version's entries can stand. */
  readonly inTheWay: BytePath[]
  /** Entries of the scan that the version does not have, apart from those in the way. */
  readonly foreign: number[]
  /** For each entry of the version the entry of the scan with its path, or `NONE`. */
  readonly at: Int32Array
}

/**
 * Compares a version with what a scan found at its place. `same(v, t)` says whether the content of two regular files
 * is known to be equal; everything else is decided here.
 */
export function diffPlace(version: Tree, scan: Tree, same: (v: number, t: number) => boolean): PlaceDiff {
  const at = new Int32Array(version.length).fill(NONE)
  const inTheWay: BytePath[] = []
  const foreign: number[] = []
  let blocked: BytePath | undefined
  together(version, scan, (v, t) => {
    if (v !== NONE) {
      at[v] = t
      // Whatever lies below a directory that must become something else goes with it.
      if (t !== NONE && scan.type[t] === EntryType.directory && version.type[v] !== EntryType.directory)
        blocked = `${version.path(v)}/`
    } else if (blocked !== undefined && scan.path(t).startsWith(blocked)) inTheWay.push(scan.path(t))
    else foreign.push(t)
  })
  const broken = brokenGroups(version, scan, at, same)
  const write: number[] = []
  const restamp: number[] = []
  for (let v = 0; v < version.length; v++) {
    const t = at[v] as number
    if (t === NONE || !alike(version, v, scan, t, same) || broken.has(version.link[v] as number)) write.push(v)
    else if (version.type[v] !== EntryType.symlink && stampDiffers(version, v, scan, t)) restamp.push(v)
  }
  return { write, restamp, inTheWay, foreign, at }
}

function alike(version: Tree, v: number, scan: Tree, t: number, same: (v: number, t: number) => boolean): boolean {
  if (version.type[v] !== scan.type[t]) return false
  if (version.type[v] === EntryType.directory) return true
  if (version.type[v] === EntryType.symlink) return version.target.get(v) === scan.target.get(t)
  // A file that is linked to others here and was alone there must stand alone again.
  if (version.link[v] === NONE && scan.link[t] !== NONE) return false
  return version.size[v] === scan.size[t] && (scan.size[t] === 0 || same(version.source(v), t))
}

/** Hard-link groups that are not, all of them, one inode with the right content: those are written as a whole. */
function brokenGroups(version: Tree, scan: Tree, at: Int32Array, same: (v: number, t: number) => boolean): Set<number> {
  const broken = new Set<number>()
  for (let v = 0; v < version.length; v++) {
    const group = version.link[v] as number
    if (group === NONE) continue
    const t = at[v] as number
    const first = at[group] as number
    const whole =
      t !== NONE &&
      first !== NONE &&
      scan.link[t] !== NONE &&
      scan.link[t] === scan.link[first] &&
      alike(version, v, scan, t, same)
    if (!whole) broken.add(group)
  }
  return broken
}

function stampDiffers(version: Tree, v: number, scan: Tree, t: number): boolean {
  if (version.implied[v]) return false
  return version.mode[v] !== scan.mode[t] || !sameStamp(version.mtimeNs[v] as bigint, scan.mtimeNs[t] as bigint)
}

/** Equal trees: same paths, types, modes, link targets, sizes, link groups and file times; `same` decides content. */
export function equalTrees(a: Tree, b: Tree, same: (x: number, y: number) => boolean): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) {
    if (a.parent[i] !== b.parent[i] || a.name[i] !== b.name[i]) return false
    if (a.type[i] !== b.type[i] || a.implied[i] !== b.implied[i]) return false
    if (a.type[i] === EntryType.symlink) {
      if (a.target.get(i) !== b.target.get(i)) return false
      continue
    }
    if (a.mode[i] !== b.mode[i] && !a.implied[i]) return false
    if (a.type[i] === EntryType.directory) continue
    if (
      a.link[i] !== b.link[i] ||
      a.size[i] !== b.size[i] ||
      !sameStamp(a.mtimeNs[i] as bigint, b.mtimeNs[i] as bigint)
    )
      return false
    if (a.source(i) === i && !same(i, i)) return false
  }
  return true
}
