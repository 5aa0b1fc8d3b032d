import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPlanes, toDeltas, toPlanes, undoDeltas, unzigzag, zigzag } from '../../src/core/columns.ts'

describe('planes', () => {
  it('put the lowest bytes first', () => {
    expect([...toPlanes(Uint32Array.of(0x04030201, 0x08070605), 4)]).toEqual([1, 5, 2, 6, 3, 7, 4, 8])
  })

  it('turn back into what they were made of, also of a part of an array', () => {
    fc.assert(
      fc.property(fc.bigUint64Array(), (values) => {
        const part = values.subarray(Math.min(1, values.length))
        expect([...new BigUint64Array(fromPlanes(toPlanes(part, 8), 8))]).toEqual([...part])
      }),
    )
  })
})

describe('zigzag', () => {
  it('keeps small numbers small', () => {
    expect([0, -1, 1, -2, 2].map(zigzag)).toEqual([0, 1, 2, 3, 4])
  })

  it('turns back, whatever the 32 bits', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(unzigzag(zigzag(value))).toBe(value)
      }),
    )
    expect(unzigzag(zigzag(-(2 ** 31)))).toBe(-(2 ** 31))
  })
})

describe('deltas', () => {
  it('are zigzag differences', () => {
    expect([...toDeltas(BigInt64Array.of(5n, 3n, 3n, -1n))]).toEqual([10n, 3n, 0n, 7n])
    expect([...toDeltas(BigInt64Array.of(2n ** 40n, 2n ** 40n + 7n))]).toEqual([2n ** 41n, 14n])
  })

  it('turn back, also where the difference does not fit 64 bits', () => {
    const values = fc.bigInt64Array({ maxLength: 20 })
    fc.assert(
      fc.property(values, (values) => {
        const edges = BigInt64Array.of(
          ...values,
          2n ** 63n - 1n,
          -(2n ** 63n),
          0n,
          0xffff_ffffn,
          0x1_0000_0000n,
          ...values,
        )
        const deltas = toDeltas(edges)
        undoDeltas(deltas)
        expect([...new BigInt64Array(deltas.buffer)]).toEqual([...edges])
      }),
    )
  })
})
