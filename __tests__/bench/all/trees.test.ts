import { describe, expect, test } from 'vitest'
import { subset } from '../../../bench/all/parts.ts'
import { sizes } from '../../../bench/all/trees/incompressible.ts'
import { keystream } from '../../../bench/all/trees/random.ts'
import type { Entry, Listing } from '../../../bench/tree.ts'

describe('the incompressible tree', () => {
  test('is the same every time, and as large as it says', () => {
    const found = sizes(keystream('a seed'))
    expect(found).toEqual(sizes(keystream('a seed')))
    expect(found.reduce((sum, size) => sum + size, 0)).toBe(300e6)
    expect([Math.min(...found.slice(0, -1)) >= 10e3, Math.max(...found) <= 50e6]).toEqual([true, true])
  })
})

describe('a tiny subset', () => {
  test('takes files until there are enough, whatever order they come in', () => {
    const tree = treeOf([...Array(400).keys()].map((index) => [`file-${index}`, 1000]))
    expect(subset(tree)).toHaveLength(300)
    expect(subset(new Map([...tree].reverse()))).toEqual(subset(tree))
  })

  test('has one file at least, and leaves out what is too large beside it', () => {
    expect(subset(treeOf([['large', 1e9]]))).toEqual(['large'])
    const tree = treeOf([...Array(9).keys()].map((index) => [`file-${index}`, 9e6]))
    expect(subset(tree)).toHaveLength(2)
  })
})

function treeOf(files: readonly (readonly [string, number])[]): Listing {
  const entry = (bytes: number): Entry => ({ type: 'file', mode: 0o644, bytes, mtimeNs: 0n, content: '' })
  return new Map(files.map(([path, bytes]) => [path, entry(bytes)]))
}
