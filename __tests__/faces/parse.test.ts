import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/core/ports/errors.ts'
import { checkKey, lines, oneOf, parseBoolean, parseSize } from '../../src/faces/parse.ts'

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

describe('checkKey', () => {
  it('takes what actions/cache takes', () => {
    expect(checkKey('k'.repeat(512), 'The key')).toHaveLength(512)
    expect(checkKey('Linux-npm/feature #1: é', 'The key')).toBe('Linux-npm/feature #1: é')
  })

  it('says what is wrong', () => {
    expect(() => checkKey('k'.repeat(513), 'The key')).toThrow(/^The key “k{40}…” has 513 characters; at most 512/)
    expect(() => checkKey('a,b', 'The restore key')).toThrow('The restore key “a,b” contains a comma')
  })
})

describe('words', () => {
  it('has the first as the default', () => {
    expect(oneOf('', ['changed', 'missing'], 'save-if')).toBe('changed')
    expect(oneOf('missing', ['changed', 'missing'], 'save-if')).toBe('missing')
  })

  it('names those that it accepts', () => {
    expect(() => oneOf('Missing', ['changed', 'missing'], 'save-if')).toThrow(
      'save-if “Missing” is unknown; it is one of changed, missing.',
    )
  })

  it('reads booleans as YAML 1.2 writes them', () => {
    expect(['true', 'True', 'TRUE'].map((text) => parseBoolean(text, 'clean'))).toEqual([true, true, true])
    expect(['false', 'False', 'FALSE', ''].map((text) => parseBoolean(text, 'clean'))).toEqual(Array(4).fill(false))
    for (const text of ['yes', '1', 'tRUE']) expect(() => parseBoolean(text, 'clean')).toThrow(UserError)
  })

  it('reads lists', () => {
    expect(lines(' a \n\n\t b c\r\n')).toEqual(['a', 'b c'])
  })
})
