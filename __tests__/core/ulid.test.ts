import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256, sha256Hex } from '../../src/core/digest.ts'
import { isUlid, ulid } from '../../src/core/ulid.ts'

describe('ulid', () => {
  it('spells time and randomness as the ULID specification does', () => {
    expect(ulid(0, () => new Uint8Array(10))).toBe('0'.repeat(26))
    expect(ulid(2 ** 48 - 1, () => new Uint8Array(10).fill(255))).toBe(`7${'Z'.repeat(25)}`)
    expect(ulid(1_469_918_176_385, () => new Uint8Array(10)).slice(0, 10)).toBe('01ARYZ6S41')
    expect(ulid(32, () => Uint8Array.of(0, 0, 0, 0, 1, 0x80, 0, 0, 0, 0x22))).toBe('000000001000000001G0000012')
  })

  it('is always valid, sorts by time, and holds its randomness', () => {
    const time = fc.nat({ max: 2 ** 48 - 2 })
    fc.assert(
      fc.property(time, fc.uint8Array({ minLength: 10, maxLength: 10 }), (now, bytes) => {
        const one = ulid(now, () => bytes)
        expect(isUlid(one)).toBe(true)
        expect(one < ulid(now + 1, () => new Uint8Array(10))).toBe(true)
        expect(bytesOf(one)).toEqual([...bytes])
      }),
    )
  })

  it('asks for ten bytes', () => {
    const asked: number[] = []
    ulid(1, (length) => {
      asked.push(length)
      return randomBytes(length)
    })
    expect(asked).toEqual([10])
  })
})

describe('isUlid', () => {
  it.each([
    '',
    '0'.repeat(25),
    '0'.repeat(27),
    `8${'0'.repeat(25)}`,
    `0${'i'.repeat(25)}`,
    `0${'U'.repeat(25)}`,
    `${'0'.repeat(26)}\n`,
  ])('refuses %j', (text) => expect(isUlid(text)).toBe(false))
})

describe('sha256', () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  it('is the published value', () => {
    expect(sha256Hex(Buffer.from('abc'))).toBe(abc)
    expect(Buffer.from(sha256(Buffer.from('abc'))).toString('hex')).toBe(abc)
  })
})

function bytesOf(text: string): number[] {
  const bits = [...text.slice(10)].map((c) =>
    '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(c).toString(2).padStart(5, '0'),
  )
  return (bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
}
