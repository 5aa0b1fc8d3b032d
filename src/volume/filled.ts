import { type BytePath, toDisplay } from '../core/bytes.ts'
import { equalTrees } from '../core/diff.ts'
import { type FrameRow, FrameTable, type Manifest, type PackRow } from '../core/manifest.ts'
import { FormatError } from '../core/ports/errors.ts'
import type { EventSink } from '../core/ports/events.ts'
import type { CapturedFile, CaptureTask, FileStat } from '../core/ports/workspace.ts'
import { EntryType, filterTree, HOLE, type Tree } from '../core/tree.ts'
import type { Base } from './base.ts'
import type { SavedMount } from './reuse.ts'

/** Puts what a capture read into the trees: extents, and the stamps the files had when they were read. */
export function fillTrees(
  mounts: readonly SavedMount[],
  tasks: readonly CaptureTask[],
  files: readonly CapturedFile[],
  base: Base,
): void {
  tasks.forEach((task, i) => {
    const file = files[i] as CapturedFile
    if (file.kind !== 'read') return
    const tree = (mounts[task.mount] as SavedMount).tree
    if (task.pieces) {
      refill(tree, task.entry, task.pieces, file.chunks, base)
      return
    }
    const { entry } = task
    if (file.stat) restat(tree, entry, file.stat)
    const { frame, offset } = base.index
    const { chunks, lengths } = file
    tree.firstExtent[entry] = tree.extents
    tree.extentCount[entry] = chunks.length
    for (let at = 0; at < chunks.length; at++) {
      const chunk = chunks[at] as number
      const length = lengths[at] as number
      if (chunk === HOLE) tree.pushExtent(HOLE, 0, length)
      else tree.pushExtent(frame[chunk] as number, offset[chunk] as number, length)
    }
  })
}

function restat(tree: Tree, entry: number, stat: FileStat): void {
  tree.size[entry] = stat.size
  tree.mode[entry] = stat.mode & 0o777
  tree.mtimeNs[entry] = keptStamp(tree.mtimeNs[entry] as bigint, stat.mtimeNs)
  tree.ctimeNs[entry] = stat.ctimeNs
  tree.ino[entry] = stat.ino
  tree.dev[entry] = stat.dev
}

/** A stamp that the file system only rounded stays the one the version had. */
function keptStamp(recorded: bigint, real: bigint): bigint {
  const difference = recorded - real
  return difference >= 0n && difference < 1000n ? recorded : real
}

/** The pieces of an unchanged file that moved get their new places; all else stays. */
function refill(
  tree: Tree,
  entry: number,
  pieces: NonNullable<CaptureTask['pieces']>,
  chunks: Uint32Array,
  base: Base,
): void {
  let next = 0
  let offset = 0
  const first = tree.firstExtent[entry] as number
  for (let extent = first; extent < first + (tree.extentCount[entry] as number); extent++) {
    if (pieces[next]?.offset === offset) {
      const chunk = chunks[next++] as number
      tree.frame[extent] = base.index.frame[chunk] as number
      tree.offset[extent] = base.index.offset[chunk] as number
    }
    offset += tree.extentLength[extent] as number
  }
}

/** Takes out what vanished or could not be read, and names it; `changing` if a file never held still. */
export function dropUnread(
  mounts: readonly SavedMount[],
  tasks: readonly CaptureTask[],
  files: readonly CapturedFile[],
  events: EventSink,
): SavedMount[] | 'changing' {
  const lost = mounts.map(() => new Map<number, 'vanished' | 'unreadable'>())
  let changing = false
  files.forEach((file, i) => {
    const { mount, entry } = tasks[i] as CaptureTask
    const { mount: place, tree } = mounts[mount] as SavedMount
    if (file.kind === 'changing') {
      changing = true
      events.emit({ type: 'changing', path: asPattern(place, tree.path(entry)) })
    } else if (file.kind !== 'read') (lost[mount] as Map<number, string>).set(entry, file.kind)
  })
  if (changing) return 'changing'
  return mounts.map((saved, mount) => {
    const gone = lost[mount] as Map<number, 'vanished' | 'unreadable'>
    if (gone.size === 0) return saved
    const { tree } = saved
    const keep = new Uint8Array(tree.length).fill(1)
    for (let entry = 0; entry < tree.length; entry++) {
      const reason = tree.type[entry] === EntryType.file ? gone.get(tree.source(entry)) : undefined
      if (!reason) continue
      keep[entry] = 0
      events.emit({ type: 'left-out', label: saved.mount.label, path: toDisplay(tree.path(entry)), reason })
    }
    return { ...saved, tree: filterTree(tree, keep) }
  })
}

/** How a pattern would name an entry of a mount. */
function asPattern({ anchor, base }: SavedMount['mount'], path: BytePath): string {
  const below = path === '' ? base : `${base}/${toDisplay(path)}`
  return anchor === 'home' ? `~/${below}` : below
}

/** Is what would be saved the parent, whatever the places its content lies at? A parent with a damaged tree is not. */
export function equalsParent(mounts: readonly SavedMount[], base: Base): boolean {
  try {
    return compareWithParent(mounts, base)
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return false
  }
}

function compareWithParent(mounts: readonly SavedMount[], { manifest, places }: Base): boolean {
  if (!manifest || manifest.mounts.length !== mounts.length) return false
  const chunkOf = (tree: Tree, extent: number) => {
    const frame = tree.frame[extent] as number
    return frame === HOLE ? HOLE : places.chunk[places.find(frame, tree.offset[extent] as number)]
  }
  return mounts.every(({ mount, tree }) => {
    const recorded = manifest.mounts.find(({ label }) => label === mount.label)
    if (!recorded) return false
    return equalTrees(tree, recorded.tree, (x, y) => {
      const count = tree.extentCount[x] as number
      if (count !== recorded.tree.extentCount[y]) return false
      for (let i = 0; i < count; i++) {
        const a = (tree.firstExtent[x] as number) + i
        const b = (recorded.tree.firstExtent[y] as number) + i
        const chunk = chunkOf(tree, a)
        if (chunk === undefined || chunk !== chunkOf(recorded.tree, b)) return false
        if (tree.extentLength[a] !== recorded.tree.extentLength[b]) return false
      }
      return true
    })
  })
}

/** The manifest of a new version: only frames and packs that something refers to, renumbered. */
export function toManifest(mounts: readonly SavedMount[], base: Base): Manifest {
  const used = new Int32Array(base.frames.length).fill(-1)
  for (const { tree } of mounts) {
    for (let entry = 0; entry < tree.length; entry++) {
      const first = tree.firstExtent[entry] as number
      for (let extent = first; extent < first + (tree.extentCount[entry] as number); extent++) {
        if (tree.frame[extent] !== HOLE) used[tree.frame[extent] as number] = 0
      }
    }
  }
  const frames = new FrameTable()
  const packs: PackRow[] = []
  const packTo = new Map<number, number>()
  for (let frame = 0; frame < used.length; frame++) {
    if (used[frame] === -1) continue
    const row: FrameRow = base.frames.row(frame)
    let pack = packTo.get(row.pack)
    if (pack === undefined) {
      pack = packs.push(base.packs[row.pack] as PackRow) - 1
      packTo.set(row.pack, pack)
    }
    used[frame] = frames.push({ ...row, pack })
  }
  for (const { tree } of mounts) {
    for (let extent = 0; extent < tree.extents; extent++) {
      const frame = tree.frame[extent] as number
      if (frame !== HOLE) tree.frame[extent] = used[frame] as number
    }
  }
  return {
    mounts: mounts.map(({ mount: { label, anchor, base: below }, tree }) => ({ label, anchor, base: below, tree })),
    packs,
    frames,
  }
}
