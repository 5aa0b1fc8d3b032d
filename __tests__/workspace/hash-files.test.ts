import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { UserError } from '../../src/core/ports/errors.ts'
import { hashFiles } from '../../src/workspace/hash-files.ts'
import { tempDir } from '../support/temp.ts'

const hash = (patterns: string[], root: string) => hashFiles(patterns, root, process.platform)

function workspace(): string {
  const root = join(tempDir(), 'w')
  fs.mkdirSync(join(root, 'sub/deep'), { recursive: true })
  fs.writeFileSync(join(root, 'one.lock'), 'one')
  fs.writeFileSync(join(root, 'sub/two.lock'), 'two')
  fs.writeFileSync(join(root, 'sub/deep/three.lock'), 'three')
  fs.writeFileSync(join(root, 'empty'), '')
  return root
}

// `printf one | sha256sum | xxd -r -p | sha256sum`, and so on, with coreutils.
test.each<[patterns: string[], hash: string, files: number]>([
  [['one.lock'], 'fe8d7a873dc48961a6af334c996b2cb3ce37149d5ce9c9253952a54c6a92c1ad', 1],
  [['empty'], '5df6e0e2761359d30a8275058e299fcc0381534545f55cf43e41983f5d4c9456', 1],
  [['**/*.lock'], 'eed9c9daba58f49a88a6149a804d6fb5a59b1bd99760219ef0dd3a67d5aa4af7', 3],
  [['**/*.lock', '!sub/deep'], '11914c19a28a98c57d12f3cce6c32b7944784f4b4781a706c24eb1dc284e2856', 2],
  [['sub/two.lock', 'one.lock'], '0c7c01f86ff8722e93c1b9e7437ec11de17d63304f8bb22eec9e50b077f4754c', 2],
  [['nothing', '!one.lock'], '', 0],
  [[], '', 0],
])('%j', async (patterns, expected, files) => {
  expect(await hash(patterns, workspace())).toEqual({ hash: expected, files })
})

test('lines of one pattern, comments and doubled patterns', async () => {
  const root = workspace()
  const one = await hash(['one.lock', '', 'sub/two.lock'], root)
  expect(await hash(['# first\none.lock\n\n  sub/two.lock\n'], root)).toEqual(one)
  expect(await hash(['one.lock', 'sub/two.lock', 'one.lock', './one.lock'], root)).toEqual(one)
})

test('files outside the root, directories and links that lead nowhere do not count; links to files do', async () => {
  const root = workspace()
  const outside = join(root, '../outside.lock')
  fs.writeFileSync(outside, 'outside')
  fs.writeFileSync(`${root}-2`, 'beside')
  expect(await hash([outside, `${root}-2`], root)).toEqual({ hash: '', files: 0 })
  fs.symlinkSync('nothing', join(root, 'broken.lock'))
  fs.symlinkSync('sub', join(root, 'linked'))
  fs.mkdirSync(join(root, 'directory.lock'))
  expect((await hash(['**/*.lock'], root)).files).toBe(3)
  // As the original: it looks below a link only if a pattern's literal part goes through it, and no shorter one ends there.
  expect((await hash(['linked/two.lock'], root)).files).toBe(1)
  expect((await hash(['linked', 'linked/two.lock'], root)).files).toBe(0)
  fs.symlinkSync(outside, join(root, 'one.link'))
  const digest = createHash('sha256').update('outside').digest()
  expect(await hash(['*.link'], root)).toEqual({ hash: createHash('sha256').update(digest).digest('hex'), files: 1 })
})

test('a root that is reached through a link', async () => {
  const root = workspace()
  fs.symlinkSync('w', join(root, '../link'))
  expect(await hash(['**/*.lock'], join(root, '../link'))).toEqual(await hash(['**/*.lock'], root))
})

test('a file larger than a block', async () => {
  const root = workspace()
  const content = Buffer.alloc(3_500_000, 'x')
  fs.writeFileSync(join(root, 'big'), content)
  const digest = createHash('sha256').update(content).digest()
  expect((await hash(['big'], root)).hash).toBe(createHash('sha256').update(digest).digest('hex'))
})

test('a bad pattern is the user’s', async () => {
  await expect(hash(['../x'], workspace())).rejects.toThrow(UserError)
})
