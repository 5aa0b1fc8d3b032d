import { describe, expect, test } from 'vitest'
import { toBytePath } from '../../src/core/bytes.ts'
import { type LocalMount, parsePaths, withoutLabel } from '../../src/core/mount.ts'
import { UserError } from '../../src/core/ports/errors.ts'

const LINUX = { workspace: '/home/me/w', home: '/home/me', platform: 'linux', named: true } as const
const WINDOWS = { workspace: 'D:\\a\\w', home: 'C:\\Users\\me', platform: 'win32', named: true } as const

const shape = ({ label, anchor, base, path }: LocalMount) => [label, anchor, base, path]

describe('mounts', () => {
  test.each<[lines: string[], mounts: string[][]]>([
    [['node_modules'], [['node_modules', 'workspace', 'node_modules', '/home/me/w/node_modules']]],
    [['~/.npm'], [['~/.npm', 'home', '.npm', '/home/me/.npm']]],
    [['~'], [['~', 'home', '', '/home/me']]],
    [['.'], [['.', 'workspace', '', '/home/me/w']]],
    [['/opt/x*'], [['/opt/x*', 'absolute', '/opt', '/opt']]],
    [['/home/me/w/a/*'], [['/home/me/w/a/*', 'workspace', 'a', '/home/me/w/a']]],
    // As written: an absolute path may be another user's home on another machine.
    [['/home/me/.npm'], [['/home/me/.npm', 'absolute', '/home/me/.npm', '/home/me/.npm']]],
    [
      ['# a comment', '', '  b  ', 'a'],
      [
        ['b', 'workspace', 'b', '/home/me/w/b'],
        ['a', 'workspace', 'a', '/home/me/w/a'],
      ],
    ],
    [['a', '!a/b', 'a/*/c', 'a/'], [['a', 'workspace', 'a', '/home/me/w/a']]],
    [['a/b', 'a/*'], [['a/*', 'workspace', 'a', '/home/me/w/a']]],
    [
      ['a/x', 'ab', 'a/y'],
      [
        ['a/x', 'workspace', 'a/x', '/home/me/w/a/x'],
        ['ab', 'workspace', 'ab', '/home/me/w/ab'],
        ['a/y', 'workspace', 'a/y', '/home/me/w/a/y'],
      ],
    ],
    [['/', 'a'], [['/', 'absolute', '/', '/']]],
    [['deps=node_modules', 'deps=node_modules/x'], [['deps', 'workspace', 'node_modules', '/home/me/w/node_modules']]],
    [['./x=y'], [['./x=y', 'workspace', 'x=y', '/home/me/w/x=y']]],
    [['a/b=c'], [['a/b=c', 'workspace', 'a/b=c', '/home/me/w/a/b=c']]],
    [['é/*'], [['é/*', 'workspace', 'é', toBytePath('/home/me/w/é')]]],
  ])('%j', (lines, mounts) => expect(parsePaths(lines, LINUX).mounts.map(shape)).toEqual(mounts))

  test('Windows: drives, backslashes and any case', () => {
    const lines = ['sub\\x', 'SUB\\X\\y', 'd:\\A\\W\\z', '~\\.npm', 'C:\\t\\*', 'deps=E:\\q', '\\\\srv\\share\\d']
    expect(parsePaths(lines, WINDOWS).mounts.map(shape)).toEqual([
      ['sub\\x', 'workspace', 'sub/x', 'D:/a/w/sub/x'],
      ['d:\\A\\W\\z', 'workspace', 'z', 'd:/A/W/z'],
      ['~\\.npm', 'home', '.npm', 'C:/Users/me/.npm'],
      ['C:\\t\\*', 'absolute', 'C:/t', 'C:/t'],
      ['deps', 'absolute', 'E:/q', 'E:/q'],
      ['\\\\srv\\share\\d', 'absolute', '//srv/share/d', '//srv/share/d'],
    ])
  })

  test.each<[lines: string[], message: RegExp]>([
    [[], /^No path is given/],
    [['# only a comment', ' '], /^No path is given/],
    [['!a', '!b'], /^Every path begins with "!"/],
    [['deps='], /label in "deps=" is followed by no path/],
    [['deps=!a'], /exclusion/],
    [['x=a', 'x=b'], /Two paths .* label "x"/],
    [['x', 'x=b'], /Two paths .* label "x"/],
    [['a', 'x=a/b'], /labelled "x" lies in another/],
    [['a', 'x=a'], /labelled "x" lies in another/],
    [['a/../b'], /"\.\."/],
  ])('refuses %j', (lines, message) => {
    expect(() => parsePaths(lines, LINUX)).toThrow(UserError)
    expect(() => parsePaths(lines, LINUX)).toThrow(message)
  })

  test.each([
    ['deps=~/.cargo', '~/.cargo'],
    ['a=b=c', 'b=c'],
    ['./x=y', './x=y'],
    ['!x=y', '!x=y'],
    ['..=y', '..=y'],
    ['plain', 'plain'],
  ])('%s without its label is %s', (line, path) => {
    expect(withoutLabel(line)).toBe(path)
  })

  test('a label needs a named volume', () => {
    expect(() => parsePaths(['deps=a'], { ...LINUX, named: false })).toThrow(/needs a name .* "\.\/deps=a"/)
    expect(parsePaths(['./deps=a'], { ...LINUX, named: false }).mounts.map(shape)[0]?.[2]).toBe('deps=a')
  })
})

describe('selections', () => {
  const selection = (lines: string[]) => (parsePaths(lines, LINUX).mounts[0] as LocalMount).selection

  test.each<[lines: string[], everything: boolean]>([
    [['a'], true],
    [['a/**'], true],
    [['a', '!b'], true],
    [['!a/b', 'a'], true],
    [['a', 'a/*/c'], true],
    [['a/*', 'a'], true],
    [['a/'], false], // not if it is a file
    [['a/*'], false],
    [['a', '!a/b'], false],
    [['a', '!**/*.log'], false],
    [['a', '!a'], false],
  ])('%j selects everything: %s', (lines, everything) => expect(selection(lines).everything).toBe(everything))

  test('paths are relative to the mount, in bytes', () => {
    const { selects, descends } = selection(['a', '!a/é', '!a/x/*.o'])
    expect(selects('', true)).toBe(true)
    expect(selects('x/y.c', false)).toBe(true)
    expect(selects('x/y.o', false)).toBe(false)
    expect(selects(toBytePath('é'), false)).toBe(false)
    expect(selects('\xff\xfe', false)).toBe(true)
    expect(descends('x')).toBe(true)
    expect(descends(toBytePath('é'))).toBe(false)
  })

  test('what it remembers of one directory changes nothing for others', () => {
    const { selects, descends } = selection(['a', '!a/b', '!a/cc'])
    expect(descends('c')).toBe(true)
    expect(selects('c/d', false)).toBe(true)
    expect(selects('cc', false)).toBe(false)
    expect(selects('b/d', false)).toBe(false)
    expect(descends('b')).toBe(false)
    expect(descends('c/d')).toBe(true)
  })

  test('exclusions reach every mount, inclusions only their own', () => {
    const [a, b] = parsePaths(['a', 'b/*', '!**/x'], LINUX).mounts as [LocalMount, LocalMount]
    expect([a.selection.selects('x', false), a.selection.selects('y', false)]).toEqual([false, true])
    expect([b.selection.selects('x', false), b.selection.selects('y', false)]).toEqual([false, true])
    expect([b.selection.selects('', true), b.selection.descends('')]).toEqual([false, true])
  })
})
