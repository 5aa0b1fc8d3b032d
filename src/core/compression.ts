import { constants, type ZstdOptions, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { Codec } from './manifest.ts'
import { FormatError } from './ports/errors.ts'

/** zstd's own default. Up to 19, levels keep their window within what `decompress` accepts. */
export const ZSTD_LEVEL = 3

/** Compression must save this much, or the bytes are stored as they are: restoring raw bytes costs nothing. */
const WORTH_IT = 0.97
/** Fewer bytes than this cost more to try than they can save. */
const WORTH_TRYING = 64
/** Of a frame of which more than this is wanted, all is decompressed. */
const WORTH_ALL = 0.8
/** 8 MiB. A decoder allocates the window before the first byte, so what a header may ask for is bounded here. */
const WINDOW_LOG_MAX = 23
/** zlib hands out its output in pieces and joins them: all in one piece takes a third less time than the default. */
const PIECE_MAX = 8 * 1024 * 1024
const PIECE_MIN = 64

export interface Compressed {
  /** An array that owns its whole buffer: it can be transferred to another thread. */
  readonly stored: Uint8Array<ArrayBuffer>
  readonly codec: Codec
}

/** One zstd frame, or the bytes themselves where zstd saves less than 3 %. Synchronous, on this thread alone. */
export function compress(raw: Uint8Array, level: number = ZSTD_LEVEL): Compressed {
  if (raw.length >= WORTH_TRYING) {
    const chunkSize = piece(zstdBound(raw.length))
    const packed = zstdCompressSync(raw, { chunkSize, params: paramsOf(level) })
    const worthIt = packed.length <= raw.length * WORTH_IT
    const stored = freed(packed, chunkSize, worthIt ? packed.length : 0)
    if (worthIt) return { stored, codec: Codec.zstd }
  }
  return { stored: owned(raw), codec: Codec.raw }
}

/**
 * The `rawLength` bytes that were compressed; for raw ones `stored` itself, not a copy. `FormatError` if they are not
 * exactly that many, or if `stored` is not exactly one frame. Never allocates more than `rawLength` asks for: bound
 * it before calling.
 */
export function decompress(stored: Uint8Array, codec: Codec, rawLength: number): Uint8Array {
  if (codec === Codec.raw) {
    if (stored.length !== rawLength) throw new FormatError(`${stored.length} raw bytes where ${rawLength} belong`)
    return stored
  }
  if (codec !== Codec.zstd) throw new FormatError(`unknown codec ${codec}`)
  if (rawLength === 0) throw new FormatError('a compressed run of no bytes')
  const { raw, consumed } = unzstd(stored, rawLength)
  if (raw.length !== rawLength) throw new FormatError(`${raw.length} bytes decompressed where ${rawLength} belong`)
  // Decompression ends with the first frame and ignores whatever follows it.
  if (consumed !== stored.length) throw new FormatError('bytes after the compressed ones')
  return raw
}

/**
 * The first bytes of what `decompress` gives, `end` of them or more, without the work for what comes after them where
 * that is most of it: a file in a frame needs nothing of those behind it. What is left out is not checked either.
 */
export function decompressTo(end: number, stored: Uint8Array, codec: Codec, rawLength: number): Uint8Array {
  if (codec === Codec.zstd && end < rawLength * WORTH_ALL) {
    const raw = unzstdStart(stored, rawLength, end)
    if (raw && raw.length >= end) return raw
  }
  return decompress(stored, codec, rawLength)
}

/**
 * The default level looks for matches in smaller tables and no shorter than six bytes: measured on package trees, 12 %
 * faster for 2 % more bytes.
 */
function paramsOf(level: number): ZstdOptions['params'] {
  const tuned = {
    [constants.ZSTD_c_hashLog]: 16,
    [constants.ZSTD_c_chainLog]: 15,
    [constants.ZSTD_c_minMatch]: 6,
  }
  return { [constants.ZSTD_c_compressionLevel]: level, ...(level === ZSTD_LEVEL && tuned) }
}

function unzstd(stored: Uint8Array, rawLength: number): { raw: Uint8Array; consumed: number } {
  const options: ZstdOptions = {
    // With room to spare, else a second piece is allocated to find that there is no more.
    chunkSize: piece(rawLength + PIECE_MIN),
    maxOutputLength: rawLength,
    params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
    info: true,
  }
  try {
    const { buffer, engine } = zstdDecompressSync(stored, options) as unknown as {
      buffer: Uint8Array
      engine: { bytesWritten: number }
    }
    return { raw: buffer, consumed: engine.bytesWritten }
  } catch (error) {
    throw new FormatError(`does not decompress to ${rawLength} bytes: ${(error as Error).message}`)
  }
}

/** As many blocks as should hold `end` bytes; `undefined` if they cannot be told from the rest, or hold something else. */
function unzstdStart(stored: Uint8Array, rawLength: number, end: number): Uint8Array | undefined {
  const ends = blockEnds(stored)
  const count = Math.ceil((end * ends.length) / rawLength) + 1
  if (count >= ends.length) return undefined
  try {
    return zstdDecompressSync(stored.subarray(0, ends[count - 1]), {
      chunkSize: piece(Math.min(rawLength, count * BLOCK_RAW_MAX) + PIECE_MIN),
      maxOutputLength: rawLength,
      params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
      // There is no end to be found.
      finishFlush: constants.ZSTD_e_continue,
    })
  } catch {
    return undefined
  }
}

const BLOCK_RAW_MAX = 128 * 1024
/** The largest frame has 64 of the largest; of one that is cut finer than into sixteenths of them all is decompressed. */
const BLOCKS_MAX = 1024
const DICTIONARY_BYTES = [0, 1, 2, 4]
const SIZE_BYTES = [0, 2, 4, 8]
const RLE = 1

/** Where each block of a frame ends, of the first thousand (RFC 8878, 3.1.1); of what is no frame, anything. */
function blockEnds(frame: Uint8Array): number[] {
  const descriptor = frame[4] ?? 0
  const isSingleSegment = (descriptor >> 5) & 1
  const sizeBytes = SIZE_BYTES[descriptor >> 6] || isSingleSegment
  let at = 5 + (isSingleSegment ? 0 : 1) + (DICTIONARY_BYTES[descriptor & 3] as number) + sizeBytes
  const ends: number[] = []
  for (let isLast = false; !isLast && at + 3 <= frame.length && ends.length < BLOCKS_MAX; ends.push(at)) {
    const header = (frame[at] as number) | ((frame[at + 1] as number) << 8) | ((frame[at + 2] as number) << 16)
    isLast = (header & 1) === 1
    at += 3 + (((header >> 1) & 3) === RLE ? 1 : header >> 3)
  }
  return ends
}

/**
 * `ZSTD_COMPRESSBOUND` and a little. Room for the worst case lets zstd compress straight from one buffer to the other;
 * with less it copies through two of its own, and a fifth of the time goes there.
 */
function zstdBound(length: number): number {
  return length + (length >> 8) + 1024
}

function piece(length: number): number {
  return Math.max(PIECE_MIN, Math.min(length, PIECE_MAX))
}

/**
 * The first bytes of what the engine put out, in an array of their own. The engine would keep its output buffer, a
 * megabyte for a frame, until the next full collection: threads that compress got a third larger by that.
 */
function freed(packed: Buffer<ArrayBuffer>, chunkSize: number, length: number): Uint8Array<ArrayBuffer> {
  const isWholeBuffer = packed.byteOffset === 0 && packed.buffer.byteLength === chunkSize
  if (!isWholeBuffer || chunkSize <= Buffer.poolSize) return owned(packed.subarray(0, length))
  return new Uint8Array(packed.buffer.transfer(length))
}

/** Small Buffers are views of a shared pool; a copy is not. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
