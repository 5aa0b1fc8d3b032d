import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BytePath } from '../../src/core/bytes.ts'
import type { StagedMount } from '../../src/core/ports/workspace.ts'
import { differences, snapshot } from '../support/random-tree.ts'
import { Bench, batches, type Given, mountAt, Pack, plannedFor, treeOf, wrongStats } from '../support/staged.ts'
import { tempDir } from '../support/temp.ts'

let home: string
let bench: Bench
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'warmstart-'))
  bench = new Bench(home)
})
afterAll(async () => {
  await bench.pool.close()
  rmSync(home, { recursive: true })
})

/** A mount with files in it (a path that ends in `/` is a directory, one with ` -> ` a link). */
function laid(...paths: string[]): string {
  const base = join(tempDir(), 'm')
  mkdirSync(base)
  for (const path of paths) {
    const [name, target] = path.split(' -> ') as [string, string?]
    mkdirSync(path.endsWith('/') ? join(base, path) : dirname(join(base, name)), { recursive: true })
    if (target !== undefined) symlinkSync(target, join(base, name))
    else if (!path.endsWith('/')) writeFileSync(join(base, path), `old ${path}`)
  }
  return base
}

type Wanted = Readonly<Record<BytePath, Given | undefined>>

async function put(base: string, wanted: Wanted, change: (staged: StagedMount) => StagedMount = (staged) => staged) {
  const pack = new Pack()
  const tree = treeOf(pack, wanted)
  const staged = change(await plannedFor(mountAt(base), tree))
  const stats = await bench.restore(pack, [staged])
  expect(await wrongStats(staged)).toEqual([])
  expect(readdirSync(bench.stateDir)).toEqual([])
  return stats
}

/** Every path, with what a file holds and where a link leads. */
function list(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(directory, entry.name)
      if (entry.isSymbolicLink()) return [`${entry.name} -> ${readlinkSync(path)}`]
      if (entry.isDirectory()) return [`${entry.name}/`, ...list(path).map((below) => `${entry.name}/${below}`)]
      return [`${entry.name}: ${readFileSync(path, 'utf8')}`]
    })
    .sort()
}

const keepAll = (staged: StagedMount): StagedMount => ({ ...staged, remove: [] })
const x = { content: 'x' }

describe('what stands in the way of an entry goes', () => {
  test.each<[string, string[], Wanted, string[]]>([
    ['a file, of a directory', ['a'], { '': undefined, a: undefined, 'a/x': x }, ['a/', 'a/x: x']],
    ['a link, of a directory', ['a -> /etc'], { '': undefined, a: undefined, 'a/x': x }, ['a/', 'a/x: x']],
    ['a link, of a file', ['a -> /etc/passwd'], { '': undefined, a: x }, ['a: x']],
    ['a file, of a link', ['a'], { '': undefined, a: { target: 'b' } }, ['a -> b']],
    ['an empty directory, of a file', ['a/'], { '': undefined, a: x }, ['a: x']],
    ['a directory of files that go, of a file', ['a/b/c', 'a/d'], { '': undefined, a: x }, ['a: x']],
    ['a directory of files that go, of a link', ['a/b'], { '': undefined, a: { target: 'b' } }, ['a -> b']],
    ['a file, of a hard link', ['a', 'b'], { '': undefined, a: x, b: { linkTo: 'a' } }, ['a: x', 'b: x']],
  ])('%s', async (_, before, wanted, after) => {
    const base = laid(...before)
    await put(base, wanted)
    expect(list(base)).toEqual(after)
  })

  test('a name as long as names can be', async () => {
    const name = 'n'.repeat(255)
    const base = laid(name)
    await put(base, { '': undefined, [name]: x })
    expect(list(base)).toEqual([`${name}: x`])
  })

  test('the whole mount is a file', async () => {
    const base = join(tempDir(), 'm')
    writeFileSync(base, 'old')
    await put(base, { '': { content: 'new', mode: 0o600 } })
    expect(readFileSync(base, 'utf8')).toBe('new')
    expect(readdirSync(dirname(base))).toEqual(['m'])
  })
})

describe('what is not the version’s', () => {
  test('stays where nobody says that it goes', async () => {
    const base = laid('a', 'foreign', 'dir/foreign', 'dir/b')
    const stats = await put(base, { '': undefined, a: x, dir: undefined, 'dir/b': x }, keepAll)
    expect(stats).toEqual({ writtenFiles: 2, writtenBytes: 2, removedFiles: 0 })
    expect(list(base)).toEqual(['a: x', 'dir/', 'dir/b: x', 'dir/foreign: old dir/foreign', 'foreign: old foreign'])
  })

  test('is removed where that is said, its directories too', async () => {
    const base = laid('a', 'foreign', 'dir/deep/foreign')
    expect(await put(base, { '': undefined, a: x })).toMatchObject({ removedFiles: 2 })
    expect(list(base)).toEqual(['a: x'])
  })

  test('lies in a directory where a file must go: nothing is changed', async () => {
    const base = laid('a/b', 'a/foreign', 'c')
    const before = snapshot(dirname(base))
    const keepForeign = (staged: StagedMount) => ({ ...staged, remove: ['a/b'] })
    await expect(put(base, { '': undefined, a: x, c: x }, keepForeign)).rejects.toThrow(/not part of the volume/)
    expect(differences(before, snapshot(dirname(base)))).toEqual([])
    expect(readdirSync(bench.stateDir)).toEqual([])
  })

  test('is tracked by git: it stays, and keeps its directory from becoming a file', async () => {
    const base = laid('dir/tracked', 'dir/cached')
    execFileSync('git', ['init', '-q', base])
    execFileSync('git', ['-C', base, 'add', 'dir/tracked'])
    const noGit = (staged: StagedMount) => ({
      ...staged,
      remove: staged.remove.filter((path) => !path.startsWith('.git')),
    })
    await expect(put(base, { '': undefined, dir: x }, noGit)).rejects.toThrow(/not part of the volume/)
    await put(base, { '': undefined, new: x }, noGit)
    expect(readdirSync(base)).toEqual(['.git', 'dir', 'new'])
    expect(readdirSync(join(base, 'dir'))).toEqual(['tracked'])
  })
})

describe('nothing is done through a link', () => {
  test('that stands where a directory of the version should', async () => {
    const base = laid('a -> ../outside')
    mkdirSync(join(base, '../outside'))
    writeFileSync(join(base, '../outside/x'), 'outside')
    const only = (staged: StagedMount): StagedMount => ({
      ...staged,
      write: staged.write.filter((entry) => entry !== 1),
    })
    const wanted: Wanted = { '': undefined, a: undefined, 'a/x': x }
    await expect(put(base, wanted, only)).rejects.toThrow(/no directory/)
    await expect(put(base, wanted, (staged) => ({ ...staged, write: [], restamp: [2] }))).rejects.toThrow(
      /no directory/,
    )
    await put(base, wanted, (staged) => ({ ...staged, write: [1, 2], restamp: [], remove: ['a/x'] }))
    expect(list(join(base, '..'))).toEqual(['m/', 'm/a/', 'm/a/x: x', 'outside/', 'outside/x: outside'])
  })

  test('that came while the version was fetched', async () => {
    const base = laid('a/x')
    mkdirSync(join(base, '../outside'))
    const pack = new Pack()
    const staged = await plannedFor(mountAt(base), treeOf(pack, { '': undefined, a: undefined, 'a/x': x }))
    const staging = await bench.stage([staged])
    for (const batch of batches(pack, [staged])) await staging.write(batch)
    renameSync(join(base, 'a'), join(base, 'b'))
    symlinkSync('../outside', join(base, 'a'))
    await expect(staging.commit()).rejects.toThrow(/no directory/)
    expect(readdirSync(join(base, '../outside'))).toEqual([])
  })
})

describe('stamps', () => {
  const time = 1_600_000_000_000_000_000n

  test('mode and time are set without writing, of all names of a file', async () => {
    const base = laid('a', 'dir/b')
    linkSync(join(base, 'a'), join(base, 'linked'))
    const { ino } = lstatSync(join(base, 'a'))
    const file = { content: 'old a', mode: 0o600, mtimeNs: time }
    const wanted: Wanted = {
      '': undefined,
      a: file,
      dir: { mode: 0o700, mtimeNs: time },
      linked: { linkTo: 'a', ...file },
    }
    const stats = await put(base, wanted, (staged) => ({ ...staged, write: [], restamp: [1, 2, 3], remove: [] }))
    expect(stats).toEqual({ writtenFiles: 0, writtenBytes: 0, removedFiles: 0 })
    for (const name of ['a', 'linked']) {
      const stat = lstatSync(join(base, name), { bigint: true })
      expect([Number(stat.ino), Number(stat.mode) & 0o777, stat.mtimeNs]).toEqual([ino, 0o600, time])
    }
    expect(lstatSync(join(base, 'dir'), { bigint: true }).mtimeNs).toBe(time)
    expect(lstatSync(join(base, 'dir')).mode & 0o777).toBe(0o700)
  })

  test('a directory that is written in gets the version’s time; one nobody selected keeps its own', async () => {
    const base = laid('dir/a', 'implied/a', 'untouched/a')
    for (const name of ['dir', 'implied', 'untouched']) utimesSync(join(base, name), 1000, 1000)
    chmodSync(join(base, 'implied'), 0o711)
    await put(
      base,
      {
        '': { implied: true },
        dir: { mtimeNs: time },
        'dir/b': x,
        implied: { implied: true, mode: 0o755, mtimeNs: time },
        'implied/b': x,
        untouched: { mtimeNs: time },
      },
      (staged) => ({ ...staged, write: [2, 3, 4], restamp: [], remove: [] }),
    )
    expect(lstatSync(join(base, 'dir'), { bigint: true }).mtimeNs).toBe(time)
    expect(lstatSync(join(base, 'implied')).mode & 0o777).toBe(0o711)
    expect(lstatSync(join(base, 'implied')).mtimeMs).toBeGreaterThan(time / 1_000_000n)
    expect(lstatSync(join(base, 'untouched')).mtimeMs).toBe(1_000_000)
  })
})

test('nothing to do changes nothing and says so', async () => {
  const base = laid('a')
  const before = lstatSync(join(base, 'a'), { bigint: true })
  const stats = await put(base, { '': undefined }, (staged) => ({ ...staged, write: [], restamp: [], remove: [] }))
  expect(stats).toEqual({ writtenFiles: 0, writtenBytes: 0, removedFiles: 0 })
  expect(lstatSync(join(base, 'a'), { bigint: true })).toEqual(before)
})
