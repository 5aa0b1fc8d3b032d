import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeFooter, encodeFooter, type Footer, PACK_BYTES_MAX } from '../../src/core/pack.ts'
import { FormatError } from '../../src/core/ports/errors.ts'
import { TAG_BYTES } from '../../src/core/sealing.ts'
import { SectionId as Id } from '../../src/core/section-ids.ts'
import { flipped, patched, withSections } from '../support/objects.ts'

/** Frames given by the lengths of their chunks. */
function footerOf(frames: readonly (readonly number[])[], share = 2, keyId = ''): Footer {
  const lengths = Uint32Array.from(frames.flat())
  let at = 0
  const rows = frames.map((chunks, number) => {
    const rawLength = chunks.reduce((sum, length) => sum + length, 0)
    const compressed = Math.ceil(rawLength / share)
    const codec = compressed === rawLength ? 0 : 1
    const storedLength = compressed + (keyId === '' ? 0 : TAG_BYTES)
    const row = { offset: at, storedLength, rawLength, codec, sha256: new Uint8Array(32).fill(number + 1) } as const
    at += storedLength
    return row
  })
  return {
    keyId,
    frames: rows,
    ids: Uint8Array.from({ length: lengths.length * 32 }, (_, i) => i * 7),
    lengths,
    frame: Uint32Array.from(frames.flatMap((chunks, number) => chunks.map(() => number))),
    offset: Uint32Array.from(frames.flatMap((chunks) => chunks.map((_, i) => sum(chunks.slice(0, i))))),
  }
}

const sample = footerOf([[100, 20, 3], [64]])
const encoded = encodeFooter(sample)

describe('a footer', () => {
  it('comes back as it was', () => {
    const frames = fc.array(fc.array(fc.integer({ min: 1, max: 300_000 }), { minLength: 1, maxLength: 6 }), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(frames, fc.constantFrom(1, 2, 9), fc.string(), (frames, share, keyId) => {
        const footer = footerOf(frames, share, keyId)
        expect(decodeFooter(encodeFooter(footer))).toEqual(footer)
      }),
    )
  })

  it('takes ids as they are and a few bytes for everything else', () => {
    const frames = Array.from({ length: 32 }, () => Array.from({ length: 100 }, (_, i) => 10_000 + i))
    expect(encodeFooter(footerOf(frames)).length).toBeLessThan(3200 * 33 + 32 * 32)
  })

  it('is refused after any flipped bit and cut anywhere', () => {
    for (let bit = 0; bit < encoded.length * 8; bit++) {
      expect(() => decodeFooter(flipped(encoded, bit))).toThrow(FormatError)
    }
    for (let length = 0; length < encoded.length; length++) {
      expect(() => decodeFooter(encoded.subarray(0, length))).toThrow(FormatError)
    }
  })

  it('decodes to something legal or not at all, even if its sum is right', () => {
    fc.assert(
      fc.property(fc.nat(encoded.length - 33), fc.nat(255), (at, value) => {
        const bytes = patched(encoded, (bytes) => bytes.fill(value, at, at + 1))
        let footer: Footer
        try {
          footer = decodeFooter(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError)
          return
        }
        expect(decodeFooter(encodeFooter(footer))).toEqual(footer)
      }),
      { numRuns: 1000 },
    )
  })

  it.each<[string, number, (raw: Uint8Array) => Uint8Array | undefined, RegExp]>([
    ['chunks that do not fill their frame', Id.chunkLength, (raw) => filled(raw, 0, 99), /do not fill/],
    ['an empty chunk', Id.chunkLength, (raw) => filled(raw, 2, 0), /is empty/],
    ['a chunk too many', Id.chunkCount, (raw) => filled(raw, 1, 2), /not there/],
    ['a chunk without a frame', Id.chunkCount, (raw) => filled(raw, 1, 0), /do not fill/],
    ['an id missing', Id.chunkId, (raw) => raw.subarray(32), /belong/],
    ['part of a length', Id.chunkLength, (raw) => raw.subarray(1), /3.75 chunks/],
    ['no key id', Id.about, () => Buffer.from('{}'), /key id/],
    ['an empty frame', Id.frameRaw, (raw) => filled(raw, 1, 0), /0 raw bytes/],
    ['no frame table', Id.frameCodec, () => undefined, /missing/],
  ])('with %s is refused', (_, section, change, message) => {
    const bytes = withSections('F', encoded, ({ id, raw }) => (id === section ? change(raw) : raw))
    expect(() => decodeFooter(bytes)).toThrow(FormatError)
    expect(() => decodeFooter(bytes)).toThrow(message)
  })

  it.each<[string, Footer]>([
    [
      'a gap between frames',
      { ...sample, frames: sample.frames.map((row) => ({ ...row, offset: row.offset && row.offset + 1 })) },
    ],
    ['frames out of order', { ...sample, frames: [...sample.frames].reverse() }],
    ['a gap between chunks', { ...sample, offset: Uint32Array.of(0, 101, 121, 0) }],
    ['chunks out of order', { ...sample, frame: Uint32Array.of(1, 0, 0, 0) }],
    ['a chunk in no frame', { ...sample, frame: Uint32Array.of(0, 0, 0, 2) }],
    [
      'a frame without chunks',
      {
        ...sample,
        ids: sample.ids.subarray(0, 96),
        lengths: sample.lengths.subarray(0, 3),
        frame: sample.frame.subarray(0, 3),
        offset: sample.offset.subarray(0, 3),
      },
    ],
    ['too few ids', { ...sample, ids: sample.ids.subarray(32) }],
    [
      'more frames than a pack may hold',
      footerOf(
        Array.from({ length: 65 }, () => [8 << 20]),
        1,
      ),
    ],
  ])('is not written with %s', (_, footer) => {
    expect(() => encodeFooter(footer)).toThrow(FormatError)
  })

  it('is written for a pack that is just full', () => {
    const footer = footerOf(
      Array.from({ length: 64 }, () => [8 << 20]),
      1,
    )
    expect(decodeFooter(encodeFooter(footer)).frames.at(-1)).toMatchObject({ offset: PACK_BYTES_MAX - (8 << 20) })
  })
})

function filled(raw: Uint8Array, at: number, value: number): Uint8Array {
  return new Uint8Array(raw).fill(value, at, at + 1)
}

function sum(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + length, 0)
}
