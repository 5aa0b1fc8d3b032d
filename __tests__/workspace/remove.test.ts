import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { removePaths, removeTree } from '../../src/workspace/remove.ts'
import { mountAt } from '../support/staged.ts'
import { recorder, tempDir } from '../support/temp.ts'

function filled(...paths: string[]): string {
  const directory = tempDir()
  for (const path of paths) {
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), path)
  }
  return directory
}

/** All paths below; links are not followed. */
function list(directory: string): string[] {
  const found = readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const below = entry.isDirectory() ? list(join(directory, entry.name)).map((path) => `${entry.name}/${path}`) : []
    return [entry.name, ...below]
  })
  return found.sort()
}

test('removes files, links and those directories that are empty then', async () => {
  const directory = filled('m/a/one', 'm/a/two', 'm/b/stays', 'm/c/deep/er/file', 'beside')
  symlinkSync('../beside', join(directory, 'm/link'))
  const paths = [
    '',
    'a',
    'a/one',
    'a/two',
    'b',
    'c',
    'c/deep',
    'c/deep/er',
    'c/deep/er/file',
    'link',
    'not/there',
    'nothing',
  ]
  expect(await removePaths(mountAt(join(directory, 'm')), paths, recorder())).toBe(4)
  expect(list(directory)).toEqual(['beside', 'm', 'm/b', 'm/b/stays'])
})

test('never goes through a link, and follows only the mount itself', async () => {
  const directory = filled('real/x', 'outside/x')
  symlinkSync('real', join(directory, 'm'))
  symlinkSync('../outside', join(directory, 'real/link'))
  expect(await removePaths(mountAt(join(directory, 'm')), ['', 'x', 'link/x'], recorder())).toBe(1)
  expect(list(directory)).toEqual(['m', 'outside', 'outside/x', 'real', 'real/link'])
  await expect(removePaths(mountAt(join(directory, 'm')), ['../outside/x'], recorder())).rejects.toThrow(/no file name/)
  expect(readFileSync(join(directory, 'outside/x'), 'utf8')).toBe('outside/x')
})

test('a mount that is one file', async () => {
  const directory = filled('file')
  expect(await removePaths(mountAt(join(directory, 'file')), [''], recorder())).toBe(1)
  expect(list(directory)).toEqual([])
})

describe('what git tracks stays', () => {
  const git = (directory: string, ...args: string[]) => execFileSync('git', ['-C', directory, ...args])

  test('wherever the mount lies in the repository, odd names included', async () => {
    const odd = 'new\nline "ü"'
    const directory = filled('m/tracked', `m/${odd}`, 'm/cached', 'm/deep/tracked', 'm/deep/cached')
    git(directory, 'init', '-q')
    git(directory, 'add', '--', 'm/tracked', `m/${odd}`, 'm/deep/tracked')
    const paths = ['tracked', Buffer.from(odd).toString('latin1'), 'cached', 'deep', 'deep/tracked', 'deep/cached']
    expect(await removePaths(mountAt(join(directory, 'm')), paths, recorder())).toBe(2)
    expect(list(join(directory, 'm'))).toEqual(['deep', 'deep/tracked', odd, 'tracked'].sort())
    expect(await removePaths(mountAt(join(directory, 'm/tracked')), [''], recorder())).toBe(0)
    expect(await removePaths(mountAt(join(directory, 'm/deep')), ['tracked'], recorder())).toBe(0)
  })

  test('also in a second work tree', async () => {
    const directory = filled('repository/m/tracked')
    const repository = join(directory, 'repository')
    git(repository, 'init', '-q')
    git(repository, 'add', 'm/tracked')
    git(repository, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'first')
    git(repository, 'worktree', 'add', '-q', join(directory, 'second'))
    writeFileSync(join(directory, 'second/m/cached'), '')
    const mount = mountAt(join(directory, 'second/m'))
    expect(await removePaths(mount, ['tracked', 'cached'], recorder())).toBe(1)
    expect(list(join(directory, 'second/m'))).toEqual(['tracked'])
  })

  test('where git cannot be asked, everything stays, and that is said', async () => {
    const directory = filled('.git', 'm/file')
    const events = recorder()
    expect(await removePaths(mountAt(join(directory, 'm')), ['file'], events)).toBeUndefined()
    expect(existsSync(join(directory, 'm/file'))).toBe(true)
    expect(events.events).toEqual([{ type: 'kept-tracked', path: join(directory, 'm') }])
  })
})

test('removeTree removes everything and follows nothing', () => {
  const directory = filled('tree/a/b/c', 'outside/x')
  symlinkSync('../outside', join(directory, 'tree/link'))
  expect(removeTree(join(directory, 'tree'))).toBe(true)
  expect(removeTree(join(directory, 'tree'))).toBe(false)
  expect(list(directory)).toEqual(['outside', 'outside/x'])
})
