import { zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { FormatError } from '../../src/core/ports/errors.ts'
import { encodeSections, SECTION_RAW_MAX, Sections } from '../../src/core/sections.ts'
import { flipped, partsOf, patched } from '../support/objects.ts'

const text = Buffer.from('{"much":"muchmuchmuchmuchmuchmuchmuchmuchmuchmuchmuchmuchmuchmuchmuchmuch"}')
const few = Uint8Array.of(1, 2, 3)
const known = new Set([1, 7, 9])
const object = encodeSections('V', [
  { id: 1, bytes: text },
  { id: 7, bytes: few },
  { id: 9, bytes: new Uint8Array(0) },
])
const ROW = 20

describe('an object of sections', () => {
  it('gives its sections back', () => {
    const sections = new Sections('V', object, known)
    expect(sections.json(1)).toEqual(JSON.parse(text.toString()))
    expect(sections.rawLength(7)).toBe(3)
    expect(sections.read(7, 3)).toEqual(few)
    expect(sections.read(9, 0)).toHaveLength(0)
  })

  it('compresses what gets shorter by it, unless told not to', () => {
    const [long, short] = partsOf(object)
    expect(long?.storedLength).toBeLessThan(text.length)
    expect(short?.storedLength).toBe(3)
    const asIs = encodeSections('F', [{ id: 1, bytes: text, incompressible: true }])
    expect(partsOf(asIs)[0]?.storedLength).toBe(text.length)
    expect(Buffer.from(new Sections('F', asIs, known).read(1, text.length))).toEqual(text)
  })

  it('reads columns of every width', () => {
    const bytes = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 2)
    const sections = new Sections('S', encodeSections('S', [{ id: 1, bytes }]), known)
    expect([...sections.u16(1, 4)]).toEqual([1, 0, 0, 512])
    expect([...sections.u32(1, 2)]).toEqual([1, 0x02000000])
    expect([...sections.u64(1, 1)]).toEqual([0x0200000000000001n])
  })

  it('is refused after any flipped bit, cut anywhere, or with a byte behind it', () => {
    for (let bit = 0; bit < object.length * 8; bit++) expect(() => read(flipped(object, bit))).toThrow(FormatError)
    for (let length = 0; length < object.length; length++) {
      expect(() => read(object.subarray(0, length))).toThrow(FormatError)
    }
    expect(() => read(Buffer.concat([object, few]))).toThrow(FormatError)
  })

  it('of another kind, or read as one, is refused', () => {
    expect(() => new Sections('F', object, known)).toThrow('not an object of kind F')
  })

  it('of another format number is refused', () => {
    expect(() => read(patched(object, (_, view) => view.setUint16(8, 2, true)))).toThrow('format 2')
  })

  it('with unknown required features is refused, and the error names them', () => {
    const future = patched(object, (_, view) => view.setUint32(12, 0x8000_0004, true))
    expect(() => read(future)).toThrow(expect.objectContaining({ name: 'FormatError', required: 0x8000_0004 }))
  })

  it('with unknown optional features is read', () => {
    expect(read(patched(object, (_, view) => view.setUint32(16, 0xffff_ffff, true)))).toEqual(few)
  })

  it('with an unknown section is read only if that section may be skipped', () => {
    const without = new Set([1, 9])
    expect(() => new Sections('V', object, without)).toThrow('unknown section 7')
    const skippable = patched(object, (bytes) => {
      bytes[ROW + 12 + 2] = 1
    })
    const sections = new Sections('V', skippable, without)
    expect(sections.json(1)).toEqual(JSON.parse(text.toString()))
    expect(() => sections.rawLength(7)).toThrow('section 7 is missing')
  })

  it.each<[string, RegExp, (bytes: Uint8Array, view: DataView) => void]>([
    ['sections out of order', /comes after/, (_, view) => view.setUint16(ROW, 9, true)],
    ['a section twice', /comes after/, (_, view) => view.setUint16(ROW + 12, 1, true)],
    ['unknown flags', /flags 2/, (bytes) => bytes.fill(2, ROW + 2, ROW + 3)],
    ['a section that ends behind the object', /ends behind/, (_, view) => view.setUint32(ROW + 4, 0xffff_ffff, true)],
    ['bytes that no section has', /after the last/, (_, view) => view.setUint32(ROW + 12 + 4, 2, true)],
    ['a section of 256 MiB and a byte', /bytes$/, (_, view) => view.setUint32(ROW + 8, SECTION_RAW_MAX + 1, true)],
    [
      'sections of more than 1 GiB together',
      /sections of more than/,
      (bytes, view) => {
        // Five of 256 MiB, all of them empty as they are stored.
        view.setUint16(10, 5, true)
        for (let row = ROW; row < ROW + 60; row += 12) {
          bytes.fill(0, row, row + 12)
          view.setUint16(row, 1 + row, true)
          bytes[row + 2] = 1
          view.setUint32(row + 8, SECTION_RAW_MAX, true)
        }
      },
    ],
    ['more sections than fit', /sections$/, (_, view) => view.setUint16(10, 200, true)],
    ['more sections than there may be', /sections$/, (_, view) => view.setUint16(10, 257, true)],
  ])('with %s is refused', (_, message, change) => {
    expect(() => read(patched(object, change))).toThrow(FormatError)
    expect(() => read(patched(object, change))).toThrow(message)
  })

  it.each<[string, (bytes: Uint8Array, view: DataView) => void]>([
    ['an unknown codec', (bytes) => bytes.fill(2, ROW + 3, ROW + 4)],
    ['a raw length that is one less', (_, view) => view.setUint32(ROW + 8, text.length - 1, true)],
    ['compressed bytes that are none', (bytes) => bytes.fill(0, ROW + 36, ROW + 40)],
  ])('with %s is refused when that section is read', (_, change) => {
    const sections = new Sections('V', patched(object, change), known)
    expect(() => sections.read(1, text.length)).toThrow(FormatError)
    expect(() => sections.json(1)).toThrow(FormatError)
  })

  it('never decompresses more than a reader asks for', () => {
    const bomb = zstdCompressSync(Buffer.alloc(SECTION_RAW_MAX))
    const bytes = encodeSections('V', [{ id: 7, bytes: bomb, incompressible: true }])
    const claims = (rawLength: number) =>
      new Sections(
        'V',
        patched(bytes, (object, view) => {
          object[ROW + 3] = 1
          view.setUint32(ROW + 8, rawLength, true)
        }),
        known,
      )
    const before = process.memoryUsage.rss()
    expect(() => claims(SECTION_RAW_MAX).read(7, 8)).toThrow('where 8 belong')
    expect(() => claims(SECTION_RAW_MAX).json(7)).toThrow('bytes of JSON')
    expect(() => claims(8).read(7, 8)).toThrow(FormatError)
    expect(process.memoryUsage.rss() - before).toBeLessThan(SECTION_RAW_MAX / 4)
  })
})

function read(bytes: Uint8Array): Uint8Array {
  const sections = new Sections('V', bytes, known)
  sections.json(1)
  return sections.read(7, 3)
}
