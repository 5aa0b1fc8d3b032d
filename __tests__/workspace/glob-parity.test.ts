// What our patterns select and hash is what the platform's own package selects and hashes, on real trees.
import fs from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { create, hashFiles as platformHashFiles } from '@actions/glob'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { toDisplay } from '../../src/core/bytes.ts'
import { parsePaths } from '../../src/core/mount.ts'
import { hashFiles } from '../../src/workspace/hash-files.ts'
import { scan } from '../../src/workspace/scan.ts'
import { tempDir } from '../support/temp.ts'

const names = fc.constantFrom('a', 'b', 'ab', '.h', 'é', 'x y', '[c]', 'a.js', 'b.js')
/** What lies at a path; a link leads to a file outside. (One to a directory is followed by us where it is the base.) */
const trees = fc.uniqueArray(
  fc.tuple(
    fc.array(names, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('file', 'file', 'directory', 'link', 'broken'),
  ),
  { minLength: 1, maxLength: 14, selector: ([path]) => path.join('/') },
)
const globs = fc.constantFrom(
  'a',
  'b',
  'ab',
  '*',
  '*',
  '**',
  '**',
  '?',
  'a*',
  '*.js',
  '[ab]',
  '[!a]',
  '[[]c]',
  '.*',
  'é',
)
const line = fc
  .tuple(
    fc.constantFrom('', '', '!', '! '),
    fc.constantFrom('', '', './', 'ROOT/', '~/', '//ROOT//'),
    fc.array(globs, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '', '/'),
  )
  .map(([negation, start, segments, end]) => `${negation}${start}${segments.join('/')}${end}`)
/** Half of them begin with much, so that there is something to take away. */
const lines = fc
  .tuple(fc.constantFrom('', '', '**', '.', '**/*.js', 'a'), fc.array(line, { minLength: 1, maxLength: 5 }))
  .map(([first, others]) => [first, ...others])

const here = process.cwd()
const home = process.env['HOME']
beforeEach(() => {
  // The package prints a debug line for every place it looks at.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterEach(() => {
  process.chdir(here)
  process.env['HOME'] = home
  vi.restoreAllMocks()
})

const grow = (root: string, tree: readonly (readonly [readonly string[], string])[]) => {
  fs.rmSync(root, { recursive: true, force: true })
  fs.mkdirSync(root)
  fs.writeFileSync(join(root, '../outside'), 'outside')
  for (const [path, kind] of tree) {
    const place = join(root, ...path)
    try {
      fs.mkdirSync(join(place, '..'), { recursive: true })
      if (kind === 'directory') fs.mkdirSync(place)
      else if (kind === 'link') fs.symlinkSync(join(root, '../outside'), place)
      else if (kind === 'broken') fs.symlinkSync('nothing', place)
      else fs.writeFileSync(place, path.join(' '), { flag: 'wx' })
    } catch (error) {
      // The place is taken by something grown before.
      if (!['EEXIST', 'ENOTDIR', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  }
}

/** The package refuses to look below a file. */
async function unlessBelowFile<T>(asking: Promise<T>): Promise<T> {
  return await asking.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTDIR') throw error
    return fc.pre(false) as never
  })
}

test('property: a scan holds what the package lists', async () => {
  const root = join(tempDir(), 'w[b]')
  let selected = 0
  await fc.assert(
    fc.asyncProperty(trees, lines, async (tree, templates) => {
      grow(root, tree)
      process.chdir(root)
      process.env['HOME'] = join(root, 'a')
      const patterns = templates.map((line) => line.replace('ROOT', root.replace('[', '[[]')))
      fc.pre(patterns.some((line) => line !== '' && !line.startsWith('!')))
      const globber = await create(patterns.join('\n'), { followSymbolicLinks: false })
      const expected = await unlessBelowFile(globber.glob())

      const place = { workspace: root, home: join(root, 'a'), platform: process.platform, named: false }
      const found: string[] = []
      for (const mount of parsePaths(patterns, place).mounts) {
        const scanned = (await scan(mount, { stateDir: '/nowhere', events: { emit() {} } })).tree
        scanned?.paths().forEach((path, entry) => {
          if (scanned.implied[entry] === 0) found.push(toDisplay(path === '' ? mount.path : `${mount.path}/${path}`))
        })
        // Nothing is on the way to nothing.
        const last = scanned ? scanned.length - 1 : 0
        expect(scanned?.implied[last] ?? 0).toBe(0)
      }
      expect(found.sort()).toEqual(expected.sort())
      selected += found.length
    }),
    { numRuns: 100 },
  )
  expect(selected).toBeGreaterThan(150)
})

test('property: hashes are those of the package as the runner calls it', async () => {
  const root = join(tempDir(), 'w')
  let hashed = 0
  await fc.assert(
    fc.asyncProperty(trees, lines, async (tree, templates) => {
      // At a link that leads nowhere the runner fails: there is no value to compare with.
      grow(
        root,
        tree.filter(([, kind]) => kind !== 'broken'),
      )
      process.chdir(root)
      process.env['HOME'] = join(root, 'a')
      const patterns = templates.map((line) => line.replace('ROOT', root))
      const options = { followSymbolicLinks: false }
      const expected = await unlessBelowFile(platformHashFiles(patterns.join('\n'), root, options))
      const { hash, files } = await hashFiles(patterns, root, process.platform)
      expect(hash).toBe(expected)
      expect(files > 0).toBe(hash !== '')
      hashed += files
    }),
    { numRuns: 100 },
  )
  expect(hashed).toBeGreaterThan(70)
})
