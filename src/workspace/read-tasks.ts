import { CHUNK_MAX_BYTES } from '../core/chunker.ts'
import type { ChunkKeys } from '../core/encryption-key.ts'
import type { FrameSeal } from '../core/frame.ts'
import type { Codec } from '../core/manifest.ts'
import type { CaptureTask, FileStat } from '../core/ports/workspace.ts'

// What the main thread asks of a worker that reads. A worker has a few slabs of memory; the bytes of a task stay in
// its slab until their frames are made or the slab is read into again.

/** Slabs a worker has: one is read while the other waits for an answer or is compressed. A third was no faster. */
export const SLABS = 2
/** What is read into a slab at once: a batch of whole files, or a window of a larger one. Twice that was no faster. */
export const WINDOW_BYTES = 2 * 1024 * 1024
/** Before a window lies what the one before it left uncut, less than a chunk. */
export const SLAB_BYTES = WINDOW_BYTES + CHUNK_MAX_BYTES
/** A file is read at most this often until two looks at it agree. */
export const READINGS = 3

export type Piece = NonNullable<CaptureTask['pieces']>[number]

export function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0)
}

/** What tells two states of a file apart. */
export type Look = Pick<FileStat, 'size' | 'mtimeNs' | 'ctimeNs' | 'ino'>

/** Read whole files (or pieces of them), one after the other, into a slab. */
export interface ReadFiles {
  readonly for: 'read'
  readonly kind: 'files'
  readonly slab: number
  /** Joined by NUL. */
  readonly paths: string
  readonly expected: LookColumns
  /** Which files are read in pieces. */
  readonly pieces: ReadonlyMap<number, readonly Piece[]>
  /** 1 for files to be looked through for what is shaped like a token. */
  readonly suspect: Uint8Array
  /** How often they have been read already. */
  readonly readings: number
  /** The same in every task of a capture. */
  readonly keys: ChunkKeys | undefined
}

export interface LookColumns {
  readonly size: Float64Array
  readonly mtimeNs: BigInt64Array
  readonly ctimeNs: BigInt64Array
  readonly ino: BigUint64Array
}

/** Read on in a file that is larger than a window. The windows of a stream go to one worker, in order. */
export interface ReadWindow {
  readonly for: 'read'
  readonly kind: 'window'
  readonly slab: number
  /** Names the stream; no two of a capture have the same. */
  readonly stream: number
  readonly path: string
  readonly expected: Look
  readonly readings: number
  readonly first: boolean
  readonly last: boolean
  /** Fresh bytes to read: from where the window before ended, or exactly these pieces. */
  readonly length: number
  readonly pieces: readonly Piece[] | undefined
  readonly keys: ChunkKeys | undefined
}

/** Compress those chunks of a slab that are marked, in order. */
export interface MakeFrames {
  readonly for: 'read'
  readonly kind: 'frames'
  readonly slab: number
  /** One a chunk that is no hole. */
  readonly pack: Uint8Array
  readonly level: number
  /** What the first frame is sealed with; those after it have the next numbers. */
  readonly seal: FrameSeal | undefined
}

/** The capture is over: give up the memory and whatever is open. */
export interface Release {
  readonly for: 'read'
  readonly kind: 'release'
}

export type ReadTask = ReadFiles | ReadWindow | MakeFrames | Release

export type ReadReply<T extends ReadTask> = T extends ReadFiles | ReadWindow
  ? Reading
  : T extends MakeFrames
    ? readonly MadeFrame[]
    : undefined

/**
 * What became of a file. `again`: it has to be read once more, from its start, as a task of its own. `ended`: a window
 * of a stream that was given up before.
 */
export type Outcome = 'read' | 'vanished' | 'unreadable' | 'changing' | 'again' | 'ended'

/** What a slab holds now: chunks of the files whose outcome is `read`, of a window the chunks that end in it. */
export interface Reading {
  readonly outcomes: readonly Outcome[]
  /** Chunks of each file. */
  readonly counts: Uint32Array
  readonly lengths: Uint32Array
  /** 1 for all zeros. */
  readonly holes: Uint8Array
  /** 32 bytes for each chunk that is no hole. */
  readonly ids: Uint8Array<ArrayBuffer>
  /** Files that were not what was expected: what they are now, and how often they have been read. */
  readonly amended: ReadonlyMap<number, Amended>
  /** What kind of token a suspect seems to hold. */
  readonly tokens: ReadonlyMap<number, string>
  /** Bytes that were read, every reading counted. */
  readonly readBytes: number
}

export interface Amended {
  readonly stat: FileStat
  readonly readings: number
}

export interface MadeFrame {
  readonly stored: Uint8Array<ArrayBuffer>
  readonly rawLength: number
  readonly codec: Codec
  readonly sha256: Uint8Array
  /** How many of the marked chunks it holds. */
  readonly chunks: number
}
