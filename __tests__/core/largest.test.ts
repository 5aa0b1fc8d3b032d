import { expect, test } from 'vitest'
import { largestDirectories } from '../../src/core/largest.ts'
import { treeOf } from '../support/trees.ts'

test('names the directories that hold the bytes, not those on the way to them', () => {
  const tree = treeOf({
    'a/': {},
    'a/b/': {},
    'a/b/big': { size: 900 },
    'c/': {},
    'c/x': { size: 60 },
    'c/y': { size: 40 },
    z: { size: 5 },
  })
  expect(largestDirectories([{ label: 'm', tree }], 2)).toEqual([
    { path: 'm/a/b', bytes: 900 },
    { path: 'm/c', bytes: 100 },
  ])
})
