import { ABSENT, ChunkIndex } from '../core/chunk-index.ts'
import { ChunkPlaces } from '../core/chunk-places.ts'
import { FrameTable, type Manifest, type PackRow } from '../core/manifest.ts'
import type { Footer } from '../core/pack.ts'
import { NONE } from '../core/tree.ts'
import { readFooter } from './footer.ts'
import { writingKeyId } from './keys.ts'
import { loadVersion } from './load-version.ts'
import type { LinkedVersion } from './parent.ts'
import type { Context } from './types.ts'

/** What a save builds on: the parent's tables, to be appended to, and an index of every chunk in its packs. */
export interface Base {
  /** Looking at its trees decodes them, and throws `FormatError` if they are not what they should be. */
  readonly manifest: Manifest | undefined
  readonly packs: PackRow[]
  readonly frames: FrameTable
  readonly index: ChunkIndex
  /** Packs of the parent that are missing or damaged: nothing in them may be referenced. */
  readonly broken: ReadonlySet<string>
  /** The chunk at each place, as its number in the index. */
  readonly places: ChunkPlaces
}

export function emptyBase(): Base {
  return {
    manifest: undefined,
    packs: [],
    frames: new FrameTable(),
    index: new ChunkIndex(),
    broken: new Set(),
    places: new ChunkPlaces(),
  }
}

/**
 * Reads the parent version and, in one parallel round, the footers of its packs. A parent that cannot be used is said
 * once and the save starts from nothing; so it does, silently, from one whose key is no longer the newest. `no-key`: the
 * parent is sealed and this job has no key.
 */
export async function readBase(
  context: Context,
  { line, ref }: LinkedVersion,
  known: ReadonlySet<string>,
): Promise<Base | 'no-key'> {
  const loaded = await loadVersion(context, line, ref, 'tables')
  if ('reason' in loaded) {
    if (loaded.reason === 'no-key') return 'no-key'
    context.events.emit({ type: 'version-unusable', version: ref.ulid, ...loaded })
    return emptyBase()
  }
  // One key a version: what is sealed with another is made again.
  if (loaded.keyId !== writingKeyId(context)) return emptyBase()
  const { manifest } = loaded.version
  const broken = new Set(known)
  const footers = await Promise.all(
    manifest.packs.map(async (pack) =>
      broken.has(pack.ulid) ? undefined : await readFooter(context, line.namespace, pack),
    ),
  )
  const base = {
    manifest,
    packs: [...manifest.packs],
    frames: manifest.frames,
    index: new ChunkIndex(),
    broken,
    places: new ChunkPlaces(),
  }
  base.index.reserve(footers.reduce((sum, footer) => sum + (footer?.lengths.length ?? 0), 0))
  footers.forEach((footer, pack) => {
    if (footer) addFooter(base, pack, footer)
    else broken.add((manifest.packs[pack] as PackRow).ulid)
  })
  return base
}

/** Indexes a pack's chunks; a frame that no file of the parent used comes back into the table when it is needed. */
function addFooter(
  base: { frames: FrameTable; index: ChunkIndex; places: ChunkPlaces },
  pack: number,
  footer: Footer,
): void {
  const { frames, index, places } = base
  const frameOf = new Int32Array(footer.frames.length).fill(NONE)
  for (let frame = 0; frame < frames.length; frame++) {
    if (frames.pack[frame] === pack) frameOf[frames.number[frame] as number] = frame
  }
  footer.frames.forEach((row, number) => {
    if (frameOf[number] === NONE) frameOf[number] = frames.push({ pack, number, ...row })
  })
  for (let chunk = 0; chunk < footer.lengths.length; chunk++) {
    const frame = frameOf[footer.frame[chunk] as number] as number
    const offset = footer.offset[chunk] as number
    const number = index.add(footer.ids, chunk * 32, footer.lengths[chunk] as number)
    if (index.frame[number] === ABSENT) index.place(number, frame, offset)
    places.push(frame, offset, number)
  }
}
