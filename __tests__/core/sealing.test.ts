import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packKeyOf, parseKeys } from '../../src/core/encryption-key.ts'
import { decodeFrame, encodeFrame, FRAME_RAW_MAX, planFrames } from '../../src/core/frame.ts'
import { FormatError } from '../../src/core/ports/errors.ts'
import { openFooter, openVersion, sealFooter, sealOf, sealVersion } from '../../src/core/sealed-object.ts'
import { open, seal, TAG_BYTES } from '../../src/core/sealing.ts'
import { decodeVersion } from '../../src/core/version-codec.ts'
import { KEYS } from '../support/encryption-keys.ts'
import { flipped, patched } from '../support/objects.ts'

const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
const OTHER = '01ARZ3NDEKTSV4RRFFQ69G5FAW'
const key = keyOf(KEYS.a)
const text = Buffer.from('hello, warm world\n'.repeat(40))
const noise = Buffer.from(Array.from({ length: 300 }, (_, i) => (i * i * 7919) >> 3))
const vectors: readonly Readonly<Record<string, string>>[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../golden/sealing-v1.json'), 'utf8'),
)

function keyOf(line: string) {
  const newest = parseKeys(line)?.newest
  if (!newest) throw new Error('no key')
  return newest
}

function place(number = 3, ulid = ULID, by = key) {
  return { key: packKeyOf(by, ulid), ulid, number }
}

describe('AES-256-GCM', () => {
  // The GCM specification's test cases 13 and 14, of the keys and nonces that are all zeros.
  it.each([
    ['', '530f8afbc74536b9a963b4f1c4cb738b'],
    ['00'.repeat(16), 'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919'],
  ])('gives what is published (%#)', (plain, sealed) => {
    const nothing = new Uint8Array()
    const bytes = seal(new Uint8Array(32), 0, nothing, Buffer.from(plain, 'hex'))
    expect(Buffer.from(bytes).toString('hex')).toBe(sealed)
    expect(Buffer.from(open(new Uint8Array(32), 0, nothing, bytes)).toString('hex')).toBe(plain)
  })
})

describe('a sealed frame', () => {
  it.each(vectors)('is what format v1 says: $id', (vector) => {
    const by = keyOf(vector['text'] ?? '')
    const content = Buffer.from(vector['content'] ?? '')
    const frames = vector['frames'] as unknown as readonly string[]
    for (const [i, number] of [0, 7].entries()) {
      const { stored } = encodeFrame(content, 3, place(number, vector['ulid'], by))
      expect(Buffer.from(stored).toString('hex')).toBe(frames[i])
    }
    expect(Buffer.from(sealFooter(by.id, place(0, vector['ulid'], by), content)).toString('hex')).toBe(vector['footer'])
    expect(Buffer.from(sealVersion(by, vector['ulid'] ?? '', content, [])).toString('hex')).toBe(vector['version'])
  })

  it.each([
    ['that compresses', text],
    ['that does not', noise],
    ['of one byte', noise.subarray(0, 1)],
  ])('%s comes back, 16 bytes longer in between, in a buffer of its own', (_, raw) => {
    const plain = encodeFrame(raw, 3)
    const { stored, codec } = encodeFrame(raw, 3, place())
    expect(stored.length).toBe(plain.stored.length + TAG_BYTES)
    expect(codec).toBe(plain.codec)
    expect(stored.byteLength).toBe(stored.buffer.byteLength)
    expect(Buffer.from(decodeFrame(stored, codec, raw.length, place())).equals(raw)).toBe(true)
  })

  it('opens at its own place only', () => {
    for (const raw of [text, noise]) {
      const { stored, codec } = encodeFrame(raw, 3, place())
      const elsewhere = [place(4), place(3, OTHER), place(3, ULID, keyOf(KEYS.b)), { ...place(), ulid: OTHER }]
      for (const seal of elsewhere) expect(() => decodeFrame(stored, codec, raw.length, seal)).toThrow(FormatError)
      expect(() => decodeFrame(stored, codec, raw.length - 1, place())).toThrow('not what was sealed')
      expect(() => decodeFrame(stored, codec === 0 ? 1 : 0, raw.length, place())).toThrow('not what was sealed')
    }
  })

  it('is refused after any flipped bit, cut anywhere, or with a byte behind it', () => {
    const { stored, codec } = encodeFrame(noise.subarray(0, 60), 3, place())
    const read = (bytes: Uint8Array) => decodeFrame(bytes, codec, 60, place())
    for (let bit = 0; bit < stored.length * 8; bit++) expect(() => read(flipped(stored, bit))).toThrow(FormatError)
    for (let length = 0; length < stored.length; length++) {
      expect(() => read(stored.subarray(0, length))).toThrow(FormatError)
    }
    expect(() => read(Buffer.concat([stored, noise.subarray(0, 1)]))).toThrow(FormatError)
  })
})

/** Optional features, and that a reader who does not know a section may skip it: this one knows both. */
const MEANINGLESS = new Set([...Array.from({ length: 32 }, (_, i) => 16 * 8 + i), 22 * 8, 34 * 8])

describe('a sealed object', () => {
  const small = Buffer.from('small')
  const packs = [{ lane: 'trusted', ulid: OTHER }]
  const rows = packs.map((pack) => ({
    ...pack,
    keyId: key.id,
    footerOffset: 1,
    footerLength: 1,
    footerSha256: new Uint8Array(32),
  }))
  const version = sealVersion(key, ULID, small, rows)
  const footer = sealFooter(key.id, place(), small)

  it('comes back, and says to everybody which key it needs and which packs it refers to', () => {
    expect(Buffer.from(openVersion(key, ULID, version)).equals(small)).toBe(true)
    expect(Buffer.from(openFooter(place(), footer)).equals(small)).toBe(true)
    expect(sealOf('V', version)).toEqual({ keyId: key.id, packs })
    expect(sealOf('F', footer)).toEqual({ keyId: key.id, packs: [] })
  })

  it('is no damage to a reader that has no keys: it lacks a feature', () => {
    expect(() => decodeVersion(version)).toThrow(expect.objectContaining({ required: 1 }))
  })

  it('opens by its own name and key, and as what it is', () => {
    expect(() => openVersion(key, OTHER, version)).toThrow('not what was sealed')
    expect(() => openVersion(keyOf(KEYS.b), ULID, version)).toThrow('not what was sealed')
    expect(() => openFooter(place(0, OTHER), footer)).toThrow('not what was sealed')
    expect(() => openVersion(key, ULID, footer)).toThrow('not an object of kind V')
    expect(() => openFooter(place(), version)).toThrow('not an object of kind F')
  })

  it('is refused after any flipped bit and cut anywhere; with its sum made right, unless the bit means nothing', () => {
    for (let bit = 0; bit < version.length * 8; bit++) {
      expect(() => openOrSay(flipped(version, bit))).toThrow(FormatError)
      if (bit >= (version.length - 32) * 8) continue
      const changed = patched(version, (bytes) => bytes.set(flipped(bytes, bit)))
      if (MEANINGLESS.has(bit)) expect(Buffer.from(openVersion(key, ULID, changed)).equals(small)).toBe(true)
      else expect(() => openOrSay(changed)).toThrow(FormatError)
    }
    for (let length = 0; length < version.length; length++) {
      expect(() => openOrSay(version.subarray(0, length))).toThrow(FormatError)
    }
  })

  it.each([
    ['a key id that is none', { keyId: 'k1', packs: [] }],
    ['a pack that is none', { keyId: key.id, packs: [{ lane: 'trusted', ulid: '../x' }] }],
    ['a lane that is none', { keyId: key.id, packs: [{ lane: '..', ulid: OTHER }] }],
    ['no packs', { keyId: key.id }],
  ])('with %s is refused', (_, clear) => {
    const json = Buffer.from(JSON.stringify(clear)).toString()
    const bad = patchedSeal(json)
    expect(() => sealOf('V', bad)).toThrow(FormatError)
  })

  /** As a reader does: what is not sealed is read as what it then is. */
  function openOrSay(bytes: Uint8Array): unknown {
    return sealOf('V', bytes) ? openVersion(key, ULID, bytes) : decodeVersion(bytes)
  }

  function patchedSeal(json: string): Uint8Array {
    const pad = sealVersion(key, ULID, small, [])
    const at = Buffer.from(pad).indexOf('{"keyId"')
    const { length } = JSON.stringify({ keyId: key.id, packs: [] })
    const head = pad.subarray(0, at)
    const out = Buffer.concat([head, Buffer.from(json), pad.subarray(at + length)])
    return patched(out, (_, view) => {
      view.setUint8(20 + 3, 0)
      view.setUint32(20 + 4, json.length, true)
      view.setUint32(20 + 8, json.length, true)
    })
  }
})

describe('frames of chunks', () => {
  it('take every chunk, are of about one size, and less than a chunk over 1 MiB', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 256 * 1024 }), { maxLength: 200 })
    fc.assert(
      fc.property(lengths, (chunks) => {
        const counts = planFrames(chunks)
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(chunks.length)
        let first = 0
        for (const count of counts) {
          expect(count).toBeGreaterThan(0)
          const bytes = chunks.slice(first, first + count).reduce((sum, length) => sum + length, 0)
          expect(bytes).toBeLessThan(1024 * 1024 + 256 * 1024)
          expect(bytes).toBeLessThanOrEqual(FRAME_RAW_MAX)
          first += count
        }
      }),
    )
  })
})
