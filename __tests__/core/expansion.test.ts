import { expect, test } from 'vitest'
import { bombIn } from '../../src/core/expansion.ts'
import { framesOf, treeOf } from '../support/trees.ts'

const MEBIBYTE = 1024 * 1024
const frames = framesOf([[0, 100, 8 * MEBIBYTE]])

function version(copies: number, holes = 0) {
  const extents = Array.from({ length: copies }, (): [number, number, number] => [0, 0, 8 * MEBIBYTE])
  const hole: ['hole', number, number][] = holes > 0 ? [['hole', 0, holes]] : []
  return {
    mounts: [
      { label: '', anchor: 'workspace' as const, base: '', tree: treeOf({ a: { extents: [...extents, ...hole] } }) },
    ],
    frames,
  }
}

test('little stored and much written is a bomb beyond a gibibyte', () => {
  expect(bombIn(version(128))).toBeUndefined()
  expect(bombIn(version(129))).toBe('1082130432 bytes of files are made of 100 stored ones, more than 10000 to one')
})

test('a thousand copies of what shrinks well, and holes, are none', () => {
  const large = framesOf([[0, 1_100_000, 8 * MEBIBYTE]])
  expect(bombIn({ ...version(1000), frames: large })).toBeUndefined()
  expect(bombIn(version(1, 0xffff_ffff))).toBeUndefined()
})
