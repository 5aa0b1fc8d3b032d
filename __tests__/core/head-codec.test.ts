import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../../src/core/digest.ts'
import { HEAD_BYTES, type Head, HISTORY_LENGTH } from '../../src/core/head.ts'
import { decodeHead, encodeHead, signedText } from '../../src/core/head-codec.ts'
import { FormatError } from '../../src/core/ports/errors.ts'
import { flipped } from '../support/objects.ts'

const ulids = fc.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
const millis = fc.double({ noDefaultInfinity: true, noNaN: true }).map((ms) => (Object.is(ms, -0) ? 0 : ms))
const text = fc.string({ unit: 'binary', maxLength: 40 })
const ref = {
  lane: fc.constantFrom('trusted', 'local', 'pr/7', 'ref/heads/feature/ü'),
  ulid: ulids,
  bytes: fc.maxSafeNat(),
  sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
}
const commits = fc.stringMatching(/^[0-9A-Za-z_-]{1,64}$/)
const heads: fc.Arbitrary<Head> = fc.record({
  commit: commits,
  from: fc.oneof(fc.constant(''), commits),
  key: text,
  current: fc.record(ref),
  history: fc.array(fc.record({ ...ref, committedAt: millis }), { maxLength: HISTORY_LENGTH }),
  startedAt: millis,
  committedAt: millis,
  touchedAt: millis,
  writer: fc.record({ repository: text, run: text, actor: text }),
  signature: fc.stringMatching(/^[\w.-]{0,110}$/),
})

const version = { lane: 'trusted', ulid: '01BX5ZZKBKACTAV9WEVGEMMVRZ', bytes: 12, sha256: 'ab'.repeat(32) }
const sample: Head = {
  commit: 'c2',
  from: 'c1',
  key: 'npm-Linux-ü',
  current: version,
  history: [{ ...version, lane: 'pr/7', committedAt: 5 }],
  startedAt: 6,
  committedAt: 7.5,
  touchedAt: 8,
  writer: { repository: 'o/r', run: '1', actor: 'a' },
  signature: '',
}
const encoded = encodeHead(sample)

describe('a head', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(heads, (head) => {
        const signed = head.signature === '' ? {} : { signed: signedText(head) }
        expect(decodeHead(encodeHead(head))).toEqual({ ...head, ...signed })
      }),
    )
  })

  it('is JSON with the sum of the rest at its end', () => {
    const json = JSON.parse(Buffer.from(encoded).toString())
    const { sum, ...rest } = json
    expect(rest).toMatchObject({ warmstart: 1, required: 0, optional: [], lanes: ['trusted', 'pr/7'] })
    expect(rest.current).toEqual([0, version.ulid, 12, version.sha256])
    expect(rest.history).toEqual([[1, version.ulid, 12, version.sha256, 5]])
    expect(sum).toBe(sha256Hex(Buffer.from(JSON.stringify(rest))))
  })

  it('has room for a whole history, a long key and long names of branches', () => {
    const long = { ...version, bytes: Number.MAX_SAFE_INTEGER, lane: `ref/heads/${'b'.repeat(244)}` }
    const history = Array.from({ length: HISTORY_LENGTH }, (_, i) => ({
      ...long,
      lane: i % 2 ? 'trusted' : long.lane,
      committedAt: 1_700_000_000_000,
    }))
    const bytes = encodeHead({ ...sample, key: 'ü'.repeat(512), current: long, history })
    expect(bytes.length).toBeLessThan(HEAD_BYTES / 1.5)
  })

  it('is not written if it is too long or has too much history', () => {
    expect(() => encodeHead({ ...sample, key: 'x'.repeat(HEAD_BYTES) })).toThrow(/a head of \d+ bytes/)
    const history = Array.from({ length: HISTORY_LENGTH + 1 }, () => ({ ...version, committedAt: 1 }))
    expect(() => encodeHead({ ...sample, history })).toThrow('at most 16')
  })

  it('holds nothing of a writer but the three fields', () => {
    const writer = { ...sample.writer, TOKEN: 'hunter2' }
    expect(Buffer.from(encodeHead({ ...sample, writer }))).toEqual(Buffer.from(encoded))
  })

  it('is refused after any flipped bit and cut anywhere', () => {
    for (let bit = 0; bit < encoded.length * 8; bit++) {
      expect(() => decodeHead(flipped(encoded, bit))).toThrow(FormatError)
    }
    for (let length = 0; length < encoded.length; length++) {
      expect(() => decodeHead(encoded.subarray(0, length))).toThrow(FormatError)
    }
    expect(() => decodeHead(Buffer.concat([encoded, Buffer.from('\n')]))).toThrow(FormatError)
  })

  it.each<[string, unknown]>([
    ['warmstart', 2],
    ['required', -1],
    ['optional', [1]],
    ['commit', ''],
    ['commit', 'a/b'],
    ['commit', 'x'.repeat(65)],
    ['from', undefined],
    ['from', '../x'],
    ['key', 5],
    ['lanes', ['../../x', 'trusted']],
    ['lanes', ['trusted']],
    ['lanes', 'trusted'],
    ['current', [2, version.ulid, 12, version.sha256]],
    ['current', [-1, version.ulid, 12, version.sha256]],
    ['current', ['0', version.ulid, 12, version.sha256]],
    ['current', [0, version.ulid.toLowerCase(), 12, version.sha256]],
    ['current', [0, version.ulid, -12, version.sha256]],
    ['current', [0, version.ulid, 12, version.sha256.toUpperCase()]],
    ['current', [0, version.ulid, 12, version.sha256.slice(1)]],
    ['current', [0, version.ulid, 12]],
    ['current', [0, version.ulid, 12, version.sha256, 5]],
    ['current', {}],
    ['history', [[0, version.ulid, 12, version.sha256]]],
    ['history', null],
    ['startedAt', '6'],
    ['committedAt', undefined],
    ['touchedAt', null],
    ['writer', []],
    ['writer', { repository: 'o/r', run: 1, actor: 'a' }],
    ['signature', undefined],
    ['signature', 'no"signature'],
    ['unknown', 1],
    ['__proto__', 1],
  ])('with %s = %j is refused', (field, value) => {
    expect(() => decodeHead(withField(field, value))).toThrow(FormatError)
  })

  it('is refused if a signature is not its last field but one', () => {
    const { signature: _, sum: _sum, ...fields } = JSON.parse(Buffer.from(encodeHead(sample)).toString())
    expect(decodeHead(sealed(JSON.stringify({ ...fields, signature: 'x' })))).toMatchObject({
      signature: 'x',
      signed: JSON.stringify(fields),
    })
    expect(() => decodeHead(sealed(JSON.stringify({ signature: 'x', ...fields })))).toThrow('not at the end')
  })

  it.each(['[]', 'null', '5', '"x"', '{}'])('that is %s is refused', (json) => {
    expect(() => decodeHead(Buffer.from(json))).toThrow(FormatError)
    expect(() => decodeHead(sealed(json))).toThrow(FormatError)
  })

  it('with unknown required features is refused, and the error names them', () => {
    expect(() => decodeHead(withField('required', 5))).toThrow(
      expect.objectContaining({ name: 'FormatError', required: 5 }),
    )
  })

  it('with a field that it lists as optional is read', () => {
    const fields = { ...JSON.parse(Buffer.from(encoded).toString()), optional: ['mood'], mood: 'fine' }
    delete fields.sum
    expect(decodeHead(sealed(JSON.stringify(fields)))).toEqual(sample)
  })
})

function withField(field: string, value: unknown): Uint8Array {
  const { sum: _, ...fields } = JSON.parse(Buffer.from(encoded).toString())
  Object.defineProperty(fields, field, { value, enumerable: true, configurable: true, writable: true })
  return sealed(JSON.stringify(fields))
}

function sealed(json: string): Uint8Array {
  return Buffer.from(`${json.slice(0, -1)},"sum":"${sha256Hex(Buffer.from(json))}"}`)
}
