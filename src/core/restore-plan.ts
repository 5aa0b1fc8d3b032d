import type { FrameTable } from './manifest.ts'
import type { FrameWrite } from './ports/workspace.ts'
import { EntryType, HOLE, type Tree } from './tree.ts'

/** Frames further apart than this are fetched by two reads. */
const GAP_BYTES = 1024 * 1024
/** What is read between wanted frames is at most this share of the version's stored bytes. */
const GAP_SHARE = 1 / 16
/** A piece of a read ends with the first frame from here on. */
const PIECE_BYTES = 1024 * 1024

/** One read of a pack, and the frames that are wanted from it. */
export interface Range {
  /** Number in the manifest's pack table. */
  readonly pack: number
  readonly offset: number
  readonly length: number
  readonly parts: readonly Part[]
}

/** A frame, and where it begins in a read. */
export interface Part {
  readonly frame: number
  readonly at: number
}

/** With what goes where, in the order of the parts. */
export interface PlannedRange extends Range {
  readonly writes: readonly FrameWrite[]
}

export interface WantedEntries {
  readonly tree: Tree
  /** Entries whose content is wanted, in walk order. */
  readonly entries: readonly number[]
}

/**
 * All reads of a restore, planned before the first: every needed frame once, packs front to back, no read longer than
 * `readBytes` unless a frame is. Gaps of up to 1 MiB are read as well, the smallest first, while they are little in all.
 * Holes need no read.
 */
export function planRanges(mounts: readonly WantedEntries[], frames: FrameTable, readBytes: number): PlannedRange[] {
  const writesOf = new Map<number, FrameWrite[]>()
  mounts.forEach(({ tree, entries }, mount) => {
    for (const entry of entries) {
      if (tree.type[entry] === EntryType.file && tree.source(entry) === entry)
        collectWrites(tree, mount, entry, writesOf)
    }
  })
  return rangesOf([...writesOf.keys()], frames, readBytes).map((range) => ({
    ...range,
    writes: range.parts.flatMap(({ frame }) => writesOf.get(frame) as FrameWrite[]),
  }))
}

/** The reads that fetch every frame: those of a restore to where nothing lies. */
export function planWhole(frames: FrameTable, readBytes: number): Range[] {
  return rangesOf(
    Array.from({ length: frames.length }, (_, frame) => frame),
    frames,
    readBytes,
  )
}

/** A read in pieces of about a mebibyte, one after the other without gaps: each can be written while the next comes. */
export function piecesOf({ pack, offset, length, parts, writes }: PlannedRange, frames: FrameTable): PlannedRange[] {
  const pieces: PlannedRange[] = []
  let write = 0
  for (let part = 0; part < parts.length; ) {
    const start = part === 0 ? 0 : (parts[part] as Part).at
    const own: Part[] = []
    const its: FrameWrite[] = []
    let end = start
    while (part < parts.length && end - start < PIECE_BYTES) {
      const { frame, at } = parts[part++] as Part
      own.push({ frame, at: at - start })
      for (; writes[write]?.frame === frame; write++) its.push(writes[write] as FrameWrite)
      end = at + (frames.storedLength[frame] as number)
    }
    const next = parts[part]?.at ?? length
    pieces.push({ pack, offset: offset + start, length: next - start, parts: own, writes: its })
  }
  return pieces
}

function rangesOf(wanted: number[], frames: FrameTable, readBytes: number): Range[] {
  const ranges: Range[] = []
  let open: { pack: number; offset: number; end: number; parts: Part[] } | undefined
  const close = () => {
    if (open) ranges.push({ pack: open.pack, offset: open.offset, length: open.end - open.offset, parts: open.parts })
  }
  wanted.sort((a, b) => byPlace(frames, a, b))
  const bridged = bridgedGaps(wanted, frames)
  for (const [index, frame] of wanted.entries()) {
    const pack = frames.pack[frame] as number
    const offset = frames.offset[frame] as number
    const end = offset + (frames.storedLength[frame] as number)
    const follows = open?.pack === pack && (offset === open.end || bridged.has(index))
    if (!open || !follows || end - open.offset > readBytes) {
      close()
      open = { pack, offset, end, parts: [] }
    }
    open.parts.push({ frame, at: offset - open.offset })
    open.end = end
  }
  close()
  return ranges
}

/** The wanted frames, by index, before which a gap is read: after many saves there are more of them than are worth it. */
function bridgedGaps(wanted: readonly number[], frames: FrameTable): ReadonlySet<number> {
  const gaps: { readonly index: number; readonly bytes: number }[] = []
  for (let index = 1; index < wanted.length; index++) {
    const [before, frame] = [wanted[index - 1] as number, wanted[index] as number]
    const end = (frames.offset[before] as number) + (frames.storedLength[before] as number)
    const bytes = (frames.offset[frame] as number) - end
    if (frames.pack[before] === frames.pack[frame] && bytes > 0 && bytes <= GAP_BYTES) gaps.push({ index, bytes })
  }
  let left = 0
  for (let frame = 0; frame < frames.length; frame++) left += (frames.storedLength[frame] as number) * GAP_SHARE
  const bridged = new Set<number>()
  for (const { index, bytes } of gaps.sort((a, b) => a.bytes - b.bytes)) {
    left -= bytes
    if (left < 0) break
    bridged.add(index)
  }
  return bridged
}

/** Splits an entry's content into writes, joining extents that lie together both in the frame and in the file. */
function collectWrites(tree: Tree, mount: number, entry: number, writesOf: Map<number, FrameWrite[]>): void {
  const first = tree.firstExtent[entry] as number
  const end = first + (tree.extentCount[entry] as number)
  let fileOffset = 0
  for (let extent = first; extent < end; ) {
    const frame = tree.frame[extent] as number
    const frameOffset = tree.offset[extent] as number
    let length = tree.extentLength[extent] as number
    extent++
    if (frame !== HOLE) {
      while (extent < end && tree.frame[extent] === frame && tree.offset[extent] === frameOffset + length) {
        length += tree.extentLength[extent++] as number
      }
      const write: FrameWrite = { mount, entry, frame, frameOffset, length, fileOffset }
      const known = writesOf.get(frame)
      if (known) known.push(write)
      else writesOf.set(frame, [write])
    }
    fileOffset += length
  }
}

function byPlace(frames: FrameTable, a: number, b: number): number {
  return (
    (frames.pack[a] as number) - (frames.pack[b] as number) ||
    (frames.offset[a] as number) - (frames.offset[b] as number)
  )
}
