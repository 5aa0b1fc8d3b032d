import { lstatSync, mkdirSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FormatError } from '../../src/core/ports/errors.ts'
import { checkName, checkPath, Ground, parentOf, resolveBase } from '../../src/workspace/safe-path.ts'
import { tempDir } from '../support/temp.ts'

test.each(['', '.', '..', 'a/b', '/', 'nul\0byte'])('%j is no name anywhere', (name) => {
  expect(() => checkName(name, 'linux')).toThrow(FormatError)
  expect(() => checkName(name, 'win32')).toThrow(FormatError)
})

test.each([
  'con',
  'NUL',
  'Aux.txt',
  'com1',
  'LPT9.log',
  'com\xc2\xb9',
  'CONOUT$',
  'prn .x',
  'ends.',
  'ends ',
  'a:b',
  'a\\b',
  'what?',
  '<',
  '"',
  '|',
  '*',
  'tab\t',
])('%j is a name, but not on Windows', (name) => {
  expect(() => checkName(name, 'linux')).not.toThrow()
  expect(() => checkName(name, 'win32')).toThrow(/on Windows/)
})

test.each(['console', 'com', 'com10', 'nul1', '.con', 'a.b', '...a', 'ü', 'lpt0x', 'x'.repeat(255)])(
  '%j is a name',
  (name) => {
    expect(() => checkName(name, 'win32')).not.toThrow()
  },
)

test('paths are checked name by name', () => {
  expect(() => checkPath('a/b/c')).not.toThrow()
  expect(() => checkPath('')).not.toThrow()
  for (const path of ['a/../b', '/a', 'a//b', 'a/', '..', 'a/.']) expect(() => checkPath(path)).toThrow(FormatError)
  expect(() => checkPath('a/nul', 'win32')).toThrow(/on Windows/)
  expect(['a/b/c', 'a', ''].map(parentOf)).toEqual(['a/b', '', ''])
})

test('a base is followed only if it is a link to a directory', () => {
  const directory = tempDir()
  mkdirSync(join(directory, 'real'))
  writeFileSync(join(directory, 'file'), '')
  for (const [name, target] of [
    ['toDirectory', 'real'],
    ['toFile', 'file'],
    ['toNothing', 'nothing'],
  ] as const) {
    symlinkSync(target, join(directory, name))
  }
  expect(resolveBase(join(directory, 'toDirectory'))).toBe(join(directory, 'real'))
  for (const name of ['toFile', 'toNothing', 'real', 'file', 'absent']) {
    expect(resolveBase(join(directory, name))).toBe(join(directory, name))
  }
})

test('the ground ends where something is no real directory', () => {
  const base = tempDir()
  mkdirSync(join(base, 'real/inner'), { recursive: true })
  symlinkSync('real', join(base, 'link'))
  writeFileSync(join(base, 'file'), '')
  const ground = new Ground(base, 'look')
  expect(['', 'real', 'real/inner'].map((path) => ground.at(path))).toEqual(['directory', 'directory', 'directory'])
  expect(['link', 'link/inner', 'file', 'file/x'].map((path) => ground.at(path))).toEqual(Array(4).fill('other'))
  expect(['no', 'no/x', 'real/no'].map((path) => ground.at(path))).toEqual(Array(3).fill('absent'))
  expect(new Ground(join(base, 'no'), 'look').at('')).toBe('absent')
  expect(new Ground(join(base, 'link'), 'look').at('inner')).toBe('other')
})

test('each directory is looked at once, until it is forgotten', () => {
  const base = tempDir()
  mkdirSync(join(base, 'a'))
  const ground = new Ground(base, 'look')
  expect(ground.at('a')).toBe('directory')
  rmdirSync(join(base, 'a'))
  symlinkSync('/', join(base, 'a'))
  expect(ground.at('a')).toBe('directory')
  ground.forget('a')
  expect(ground.at('a')).toBe('other')
  expect(lstatSync(join(base, 'a')).isSymbolicLink()).toBe(true)
})
