import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chooseFiles, editFiles } from '../../bench/edits.ts'
import { differences, filesOf, listing } from '../../bench/tree.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'warmstart-'))
  mkdirSync(join(root, 'd'))
  writeFileSync(join(root, 'a'), 'one\ntwo\n')
  writeFileSync(join(root, 'd', 'b'), '')
  symlinkSync('a', join(root, 'link'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

describe('differences', () => {
  test('none between a tree and itself', () => {
    expect(differences(listing(root), listing(root), 0n)).toEqual([])
  })

  test('a path that is missing, one that is new, one that changed', () => {
    const before = listing(root)
    writeFileSync(join(root, 'a'), 'one\nTWO\n')
    rmSync(join(root, 'd', 'b'))
    writeFileSync(join(root, 'new'), '')
    expect(differences(listing(root), before, 10n ** 12n)).toEqual([
      'a: content',
      'd/b: missing',
      'new: should not be there',
    ])
  })

  test('times count beyond the tolerance, those of directories never', () => {
    const before = listing(root)
    utimesSync(join(root, 'd'), 5, 5)
    utimesSync(join(root, 'a'), 5, 5)
    expect(differences(listing(root), before, 10n ** 9n)).toEqual(['a: time'])
    expect(differences(listing(root), before, 10n ** 19n)).toEqual([])
  })
})

describe('edits', () => {
  test('one file in a hundred, in each round others, every time the same', () => {
    const files = Array.from({ length: 1000 }, (_, index) => `f${index}`)
    const rounds = [0, 1, 2].map((round) => chooseFiles(files, round))
    expect(rounds.map(({ length }) => length)).toEqual([10, 10, 10])
    expect(new Set(rounds.flat()).size).toBe(30)
    expect([0, 1, 2].map((round) => chooseFiles(files, round))).toEqual(rounds)
  })

  test('change the content of the chosen files, and of no other', () => {
    const before = listing(root)
    editFiles(root, ['a'], 7)
    expect(differences(listing(root), before, 10n ** 12n)).toEqual(['a: bytes'])
    expect(readFileSync(join(root, 'a'), 'utf8')).toBe('one\n\n// edit 7 of a\ntwo\n')
    expect(filesOf(before)).toEqual(['a', 'd/b'])
  })
})
