import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffPlace, equalTrees, mapFrames, pairEntries, proves, sameContent, sameStamp } from '../../src/core/diff.ts'
import { compareWalkOrder, NONE } from '../../src/core/tree.ts'
import { framesOf, packsOf, treeOf } from '../support/trees.ts'

const yes = () => true
const no = () => false

test('a time that Node rounded down is the same time, a microsecond is not', () => {
  expect(sameStamp(1_000_000_500n, 1_000_000_001n)).toBe(true)
  expect(sameStamp(1_000_001_000n, 1_000_000_000n)).toBe(false)
  expect(sameStamp(1_000_000_000n, 1_000_001_000n)).toBe(false)
})

test('walk order puts what lies below a directory right after it', () => {
  const paths = ['a', 'a.b', 'a/b', 'a/b/c', 'a-b', '']
  expect(paths.sort(compareWalkOrder)).toEqual(['', 'a', 'a/b', 'a/b/c', 'a-b', 'a.b'])
})

/** A tree of these leaves and the directories on the way to them; a leaf on the way to another is a directory. */
function treeOfLeaves(leaves: readonly string[]) {
  const kinds = new Map<string, string>()
  for (const leaf of leaves) {
    const parts = leaf.split('/')
    for (let depth = 1; depth < parts.length; depth++) kinds.set(parts.slice(0, depth).join('/'), '/')
    if (!kinds.has(leaf)) kinds.set(leaf, '')
  }
  const paths = [...kinds.keys()].sort(compareWalkOrder)
  return treeOf(Object.fromEntries(paths.map((path) => [`${path}${kinds.get(path)}`, {}])))
}

test('pairs entries by path and visits both trees in walk order, whatever each lacks', () => {
  const name = fc.constantFrom('a', 'b', 'b.c', 'b-c', 'c')
  const leaves = fc.uniqueArray(
    fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/')),
    { maxLength: 25 },
  )
  fc.assert(
    fc.property(leaves, leaves, (left, right) => {
      const [a, b] = [treeOfLeaves(left), treeOfLeaves(right)]
      const places = new Map(b.paths().map((path, entry) => [path, entry]))
      expect([...pairEntries(a, b)]).toEqual(a.paths().map((path) => places.get(path) ?? NONE))
      const known = new Set(a.paths())
      const lacking = b.paths().filter((path) => !known.has(path))
      const { foreign, inTheWay, at } = diffPlace(a, b, yes)
      expect([...at]).toEqual([...pairEntries(a, b)])
      expect([...foreign.map((entry) => b.path(entry)), ...inTheWay].sort()).toEqual(lacking.sort())
      expect(equalTrees(a, b, yes)).toBe(
        a.paths().join('\0') === b.paths().join('\0') && a.type.join() === b.type.join(),
      )
    }),
  )
})

test('trees with the same files linked to one another differently are not equal', () => {
  const linked = treeOf({ x: { size: 1 }, y: { size: 1 } })
  linked.link[1] = 1
  linked.link[2] = 1
  const apart = treeOf({ x: { size: 1 }, y: { size: 1 } })
  expect(equalTrees(linked, linked, yes)).toBe(true)
  expect(equalTrees(linked, apart, yes)).toBe(false)
  expect(equalTrees(apart, linked, yes)).toBe(false)
})

describe('proof by stat', () => {
  const base = { x: { ctimeNs: 7n, ino: 3n, mtimeNs: 5_000_000_000n, size: 4 } }
  const prove = (changed: object) => proves(treeOf(base), 1, treeOf({ x: { ...base.x, ...changed } }), 1)
  test.each([
    ['the same', {}, true],
    ['a rounded mtime', { mtimeNs: 4_999_999_800n }, true],
    ['another ctime', { ctimeNs: 8n }, false],
    ['another inode', { ino: 4n }, false],
    ['another size', { size: 5 }, false],
    ['another mtime', { mtimeNs: 6_000_000_000n }, false],
  ])('%s', (_, changed, proved) => expect(prove(changed)).toBe(proved))
  test('a recorded ctime of 0 proves nothing', () => {
    const racing = treeOf({ x: { ...base.x, ctimeNs: 0n } })
    expect(proves(racing, 1, racing, 1)).toBe(false)
  })
  test('a directory proves nothing', () => {
    const tree = treeOf({ 'x/': {} })
    expect(proves(tree, 1, tree, 1)).toBe(false)
  })
})

test('content is the same only at the same places of the same packs', () => {
  const from = {
    packs: packsOf('P', 'Q'),
    frames: framesOf([
      [0, 10, 100],
      [1, 10, 100],
    ]),
  }
  const to = {
    packs: packsOf('Q', 'R'),
    frames: framesOf([
      [1, 10, 100],
      [0, 10, 100],
    ]),
  }
  const map = mapFrames(from, to)
  expect([...map]).toEqual([NONE, 1])
  const forged = framesOf([
    [1, 10, 100],
    [0, 10, 100],
  ])
  forged.sha256.fill(0xbb, 32, 33)
  expect([...mapFrames(from, { ...to, frames: forged })], 'other content at the same place').toEqual([NONE, NONE])
  const a = treeOf({
    gone: { extents: [[0, 0, 5]] },
    kept: {
      extents: [
        [1, 7, 5],
        ['hole', 0, 9],
      ],
    },
  })
  const b = treeOf({
    gone: { extents: [[0, 0, 5]] },
    kept: {
      extents: [
        [1, 7, 5],
        ['hole', 0, 9],
      ],
    },
    other: {
      extents: [
        [1, 8, 5],
        ['hole', 0, 9],
      ],
    },
  })
  expect(sameContent(a, 1, map, b, 1)).toBe(false)
  expect(sameContent(a, 2, map, b, 2)).toBe(true)
  expect(sameContent(a, 2, map, b, 3)).toBe(false)
})

describe('what has to be done at a place', () => {
  const paths = (tree: ReturnType<typeof treeOf>, entries: number[]) => entries.map((entry) => tree.path(entry))
  test('nothing when all is known to be equal', () => {
    const tree = treeOf({ 'd/': {}, 'd/x': { extents: [[0, 0, 5]] }, l: { target: 'd' } })
    expect(diffPlace(tree, tree, yes)).toMatchObject({ write: [], restamp: [], inTheWay: [], foreign: [] })
  })
  test('everything regular when nothing is known, links and directories by what they are', () => {
    const tree = treeOf({ 'd/': {}, 'd/x': { extents: [[0, 0, 5]] }, l: { target: 'd' } })
    expect(paths(tree, diffPlace(tree, tree, no).write)).toEqual(['d/x'])
  })
  test('mode or time alone is only stamped', () => {
    const version = treeOf({ a: { mode: 0o600 }, b: { mtimeNs: 9_000_000_000n }, c: {} })
    const scan = treeOf({ a: {}, b: {}, c: {} })
    const diff = diffPlace(version, scan, yes)
    expect(paths(version, diff.restamp)).toEqual(['a', 'b'])
    expect(diff.write).toEqual([])
  })
  test('a directory where a file belongs goes with all below it', () => {
    const version = treeOf({ a: { extents: [[0, 0, 1]] }, 'b/': {}, 'b/x': {} })
    const scan = treeOf({ 'a/': {}, 'a/deep/': {}, 'a/deep/file': {}, b: { target: '/etc' }, z: {} })
    const diff = diffPlace(version, scan, yes)
    expect(paths(version, diff.write)).toEqual(['a', 'b', 'b/x'])
    expect(diff.inTheWay).toEqual(['a/deep', 'a/deep/file'])
    expect(paths(scan, diff.foreign)).toEqual(['z'])
  })
  test('a link group is written whole unless it is one here', () => {
    const version = treeOf({ a: { extents: [[0, 0, 5]], ino: 9n }, b: { linkTo: 'a' } })
    const apart = treeOf({ a: { extents: [[0, 0, 5]] }, b: { extents: [[0, 0, 5]] } })
    expect(diffPlace(version, version, yes).write).toEqual([])
    expect(paths(version, diffPlace(version, apart, yes).write)).toEqual(['a', 'b'])
    expect(paths(apart, diffPlace(apart, version, yes).write)).toEqual(['a', 'b'])
  })
})

describe('equal trees', () => {
  const base = { 'd/': {}, 'd/x': { size: 3 }, l: { target: 't' } }
  test.each([
    ['the same', {}, true],
    ['another mode', { 'd/x': { size: 3, mode: 0o600 } }, false],
    ['another time', { 'd/x': { size: 3, mtimeNs: 2n } }, false],
    ['another target', { l: { target: 'u' } }, false],
    ['a directory’s time', { 'd/': { mtimeNs: 77n } }, true],
    ['one entry more', { m: {} }, false],
  ])('%s', (_, changed, equal) => expect(equalTrees(treeOf(base), treeOf({ ...base, ...changed }), yes)).toBe(equal))
  test('content decides', () => expect(equalTrees(treeOf(base), treeOf(base), no)).toBe(false))
})
