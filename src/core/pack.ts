import { fieldsOf, textOf, toJson } from './fields.ts'
import { checkFrames, decodeFrames, encodeFrames, FRAME_SECTIONS } from './frame-columns.ts'
import { type FrameRow, FrameTable } from './manifest.ts'
import { FormatError } from './ports/errors.ts'
import { SectionId as Id } from './section-ids.ts'
import { column, encodeSections, Sections } from './sections.ts'

/** No pack is larger: well above what any store's traits ask for, well below what 32 bits of offset can name. */
export const PACK_BYTES_MAX = 512 * 1024 * 1024

/** A frame as its own pack's footer lists it: its number is its index. */
export type FooterFrame = Omit<FrameRow, 'pack' | 'number'>

/** What lies behind the frames of a pack: the frame table and the ids of all chunks, which are written nowhere else. */
export interface Footer {
  /** Which key the frames are sealed with; `''` for none. */
  readonly keyId: string
  /** They lie one after the other from the pack's first byte. */
  readonly frames: readonly FooterFrame[]
  /** 32 bytes a chunk. Chunks come frame by frame, and in a frame one after the other from its first byte to its last. */
  readonly ids: Uint8Array
  readonly lengths: Uint32Array
  /** The chunk's frame, and where it begins in the raw frame. */
  readonly frame: Uint32Array
  readonly offset: Uint32Array
}

const CHUNKS_MAX = 8 * 1024 * 1024
const KNOWN: ReadonlySet<number> = new Set([Id.about, ...FRAME_SECTIONS, Id.chunkCount, Id.chunkLength, Id.chunkId])

/** A pack is its frames and then these bytes. `FormatError` if frames or chunks are not laid as `Footer` says. */
export function encodeFooter(footer: Footer): Uint8Array<ArrayBuffer> {
  const frames = new FrameTable()
  for (const [number, row] of footer.frames.entries()) frames.push({ ...row, pack: 0, number })
  const counts = new Uint32Array(frames.length)
  for (const frame of footer.frame) counts[frame] = (counts[frame] ?? 0) + 1
  const laid = lay(frames, counts, footer.lengths, footer.keyId, footer.ids)
  const same =
    footer.frames.every(({ offset }, frame) => offset === frames.offset[frame]) &&
    laid.frame.every((frame, chunk) => frame === footer.frame[chunk]) &&
    laid.offset.every((offset, chunk) => offset === footer.offset[chunk])
  if (!same) throw new FormatError('frames or chunks of a pack are not laid one after the other')
  return encodeSections('F', [
    { id: Id.about, bytes: toJson({ keyId: footer.keyId }) },
    ...encodeFrames(frames),
    column(Id.chunkCount, counts),
    column(Id.chunkLength, footer.lengths),
    { id: Id.chunkId, bytes: footer.ids, incompressible: true },
  ])
}

/** `FormatError` for anything that `encodeFooter` would not have written. */
export function decodeFooter(bytes: Uint8Array): Footer {
  const sections = new Sections('F', bytes, KNOWN)
  const keyId = textOf(fieldsOf(sections.json(Id.about), 'footer')['keyId'], 'key id')
  const chunks = sections.rawLength(Id.chunkLength) / 4
  if (!Number.isInteger(chunks) || chunks > CHUNKS_MAX) throw new FormatError(`${chunks} chunks; ${CHUNKS_MAX} at most`)
  const frames = decodeFrames(sections)
  const counts = sections.u32(Id.chunkCount, frames.length)
  const lengths = sections.u32(Id.chunkLength, chunks)
  const ids = new Uint8Array(sections.read(Id.chunkId, chunks * 32))
  return lay(frames, counts, lengths, keyId, ids)
}

/** The one way frames and chunks can lie, from their lengths: fills `frames.offset`. */
function lay(frames: FrameTable, counts: Uint32Array, lengths: Uint32Array, keyId: string, ids: Uint8Array): Footer {
  checkFrames(frames, () => keyId)
  if (ids.length !== lengths.length * 32)
    throw new FormatError(`${ids.length} bytes of ids for ${lengths.length} chunks`)
  const frame = new Uint32Array(lengths.length)
  const offset = new Uint32Array(lengths.length)
  let chunk = 0
  let at = 0
  for (let number = 0; number < frames.length; number++) {
    frames.offset[number] = at
    at += frames.storedLength[number] as number
    if (at > PACK_BYTES_MAX) throw new FormatError(`frames of ${at} bytes; a pack has ${PACK_BYTES_MAX} at most`)
    const end = chunk + (counts[number] as number)
    if (end > lengths.length) throw new FormatError(`frame ${number}: chunks that are not there`)
    let filled = 0
    for (; chunk < end; chunk++) {
      if (lengths[chunk] === 0) throw new FormatError(`chunk ${chunk} is empty`)
      frame[chunk] = number
      offset[chunk] = filled
      filled += lengths[chunk] as number
    }
    if (filled !== frames.rawLength[number]) throw new FormatError(`frame ${number}: its chunks do not fill it`)
  }
  if (chunk !== lengths.length) throw new FormatError('chunks without a frame')
  const rows = Array.from({ length: frames.length }, (_, number) => footerFrame(frames.row(number)))
  return { keyId, frames: rows, ids, lengths, frame, offset }
}

function footerFrame({ offset, storedLength, rawLength, codec, sha256 }: FrameRow): FooterFrame {
  return { offset, storedLength, rawLength, codec, sha256 }
}
