import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { ABSENT, ChunkIndex } from '../../src/core/chunk-index.ts'

const idOf = (text: string) => createHash('sha256').update(text).digest()

test('numbers ids in the order they come and finds each again, through several growths', () => {
  const index = new ChunkIndex()
  const ids = Array.from({ length: 20_000 }, (_, i) => idOf(`${i}`))
  for (const [i, id] of ids.entries()) expect(index.add(id, 0, i)).toBe(i)
  for (const [i, id] of ids.entries()) {
    expect(index.find(id, 0)).toBe(i)
    expect(index.add(id, 0, 0)).toBe(i)
    expect(index.rawLength[i]).toBe(i)
  }
  expect(index.length).toBe(ids.length)
  expect(index.find(idOf('unknown'), 0)).toBe(-1)
})

test('tells ids apart that share their first 31 bytes', () => {
  const index = new ChunkIndex()
  const a = new Uint8Array(32).fill(7)
  const b = Uint8Array.from(a)
  b[31] = 8
  expect(index.add(a, 0, 1)).toBe(0)
  expect(index.add(b, 0, 1)).toBe(1)
  expect(index.add(a, 0, 1)).toBe(0)
})

test('reads an id out of the middle of a run', () => {
  const index = new ChunkIndex()
  const run = Buffer.concat([idOf('a'), idOf('b'), idOf('c')])
  expect(index.add(run, 32, 5)).toBe(0)
  expect(index.find(idOf('b'), 0)).toBe(0)
  expect(index.find(run, 0)).toBe(-1)
})

test('a chunk is absent until it is placed', () => {
  const index = new ChunkIndex()
  index.add(idOf('a'), 0, 5)
  expect(index.frame[0]).toBe(ABSENT)
  index.place(0, 3, 1000)
  expect([index.frame[0], index.offset[0]]).toEqual([3, 1000])
})
