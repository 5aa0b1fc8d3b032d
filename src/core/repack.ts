import type { ChunkPlaces } from './chunk-places.ts'
import type { FrameTable, PackRow } from './manifest.ts'
import type { StoreTraits } from './ports/store.ts'
import { HOLE, type Tree } from './tree.ts'

/** Stored bytes that a restore may read for each that it needs, before frames are written again. */
const AMPLIFICATION = 1.15
const BUDGET_BYTES = 4 * 1024 * 1024
const SLACK_PACKS = 8

/** Raw bytes of every frame that entries refer to; a place that several entries share counts once. */
export function liveBytes(
  mounts: readonly { readonly tree: Tree }[],
  frames: FrameTable,
  places: ChunkPlaces,
): Float64Array {
  const live = new Float64Array(frames.length)
  const seen = new Uint8Array(places.length)
  for (const { tree } of mounts) {
    for (let entry = 0; entry < tree.length; entry++) {
      const first = tree.firstExtent[entry] as number
      for (let extent = first; extent < first + (tree.extentCount[entry] as number); extent++) {
        const frame = tree.frame[extent] as number
        if (frame === HOLE) continue
        const place = places.find(frame, tree.offset[extent] as number)
        if (seen[place]) continue
        seen[place] = 1
        live[frame] = (live[frame] as number) + (tree.extentLength[extent] as number)
      }
    }
  }
  return live
}

/**
 * The frames of `packs` to write again from the local tree at this save, so that a restore never reads much more than it
 * needs: those with the least alive, while a restore would read too much, then the smallest packs while there are more
 * than `maxPacks`. The budget is the larger of 4 MiB and what the save writes anyway.
 */
export function framesToRepack(
  live: Float64Array,
  frames: FrameTable,
  packs: readonly PackRow[],
  newBytes: number,
  maxPacks: number,
): Set<number> {
  const chosen = new Set<number>()
  let budget = Math.max(BUDGET_BYTES, newBytes)
  const share = (frame: number) => (live[frame] as number) / (frames.rawLength[frame] as number)
  const dead = (frame: number) => (frames.storedLength[frame] as number) * (1 - share(frame))
  const isOld = (frame: number) => (frames.pack[frame] as number) < packs.length
  const alive = [...live.keys()].filter((frame) => (live[frame] as number) > 0)
  let waste = alive.reduce((sum, frame) => sum + dead(frame), 0)
  const needed = alive.reduce((sum, frame) => sum + (frames.storedLength[frame] as number), 0) - waste
  for (const frame of alive.filter(isOld).sort((a, b) => share(a) - share(b))) {
    if (waste <= needed * (AMPLIFICATION - 1)) break
    if ((live[frame] as number) > budget) continue
    budget -= live[frame] as number
    waste -= dead(frame)
    chosen.add(frame)
  }
  const packBytes = new Float64Array(packs.length)
  for (let frame = 0; frame < frames.length; frame++) {
    if (!chosen.has(frame) && isOld(frame))
      packBytes[frames.pack[frame] as number] =
        (packBytes[frames.pack[frame] as number] as number) + (live[frame] as number)
  }
  const livePacks = [...packBytes.keys()]
    .filter((pack) => (packBytes[pack] as number) > 0)
    .sort((a, b) => (packBytes[a] as number) - (packBytes[b] as number))
  // The save adds a pack. Merging a few more than needed keeps the next saves from merging at all.
  const surplus = livePacks.length + 1 - maxPacks
  const merged = new Set<number>()
  for (const pack of livePacks.slice(0, surplus > 0 ? surplus + SLACK_PACKS : 0)) {
    if ((packBytes[pack] as number) > budget) break
    budget -= packBytes[pack] as number
    merged.add(pack)
  }
  for (let frame = 0; frame < frames.length; frame++) {
    if ((live[frame] as number) > 0 && merged.has(frames.pack[frame] as number)) chosen.add(frame)
  }
  return chosen
}

/** About how many packs a version may have: one for each pack's worth of data, and as many small ones as the store says. */
export function maxPacksFor(storedBytes: number, store: Pick<StoreTraits, 'packBytes' | 'smallPacks'>): number {
  return store.smallPacks + Math.ceil(storedBytes / store.packBytes)
}
