import { describe, expect, it } from 'vitest'
import { FormatError } from '../../src/core/ports/errors.ts'
import { EntryType, HOLE, NONE, Tree } from '../../src/core/tree.ts'
import { checkTree, DEPTH_MAX, ENTRIES_MAX, EXTENTS_MAX } from '../../src/core/tree-rules.ts'
import { framesOf, treeOf } from '../support/trees.ts'

const frames = framesOf([
  [0, 50, 100],
  [0, 50, 200],
])

/** Entries 0 to 6: the mount, `d`, `d/f`, `d/g` (linked to it), `e` (two extents), `h` (a hole), `l` (a link). */
function sound(): Tree {
  const tree = treeOf({
    'd/': {},
    'd/f': { extents: [[0, 0, 100]] },
    'd/g': { linkTo: 'd/f' },
    e: {
      extents: [
        [1, 10, 20],
        ['hole', 0, 7],
      ],
    },
    h: { extents: [['hole', 0, 0xffff_ffff]] },
    l: { target: 'd' },
  })
  expect([...checkTree(tree, frames, 'whole')]).toEqual([0, 1, 2, 2, 1, 1, 1])
  return tree
}

describe('checkTree', () => {
  it.each<[string, keyof Tree, number, unknown, RegExp]>([
    ['nothing at all', 'length', 0, 0, /without entries/],
    ['too many entries', 'length', 0, ENTRIES_MAX + 1, /entries; /],
    ['too many extents', 'extents', 0, EXTENTS_MAX + 1, /extents; /],
    ['a mount with a name', 'name', 0, 'x', /not the mount/],
    ['a mount with a parent', 'parent', 0, 0, /not the mount/],
    ['a second mount', 'parent', 4, NONE, /parent -1/],
    ['a parent that comes later', 'parent', 1, 4, /parent 4/],
    ['an entry that is its own parent', 'parent', 4, 4, /parent 4/],
    ['a directory that is taken up again', 'parent', 5, 1, /out of walk order/],
    ['an entry below a file', 'parent', 5, 4, /below what is no directory/],
    ['an entry below a link', 'type', 1, EntryType.symlink, /below what is no directory/],
    ['siblings out of order', 'name', 4, 'a', /out of order/],
    ['two siblings of one name', 'name', 4, 'd', /out of order/],
    ['siblings out of order below a directory', 'name', 3, 'e', /out of order/],
    ['no name', 'name', 4, '', /no name/],
    ['the name .', 'name', 1, '.', /no name/],
    ['the name ..', 'name', 1, '..', /no name/],
    ['a name with a slash', 'name', 4, 'd/x', /no name/],
    ['a name with a NUL', 'name', 4, 'd\0', /no name/],
    ['a name of 256 bytes', 'name', 4, 'e'.repeat(256), /no name/],
    ['an unknown type', 'type', 4, 3, /entry 4 \(e\): unknown type 3/],
    ['a set-user-id bit', 'mode', 4, 0o4755, /mode 4755/],
    ['an implied file', 'implied', 4, 1, /implied/],
    ['a link without a target', 'target', 6, undefined, /sane target/],
    ['a link with an empty target', 'target', 6, '', /sane target/],
    ['a link with a target of 4097 bytes', 'target', 6, 'x'.repeat(4097), /sane target/],
    ['a link with a NUL in its target', 'target', 6, 'a\0b', /NUL/],
    ['a target of a file', 'target', 4, 'x', /no symbolic link/],
    ['a hard link to a later file', 'link', 2, 3, /no earlier file/],
    ['a hard link to nothing', 'link', 3, -2, /no earlier file/],
    ['a hard link to a file of no group', 'link', 3, 0, /no earlier file/],
    ['a hard link to a hard link', 'link', 4, 3, /no earlier file/],
    ['a hard-linked directory', 'link', 1, 1, /no file/],
    ['a hard-linked symbolic link', 'link', 6, 6, /no file/],
    ['a hard link with extents', 'extentCount', 3, 1, /no file of its own/],
    ['a directory with extents', 'extentCount', 1, 1, /no file of its own/],
    ['a link with extents', 'extentCount', 6, 1, /no file of its own/],
    ['a negative size', 'size', 2, -1, /size -1/],
    ['half a byte', 'size', 2, 0.5, /size 0.5/],
    ['a size beyond exact numbers', 'size', 2, 2 ** 53, /size 9007199254740992/],
    ['a size without extents', 'extentCount', 2, 0, /no extents/],
    ['extents without a size', 'size', 2, 0, /a size of 0/],
    ['extents that are longer than the size', 'size', 4, 26, /extents of 27 bytes/],
    ['extents that are shorter than the size', 'size', 5, 2 ** 32, /a size of 4294967296/],
    ['extents that are not there', 'extentCount', 5, 2, /not there/],
    ['an empty extent', 'extentLength', 2, 0, /empty extent/],
    ['an extent in no frame', 'frame', 0, 2, /frame 2 of 2/],
    ['an extent that ends behind its frame', 'offset', 0, 1, /behind its frame/],
  ])('refuses %s', (_, column, entry, value, message) => {
    const tree = sound()
    spoil(tree, column, entry, value)
    expect(() => checkTree(tree, frames, 'whole')).toThrow(FormatError)
    expect(() => checkTree(tree, frames, 'whole')).toThrow(message)
  })

  it('lets a file have a size alone where its content need not be known', () => {
    const tree = sound()
    tree.extentCount[2] = 0
    expect(() => checkTree(tree, frames, 'known')).not.toThrow()
    tree.extentCount[4] = 1
    expect(() => checkTree(tree, frames, 'known')).toThrow('a size of 27')
  })

  it('takes a file or a link for a mount', () => {
    const file = new Tree()
    file.push('', EntryType.file, NONE)
    file.pushExtent(HOLE, 0, 5)
    file.extentCount[0] = 1
    file.size[0] = 5
    expect(() => checkTree(file, frames, 'whole')).not.toThrow()
    const link = new Tree()
    link.target.set(link.push('', EntryType.symlink, NONE), 'x')
    expect(() => checkTree(link, frames, 'whole')).not.toThrow()
  })

  it('bounds depth and length of a path', () => {
    expect(() => checkTree(chain(DEPTH_MAX, 'd'), frames, 'whole')).not.toThrow()
    expect(() => checkTree(chain(DEPTH_MAX + 1, 'd'), frames, 'whole')).toThrow('more than 256 directories deep')
    // 16 names and 15 slashes: 4096 bytes with the last name a byte shorter.
    const long = chain(16, 'd'.repeat(255))
    expect(() => checkTree(long, frames, 'whole')).not.toThrow()
    expect(long.path(16)).toHaveLength(4095)
    expect(() => checkTree(chain(17, 'd'.repeat(255)), frames, 'whole')).toThrow('a path of 4351 bytes')
  })
})

function chain(depth: number, name: string): Tree {
  const tree = new Tree()
  let parent = tree.push('', EntryType.directory, NONE)
  for (let level = 0; level < depth; level++) parent = tree.push(name, EntryType.directory, parent)
  return tree
}

/** Sets one cell of a column (or the number of entries or extents). */
function spoil(tree: Tree, column: keyof Tree, entry: number, value: unknown): void {
  if (column === 'target') tree.target.set(entry, value as string)
  else if (column === 'length' || column === 'extents') tree[column] = value as number
  else (tree[column] as unknown[])[entry] = value
}
