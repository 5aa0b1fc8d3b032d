import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { toBytePath, toFsPath } from '../../src/core/bytes.ts'
import { FormatError } from '../../src/core/ports/errors.ts'
import type { StagedMount } from '../../src/core/ports/workspace.ts'
import type { Tree } from '../../src/core/tree.ts'
import { canMount, mountedTmpfs } from '../support/mounts.ts'
import { differences, removeTree, snapshot } from '../support/random-tree.ts'
import { Bench, batches, fresh, mountAt, Pack, plannedFor, treeAt, treeOf, wrongStats } from '../support/staged.ts'
import { tempDir } from '../support/temp.ts'

function newBench(directory: string): Bench {
  const bench = new Bench(directory)
  onTestFinished(() => bench.pool.close())
  return bench
}

/** Puts a hand-made tree where nothing is, and says what is there then. */
async function restored(tree: Tree, pack: Pack, name = 'm') {
  const directory = tempDir()
  const bench = newBench(directory)
  const staged = fresh(mountAt(toBytePath(join(directory, name))), tree)
  onTestFinished(() => void removeTree(staged.mount.path))
  const stats = await bench.restore(pack, [staged])
  expect(await wrongStats(staged)).toEqual([])
  expect(bench.events.filter(({ type }) => type !== 'progress')).toEqual([])
  return { directory, place: join(directory, name), stats }
}

const stampOfFile = (path: string | Buffer) => lstatSync(path, { bigint: true }).mtimeNs

describe('into an empty place', () => {
  test('files, links, odd names, modes and times', async () => {
    const pack = new Pack()
    const tree = treeOf(pack, {
      '': { mode: 0o711, mtimeNs: 1_500_000_000_000_000_000n },
      'a b\n': { content: 'newline', mode: 0o777 },
      dir: { mode: 0o555 },
      'dir/empty': { content: '', mode: 0o000 },
      'dir/link': { linkTo: 'a b\n' },
      'dir/none': { mode: 0o000 },
      symlink: { target: '../no\xffwhere', mtimeNs: 1_400_000_000_000_000_001n },
      [toBytePath('日本')]: { content: 'utf-8', mode: 0o640 },
      '\xff\xfe': { content: 'bytes', mtimeNs: 1_600_000_000_111_222_333n },
    })
    const { directory, place, stats } = await restored(tree, pack)
    expect(stats).toEqual({ writtenFiles: 6, writtenBytes: 17, removedFiles: 0 })
    expect(readdirSync(directory).sort()).toEqual(['m'])
    expect(readdirSync(place, 'latin1').sort()).toEqual(['a b\n', 'dir', 'symlink', toBytePath('日本'), '\xff\xfe'])
    expect(readFileSync(toFsPath(`${place}/\xff\xfe`), 'utf8')).toBe('bytes')
    expect(readFileSync(join(place, '日本'), 'utf8')).toBe('utf-8')
    expect(readlinkSync(join(place, 'symlink'), 'latin1')).toBe('../no\xffwhere')
    expect(lstatSync(join(place, 'dir/link')).ino).toBe(lstatSync(join(place, 'a b\n')).ino)
    const modes = ['', 'a b\n', 'dir', 'dir/empty', 'dir/none', '日本'].map(
      (path) => lstatSync(join(place, path)).mode & 0o777,
    )
    expect(modes).toEqual([0o711, 0o777, 0o555, 0o000, 0o000, 0o640])
    expect(stampOfFile(place)).toBe(1_500_000_000_000_000_000n)
    const early = 1_600_000_000_111_222_333n - stampOfFile(toFsPath(`${place}/\xff\xfe`))
    expect(early >= 0n && early < 1000n).toBe(true)
    expect(stampOfFile(join(place, 'symlink'))).toBe(1_400_000_000_000_000_000n)
  })

  test('a large file in many frames, written by several workers, with holes that stay holes', async () => {
    const pack = new Pack(100_000)
    const random = Uint8Array.from({ length: 2_000_000 }, (_, i) => (i * 7919 + (i >> 8) * 104729) & 0xff)
    const chunks = Array.from({ length: 40 }, (_, i) => random.subarray(i * 50_000, (i + 1) * 50_000))
    const content = [...chunks.slice(0, 20), 30_000_000, ...chunks.slice(20), 4096]
    const tree = treeOf(pack, {
      '': undefined,
      holes: { content: [1_000_000] },
      large: { content },
      small: { content: 'x' },
    })
    const { place } = await restored(tree, pack)
    const large = readFileSync(join(place, 'large'))
    expect(large.length).toBe(32_004_096)
    expect(large.subarray(0, 1_000_000).equals(random.subarray(0, 1_000_000))).toBe(true)
    expect(large.subarray(31_000_000, 32_000_000).equals(random.subarray(1_000_000))).toBe(true)
    expect(lstatSync(join(place, 'large')).blocks * 512).toBeLessThan(4_000_000)
    expect(lstatSync(join(place, 'holes'))).toMatchObject({ size: 1_000_000, blocks: 0 })
  })

  test('the same content for many files, a real tree, an empty directory there, parents missing', async () => {
    const source = new URL('../../node_modules/commander', import.meta.url).pathname
    const pack = new Pack(50_000)
    const tree = await treeAt(pack, source)
    const directory = tempDir()
    const bench = newBench(directory)
    mkdirSync(join(directory, 'empty'))
    const places = [join(directory, 'empty'), join(directory, 'not/yet/there')]
    await bench.restore(
      pack,
      places.map((place) => fresh(mountAt(place), tree)),
    )
    for (const place of places) expect(differences(snapshot(source), snapshot(place))).toEqual([])
    expect(readdirSync(bench.stateDir)).toEqual([])
  })

  test('a mount that is one file, or one link', async () => {
    const pack = new Pack()
    const file = await restored(treeOf(pack, { '': { content: 'alone', mode: 0o600 } }), pack)
    expect(readFileSync(file.place, 'utf8')).toBe('alone')
    const empty = new Pack()
    const link = await restored(treeOf(empty, { '': { target: 'elsewhere' } }), empty, 'x'.repeat(250))
    expect(readlinkSync(link.place)).toBe('elsewhere')
  })

  test('a group of hard links with and without content', async () => {
    const pack = new Pack()
    const { place } = await restored(treeOf(pack, { '': undefined, a: { content: '' }, b: { linkTo: 'a' } }), pack)
    expect(lstatSync(join(place, 'a'))).toMatchObject({ nlink: 2, ino: lstatSync(join(place, 'b')).ino })
  })
})

describe('what goes wrong leaves the target as it was', () => {
  async function failing(staged: StagedMount, pack: Pack, bench: Bench, spoil: (bytes: Uint8Array) => void = () => {}) {
    const staging = await bench.stage([staged])
    const batched = batches(pack, [staged])
    for (const { bytes } of batched) spoil(bytes)
    const error = await Promise.all(batched.map((batch) => staging.write(batch)))
      .then(() => staging.commit())
      .catch((reason) => reason)
    await staging.abort()
    return error
  }

  test.each(['fresh', 'in-place'] as const)('a flipped bit: %s', async (how) => {
    const directory = tempDir()
    const bench = newBench(directory)
    const pack = new Pack(1000)
    const tree = treeOf(pack, {
      '': undefined,
      a: { content: [Buffer.alloc(900, 'a')] },
      b: { content: [Buffer.alloc(900, 'b')] },
    })
    const mount = mountAt(join(directory, 'up/m'))
    if (how === 'in-place') {
      mkdirSync(mount.path, { recursive: true })
      writeFileSync(join(mount.path, 'a'), 'before')
    }
    const before = snapshot(directory)
    const staged = how === 'fresh' ? fresh(mount, tree) : await plannedFor(mount, tree)
    const error = await failing(staged, pack, bench, (bytes) => {
      bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1
    })
    expect(error).toBeInstanceOf(FormatError)
    expect(differences(before, snapshot(directory)).filter((line) => !line.includes('"state"'))).toEqual([])
    expect(readdirSync(join(directory, how === 'fresh' ? '' : 'state')).filter((name) => name !== 'state')).toEqual([])
  })

  test('content that never came', async () => {
    const directory = tempDir()
    const bench = newBench(directory)
    const pack = new Pack()
    const staging = await bench.stage([
      fresh(mountAt(join(directory, 'm')), treeOf(pack, { '': { content: 'missing' } })),
    ])
    await expect(staging.commit()).rejects.toThrow('0 of 7 bytes were written')
    expect(readdirSync(directory)).toEqual([])
  })

  test('an aborted signal', async () => {
    const directory = tempDir()
    const bench = newBench(directory)
    const pack = new Pack()
    const staged = fresh(mountAt(join(directory, 'm')), treeOf(pack, { '': undefined, x: { content: 'content' } }))
    const controller = new AbortController()
    const staging = await bench.stage([staged], controller.signal)
    for (const batch of batches(pack, [staged])) await staging.write(batch)
    controller.abort()
    await expect(staging.commit()).rejects.toThrow(/abort/)
    expect(readdirSync(directory)).toEqual([])
    await expect(bench.stage([staged], controller.signal)).rejects.toThrow(/abort/)
  })

  test.runIf(canMount())('a full disk', async () => {
    const disk = mountedTmpfs(2)
    const bench = newBench(tempDir())
    const pack = new Pack(200_000)
    // As bytes they would fit; each takes a second page for its last hundred.
    const block = (seed: number) => Uint8Array.from({ length: 4200 }, (_, i) => (i * seed) >> 3)
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${100 + i}`, { content: [block(i)] }]))
    const tree = treeOf(pack, { '': undefined, ...files })
    mkdirSync(join(disk, 'm'))
    const free = statfsSync(disk).bfree
    expect(await failing(fresh(mountAt(join(disk, 'm')), tree), pack, bench)).toMatchObject({ code: 'ENOSPC' })
    expect(readdirSync(disk)).toEqual(['m'])
    expect(readdirSync(join(disk, 'm'))).toEqual([])

    writeFileSync(join(disk, 'm/f100'), 'before')
    const staged = await plannedFor(mountAt(join(disk, 'm')), tree)
    expect(await failing(staged, pack, bench)).toMatchObject({ code: 'ENOSPC' })
    expect(readdirSync(join(disk, 'm'))).toEqual(['f100'])
    expect(readFileSync(join(disk, 'm/f100'), 'utf8')).toBe('before')
    expect(free - statfsSync(disk).bfree).toBeLessThan(4)
    expect(readdirSync(bench.stateDir)).toEqual([])
  })
})

test.runIf(canMount())('an empty mount point is filled, not replaced', async () => {
  const disk = mountedTmpfs(4)
  const bench = newBench(tempDir())
  const pack = new Pack()
  const tree = treeOf(pack, { '': { mode: 0o700 }, dir: undefined, 'dir/x': { content: 'x' }, link: { target: 'dir' } })
  chmodSync(disk, 0o777)
  const staged = fresh(mountAt(disk), tree)
  await bench.restore(pack, [staged])
  expect(readFileSync(join(disk, 'link/x'), 'utf8')).toBe('x')
  expect(lstatSync(disk).mode & 0o777).toBe(0o700)
  expect(await wrongStats(staged)).toEqual([])
})

test('a base that is a link to a directory is worked in and stays a link', async () => {
  const directory = tempDir()
  mkdirSync(join(directory, 'real'))
  writeFileSync(join(directory, 'real/old'), '')
  symlinkSync('real', join(directory, 'm'))
  const bench = newBench(directory)
  const pack = new Pack()
  const mount = mountAt(join(directory, 'm'))
  await bench.restore(pack, [await plannedFor(mount, treeOf(pack, { '': undefined, new: { content: 'new' } }))])
  expect(readlinkSync(mount.path)).toBe('real')
  expect(readdirSync(join(directory, 'real'))).toEqual(['new'])
  const file = treeOf(pack, { '': { content: 'a file' } })
  await expect(bench.stage([await plannedFor(mount, file)])).rejects.toThrow(/directory behind a link/)
})
