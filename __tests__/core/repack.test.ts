import { expect, test } from 'vitest'
import { ChunkPlaces } from '../../src/core/chunk-places.ts'
import { framesToRepack, liveBytes, maxPacksFor } from '../../src/core/repack.ts'
import { framesOf, packsOf, treeOf } from '../support/trees.ts'

const MIB = 1024 * 1024

test('counts a place once however many files share it, and no holes', () => {
  const tree = treeOf({
    a: { extents: [[0, 0, 100]] },
    b: {
      extents: [
        [0, 0, 100],
        ['hole', 0, 50],
      ],
    },
    c: { extents: [[1, 0, 7]] },
  })
  const places = new ChunkPlaces()
  places.push(0, 0, 0)
  places.push(1, 0, 1)
  const frames = framesOf([
    [0, 1, MIB],
    [0, 1, MIB],
  ])
  expect([...liveBytes([{ tree }], frames, places)]).toEqual([100, 7])
})

/** Frames of ten mebibytes that are stored as they are. */
const frames = framesOf(Array.from({ length: 4 }, () => [0, 10 * MIB, 10 * MIB] as const))

test('takes the frames with the least alive, within the budget', () => {
  const live = Float64Array.of(6 * MIB, 3 * MIB, 2 * MIB, 0)
  expect([...framesToRepack(live, frames, packsOf('P'), 0, 32)]).toEqual([2])
  expect([...framesToRepack(live, frames, packsOf('P'), 5 * MIB, 32)]).toEqual([2, 1])
  expect([...framesToRepack(live, frames, packsOf('P'), 100 * MIB, 32)]).toEqual([2, 1, 0])
})

test('takes none while a restore reads little more than it needs', () => {
  const live = (least: number) => Float64Array.of(least * MIB, 10 * MIB, 10 * MIB, 10 * MIB)
  expect(framesToRepack(live(5), frames, packsOf('P'), 100 * MIB, 32).size).toBe(0)
  expect([...framesToRepack(live(4), frames, packsOf('P'), 100 * MIB, 32)]).toEqual([0])
})

test('takes none of those that were stored just now', () => {
  const two = framesOf([
    [0, 10 * MIB, 10 * MIB],
    [1, 10 * MIB, 10 * MIB],
  ])
  const live = Float64Array.of(5 * MIB, 4 * MIB)
  expect([...framesToRepack(live, two, packsOf('P'), 100 * MIB, 32)]).toEqual([0])
})

test('merges the smallest packs when there are too many, and some more for slack', () => {
  const frames = framesOf(Array.from({ length: 50 }, (_, pack) => [pack, 1, (pack + 1) * 1000] as const))
  const live = Float64Array.from({ length: 50 }, (_, pack) => (pack + 1) * 1000)
  const packs = packsOf(...Array.from({ length: 50 }, (_, i) => `P${i}`))
  expect(framesToRepack(live, frames, packs, 0, 60).size).toBe(0)
  const chosen = framesToRepack(live, frames, packs, 0, 40)
  expect([...chosen]).toEqual(Array.from({ length: 11 + 8 }, (_, i) => i))
})

test('a large volume may have more packs', () => {
  expect(maxPacksFor(0, { packBytes: 32 * MIB, smallPacks: 32 })).toBe(32)
  expect(maxPacksFor(640 * MIB, { packBytes: 32 * MIB, smallPacks: 32 })).toBe(52)
})
