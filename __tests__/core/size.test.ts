import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/core/ports/errors.ts'
import { parseSize } from '../../src/core/size.ts'

describe('parseSize', () => {
  it.each([
    ['', undefined],
    ['1048576', 1048576],
    ['1k', 1024],
    ['500m', 500 * 1024 ** 2],
    ['20g', 20 * 1024 ** 3],
    ['1.5G', 1.5 * 1024 ** 3],
    ['2 TiB', 2 * 1024 ** 4],
    ['7 kb', 7 * 1024],
    ['512B', 512],
  ])('%j', (text, size) => {
    expect(parseSize(text, 'size-limit')).toBe(size)
  })

  it.each(['g', '-1g', '1e9', '20 gigs', '0', '0x10', '1g2', '99999999t', '1 g b'])('refuses %j', (text) => {
    expect(() => parseSize(text, 'size-limit')).toThrow(
      new UserError(
        `size-limit “${text}” is not a size; write bytes, or a number with k, m, g or t, like 500m or 20g.`,
      ),
    )
  })
})
