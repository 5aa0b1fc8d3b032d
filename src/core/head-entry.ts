import { HEAD_BYTES, type Head } from './head.ts'
import { decodeHead, encodeHead } from './head-codec.ts'
import { FormatError } from './ports/errors.ts'

/*
 * A head and the version it names as one object, for stores that have no names to write again: see docs/format.md.
 */

/** How much of the object is enough for `decodeHeadEntry`. */
export const HEAD_ENTRY_BYTES = 16 + HEAD_BYTES

/** The object's blocks, in order. Throws `FormatError` as `encodeHead` does, or if the version has another length. */
export function encodeHeadEntry(head: Head, version: Uint8Array): readonly [Uint8Array, Uint8Array] {
  if (version.length !== head.current.bytes) {
    throw new FormatError(`a version of ${version.length} bytes under a head that says ${head.current.bytes}`)
  }
  const json = encodeHead(head)
  const start = new Uint8Array(FIXED_BYTES + json.length)
  start.set(Buffer.from(MAGIC, 'latin1'))
  const view = new DataView(start.buffer)
  view.setUint32(8, FORMAT, true)
  view.setUint32(12, json.length, true)
  start.set(json, FIXED_BYTES)
  return [start, version]
}

/**
 * Reads the start of the object, at least `HEAD_ENTRY_BYTES` of it or all. The version, unchecked, is all that follows
 * from `versionAt`. `FormatError` if it is damaged or of a format this release cannot read.
 */
export function decodeHeadEntry(start: Uint8Array): { readonly head: Head; readonly versionAt: number } {
  const view = new DataView(start.buffer, start.byteOffset, start.length)
  if (start.length < FIXED_BYTES || Buffer.from(start.subarray(0, 8)).toString('latin1') !== MAGIC) {
    throw new FormatError('not a head with its version')
  }
  const format = view.getUint32(8, true)
  if (format !== FORMAT) throw new FormatError(`head entry of format ${format}; this release reads ${FORMAT}`)
  const versionAt = FIXED_BYTES + view.getUint32(12, true)
  if (versionAt > start.length) throw new FormatError('a head that is cut')
  return { head: decodeHead(start.subarray(FIXED_BYTES, versionAt)), versionAt }
}

const MAGIC = 'wstart:H'
const FORMAT = 1
const FIXED_BYTES = 16
