import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { toBytePath } from '../../src/core/bytes.ts'
import { HOLE } from '../../src/core/tree.ts'
import { checkCollisions } from '../../src/workspace/collisions.ts'
import { checkRoom } from '../../src/workspace/room.ts'
import { Bench, fresh, mountAt, Pack, treeOf } from '../support/staged.ts'
import { tempDir } from '../support/temp.ts'

test.each([
  ['case', ['README', 'readme']],
  ['a link and the directory that would be written through it', ['Link', 'link']],
  ['composition', ['\u00e9', 'e\u0301']],
  ['sharp s', ['stra\u00dfe', 'strasse']],
])('two names that are one are refused on macOS and Windows: %s', (_, names) => {
  const entries = names.map(toBytePath).sort()
  const tree = treeOf(new Pack(), {
    '': undefined,
    d: undefined,
    ...Object.fromEntries(entries.map((name) => [`d/${name}`, undefined])),
  })
  for (const platform of ['darwin', 'win32'] as const) {
    expect(() => checkCollisions(tree, platform)).toThrow(/are one name on this system/)
  }
  expect(() => checkCollisions(tree, 'linux')).not.toThrow()
})

test('the same name in two directories is no collision', () => {
  const tree = treeOf(new Pack(), { '': undefined, A: undefined, 'A/x': undefined, b: undefined, 'b/X': undefined })
  expect(() => checkCollisions(tree, 'darwin')).not.toThrow()
})

const TERA = 2 ** 40

/** A tree of one file that says it has so many bytes, of which holes are `holes`. */
function claiming(bytes: number, holes: number) {
  const tree = treeOf(new Pack(), { '': undefined, file: { content: 'x' } })
  tree.size[1] = bytes + holes
  const piece = 2 ** 31
  tree.firstExtent[1] = tree.extents
  for (let at = 0; at < bytes; at += piece) tree.pushExtent(0, 0, piece)
  for (let at = 0; at < holes; at += piece) tree.pushExtent(HOLE, 0, piece)
  tree.extentCount[1] = tree.extents - (tree.firstExtent[1] as number)
  return tree
}

test.each([
  ['content', 1024 * TERA, 0, /bytes free, and 1125899906842624 are needed/],
  ['holes', 0, 1024 * TERA, /on a disk of \d+ bytes, and the files are 1125899906842624 bytes long/],
])('what cannot fit is refused before anything is made: %s', async (_, bytes, holes, message) => {
  const directory = tempDir()
  await using bench = new Bench(directory)
  const tree = claiming(bytes, holes)
  const mount = mountAt(`${directory}/not/there/yet`)
  await expect(bench.stage([fresh(mount, tree)])).rejects.toThrow(message)
  expect(readdirSync(directory)).toEqual([])
})

test('what fits is let pass; what stays is not counted', () => {
  const base = toBytePath(tempDir())
  expect(() => checkRoom([{ base, tree: claiming(1, 1), write: [] }])).not.toThrow()
  expect(() => checkRoom([{ base, tree: claiming(1024 * TERA, 0), write: [0] }])).not.toThrow()
})
