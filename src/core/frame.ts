import { type Compressed, compress, decompress } from './compression.ts'
import type { Codec } from './manifest.ts'
import { FormatError } from './ports/errors.ts'

/** A frame is closed when its chunks reach this many raw bytes. */
export const FRAME_RAW_BYTES = 1024 * 1024
/** No frame is ever larger than this before compression; a reader refuses one that claims to be. */
export const FRAME_RAW_MAX = 8 * 1024 * 1024

/**
 * Compresses a frame: one zstd frame, or the bytes themselves where that saves less than 3 %. `stored` owns its whole
 * buffer and may be transferred. Synchronous.
 */
export function encodeFrame(raw: Uint8Array, level: number): Compressed {
  if (raw.length > FRAME_RAW_MAX) throw new RangeError(`a frame of ${raw.length} bytes; ${FRAME_RAW_MAX} at most`)
  return compress(raw, level)
}

/**
 * The raw bytes of a frame, exactly `rawLength` of them, or `FormatError`. Of a raw frame it is `stored` itself, not a
 * copy. The SHA-256 of `stored` must have been checked before.
 */
export function decodeFrame(stored: Uint8Array, codec: Codec, rawLength: number): Uint8Array {
  if (rawLength > FRAME_RAW_MAX) throw new FormatError(`a frame of ${rawLength} raw bytes; ${FRAME_RAW_MAX} at most`)
  return decompress(stored, codec, rawLength)
}
