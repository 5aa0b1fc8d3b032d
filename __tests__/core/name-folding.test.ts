import { expect, test } from 'vitest'
import { toBytePath } from '../../src/core/bytes.ts'
import { foldName } from '../../src/core/name-folding.ts'

const fold = (name: string, platform: NodeJS.Platform) => foldName(toBytePath(name), platform)

test.each([
  ['README', 'readme'],
  ['Ünder', 'ünder'],
  ['\u00e9', 'e\u0301'],
  ['\u00c9', 'e\u0301'],
  ['stra\u00dfe', 'strasse'],
  ['STRASSE', 'stra\u00dfe'],
  ['\u1e9e', 'ss'],
  ['\u212a', 'k'],
  ['.git', '.g\u200cit'],
  ['\ufb01', 'FI'],
])('%j and %j are one name on macOS and Windows, and two on Linux', (a, b) => {
  expect(fold(a, 'darwin')).toBe(fold(b, 'darwin'))
  expect(fold(a, 'win32')).toBe(fold(b, 'win32'))
  expect(fold(a, 'linux')).not.toBe(fold(b, 'linux'))
})

test.each([
  ['a', 'b'],
  ['a.b', 'a_b'],
  ['e', '\u00e9'],
  ['\u2460', '1'],
])('%j and %j are two names everywhere', (a, b) => {
  expect(fold(a, 'darwin')).not.toBe(fold(b, 'darwin'))
})

test('bytes that are no text keep their places', () => {
  expect(foldName('a\xff', 'linux')).toBe('a\xff')
})
