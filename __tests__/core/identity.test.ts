import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { volumeOf } from '../../src/core/identity.ts'

const os = fc.constantFrom('Linux' as const, 'macOS' as const, 'Windows' as const, undefined)
const patterns = fc.array(
  fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('a', 'b', 'a\nb', 'a,b', '","', 'Linux')),
)

describe('volumeOf', () => {
  it('is 64 hex digits and stays the same from release to release', () => {
    expect(volumeOf(['~/.npm', 'node_modules'], 'Linux')).toBe(
      '87f4fe52f8f998a0d1535f95ff1dcd44b60ee10f13e4a9803390419ebebdf8d8',
    )
  })

  it('differs for other paths, another order and another system', () => {
    fc.assert(
      fc.property(patterns, os, patterns, os, (a, aOs, b, bOs) => {
        const same = JSON.stringify([a, aOs]) === JSON.stringify([b, bOs])
        expect(volumeOf(a, aOs) === volumeOf(b, bOs)).toBe(same)
      }),
    )
    expect(volumeOf(['a', 'b'], 'Linux')).not.toBe(volumeOf(['b', 'a'], 'Linux'))
    expect(volumeOf(['a', 'b'], 'Linux')).not.toBe(volumeOf(['a\nb'], 'Linux'))
    expect(volumeOf(['a'], 'Linux')).not.toBe(volumeOf(['a'], undefined))
    expect(volumeOf(['a'], 'Linux')).not.toBe(volumeOf(['a', 'Linux'], undefined))
  })
})
