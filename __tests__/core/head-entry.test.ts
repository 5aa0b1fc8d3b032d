import { describe, expect, it } from 'vitest'
import { decodeHeadEntry, encodeHeadEntry, HEAD_ENTRY_BYTES } from '../../src/core/head-entry.ts'
import { FormatError } from '../../src/core/ports/errors.ts'
import { headOf } from '../support/stores/heads.ts'

const version = Uint8Array.from({ length: 300 }, (_, i) => i)
const head = headOf(7, { current: { ...headOf(7).current, bytes: version.length } })
const entry = () => new Uint8Array(Buffer.concat(encodeHeadEntry(head, version)))

describe('a head with its version', () => {
  it('comes back, the version after it', () => {
    const { head: read, versionAt } = decodeHeadEntry(entry())
    expect(read).toEqual(head)
    expect(entry().subarray(versionAt)).toEqual(version)
  })

  it('is laid out as docs/format.md says', () => {
    const bytes = Buffer.from(entry())
    const length = bytes.readUInt32LE(12)
    expect(bytes.subarray(0, 8).toString()).toBe('wstart:H')
    expect(bytes.readUInt32LE(8)).toBe(1)
    expect(JSON.parse(bytes.subarray(16, 16 + length).toString()).commit).toBe(head.commit)
    expect(bytes.length).toBe(16 + length + version.length)
  })

  it('is read from its start alone', () => {
    const large = { ...head, current: { ...head.current, bytes: 100_000 } }
    const start = Buffer.concat(encodeHeadEntry(large, new Uint8Array(100_000))).subarray(0, HEAD_ENTRY_BYTES)
    expect(decodeHeadEntry(start).head).toEqual(large)
  })

  it('is not written with a version of another length', () => {
    expect(() => encodeHeadEntry(head, version.subarray(1))).toThrow(FormatError)
  })

  it.each([
    ['nothing', (bytes: Uint8Array) => bytes.subarray(0, 0)],
    ['a part of its fixed start', (bytes: Uint8Array) => bytes.subarray(0, 15)],
    ['a head that is cut', (bytes: Uint8Array) => bytes.subarray(0, 100)],
    ['another kind of object', (bytes: Uint8Array) => bytes.with(7, 0x56)],
    ['a later format', (bytes: Uint8Array) => bytes.with(8, 2)],
    ['a length over the end', (bytes: Uint8Array) => bytes.with(15, 0xff)],
    ['a length that is off by one', (bytes: Uint8Array) => bytes.with(12, (bytes[12] as number) + 1)],
    ['a bit of the head that is another', (bytes: Uint8Array) => bytes.with(40, (bytes[40] as number) ^ 1)],
  ])('is refused: %s', (_, change) => {
    expect(() => decodeHeadEntry(change(entry()))).toThrow(FormatError)
  })
})
