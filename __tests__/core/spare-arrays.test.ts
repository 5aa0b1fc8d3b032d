import { describe, expect, it } from 'vitest'
import { SpareArrays } from '../../src/core/spare-arrays.ts'

describe('SpareArrays', () => {
  it('gives out again what was given back, to whom it is large enough', () => {
    const arrays = new SpareArrays()
    const first = arrays.take(5000)
    expect([first.length, first.buffer.byteLength]).toEqual([5000, 8192])
    first[0] = 7
    arrays.give(first)
    expect(arrays.take(8193)).toHaveLength(8193)
    const again = arrays.take(6000)
    expect([again.length, again[0]]).toEqual([6000, 7])
  })

  it('leaves nothing to whoever still holds what was given back', () => {
    const arrays = new SpareArrays()
    const array = arrays.take(100)
    arrays.give(array)
    const next = arrays.take(100)
    expect(array).toHaveLength(0)
    expect(() => array.set([1])).toThrow(TypeError)
    expect(next).toHaveLength(100)
  })

  it('keeps nothing once it was dropped', () => {
    const arrays = new SpareArrays()
    arrays.give(arrays.take(8192))
    arrays.drop()
    expect(arrays.take(4096).buffer.byteLength).toBe(4096)
  })
})
