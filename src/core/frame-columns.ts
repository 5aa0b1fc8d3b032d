import { FRAME_RAW_MAX } from './frame.ts'
import { Codec, FrameTable } from './manifest.ts'
import { FormatError } from './ports/errors.ts'
import { TAG_BYTES } from './sealing.ts'
import { SectionId as Id } from './section-ids.ts'
import { column, type Section, type Sections } from './sections.ts'

/** Of the frame table, what a pack's footer has too: the rest follows there from the order of the frames. */
export const FRAME_SECTIONS: readonly number[] = [Id.frameStored, Id.frameRaw, Id.frameCodec, Id.frameSha256]
const FRAMES_MAX = 4 * 1024 * 1024

/** The columns that a pack's footer has of its own frames. */
export function encodeFrames(frames: FrameTable): Section[] {
  const count = frames.length
  return [
    column(Id.frameStored, frames.storedLength.subarray(0, count)),
    column(Id.frameRaw, frames.rawLength.subarray(0, count)),
    { id: Id.frameCodec, bytes: frames.codec.subarray(0, count) },
    { id: Id.frameSha256, bytes: frames.sha256.subarray(0, count * 32), incompressible: true },
  ]
}

/** Undoes `encodeFrames`; pack, number and offset are zero, and the rows are still to be checked. */
export function decodeFrames(sections: Sections): FrameTable {
  const frames = new FrameTable()
  const count = sections.rawLength(Id.frameCodec)
  if (count > FRAMES_MAX) throw new FormatError(`${count} frames; ${FRAMES_MAX} at most`)
  frames.length = count
  if (count === 0) return frames
  frames.pack = new Uint32Array(count)
  frames.number = new Uint32Array(count)
  frames.offset = new Uint32Array(count)
  frames.storedLength = sections.u32(Id.frameStored, count)
  frames.rawLength = sections.u32(Id.frameRaw, count)
  frames.codec = new Uint8Array(sections.read(Id.frameCodec, count))
  frames.sha256 = new Uint8Array(sections.read(Id.frameSha256, count * 32))
  return frames
}

/** Lengths and codecs of every row. `keyOf`: the id of the key that a frame is sealed with, `''` for none. */
export function checkFrames(frames: FrameTable, keyOf: (frame: number) => string): void {
  for (let frame = 0; frame < frames.length; frame++) {
    const raw = frames.rawLength[frame] as number
    const stored = (frames.storedLength[frame] as number) - (keyOf(frame) === '' ? 0 : TAG_BYTES)
    const codec = frames.codec[frame] as number
    if (raw === 0 || raw > FRAME_RAW_MAX) throw new FormatError(`frame ${frame}: ${raw} raw bytes`)
    if (codec !== Codec.raw && codec !== Codec.zstd) throw new FormatError(`frame ${frame}: unknown codec ${codec}`)
    if (stored <= 0 || (codec === Codec.raw ? stored !== raw : stored >= raw)) {
      throw new FormatError(`frame ${frame}: ${stored} stored bytes for ${raw}`)
    }
  }
}
