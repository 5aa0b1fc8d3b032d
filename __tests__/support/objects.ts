import { zstdDecompressSync } from 'node:zlib'
import { sha256 } from '../../src/core/digest.ts'
import { encodeSections, type ObjectKind, type Section } from '../../src/core/sections.ts'

/** One row of an object's section table, and the section it names. Read as docs/format.md says, not by our reader. */
export interface Part {
  readonly id: number
  /** Where its row begins, and where its stored bytes do. */
  readonly row: number
  readonly at: number
  readonly storedLength: number
  readonly raw: Uint8Array
}

export function partsOf(object: Uint8Array): Part[] {
  const view = new DataView(object.buffer, object.byteOffset, object.length)
  const count = view.getUint16(10, true)
  let at = 20 + 12 * count
  return Array.from({ length: count }, (_, i) => {
    const row = 20 + 12 * i
    const storedLength = view.getUint32(row + 4, true)
    const stored = object.subarray(at, at + storedLength)
    const raw = view.getUint8(row + 3) === 0 ? stored : zstdDecompressSync(stored)
    const part = { id: view.getUint16(row, true), row, at, storedLength, raw }
    at += storedLength
    return part
  })
}

/** The object with some sections replaced (`undefined`: left out), its sum right again. */
export function withSections(
  kind: ObjectKind,
  object: Uint8Array,
  change: (part: Part) => Uint8Array | undefined,
): Uint8Array {
  const sections = partsOf(object).flatMap((part): Section[] => {
    const bytes = change(part)
    return bytes ? [{ id: part.id, bytes }] : []
  })
  return encodeSections(kind, sections)
}

/** The object with some bytes replaced, its sum right again. */
export function patched(object: Uint8Array, change: (bytes: Uint8Array, view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(object)
  const body = bytes.subarray(0, -32)
  change(body, new DataView(bytes.buffer, 0, body.length))
  bytes.set(sha256(body), body.length)
  return bytes
}

/** The object with a bit turned over. */
export function flipped(object: Uint8Array, bit: number): Uint8Array {
  const bytes = new Uint8Array(object)
  bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7))
  return bytes
}
