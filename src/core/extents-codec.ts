import { sum, total, unzigzag, zigzag } from './columns.ts'
import { FRAME_RAW_MAX } from './frame.ts'
import { FormatError } from './ports/errors.ts'
import { SectionId as Id } from './section-ids.ts'
import { column, type Section, type Sections } from './sections.ts'
import { EntryType, HOLE, type Tree } from './tree.ts'
import { EXTENTS_MAX } from './tree-rules.ts'

/** Entries that are regular files and not a further link to another: what has a size and extents of its own. */
export function ownFiles(tree: Tree): Uint32Array {
  const entries = new Uint32Array(tree.length)
  let files = 0
  for (let entry = 0; entry < tree.length; entry++) {
    if (tree.type[entry] === EntryType.file && tree.source(entry) === entry) entries[files++] = entry
  }
  return entries.subarray(0, files)
}

/** Where the content of every file lies, in the order of `ownFiles`. */
export function encodeExtents(trees: readonly Tree[]): Section[] {
  const files = trees.map(ownFiles)
  const count = total(trees, (tree) => sum(tree.extentCount.subarray(0, tree.length)))
  const frames = new Uint32Array(count)
  const offsets = new Uint32Array(count)
  const lengths = new Uint32Array(count)
  const expected = new Expected()
  let at = 0
  let kept = 0
  for (const [i, tree] of trees.entries()) {
    for (const entry of files[i] as Uint32Array) {
      const first = tree.firstExtent[entry] as number
      const end = first + (tree.extentCount[entry] as number)
      for (let extent = first; extent < end; extent++, at++) {
        const frame = tree.frame[extent] as number
        const length = tree.extentLength[extent] as number
        // The last one reaches to the end of the file.
        if (extent + 1 < end) lengths[kept++] = length
        if (frame === HOLE) continue
        const offset = tree.offset[extent] as number
        frames[at] = zigzag(frame - expected.frame) + 1
        offsets[at] = zigzag(offset - expected.offsetIn(frame))
        expected.after(frame, offset + length)
      }
    }
  }
  return [
    column(Id.extentFrame, frames),
    column(Id.extentOffset, offsets),
    column(Id.extentLength, lengths.subarray(0, kept)),
  ]
}

/** Fills the extents of trees whose `size`, `firstExtent`, `extentCount` and `extents` are known already. */
export function decodeExtents(sections: Sections, trees: readonly Tree[]): void {
  const count = total(trees, (tree) => tree.extents)
  if (count > EXTENTS_MAX) throw new FormatError(`${count} extents; ${EXTENTS_MAX} at most`)
  const frames = sections.u32(Id.extentFrame, count)
  const offsets = sections.u32(Id.extentOffset, count)
  const files = trees.map(ownFiles)
  const filled = total(trees, filledEntries)
  const lengths = sections.u32(Id.extentLength, count - filled)
  const expected = new Expected()
  let at = 0
  let kept = 0
  for (const [i, tree] of trees.entries()) {
    if (tree.extents > 0) reserveExtents(tree)
    for (const entry of files[i] as Uint32Array) {
      let left = tree.size[entry] as number
      const first = tree.firstExtent[entry] as number
      const end = first + (tree.extentCount[entry] as number)
      for (let extent = first; extent < end; extent++, at++) {
        const length = extent + 1 < end ? (lengths[kept++] as number) : left
        left -= length
        if (length > 0xffff_ffff || left < 0) throw new FormatError(`entry ${entry}: extents that are not its size`)
        tree.extentLength[extent] = length
        tree.frame[extent] = HOLE
        if (frames[at] === 0) {
          if (offsets[at] !== 0) throw new FormatError(`entry ${entry}: a hole with a place`)
          continue
        }
        const frame = expected.frame + unzigzag((frames[at] as number) - 1)
        const offset = expected.offsetIn(frame) + unzigzag(offsets[at] as number)
        if (frame < 0 || frame >= HOLE || offset < 0 || offset > FRAME_RAW_MAX) {
          throw new FormatError(`entry ${entry}: an extent out of every frame`)
        }
        tree.frame[extent] = frame
        tree.offset[extent] = offset
        expected.after(frame, offset + length)
      }
    }
  }
}

function filledEntries({ extentCount }: Tree): number {
  let filled = 0
  for (let entry = 0; entry < extentCount.length; entry++) if (extentCount[entry] !== 0) filled++
  return filled
}

/** Where the next extent most likely lies: behind the one before, or at the start of a frame. */
class Expected {
  frame = 0
  #end = 0

  offsetIn(frame: number): number {
    return frame === this.frame ? this.#end : 0
  }

  after(frame: number, end: number): void {
    this.frame = frame
    this.#end = end
  }
}

function reserveExtents(tree: Tree): void {
  tree.frame = new Uint32Array(tree.extents)
  tree.offset = new Uint32Array(tree.extents)
  tree.extentLength = new Uint32Array(tree.extents)
}
