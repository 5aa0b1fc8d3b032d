import { ChunkPlaces } from '../core/chunk-places.ts'
import type { Manifest, PackRow } from '../core/manifest.ts'
import type { State } from '../core/state.ts'
import { HOLE, NONE, type Tree } from '../core/tree.ts'
import { readFooter } from './footer.ts'
import type { Context } from './types.ts'

const ID_BYTES = 32

/**
 * Of the given entries of a version (each with the state's entry that lies there), those whose chunks are the same by
 * id: a repack moved them, so there is nothing to fetch. Reads the footers of the packs they lie in, in one round.
 */
export async function equalByIds(
  context: Context,
  namespace: string,
  manifest: Manifest,
  tree: Tree,
  state: State,
  pairs: ReadonlyMap<number, number>,
): Promise<Set<number>> {
  const { frames, packs } = manifest
  const needed = new Set<number>()
  for (const v of pairs.keys()) {
    for (const extent of extentsOf(tree, v)) {
      const frame = tree.frame[extent] as number
      if (frame !== HOLE) needed.add(frames.pack[frame] as number)
    }
  }
  const footers = new Map(
    await Promise.all(
      [...needed].map(async (pack) => [pack, await readFooter(context, namespace, packs[pack] as PackRow)] as const),
    ),
  )
  const places = new ChunkPlaces()
  const ids: Uint8Array[] = []
  for (let frame = 0; frame < frames.length; frame++) {
    const footer = footers.get(frames.pack[frame] as number)
    if (!footer) continue
    const number = frames.number[frame] as number
    for (let chunk = footer.frame.indexOf(number); footer.frame[chunk] === number && chunk !== NONE; chunk++) {
      places.push(frame, footer.offset[chunk] as number, ids.length)
      ids.push(footer.ids.subarray(chunk * ID_BYTES, (chunk + 1) * ID_BYTES))
    }
  }
  const idAt = (frame: number, offset: number) => ids[places.find(frame, offset)]
  const same = new Set<number>()
  for (const [v, s] of pairs) if (sameIds(tree, v, idAt, state, s)) same.add(v)
  return same
}

function sameIds(
  tree: Tree,
  v: number,
  idAt: (frame: number, offset: number) => Uint8Array | undefined,
  state: State,
  s: number,
): boolean {
  const here = extentsOf(state.tree, s)
  const there = extentsOf(tree, v)
  return (
    here.length === there.length &&
    there.every((extent, i) => {
      const other = here[i] as number
      if (tree.extentLength[extent] !== state.tree.extentLength[other]) return false
      const frame = tree.frame[extent] as number
      if (frame === HOLE || state.tree.frame[other] === HOLE) return frame === state.tree.frame[other]
      const id = idAt(frame, tree.offset[extent] as number)
      const known = state.ids.subarray(other * ID_BYTES, (other + 1) * ID_BYTES)
      // An id of zeros is one that this machine does not know.
      return id !== undefined && known.some((byte) => byte !== 0) && Buffer.compare(id, known) === 0
    })
  )
}

function extentsOf(tree: Tree, entry: number): number[] {
  const first = tree.firstExtent[entry] as number
  return Array.from({ length: tree.extentCount[entry] as number }, (_, i) => first + i)
}
