import { randomBytes } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeFrame, encodeFrame, FRAME_RAW_MAX } from '../../src/core/frame.ts'
import { Codec } from '../../src/core/manifest.ts'
import { FormatError } from '../../src/core/ports/errors.ts'

const text = Buffer.from('the same line again and again\n'.repeat(1000))

describe('encodeFrame', () => {
  it('gives back what it was given, compressed or not', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }),
      fc.string({ maxLength: 500 }).map((s) => Buffer.from(s)),
    )
    fc.assert(
      fc.property(bytes, fc.nat(50), (piece, times) => {
        const raw = Buffer.concat(Array.from({ length: times }, () => piece))
        const { stored, codec } = encodeFrame(raw, 3)
        expect(Buffer.compare(decodeFrame(stored, codec, raw.length), raw)).toBe(0)
      }),
    )
  })

  it('stores raw what zstd shortens by less than 3 %', () => {
    const noise = randomBytes(100_000)
    expect(encodeFrame(noise, 3)).toMatchObject({ codec: Codec.raw, stored: new Uint8Array(noise) })
    expect(encodeFrame(Buffer.concat([noise, Buffer.alloc(1_000)]), 3).codec).toBe(Codec.raw)
    expect(encodeFrame(Buffer.concat([noise, Buffer.alloc(10_000)]), 3).codec).toBe(Codec.zstd)
    expect(encodeFrame(new Uint8Array(0), 3)).toEqual({ codec: Codec.raw, stored: new Uint8Array(0) })
  })

  it.each([
    ['a large compressible run', text],
    ['a tiny compressible run, which zlib keeps in its pool', Buffer.alloc(100)],
    ['noise', randomBytes(100)],
  ])('owns the buffer of %s', (_, raw) => {
    const { stored } = encodeFrame(raw, 3)
    expect(stored.byteOffset).toBe(0)
    expect(stored.buffer.byteLength).toBe(stored.length)
    expect(stored.buffer).not.toBe(raw.buffer)
  })

  it('refuses more than a reader would take', () => {
    expect(() => encodeFrame(new Uint8Array(FRAME_RAW_MAX + 1), 3)).toThrow(RangeError)
    const largest = encodeFrame(new Uint8Array(FRAME_RAW_MAX), 3)
    expect(decodeFrame(largest.stored, largest.codec, FRAME_RAW_MAX)).toHaveLength(FRAME_RAW_MAX)
  })
})

describe('decodeFrame up to where it is wanted', () => {
  const noise = randomBytes(400_000).toString('hex')
  /** Blocks of every kind: compressed, raw and of one byte over and over, of a frame of many. */
  const mixed = Buffer.concat([Buffer.from(noise), Buffer.alloc(300_000), randomBytes(150_000), Buffer.from(noise)])

  it.each([1, 3, 9])('gives the first bytes as they were, at level %d', (level) => {
    const seal = { key: randomBytes(32), ulid: '01HZY3V9QK0000000000000000', number: 3 }
    for (const sealed of [undefined, seal]) {
      const { stored, codec } = encodeFrame(mixed, level, sealed)
      expect(codec).toBe(Codec.zstd)
      fc.assert(
        fc.property(fc.integer({ min: 0, max: mixed.length }), (end) => {
          const raw = decodeFrame(stored, codec, mixed.length, sealed, end)
          expect(raw.length).toBeGreaterThanOrEqual(end)
          expect(Buffer.compare(raw, mixed.subarray(0, raw.length))).toBe(0)
        }),
      )
      const few = decodeFrame(stored, codec, mixed.length, sealed, 1000)
      expect(few.length, 'and hardly more than that').toBeLessThan(mixed.length / 2)
    }
  })

  it('is all of it, or `FormatError`, where the beginning does not tell', () => {
    const { stored, codec } = encodeFrame(mixed, 1)
    fc.assert(
      fc.property(fc.nat(stored.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(60_000), (at, flip, end) => {
        const broken = stored.slice()
        broken[at] = (broken[at] as number) ^ flip
        try {
          const raw = decodeFrame(broken, codec, mixed.length, undefined, end)
          expect(raw.length).toBeGreaterThanOrEqual(end)
          expect(raw.length).toBeLessThanOrEqual(mixed.length)
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError)
        }
      }),
    )
    expect(() => decodeFrame(new Uint8Array(3), Codec.zstd, 1000, undefined, 10)).toThrow(FormatError)
  })
})

describe('decodeFrame', () => {
  const { stored, codec } = encodeFrame(text, 3)

  it.each([
    ['one byte less than there is', stored, codec, text.length - 1],
    ['one byte more than there is', stored, codec, text.length + 1],
    ['nothing at all', stored, codec, 0],
    ['more than a frame may hold', stored, codec, FRAME_RAW_MAX + 1],
    ['a frame that is cut', stored.subarray(0, -1), codec, text.length],
    ['no bytes', stored.subarray(0, 0), codec, text.length],
    ['a byte too many', Buffer.concat([stored, Buffer.alloc(1)]), codec, text.length],
    ['a second frame', Buffer.concat([stored, stored]), codec, text.length],
    ['raw bytes of another length', text, Codec.raw, text.length - 1],
    ['a codec from the future', text, 7 as Codec, text.length],
    ['a window of 128 MiB', wideWindow(), codec, text.length],
  ])('refuses %s', (_, bytes, kind, rawLength) => {
    expect(() => decodeFrame(bytes, kind, rawLength)).toThrow(FormatError)
  })

  it('refuses that window for its size alone', () => {
    expect(Buffer.compare(zstdDecompressSync(wideWindow()), text)).toBe(0)
  })

  it('decodes a flipped bit to the same length or not at all', () => {
    fc.assert(
      fc.property(fc.nat(stored.length * 8 - 1), (bit) => {
        const broken = new Uint8Array(stored)
        broken[bit >> 3] = (broken[bit >> 3] as number) ^ (1 << (bit & 7))
        try {
          expect(decodeFrame(broken, codec, text.length)).toHaveLength(text.length)
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError)
        }
      }),
    )
  })
})

/** A stream whose length is not known ahead: its header asks for the whole window. */
function wideWindow(): Uint8Array {
  const params = { [constants.ZSTD_c_windowLog]: 27, [constants.ZSTD_c_contentSizeFlag]: 0 }
  const whole = zstdCompressSync(text, { params })
  // Frame header: magic (4), descriptor (1), window descriptor (1): exponent in the upper five bits, 2^(10 + exponent).
  whole[4] = (whole[4] as number) & ~0x20
  return Buffer.concat([whole.subarray(0, 5), Uint8Array.of((27 - 10) << 3), whole.subarray(6)])
}
