import type { BytePath } from '../bytes.ts'
import type { ChunkKeys } from '../encryption-key.ts'
import type { FrameSeal, PackSeal } from '../frame.ts'
import type { Line } from '../identity.ts'
import type { Codec, FrameTable } from '../manifest.ts'
import type { LocalMount } from '../mount.ts'
import type { State } from '../state.ts'
import type { Tree } from '../tree.ts'
import type { CallOptions, Millis } from './store.ts'

/**
 * The job's files on this machine. Use cases decide what is read, written and removed; a workspace does it, and knows
 * no store. Every call that works on many files shows its progress by events and stops when the signal aborts.
 */
export interface Workspace {
  /**
   * Gets ready for `capture` and `stage` in the background; `a little`: as far as does not slow down what else goes on.
   */
  warm(howFar?: 'a little'): void
  /** Nothing more will be captured or staged: gives back in the background what `warm` took. */
  cool(): void

  /** Walks a mount and stats everything its patterns select. Never reads content. */
  scan(mount: LocalMount, options?: ScanOptions): Promise<Scan>

  /** The first `most` bytes of regular files, in the order asked; `undefined` for one that cannot be read. For a few. */
  peek(mount: LocalMount, tree: Tree, entries: readonly number[], most: number): readonly (Uint8Array | undefined)[]

  /** Reads, cuts, hashes and compresses the content of the given entries; the sink decides what is stored. */
  capture(request: CaptureRequest, sink: CaptureSink, options?: CallOptions): Promise<CaptureResult>

  /** What this machine remembers of a mount; `undefined` if nothing (or nothing readable). */
  loadState(mount: LocalMount): State | undefined
  /** Replaces it, by rename. `undefined` forgets the mount. */
  saveState(mount: LocalMount, state: State | undefined): void
  /** The last head of a line that this machine has seen; `undefined`: none, or nobody knows any more. */
  seenHead(store: string, line: Line): SeenHead | undefined
  /** Remembers it, best effort: a few lines of each volume, those seen last. */
  sawHead(store: string, line: Line, seen: SeenHead): void
  /** Absolute byte paths of other mounts that have a state below this one, with who made it. */
  nestedMounts(mount: LocalMount): readonly NestedMount[]

  /** Finishes what a killed run left: removes half-written targets and dead siblings. Returns what it removed. */
  recover(mount: LocalMount): Recovery

  /** What lies at the mount's place now: decides between a fresh sibling and work in place. */
  occupied(mount: LocalMount): boolean

  /**
   * Removes entries (not the directories that hold others), sparing git-tracked files. Returns the count removed;
   * `undefined`: git could not be asked, and nothing was.
   */
  remove(mount: LocalMount, paths: readonly BytePath[]): Promise<number | undefined>

  /** Starts putting a version's files in place; nothing at the targets changes before `commit`. */
  stage(mounts: readonly StagedMount[], options?: CallOptions): Promise<Staging>

  /**
   * Waits until the file system's clock is past `newestCtimeNs`, so that no later write can hide behind a recorded
   * stamp; returns what the clock says then (a later write's ctime is not below it).
   */
  settle(mount: LocalMount, newestCtimeNs: bigint): Promise<bigint>

  close(): Promise<void>
}

export interface SeenHead {
  readonly commit: string
  /** The version that was current. */
  readonly version: string
  /** By the store's clock. */
  readonly committedAt: Millis
}

export interface ScanOptions extends CallOptions {
  /** Absolute byte paths to leave out with all below them (other steps' mounts). */
  readonly without?: readonly BytePath[]
  /**
   * What an earlier walk found, if that can be believed. A directory that has not changed since is not listed again:
   * its entry has a ctime only if the tree has all that lies in it.
   */
  readonly known?: Tree
}

export interface Scan {
  /** `undefined`: the mount's place does not exist, or its patterns select nothing there. */
  readonly tree: Tree | undefined
  /** What was found and cannot be part of a volume, or vanished between listing and stat. */
  readonly leftOut: readonly LeftOut[]
  /** The directories, by entry, of which the tree has not all that lies in them, or may not have. */
  readonly incomplete: readonly number[]
  /** A stamp of the mount's file system taken before the walk: an entry with a ctime not below it may be racing. */
  readonly startedNs: bigint
}

export interface LeftOut {
  readonly path: BytePath
  readonly reason: 'vanished' | 'unreadable' | 'special'
}

export interface NestedMount {
  readonly path: BytePath
  readonly state: Pick<State, 'fork' | 'volume'>
}

export interface Recovery {
  /** Files removed because a restore was killed while it changed the mount in place. */
  readonly removedFiles: number
  /** Staging directories of dead runs. */
  readonly removedSiblings: number
}

// ---- reading -------------------------------------------------------------------------------------------------------

export interface CaptureRequest {
  readonly mounts: readonly { readonly mount: LocalMount; readonly tree: Tree }[]
  /** In walk order. Without `pieces` the whole file is read and cut. */
  readonly tasks: readonly CaptureTask[]
  /** The zstd level of frames. */
  readonly level: number
  /** With them chunks are cut and named by a key, and the sink says what each frame is sealed with. */
  readonly keys?: ChunkKeys
}

export interface CaptureTask {
  /** Index into `mounts`, and the entry in its tree (a regular file that is its own `source`). */
  readonly mount: number
  readonly entry: number
  /** Parts of an unchanged file to be stored again as they were cut before (repack). */
  readonly pieces?: readonly { readonly offset: number; readonly length: number }[]
  /** Look through it for what is shaped like a token. */
  readonly suspect?: true
}

/** A chunk's number in the sink's index; `HOLE` for a run of zeros. */
export type ChunkNumber = number

export interface CaptureSink {
  /**
   * Tells the sink of chunks in the order they were read: 32 bytes of id each, and their raw lengths (a hole has an id
   * of zeros and is never offered). `numbers` are the sink's; `pack[i]` is 1 where the chunk has to be stored now.
   */
  offer(ids: Uint8Array, lengths: Uint32Array): { readonly numbers: Uint32Array; readonly pack: Uint8Array }
  /**
   * Of a capture with keys: what the next frames, so many, are sealed with; the one given is the first's, and the others
   * have the numbers after it. `frame` is called with all of them, in this order.
   */
  seals?(frames: number): FrameSeal
  /** Takes a frame; resolves when there is room for the next. */
  frame(frame: CapturedFrame): Promise<void>
}

export interface CapturedFrame {
  readonly stored: Uint8Array
  readonly rawLength: number
  readonly codec: Codec
  readonly sha256: Uint8Array
  /** The chunks inside, one after the other from offset 0. */
  readonly chunks: readonly ChunkNumber[]
}

export interface CaptureResult {
  /** In the order of the tasks. */
  readonly files: readonly CapturedFile[]
  readonly readBytes: number
}

/**
 * `chunks` and `lengths` cover the file (or each piece) from start to end, holes included. `stat` is what the file was
 * when its content was read, if that is not what the scan saw: it replaces the scan's row. `changing`: no three readings agreed.
 */
export type CapturedFile =
  | {
      readonly kind: 'read'
      readonly chunks: Uint32Array
      readonly lengths: Uint32Array
      readonly stat: FileStat | undefined
      /** Of a suspect: what kind of token it seems to hold. */
      readonly token?: string
    }
  | { readonly kind: 'vanished' | 'unreadable' | 'changing' }

export interface FileStat {
  readonly size: number
  readonly mode: number
  readonly mtimeNs: bigint
  readonly ctimeNs: bigint
  readonly ino: bigint
  readonly dev: bigint
}

// ---- writing -------------------------------------------------------------------------------------------------------

export interface StagedMount {
  readonly mount: LocalMount
  /** The version's tree. */
  readonly tree: Tree
  /**
   * `sibling`: the place is absent or empty; everything is written beside it and renamed once.
   * `in-place`: `write` lists the entries that differ, `restamp` those that differ in mode or time only, `remove` the
   * paths that go. All three in walk order. A group of hard links is written as a whole or not at all.
   */
  readonly how: 'sibling' | 'in-place'
  readonly write: readonly number[]
  readonly restamp: readonly number[]
  readonly remove: readonly BytePath[]
}

export interface Staging {
  /** Verifies, decompresses and writes what a fetched run of frames holds. Rejects with `FormatError` if a byte is wrong. */
  write(batch: FrameBatch): Promise<void>
  /**
   * Puts everything in place. Afterwards the stat columns of what was written or restamped are those of the files that
   * lie there; `mtimeNs` stays the version's, and the file has that time or one up to a microsecond before it. Where
   * more than one rename is needed a mount is in doubt meanwhile: a failure then leaves it without what the state and
   * the version name. Before that, a failure leaves every target as it was. After a failure nothing is left to abort.
   */
  commit(): Promise<StagingStats>
  /** Leaves every target as it was. Harmless after `commit`. */
  abort(): Promise<void>
}

export interface FrameBatch {
  /** Stored bytes as they came from the store. Ownership passes to the workspace. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Frames whole inside `bytes`: number in `frames`, and where it begins in `bytes`. */
  readonly parts: readonly { readonly frame: number; readonly at: number }[]
  readonly frames: FrameTable
  /** Of the one pack that the frames come from, if it is sealed. */
  readonly seal?: PackSeal | undefined
  /** Those of one entry from one frame come one after the other. */
  readonly writes: readonly FrameWrite[]
}

/** Bytes `frameOffset`..+`length` of a raw frame go to `fileOffset` of an entry. */
export interface FrameWrite {
  readonly mount: number
  readonly entry: number
  readonly frame: number
  readonly frameOffset: number
  readonly length: number
  readonly fileOffset: number
}

export interface StagingStats {
  readonly writtenFiles: number
  readonly writtenBytes: number
  readonly removedFiles: number
}
