import type { FrameRow } from './manifest.ts'

/** No pack is larger: well above what any store's traits ask for, well below what 32 bits of offset can name. */
export const PACK_BYTES_MAX = 512 * 1024 * 1024

/** A frame as its own pack's footer lists it: its number is its index. */
export type FooterFrame = Omit<FrameRow, 'pack' | 'number'>

/** What lies behind the frames of a pack: the frame table and the ids of all chunks, which are written nowhere else. */
export interface Footer {
  /** Which key the frames are sealed with; `''` for none. */
  readonly keyId: string
  readonly frames: readonly FooterFrame[]
  /** 32 bytes a chunk. Chunks come frame by frame, and in a frame one after the other from its first byte to its last. */
  readonly ids: Uint8Array
  readonly lengths: Uint32Array
  /** The chunk's frame, and where it begins in the raw frame. */
  readonly frame: Uint32Array
  readonly offset: Uint32Array
}

export function encodeFooter(_footer: Footer): Uint8Array<ArrayBuffer> {
  throw new Error('not written yet')
}

export function decodeFooter(_bytes: Uint8Array): Footer {
  throw new Error('not written yet')
}
