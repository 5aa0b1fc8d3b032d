import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/core/ports/errors.ts'
import { checkKey, lines, oneOf, parseBoolean } from '../../src/faces/parse.ts'

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
