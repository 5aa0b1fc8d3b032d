import { mapFrames, pairEntries, proves } from '../core/diff.ts'
import type { LocalMount } from '../core/mount.ts'
import type { CaptureTask, Scan } from '../core/ports/workspace.ts'
import type { State } from '../core/state.ts'
import { EntryType, HOLE, NONE, type Tree } from '../core/tree.ts'
import type { Base } from './base.ts'
import type { Omitted } from './secrets.ts'

/** A mount that exists, as a save works on it. The scan's tree becomes the version's. */
export interface SavedMount {
  readonly mount: LocalMount
  readonly scan: Scan
  readonly tree: Tree
  /** What this machine proves about it, if it may be trusted. */
  readonly state: State | undefined
  readonly omitted: readonly Omitted[]
}

/** The files that have to be read whole. */
export interface ReadPlan {
  readonly tasks: readonly CaptureTask[]
  readonly bytes: number
}

/**
 * Gives every entry that is proved unchanged, and whose content the parent holds, the extents it had; the others are to
 * be read.
 */
export function planReads(mounts: readonly SavedMount[], base: Base): ReadPlan {
  const tasks: CaptureTask[] = []
  let bytes = 0
  for (const [mount, saved] of mounts.entries()) {
    const { tree } = saved
    const kept = reuse(saved, base)
    for (let entry = 0; entry < tree.length; entry++) {
      if (!isContent(tree, entry) || kept[entry]) continue
      tasks.push({ mount, entry })
      bytes += tree.size[entry] as number
    }
  }
  return { tasks, bytes }
}

/** Has the entry content of its own to be stored? */
export function isContent(tree: Tree, entry: number): boolean {
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
