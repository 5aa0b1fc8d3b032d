import { expect, test } from 'vitest'
import { piecesOf, planRanges } from '../../src/core/restore-plan.ts'
import { framesOf, treeOf } from '../support/trees.ts'

const MIB = 1024 * 1024
const all = (tree: ReturnType<typeof treeOf>) => ({ tree, entries: Array.from({ length: tree.length }, (_, i) => i) })

test('one read for neighbouring frames, each frame once however many files need it', () => {
  const tree = treeOf({ a: { extents: [[0, 0, 10]] }, b: { extents: [[0, 0, 10]] }, c: { extents: [[1, 5, 10]] } })
  const ranges = planRanges(
    [all(tree)],
    framesOf([
      [0, 100, MIB],
      [0, 200, MIB],
    ]),
    8 * MIB,
  )
  expect(ranges).toHaveLength(1)
  expect(ranges[0]).toMatchObject({
    pack: 0,
    offset: 0,
    length: 300,
    parts: [
      { frame: 0, at: 0 },
      { frame: 1, at: 100 },
    ],
  })
  expect(ranges[0]?.writes.map(({ entry, frame }) => [entry, frame])).toEqual([
    [1, 0],
    [2, 0],
    [3, 1],
  ])
})

test('joins extents that lie together in frame and file, and only those', () => {
  const tree = treeOf({
    a: {
      extents: [
        [0, 0, 10],
        [0, 10, 20],
        [0, 40, 5],
        ['hole', 0, 100],
        [0, 45, 5],
      ],
    },
  })
  const [range] = planRanges([all(tree)], framesOf([[0, 100, MIB]]), 8 * MIB)
  expect(range?.writes.map(({ frameOffset, length, fileOffset }) => [frameOffset, length, fileOffset])).toEqual([
    [0, 30, 0],
    [40, 5, 30],
    [45, 5, 135],
  ])
})

/** What is read of three frames with two gaps between them, of a version that has so many bytes elsewhere. */
function readAcross(first: number, second: number, elsewhere: number) {
  const tree = treeOf({ a: { extents: [[0, 0, 1]] }, b: { extents: [[2, 0, 1]] }, c: { extents: [[4, 0, 1]] } })
  const frames = framesOf([
    [0, 10, MIB],
    [0, first, MIB],
    [0, 10, MIB],
    [0, second, MIB],
    [0, 10, MIB],
    [1, elsewhere, MIB],
  ])
  return planRanges([all(tree)], frames, 8 * MIB).map(({ offset, length }) => [offset, length])
}

test('reads across a gap of a mebibyte and no more', () => {
  expect(readAcross(MIB, MIB + 1, 100 * MIB)).toEqual([
    [0, MIB + 20],
    [2 * MIB + 21, 10],
  ])
})

test('reads across the smallest gaps, while they are a sixteenth of the version at most', () => {
  expect(readAcross(MIB / 2, MIB / 4, 16 * MIB)).toEqual([[0, (MIB * 3) / 4 + 30]])
  expect(readAcross(MIB / 2, MIB / 4, 4 * MIB)).toEqual([
    [0, 10],
    [MIB / 2 + 10, MIB / 4 + 20],
  ])
  expect(readAcross(MIB / 2, MIB / 4, MIB)).toHaveLength(3)
})

test('never joins packs', () => {
  const tree = treeOf({ a: { extents: [[0, 0, 1]] }, b: { extents: [[1, 0, 1]] } })
  const frames = framesOf([
    [0, 10, MIB],
    [1, 10, MIB],
  ])
  expect(planRanges([all(tree)], frames, 8 * MIB).map(({ pack }) => pack)).toEqual([0, 1])
})

test('no read grows past the length of reads', () => {
  const frames = framesOf(Array.from({ length: 40 }, () => [0, MIB, MIB] as const))
  const tree = treeOf({ big: { extents: Array.from({ length: 40 }, (_, i) => [i, 0, MIB] as const) } })
  const ranges = planRanges([all(tree)], frames, 8 * MIB)
  expect(ranges.reduce((sum, { length }) => sum + length, 0)).toBe(40 * MIB)
  for (const { length } of ranges) expect(length).toBeLessThanOrEqual(8 * MIB)
})

test('holes, empty files, links and directories need no read; a linked file is written once', () => {
  const tree = treeOf({
    'd/': {},
    'd/empty': {},
    'd/hole': { extents: [['hole', 0, 99]] },
    'd/x': { extents: [[0, 0, 5]] },
    'd/y': { linkTo: 'd/x' },
    l: { target: 'd/x' },
  })
  const ranges = planRanges([all(tree)], framesOf([[0, 10, MIB]]), 8 * MIB)
  expect(ranges.flatMap(({ writes }) => writes.map(({ entry }) => tree.path(entry)))).toEqual(['d/x'])
})

test('a read falls into pieces that cover it, each with its own frames and writes', () => {
  const sizes = [400_000, 700_000, 10, 2 * MIB, 300_000, 5]
  const frames = framesOf(sizes.map((size) => [0, size, MIB] as const))
  const tree = treeOf({
    a: { extents: [[0, 0, 10]] },
    b: {
      extents: [
        [0, 10, 20],
        [1, 0, 7],
      ],
    },
    c: { extents: [[2, 0, 10]] },
    d: {
      extents: [
        [3, 0, 10],
        [4, 5, 5],
      ],
    },
    e: { extents: [[5, 0, 5]] },
  })
  const [range] = planRanges([all(tree)], frames, 8 * MIB)
  if (!range) throw new Error('there is one')
  const pieces = piecesOf(range, frames)
  expect(pieces.map(({ parts }) => parts.map(({ frame }) => frame))).toEqual([
    [0, 1],
    [2, 3],
    [4, 5],
  ])
  expect(pieces.flatMap(({ writes }) => writes)).toEqual(range.writes)
  let end = range.offset
  for (const { offset, length, parts, writes } of pieces) {
    expect(offset).toBe(end)
    end += length
    expect(new Set(writes.map(({ frame }) => frame))).toEqual(new Set(parts.map(({ frame }) => frame)))
    for (const { frame, at } of parts) expect(offset + at).toBe(frames.offset[frame])
  }
  expect(end).toBe(range.offset + range.length)
})

test('a gap within a read belongs to the piece before it', () => {
  const frames = framesOf([MIB, 1000, 10].map((size) => [0, size, MIB] as const))
  const [range] = planRanges(
    [all(treeOf({ a: { extents: [[0, 0, 1]] }, b: { extents: [[2, 0, 1]] } }))],
    frames,
    8 * MIB,
  )
  const pieces = range ? piecesOf(range, frames) : []
  expect(pieces.map(({ offset, length }) => [offset, length])).toEqual([
    [0, MIB + 1000],
    [MIB + 1000, 10],
  ])
})
