import { sha256 } from './digest.ts'
import { GEAR_WASM } from './gear-wasm.ts'

/** A file up to this size is one chunk. */
export const WHOLE_FILE_BYTES = 64 * 1024
/** No chunk of a larger file is shorter, except its last. */
export const CHUNK_MIN_BYTES = 16 * 1024
/** Where cutting becomes easier. With it the mean over random bytes is 73 KiB. */
export const CHUNK_NORMAL_BYTES = 64 * 1024
export const CHUNK_MAX_BYTES = 256 * 1024

const TABLE_BYTES = 256 * 8
const PAGE_BYTES = 64 * 1024

/**
 * A gear table: entry `i` is the first 8 bytes, little endian, of SHA-256(seed, one byte `i`). Where files are cut is
 * decided by the table, so volumes share chunks only if they share it.
 */
export function gearTable(seed: string): BigUint64Array<ArrayBuffer> {
  const table = new BigUint64Array(256)
  const input = Buffer.from(`${seed}\0`, 'latin1')
  for (let i = 0; i < 256; i++) {
    input[input.length - 1] = i
    table[i] = Buffer.from(sha256(input)).readBigUInt64LE()
  }
  return table
}

/** The table of format v1. */
export const GEAR_V1 = gearTable('warmstart gear v1')

/**
 * Cuts the content of large files into chunks by what it holds, so that an insertion moves only the cuts beside it.
 *
 * The rule of format v1, for a file of more than 64 KiB. The gear hash of a place is taken over the 64 bytes before
 * it: h = 0, then for each byte b, first to last, h = (2 h + table[b]) mod 2^64. From where a chunk starts, it ends at
 * its first length L for which one of these holds:
 *
 * - the file ends there;
 * - 16 KiB ≤ L < 64 KiB and h < 2^46 (the top 18 bits are zero);
 * - 64 KiB ≤ L < 256 KiB and h < 2^50 (the top 14 bits are zero);
 * - L = 256 KiB.
 *
 * The bytes lie in the memory of a WebAssembly module (3 GB/s), so files are read straight into `bytes`.
 */
export class Chunker {
  /** Where the caller puts what is to be cut. */
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly #cut: (at: number, end: number) => number

  constructor(capacity: number, table: BigUint64Array = GEAR_V1) {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((TABLE_BYTES + capacity) / PAGE_BYTES) })
    const littleEndian = new DataView(memory.buffer)
    table.forEach((gear, i) => {
      littleEndian.setBigUint64(i * 8, gear, true)
    })
    this.bytes = new Uint8Array(memory.buffer, TABLE_BYTES, capacity)
    const module = new WebAssembly.Module(Buffer.from(GEAR_WASM, 'base64'))
    const { cut } = new WebAssembly.Instance(module, { host: { memory } }).exports
    this.#cut = cut as (at: number, end: number) => number
  }

  /**
   * Where in `bytes` the chunk ends that starts at `at`, if the file's bytes are there up to `end`. Right only if the
   * file ends at `end` or at least `CHUNK_MAX_BYTES` are there.
   */
  cut(at: number, end: number): number {
    if (end > this.bytes.length) throw new RangeError('beyond the memory')
    return this.#cut(TABLE_BYTES + at, TABLE_BYTES + end) - TABLE_BYTES
  }
}

const ZEROS = Buffer.alloc(CHUNK_MAX_BYTES)

/** Is it all zeros, a hole? At most `CHUNK_MAX_BYTES` and not empty. */
export function isHole(chunk: Uint8Array): boolean {
  if (chunk[0] !== 0 || chunk[chunk.length - 1] !== 0) return false
  return ZEROS.compare(chunk, 0, chunk.length, 0, chunk.length) === 0
}

// The part of the WebAssembly interface that is used; neither `lib.es` nor Node's types declare it.
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer }
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> }
}
