import { release } from './bytes.ts'
import { type Compressed, compress, decompressTo } from './compression.ts'
import type { Codec } from './manifest.ts'
import { FormatError } from './ports/errors.ts'
import { type FramePlace, openFrame, sealFrame } from './sealing.ts'

/** A frame is closed when its chunks reach this many raw bytes. */
export const FRAME_RAW_BYTES = 1024 * 1024
/** No frame is ever larger than this before compression; a reader refuses one that claims to be. */
export const FRAME_RAW_MAX = 8 * 1024 * 1024

/** What the frames of a pack are sealed with. */
export interface PackSeal {
  readonly key: Uint8Array
  readonly ulid: string
}

/** What one frame is sealed with: it opens at no other place. */
export type FrameSeal = PackSeal & FramePlace

/**
 * How many chunks each frame takes, of chunks with these lengths: frames of about one size, of 1 MiB raw and less than a
 * chunk more at most, rather than full ones and a small rest.
 */
export function planFrames(lengths: readonly number[]): number[] {
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const target = total / Math.ceil(total / FRAME_RAW_BYTES)
  const counts: number[] = []
  let chunks = 0
  let bytes = 0
  const close = () => {
    if (chunks > 0) counts.push(chunks)
    chunks = 0
    bytes = 0
  }
  for (const length of lengths) {
    chunks++
    bytes += length
    if (bytes >= target) close()
  }
  close()
  return counts
}

/**
 * Compresses a frame: one zstd frame, or the bytes themselves where that saves less than 3 %; then seals it, if it is to
 * be. `stored` owns its whole buffer and may be transferred. Synchronous.
 */
export function encodeFrame(raw: Uint8Array, level: number, seal?: FrameSeal): Compressed {
  if (raw.length > FRAME_RAW_MAX) throw new RangeError(`a frame of ${raw.length} bytes; ${FRAME_RAW_MAX} at most`)
  const compressed = compress(raw, level)
  if (!seal) return compressed
  const { stored, codec } = compressed
  const sealed = sealFrame(seal.key, seal, { rawLength: raw.length, codec }, stored)
  release(stored)
  return { stored: sealed, codec }
}

/**
 * The raw bytes of a frame, exactly `rawLength` of them, or `FormatError`; with `end` perhaps only so many of the first
 * ones. Of a raw frame that is not sealed it is `stored` itself, not a copy. The SHA-256 of `stored` must have been
 * checked before.
 */
export function decodeFrame(
  stored: Uint8Array,
  codec: Codec,
  rawLength: number,
  seal?: FrameSeal,
  end = rawLength,
): Uint8Array {
  if (rawLength > FRAME_RAW_MAX) throw new FormatError(`a frame of ${rawLength} raw bytes; ${FRAME_RAW_MAX} at most`)
  if (!seal) return decompressTo(end, stored, codec, rawLength)
  const opened = openFrame(seal.key, seal, { rawLength, codec }, stored)
  const raw = decompressTo(end, opened, codec, rawLength)
  if (raw !== opened) release(opened)
  return raw
}
