import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPatternSet, type Place, parsePattern } from '../../src/core/patterns.ts'
import { UserError } from '../../src/core/ports/errors.ts'

const LINUX: Place = { workspace: '/w', home: '/home/me', platform: 'linux' }
const WINDOWS: Place = { workspace: 'D:\\a\\w', home: 'C:\\Users\\me', platform: 'win32' }

const setOf = (lines: readonly string[], place = LINUX) =>
  createPatternSet(lines.map((line) => parsePattern(line, place)))

describe('what patterns select', () => {
  // path ending in a slash: a directory; `yes` and `no` are relative to the workspace unless they begin with a slash
  test.each<[name: string, lines: string[], yes: string[], no: string[]]>([
    ['a name selects all below', ['a'], ['a', 'a/', 'a/b', 'a/b/c', 'a/.h'], ['ab', 'b', 'b/a']],
    ['a leading dot segment', ['./a'], ['a/b'], ['b']],
    ['the workspace itself', ['.'], ['x', 'x/y'], ['/other']],
    ['home', ['~/.npm'], ['/home/me/.npm/x'], ['.npm', '/home/you/.npm']],
    ['home alone', ['~'], ['/home/me/x'], ['x']],
    ['absolute', ['/opt/x'], ['/opt/x', '/opt/x/y'], ['/opt', 'opt/x']],
    ['a slash at the end means a directory', ['a/'], ['a/', 'a/b', 'a/b/'], ['a']],
    ['a star stays in its component', ['a/*'], ['a/b', 'a/b/c', 'a/.h'], ['a/', 'a']],
    ['a star in a name', ['*.log'], ['x.log', '.log', 'x.log/y'], ['a/x.log', 'x.log2']],
    ['two stars cross components', ['**/x'], ['x', 'a/x', 'a/b/x/c'], ['a/b', 'xx']],
    ['two stars at the end mean the directory too', ['a/**'], ['a/', 'a/b', 'a/b/c'], ['b', 'ab']],
    ['two stars inside', ['a/**/z'], ['a/z', 'a/b/c/z', 'a/z/q'], ['a/b', 'z']],
    ['one character', ['a?'], ['ab', 'aé', 'a?'], ['a', 'abc']],
    ['a class', ['[ab]x'], ['ax', 'bx/c'], ['cx', '[ab]x']],
    ['a negated class', ['[!a]x'], ['bx'], ['ax']],
    ['a range', ['v[0-9]'], ['v1'], ['va', 'v10']],
    ['a class of one is that character', ['[*]'], ['*'], ['a']],
    ['a backslash escapes', ['a\\*'], ['a*'], ['ab']],
    ['braces are no glob', ['{a,b}'], ['{a,b}'], ['a']],
    ['extended globs are none', ['+(a)'], ['+(a)'], ['a']],
    ['an excluded directory', ['a', '!a/b'], ['a/', 'a/c'], ['a/b/', 'a/b/c', 'a/b']],
    ['an excluded file', ['a', '!a/b.txt'], ['a/c.txt'], ['a/b.txt']],
    ['excluded everywhere', ['a', '!**/*.map'], ['a/x.js'], ['a/x.map', 'a/b/c/x.map', 'a/x.map/y']],
    ['only directories excluded', ['a', '!a/b/'], ['a/b', 'a/c'], ['a/b/', 'a/b/c']],
    ['taken in again', ['a', '!a/b', 'a/b/c'], ['a/b/c', 'a/b/c/d', 'a/x'], ['a/b/', 'a/b/d']],
    ['taken in and out again', ['a', '!a/b', 'a/b/c', '!a/b/c/d'], ['a/b/c/e'], ['a/b/c/d', 'a/b/c/d/e']],
    ['an exclusion before does nothing', ['!a/b', 'a'], ['a/b', 'a/c'], ['b']],
    ['excluded with two stars', ['a', '!a/b/**'], ['a/c'], ['a/b/', 'a/b/c']],
    ['twice negated', ['!!a'], ['a'], ['b']],
    ['spaces around', ['  a  ', ' ! a/b '], ['a/c'], ['a/b']],
    ['doubled slashes', ['a//b'], ['a/b/c'], ['a']],
    ['case counts', ['A'], ['A'], ['a']],
  ])('%s: %j', (_, lines, yes, no) => {
    const set = setOf(lines)
    const ask = (path: string) => {
      const absolute = (path.startsWith('/') ? path : `/w/${path}`).replace(/\/$/, '')
      return set.selects(absolute, path.endsWith('/'))
    }
    expect(yes.filter((path) => !ask(path))).toEqual([])
    expect(no.filter(ask)).toEqual([])
  })

  test('a workspace with glob characters in its name is taken literally', () => {
    for (const workspace of ['/w[ab]', '/w*', '/w?', '/w\\d']) {
      const set = setOf(['a', '**/b'], { ...LINUX, workspace })
      expect(set.selects(`${workspace}/a`, false)).toBe(true)
      expect(set.selects(`${workspace}/x/b`, false)).toBe(true)
      expect(set.selects('/wa/a', false)).toBe(false)
    }
  })

  test('Windows: backslashes, drives, any case', () => {
    const set = setOf(['C:\\x\\*.log', 'sub\\dir', '~\\.npm', '\\top', '!C:/x/Not.LOG', 'D:rel'], WINDOWS)
    const yes = ['C:/x/a.log', 'c:/X/A.LOG', 'D:/a/w/sub/dir/f', 'C:/Users/me/.npm/x', 'D:/top/x', 'D:/A/W/REL']
    expect(yes.filter((path) => !set.selects(path, false))).toEqual([])
    expect(['C:/x/not.log', 'D:/x/a.log', 'D:/a/w/sub'].filter((path) => set.selects(path, false))).toEqual([])
    const share = setOf(['\\\\server\\share\\x'], WINDOWS)
    expect(share.selects('//server/share/x/y', false)).toBe(true)
    expect(share.couldSelectBelow('//server/share')).toBe(true)
  })
})

describe('the literal base', () => {
  test.each([
    ['a/b', '/w/a/b'],
    ['a/b*/c', '/w/a'],
    ['**/x', '/w'],
    ['a/[b]/c', '/w/a/b/c'],
    ['a/[bc]/d', '/w/a'],
    ['a/b\\?/c', '/w/a/b?/c'],
    ['~/x/*', '/home/me/x'],
    ['/', '/'],
    ['/*', '/'],
    ['a/[', '/w/a/['],
  ])('%s → %s', (line, base) => expect(parsePattern(line, LINUX).base).toBe(base))

  test.each([
    ['C:\\x\\y*', 'C:/x'],
    ['C:\\', 'C:/'],
    ['D:', 'D:/a/w'],
    ['E:', 'E:/'],
    ['d:q', 'D:/a/w/q'],
    ['E:q', 'E:/q'],
    ['\\q', 'D:/q'],
    ['\\\\server\\share\\x\\*', '//server/share/x'],
    ['a\\b', 'D:/a/w/a/b'],
  ])('Windows: %s → %s', (line, base) => expect(parsePattern(line, WINDOWS).base).toBe(base))
})

test.each([
  ['!', /exclamation/],
  ['a/../b', /"\.\."/],
  ['..', /"\.\."/],
  ['a/./b', /"\."/],
])('refuses %j', (line, message) => {
  expect(() => parsePattern(line, LINUX)).toThrow(UserError)
  expect(() => parsePattern(line, LINUX)).toThrow(message)
})

test('refuses a wildcard in a Windows share, and ~ without a home', () => {
  expect(() => parsePattern('\\\\ser*\\share\\x', WINDOWS)).toThrow(UserError)
  expect(() => parsePattern('~/x', { ...LINUX, home: '' })).toThrow(UserError)
  expect(() => parsePattern('x'.repeat(1025), LINUX)).toThrow('has 1025 characters; 1024 at most')
  expect(() => parsePattern('x'.repeat(1024), LINUX)).not.toThrow()
})

test('property: what is promised of directories holds for all below them', () => {
  const name = fc.constantFrom('a', 'b', 'ab', '.h')
  const path = fc.array(name, { minLength: 1, maxLength: 5 })
  const glob = fc.constantFrom('a', 'b', '*', '**', '?', 'a*', '[ab]', '*b')
  const line = fc
    .tuple(fc.boolean(), fc.array(glob, { minLength: 1, maxLength: 4 }), fc.constantFrom('', '/'))
    .map(([negated, segments, end]) => `${negated ? '!' : ''}${segments.join('/')}${end}`)
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), path, fc.boolean(), (lines, names, isDirectory) => {
      const set = setOf(lines)
      const selected = set.selects(['/w', ...names].join('/'), isDirectory)
      for (let depth = 0; depth < names.length; depth++) {
        const above = ['/w', ...names.slice(0, depth)].join('/')
        if (selected) expect(set.couldSelectBelow(above), `could select below ${above}`).toBe(true)
        else expect(set.selectsAllBelow(above), `selects all below ${above}`).toBe(false)
      }
    }),
    { numRuns: 2000 },
  )
})
