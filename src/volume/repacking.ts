import { ABSENT } from '../core/chunk-index.ts'
import type { StoreTraits } from '../core/ports/store.ts'
import type { CaptureTask } from '../core/ports/workspace.ts'
import { framesToRepack, liveBytes, maxPacksFor } from '../core/repack.ts'
import type { Tree } from '../core/tree.ts'
import type { Base } from './base.ts'
import { isContent, type SavedMount } from './reuse.ts'

/**
 * Chooses what to pack again from the local tree, now that the save knows all places it would refer to, and takes those
 * places out of the index. The tasks read the pieces that lie there.
 */
export function planRepack(
  mounts: readonly SavedMount[],
  base: Base,
  newBytes: number,
  traits: StoreTraits,
): CaptureTask[] {
  const older = base.manifest?.packs.length ?? 0
  if (older === 0) return []
  const { frames, index, places } = base
  const live = liveBytes(mounts, frames, places)
  let storedBytes = 0
  for (let frame = 0; frame < frames.length; frame++) {
    if ((live[frame] as number) > 0) storedBytes += frames.storedLength[frame] as number
  }
  // What this save itself stored needs no second look.
  const packs = base.packs.slice(0, older)
  const moved = framesToRepack(live, frames, packs, newBytes, maxPacksFor(storedBytes, traits))
  if (moved.size === 0) return []
  for (let chunk = 0; chunk < index.length; chunk++) {
    if (moved.has(index.frame[chunk] as number)) index.frame[chunk] = ABSENT
  }
  const tasks: CaptureTask[] = []
  for (const [mount, { tree }] of mounts.entries()) {
    for (let entry = 0; entry < tree.length; entry++) {
      const pieces = isContent(tree, entry) ? piecesIn(tree, entry, moved) : []
      if (pieces.length > 0) tasks.push({ mount, entry, pieces })
    }
  }
  return tasks
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
