import { createHash } from 'node:crypto'
import { sha256Hex } from './digest.ts'
import { FormatError } from './ports/errors.ts'
import { SectionId } from './section-ids.ts'

// A signature is the last section of an object, and covers every byte before it: header, table and all other sections.

/**
 * An object of sections that has no signature, with `length` ASCII characters of one; `sign` makes it of the SHA-256, in
 * hex, of what it covers.
 */
export function signObject(
  object: Uint8Array,
  length: number,
  sign: (digest: string) => string,
): Uint8Array<ArrayBuffer> {
  const count = new DataView(object.buffer, object.byteOffset).getUint16(10, true)
  const table = HEADER + ROW * count
  const body = object.length - SUM
  const signed = new Uint8Array(object.length + ROW + length)
  signed.set(object.subarray(0, table))
  signed.set(object.subarray(table, body), table + ROW)
  const view = new DataView(signed.buffer)
  view.setUint16(10, count + 1, true)
  view.setUint16(table, SectionId.signature, true)
  view.setUint8(table + 2, SKIPPABLE)
  view.setUint32(table + 4, length, true)
  view.setUint32(table + 8, length, true)
  const at = body + ROW
  // One pass for both: what is signed, and the sum of that and the signature.
  const hash = createHash('sha256').update(signed.subarray(0, at))
  const signature = Buffer.from(sign(hash.copy().digest('hex')), 'latin1')
  signed.set(signature, at)
  signed.set(hash.update(signature).digest(), at + length)
  return signed
}

/** The signature that a section holds. `FormatError` if the section is not how this object ends. */
export function signatureIn(object: Uint8Array, section: Uint8Array): string {
  const text = Buffer.from(section).toString('latin1')
  const end = Buffer.from(object.subarray(coveredLength(object, text), object.length - SUM)).toString('latin1')
  if (end !== text || !LIKE_A_SIGNATURE.test(text)) throw new FormatError('a signature that is not at the end')
  return text
}

/** SHA-256, in hex, of what an object's signature covers. */
export function coveredDigest(object: Uint8Array, signature: string): string {
  return sha256Hex(object.subarray(0, coveredLength(object, signature)))
}

/** Longer than any so far: what a decoder lets pass. */
const LIKE_A_SIGNATURE = /^[\w.-]{0,200}$/
const HEADER = 20
const ROW = 12
const SUM = 32
const SKIPPABLE = 1

function coveredLength(object: Uint8Array, signature: string): number {
  return Math.max(0, object.length - SUM - signature.length)
}
