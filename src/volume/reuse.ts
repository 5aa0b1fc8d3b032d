import { ABSENT } from '../core/chunk-index.ts'
import { mapFrames, pairEntries, proves } from '../core/diff.ts'
import type { LocalMount } from '../core/mount.ts'
import type { CaptureTask, Scan } from '../core/ports/workspace.ts'
import { framesToRepack, liveBytes, maxPacksFor } from '../core/repack.ts'
import type { State } from '../core/state.ts'
import { EntryType, HOLE, NONE, type Tree } from '../core/tree.ts'
import type { Base } from './base.ts'

/** A mount that exists, as a save works on it. The scan's tree becomes the version's. */
export interface SavedMount {
  readonly mount: LocalMount
  readonly scan: Scan
  readonly tree: Tree
  /** What this machine proves about it, if it may be trusted. */
  readonly state: State | undefined
}

/** What has to be read, and what stays where it is. */
export interface ReadPlan {
  readonly tasks: readonly CaptureTask[]
  /** Entries whose files are read whole, raw bytes. */
  readonly changedBytes: number
  readonly changedFiles: number
  /** Some content moves to new packs although it is the same. */
  readonly repacks: boolean
}

/**
 * Gives every entry that is proved unchanged, and whose content the parent holds, the extents it had; the others are to
 * be read. Then chooses what to pack again, and takes those places out of the index.
 */
export function planReads(mounts: readonly SavedMount[], base: Base, packBytes: number): ReadPlan {
  const kept = mounts.map((mount) => ({ tree: mount.tree, kept: reuse(mount, base) }))
  let changedBytes = 0
  let changedFiles = 0
  for (const { tree, kept: keeps } of kept) {
    for (let entry = 0; entry < tree.length; entry++) {
      if (!isContent(tree, entry) || keeps[entry]) continue
      changedBytes += tree.size[entry] as number
      changedFiles++
    }
  }
  const live = liveBytes(kept, base.frames)
  const storedBytes = [...live.keys()].reduce(
    (sum, frame) => sum + ((live[frame] as number) > 0 ? (base.frames.storedLength[frame] as number) : 0),
    0,
  )
  const moved = framesToRepack(live, base.frames, base.packs, changedBytes, maxPacksFor(storedBytes, packBytes))
  for (let chunk = 0; chunk < base.index.length; chunk++) {
    if (moved.has(base.index.frame[chunk] as number)) base.index.frame[chunk] = ABSENT
  }
  const tasks: CaptureTask[] = []
  kept.forEach(({ tree, kept: keeps }, mount) => {
    for (let entry = 0; entry < tree.length; entry++) {
      if (!isContent(tree, entry)) continue
      if (!keeps[entry]) tasks.push({ mount, entry })
      else {
        const pieces = moved.size > 0 ? piecesIn(tree, entry, moved) : []
        if (pieces.length > 0) tasks.push({ mount, entry, pieces })
      }
    }
  })
  return { tasks, changedBytes, changedFiles, repacks: moved.size > 0 }
}

/** Has the entry content of its own to be stored? */
function isContent(tree: Tree, entry: number): boolean {
  return tree.type[entry] === EntryType.file && tree.source(entry) === entry && (tree.size[entry] as number) > 0
}

/** Copies proven extents into the scan's tree; returns 1 for each entry that got its content that way. */
function reuse({ tree, state }: SavedMount, base: Base): Uint8Array {
  const kept = new Uint8Array(tree.length)
  if (!state || !base.manifest) return kept
  const recorded = pairEntries(tree, state.tree)
  const frames = mapFrames(state, base)
  for (let entry = 0; entry < tree.length; entry++) {
    if (!isContent(tree, entry)) continue
    const s = recorded[entry] as number
    if (s === NONE || !proves(state.tree, s, tree, entry)) continue
    // The time the version has, not the one this file system rounded it to: unchanged files never drift.
    tree.mtimeNs[entry] = state.tree.mtimeNs[s] as bigint
    kept[entry] = copyMapped(state.tree, state.tree.source(s), frames, base, tree, entry) ? 1 : 0
  }
  return kept
}

/** Copies extents with their frames renumbered, unless one lies where nothing may be referenced. */
function copyMapped(from: Tree, s: number, frames: Int32Array, base: Base, to: Tree, entry: number): boolean {
  const first = from.firstExtent[s] as number
  const count = from.extentCount[s] as number
  if (count === 0) return false
  for (let extent = first; extent < first + count; extent++) {
    const frame = from.frame[extent] as number
    if (frame === HOLE) continue
    const mapped = frames[frame] as number
    if (mapped === NONE || base.broken.has((base.packs[base.frames.pack[mapped] as number] as { ulid: string }).ulid))
      return false
  }
  to.firstExtent[entry] = to.extents
  to.extentCount[entry] = count
  for (let extent = first; extent < first + count; extent++) {
    const frame = from.frame[extent] as number
    to.pushExtent(
      frame === HOLE ? HOLE : (frames[frame] as number),
      from.offset[extent] as number,
      from.extentLength[extent] as number,
    )
  }
  return true
}

function piecesIn(tree: Tree, entry: number, moved: ReadonlySet<number>): { offset: number; length: number }[] {
  const pieces: { offset: number; length: number }[] = []
  let offset = 0
  const first = tree.firstExtent[entry] as number
  for (let extent = first; extent < first + (tree.extentCount[entry] as number); extent++) {
    const length = tree.extentLength[extent] as number
    if (moved.has(tree.frame[extent] as number)) pieces.push({ offset, length })
    offset += length
  }
  return pieces
}
