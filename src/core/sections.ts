import { fromPlanes, toPlanes } from './columns.ts'
import { type Compressed, compress, decompress } from './compression.ts'
import { sha256 } from './digest.ts'
import { fromJson } from './fields.ts'
import { Codec } from './manifest.ts'
import { FormatError } from './ports/errors.ts'

/*
 * The container of versions, footers and states (`docs/format.md`):
 *
 *   magic 8 · format number 2 · section count 2 · required bits 4 · optional bits 4
 *   a row of 12 for each section: id 2 · flags 1 · codec 1 · stored length 4 · raw length 4
 *   the sections, one after the other
 *   SHA-256 of all that comes before, 32
 */

/** `V`: a version, `F`: a pack's footer, `S`: a state. */
export type ObjectKind = 'V' | 'F' | 'S'

export interface Section {
  readonly id: number
  readonly bytes: Uint8Array
  /** Not worth trying to compress. */
  readonly incompressible?: boolean
}

/** A section that is one column: a typed array, as planes. */
export function column(id: number, values: Uint16Array | Uint32Array | BigUint64Array): Section {
  return { id, bytes: toPlanes(values, values.BYTES_PER_ELEMENT) }
}

const FORMAT = 1
/** No section is larger before compression. The largest that a legal object can have are names and chunk ids. */
export const SECTION_RAW_MAX = 256 * 1024 * 1024

/** Nor all of an object's together: twice what a version of the most entries and extents can have. */
export const OBJECT_RAW_MAX = 1024 * 1024 * 1024

const JSON_MAX = 64 * 1024 * 1024

/** The one required feature so far: what is in the object is sealed with a key. */
export const SEALED = 1
const HEADER = 20
const ROW = 12
const SUM = 32
const SECTIONS_MAX = 256
/** A section that a reader who does not know it may leave out. */
const SKIPPABLE = 1

/** One object of sections, in the order given: ids must rise. `required`: the features a reader must have. */
export function encodeSections(
  kind: ObjectKind,
  sections: readonly Section[],
  required: 0 | typeof SEALED = 0,
): Uint8Array<ArrayBuffer> {
  const rawBytes = sections.reduce((sum, { bytes }) => sum + bytes.length, 0)
  if (rawBytes > OBJECT_RAW_MAX) throw new FormatError(`sections of ${rawBytes} bytes`)
  const packed = sections.map((section) => pack(kind, section))
  let at = HEADER + ROW * sections.length
  const bytes = new Uint8Array(packed.reduce((sum, { stored }) => sum + stored.length, at + SUM))
  const view = new DataView(bytes.buffer)
  bytes.set(magic(kind))
  view.setUint16(8, FORMAT, true)
  view.setUint16(10, sections.length, true)
  view.setUint32(12, required, true)
  for (const [i, { stored, codec }] of packed.entries()) {
    const section = sections[i] as Section
    const row = HEADER + ROW * i
    view.setUint16(row, section.id, true)
    view.setUint8(row + 3, codec)
    view.setUint32(row + 4, stored.length, true)
    view.setUint32(row + 8, section.bytes.length, true)
    bytes.set(stored, at)
    at += stored.length
  }
  bytes.set(sha256(bytes.subarray(0, at)), at)
  return bytes
}

/** Does the header say so? Anything else about the object is still to be checked. */
export function isSealed(bytes: Uint8Array): boolean {
  return bytes.length >= HEADER && ((bytes[12] as number) & SEALED) !== 0
}

/** An object whose header, lengths and sum are right. Sections are decompressed when they are read. */
export class Sections {
  readonly #sections = new Map<number, { stored: Uint8Array; codec: Codec; rawLength: number }>()

  /**
   * `FormatError` for anything but a whole object of this kind that needs these features, no others, and whose every
   * indispensable section is `known`.
   */
  constructor(kind: ObjectKind, bytes: Uint8Array, known: ReadonlySet<number>, required: 0 | typeof SEALED = 0) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const count = header(kind, bytes, view, required)
    let at = HEADER + ROW * count
    let rawBytes = 0
    let idBefore = -1
    for (let row = HEADER; row < HEADER + ROW * count; row += ROW) {
      const id = view.getUint16(row, true)
      const flags = view.getUint8(row + 2)
      const storedLength = view.getUint32(row + 4, true)
      const rawLength = view.getUint32(row + 8, true)
      if (id <= idBefore) throw new FormatError(`section ${id} comes after section ${idBefore}`)
      if (flags & ~SKIPPABLE) throw new FormatError(`section ${id}: unknown flags ${flags}`)
      if (storedLength > bytes.length - SUM - at) throw new FormatError(`section ${id} ends behind the object`)
      if (rawLength > SECTION_RAW_MAX) throw new FormatError(`section ${id}: ${rawLength} bytes`)
      rawBytes += rawLength
      if (rawBytes > OBJECT_RAW_MAX) throw new FormatError(`sections of more than ${OBJECT_RAW_MAX} bytes`)
      if (known.has(id)) {
        const stored = bytes.subarray(at, at + storedLength)
        this.#sections.set(id, { stored, codec: view.getUint8(row + 3) as Codec, rawLength })
      } else if (!(flags & SKIPPABLE)) throw new FormatError(`unknown section ${id}`)
      at += storedLength
      idBefore = id
    }
    if (at !== bytes.length - SUM) throw new FormatError('bytes after the last section')
  }

  /** For sections that not every object has. */
  has(id: number): boolean {
    return this.#sections.has(id)
  }

  /** The length a section has once read, without reading it. */
  rawLength(id: number): number {
    return this.#get(id).rawLength
  }

  /** The section's bytes, which must be `length` long. For a section stored raw they are a view of the object. */
  read(id: number, length: number): Uint8Array {
    const { stored, codec, rawLength } = this.#get(id)
    if (rawLength !== length) throw new FormatError(`section ${id}: ${rawLength} bytes where ${length} belong`)
    return decompress(stored, codec, rawLength)
  }

  /** A section of JSON. */
  json(id: number): unknown {
    const length = this.rawLength(id)
    if (length > JSON_MAX) throw new FormatError(`section ${id}: ${length} bytes of JSON`)
    return fromJson(this.read(id, length), `section ${id}`)
  }

  /** Columns of `count` numbers, in arrays of their own. */
  u16(id: number, count: number): Uint16Array<ArrayBuffer> {
    return new Uint16Array(fromPlanes(this.read(id, count * 2), 2))
  }

  u32(id: number, count: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(fromPlanes(this.read(id, count * 4), 4))
  }

  u64(id: number, count: number): BigUint64Array<ArrayBuffer> {
    return new BigUint64Array(fromPlanes(this.read(id, count * 8), 8))
  }

  #get(id: number) {
    const section = this.#sections.get(id)
    if (!section) throw new FormatError(`section ${id} is missing`)
    return section
  }
}

/** A state stays on its machine and is written at the end of every job: there, time counts for more than bytes. */
function pack(kind: ObjectKind, { bytes, incompressible }: Section): Compressed | { stored: Uint8Array; codec: Codec } {
  if (bytes.length > SECTION_RAW_MAX) throw new FormatError(`a section of ${bytes.length} bytes`)
  return incompressible || kind === 'S' ? { stored: bytes, codec: Codec.raw } : compress(bytes)
}

function magic(kind: ObjectKind): Uint8Array {
  return Buffer.from(`wstart:${kind}`, 'latin1')
}

/** Checks everything before the section table, and the sum; returns the count of sections. */
function header(kind: ObjectKind, bytes: Uint8Array, view: DataView, known: number): number {
  if (bytes.length < HEADER + SUM) throw new FormatError(`only ${bytes.length} bytes`)
  if (Buffer.compare(bytes.subarray(0, 8), magic(kind)) !== 0) throw new FormatError(`not an object of kind ${kind}`)
  const format = view.getUint16(8, true)
  if (format !== FORMAT) throw new FormatError(`format ${format}; this release reads ${FORMAT}`)
  const end = bytes.length - SUM
  if (Buffer.compare(sha256(bytes.subarray(0, end)), bytes.subarray(end)) !== 0) throw new FormatError('damaged')
  const lacking = view.getUint32(12, true) & ~known
  if (lacking !== 0) throw new FormatError(`needs features ${hex(lacking)}, which this release lacks`, lacking >>> 0)
  const count = view.getUint16(10, true)
  if (count > SECTIONS_MAX || HEADER + ROW * count > end) throw new FormatError(`${count} sections`)
  return count
}

function hex(bits: number): string {
  return `0x${(bits >>> 0).toString(16)}`
}
