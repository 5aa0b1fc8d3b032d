import { createCipheriv, createDecipheriv } from 'node:crypto'
import { release } from './bytes.ts'
import type { Codec } from './manifest.ts'
import { FormatError } from './ports/errors.ts'

// AES-256-GCM as the format uses it. A key seals one pack or one version, and each nonce under it is used once.

/** What sealing adds to the length. */
export const TAG_BYTES = 16
/** Instead of a frame's number: the footer, of which a pack has one. */
export const FOOTER_NUMBER = 0xffff_ffff

/** What a frame is bound to: it opens nowhere else. */
export interface FramePlace {
  /** The pack's. */
  readonly ulid: string
  /** The frame's own, in its pack. */
  readonly number: number
}

export interface FrameShape {
  readonly codec: Codec
  readonly rawLength: number
}

/** The ciphertext and its tag, in an array of their own. `key` is the pack's. */
export function sealFrame(
  key: Uint8Array,
  place: FramePlace,
  shape: FrameShape,
  compressed: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return seal(key, place.number, frameData(place, shape), compressed)
}

/** Undoes `sealFrame`; `FormatError` if anything is not as it was sealed. */
export function openFrame(
  key: Uint8Array,
  place: FramePlace,
  shape: FrameShape,
  stored: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return open(key, place.number, frameData(place, shape), stored)
}

/** `bytes` sealed under a nonce that this key seals nothing else with, bound to `data`: ciphertext, then tag. */
export function seal(key: Uint8Array, number: number, data: Uint8Array, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number), { authTagLength: TAG_BYTES })
  cipher.setAAD(data)
  const sealed = new Uint8Array(bytes.length + TAG_BYTES)
  const ciphertext = cipher.update(bytes)
  cipher.final()
  sealed.set(ciphertext)
  release(ciphertext)
  sealed.set(cipher.getAuthTag(), bytes.length)
  return sealed
}

/** Undoes `seal`; `FormatError` if key, number, data or a single bit is not what it was sealed with. */
export function open(key: Uint8Array, number: number, data: Uint8Array, sealed: Uint8Array): Uint8Array<ArrayBuffer> {
  const end = sealed.length - TAG_BYTES
  if (end < 0) throw new FormatError(`${sealed.length} sealed bytes; a tag alone has ${TAG_BYTES}`)
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number), { authTagLength: TAG_BYTES })
  decipher.setAAD(data)
  decipher.setAuthTag(sealed.subarray(end))
  const bytes = decipher.update(sealed.subarray(0, end))
  try {
    decipher.final()
  } catch {
    throw new FormatError('is not what was sealed with this key')
  }
  return bytes
}

/** 12 bytes: the number, little endian, and zeros. */
function nonceOf(number: number): Uint8Array {
  const nonce = new Uint8Array(12)
  new DataView(nonce.buffer).setUint32(0, number, true)
  return nonce
}

const FORMAT = 1
const ULID_BYTES = 26

/** Format 2 · pack 26 · number 4 · raw length 4 · codec 1 */
function frameData({ ulid, number }: FramePlace, { rawLength, codec }: FrameShape): Uint8Array {
  const data = Buffer.alloc(2 + ULID_BYTES + 9)
  data.writeUInt16LE(FORMAT)
  data.write(ulid, 2, ULID_BYTES, 'latin1')
  data.writeUInt32LE(number, 2 + ULID_BYTES)
  data.writeUInt32LE(rawLength, 6 + ULID_BYTES)
  data.writeUInt8(codec, 10 + ULID_BYTES)
  return data
}
