import type { Lane } from './lane.ts'
import type { Tree } from './tree.ts'

/** Where a mount hangs on a machine. */
export type Anchor = 'workspace' | 'home' | 'absolute'

/** One declared path of a volume as a version recorded it. */
export interface ManifestMount {
  /** The pattern's text as its author wrote it: what mounts of two machines are paired by. */
  readonly label: string
  readonly anchor: Anchor
  /** The literal part of the pattern below the anchor, `/`-separated; absolute for the anchor `absolute`. */
  readonly base: string
  readonly tree: Tree
}

/** One pack that a version references. */
export interface PackRow {
  /** The lane whose prefix the pack lies under. */
  readonly lane: Lane
  readonly ulid: string
  /** Which key the frames are sealed with; `''` for none. */
  readonly keyId: string
  /** Where the footer begins, how long it is stored, and the SHA-256 of those bytes. */
  readonly footerOffset: number
  readonly footerLength: number
  readonly footerSha256: Uint8Array
}

/** How a frame's bytes are stored. */
export const Codec = { raw: 0, zstd: 1 } as const
export type Codec = (typeof Codec)[keyof typeof Codec]

/**
 * The frames a version references, as columns. `pack[f]` is a number in the version's pack table, `number[f]` the
 * frame's own number inside its pack; together they name the frame for good.
 */
export class FrameTable {
  length = 0
  pack = new Uint32Array(16)
  number = new Uint32Array(16)
  /** Byte offset inside the pack. */
  offset = new Uint32Array(16)
  storedLength = new Uint32Array(16)
  rawLength = new Uint32Array(16)
  codec = new Uint8Array(16)
  /** SHA-256 of the stored bytes, 32 a frame. */
  sha256 = new Uint8Array(16 * 32)

  push(row: FrameRow): number {
    const frame = this.length++
    if (frame >= this.pack.length) this.#grow()
    this.pack[frame] = row.pack
    this.number[frame] = row.number
    this.offset[frame] = row.offset
    this.storedLength[frame] = row.storedLength
    this.rawLength[frame] = row.rawLength
    this.codec[frame] = row.codec
    this.sha256.set(row.sha256, frame * 32)
    return frame
  }

  row(frame: number): FrameRow {
    return {
      pack: this.pack[frame] as number,
      number: this.number[frame] as number,
      offset: this.offset[frame] as number,
      storedLength: this.storedLength[frame] as number,
      rawLength: this.rawLength[frame] as number,
      codec: this.codec[frame] as Codec,
      sha256: this.sha256.subarray(frame * 32, frame * 32 + 32),
    }
  }

  #grow(): void {
    const size = this.pack.length * 2
    const more = (from: Uint32Array<ArrayBuffer>) => {
      const to = new Uint32Array(size)
      to.set(from)
      return to
    }
    this.pack = more(this.pack)
    this.number = more(this.number)
    this.offset = more(this.offset)
    this.storedLength = more(this.storedLength)
    this.rawLength = more(this.rawLength)
    const codec = new Uint8Array(size)
    codec.set(this.codec)
    this.codec = codec
    const sha256 = new Uint8Array(size * 32)
    sha256.set(this.sha256)
    this.sha256 = sha256
  }
}

export interface FrameRow {
  readonly pack: number
  readonly number: number
  readonly offset: number
  readonly storedLength: number
  readonly rawLength: number
  readonly codec: Codec
  readonly sha256: Uint8Array
}

/** The tree of a version. Extents of every mount's tree index `frames`, and `frames.pack` indexes `packs`. */
export interface Manifest {
  readonly mounts: readonly ManifestMount[]
  readonly packs: readonly PackRow[]
  readonly frames: FrameTable
}
