import { execFileSync, spawn } from 'node:child_process'
import fs from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, describe, expect, test } from 'vitest'
import type { CapturedFile } from '../../src/core/ports/workspace.ts'
import { capture } from '../../src/workspace/capture.ts'
import { WINDOW_BYTES } from '../../src/workspace/read-tasks.ts'
import { WorkerPool } from '../../src/workspace/workers.ts'
import { KeepingSink, mountAt, scanned, tasksOf } from '../support/capture-sink.ts'
import { asOrdinaryUser } from '../support/ordinary-user.ts'
import { randomBytes } from '../support/random-bytes.ts'
import { recorder, tempDir } from '../support/temp.ts'

const MIB = 1024 * 1024
const workerUrl = new URL('../../src/workspace/worker.ts', import.meta.url)
const pool = new WorkerPool(workerUrl, 1)
afterAll(() => pool.close())

describe('a file that changed after the scan', () => {
  test.each([
    ['grew', 10, 5000],
    ['grew over a window', 10, 2 * WINDOW_BYTES],
    ['grew by a little at its window', WINDOW_BYTES, WINDOW_BYTES + 1],
    ['shrank', 5000, 10],
    ['shrank to nothing', 5000, 0],
    ['shrank below a window', 2 * WINDOW_BYTES, 10],
    ['large, shrank by a byte', 3 * WINDOW_BYTES, 3 * WINDOW_BYTES - 1],
    ['large, grew by a byte', 3 * WINDOW_BYTES, 3 * WINDOW_BYTES + 1],
    ['of the same size', 700, 700],
    ['large, of the same size', 2 * WINDOW_BYTES, 2 * WINDOW_BYTES],
  ])('%s: is read as it is now', async (_, before, after) => {
    const { path, run } = await scannedFile(randomBytes('before', before))
    const content = randomBytes('after', after)
    fs.writeFileSync(path, content)
    const { file, sink } = await run()
    expect(sink.contentOf(file).equals(content)).toBe(true)
    expectStat(file, path)
  })

  test.each([
    ['small', 100],
    ['large', 5 * MIB],
  ])('and was replaced, %s: the new one is read', async (_, size) => {
    const { path, run } = await scannedFile(randomBytes('before', size))
    const content = randomBytes('after', size)
    fs.writeFileSync(`${path}.new`, content)
    fs.renameSync(`${path}.new`, path)
    const { file, sink } = await run()
    expect(sink.contentOf(file).equals(content)).toBe(true)
    expectStat(file, path)
  })

  test('does not push out those read with it', async () => {
    const root = tempDir()
    const names = Array.from({ length: 8 }, (_, i) => `${i}`)
    for (const name of names) fs.writeFileSync(join(root, name), randomBytes(name, 200_000))
    const mount = mountAt(root)
    const tree = await scanned(mount, tempDir())
    fs.writeFileSync(join(root, '1'), randomBytes('grown', 1_900_000))
    const sink = new KeepingSink()
    const { files } = await capture(
      pool,
      { mounts: [{ mount, tree }], tasks: tasksOf(tree), level: 3 },
      sink,
      recorder(),
      {},
    )
    names.forEach((name, i) => {
      expect(sink.contentOf(files[i]).equals(fs.readFileSync(join(root, name))), name).toBe(true)
    })
  })

  test.each([
    ['is gone', 'vanished', (path: string) => fs.unlinkSync(path)],
    ['is a directory', 'changing', (path: string) => replace(path, () => fs.mkdirSync(path))],
    [
      'is a link to what it was',
      'changing',
      (path: string) => {
        fs.renameSync(path, `${path}.was`)
        fs.symlinkSync(`${path}.was`, path)
      },
    ],
  ] as const)('and %s', async (_, kind, change) => {
    for (const size of [100, 5 * MIB]) {
      const { path, run } = await scannedFile(randomBytes('before', size))
      change(path)
      expect((await run()).file).toEqual({ kind })
    }
  })

  test('and lost its directory', async () => {
    const { path, run } = await scannedFile(Buffer.from('x'))
    replace(join(path, '..'), (directory) => fs.writeFileSync(directory, 'a file now'))
    expect((await run()).file).toEqual({ kind: 'vanished' })
  })

  test('and is a pipe: nobody waits for it', { skip: process.platform === 'win32' }, async () => {
    for (const size of [100, 5 * MIB]) {
      const { path, run } = await scannedFile(randomBytes('before', size))
      replace(path, () => execFileSync('mkfifo', [path]))
      expect((await run()).file).toEqual({ kind: 'changing' })
    }
  })
})

describe('a file that changes while it is read', () => {
  test('once, is read again from its start', async () => {
    const { path, run } = await scannedFile(randomBytes('before', 12 * MIB))
    const content = randomBytes('after', 9 * MIB)
    const { file, sink, readBytes } = await run((offer) => offer === 0 && fs.writeFileSync(path, content))
    expect(sink.contentOf(file).equals(content)).toBe(true)
    expectStat(file, path)
    expect(readBytes).toBeGreaterThanOrEqual(content.length + WINDOW_BYTES)
  })

  test('at every reading, is still changing at the third', async () => {
    const { path, run } = await scannedFile(randomBytes('before', 12 * MIB))
    const { file, readBytes } = await run(() => fs.appendFileSync(path, 'more'))
    expect(file).toEqual({ kind: 'changing' })
    expect(readBytes).toBeLessThan(3 * 13 * MIB)
  })

  test('and is gone when it is to be read again', async () => {
    const { path, run } = await scannedFile(randomBytes('before', 12 * MIB))
    const { file } = await run((offer) => {
      if (offer === 0) fs.appendFileSync(path, 'more')
      // The name goes; what was opened is read on.
      if (offer === 1) fs.unlinkSync(path)
    })
    expect(file).toEqual({ kind: 'vanished' })
  })

  test('by another process without a pause, is changing or was caught between two writes', async () => {
    const { path, run } = await scannedFile(Buffer.alloc(MIB))
    const child = spawn(process.execPath, ['-e', WRITER, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      await new Promise((resolve) => child.stdout.once('data', resolve))
      const kinds: string[] = []
      while (kinds.length < 10 || (!kinds.includes('changing') && kinds.length < 100)) {
        const { file, sink, readBytes } = await run()
        kinds.push(file.kind)
        if (file.kind === 'read') expectUntorn(sink.contentOf(file))
        else expect(readBytes).toBe(3 * MIB)
      }
      expect(kinds).toContain('changing')
    } finally {
      child.kill('SIGKILL')
    }
  })

  test('is not begun in the tick of its last change, in which another would go unnoticed', async () => {
    const { path, run } = await scannedFile(Buffer.from('before'))
    fs.writeFileSync(path, 'after')
    const { ctimeMs } = fs.statSync(path)
    let offered = 0
    await run(() => {
      offered = Date.now()
    })
    expect(offered - ctimeMs).toBeGreaterThanOrEqual(19)
  })
})

test('files that go while others are read are left out, the rest is read', async () => {
  const root = tempDir()
  const names = Array.from({ length: 20 }, (_, i) => `${i + 10}`)
  for (const name of names) fs.writeFileSync(join(root, name), randomBytes(name, MIB))
  const mount = mountAt(root)
  const tree = await scanned(mount, tempDir())
  const sink = new KeepingSink()
  sink.onOffer = (offer) => offer === 0 && fs.unlinkSync(join(root, '29'))
  const { files } = await capture(
    pool,
    { mounts: [{ mount, tree }], tasks: tasksOf(tree), level: 3 },
    sink,
    recorder(),
    {},
  )
  expect(files.map(({ kind }) => kind)).toEqual([...new Array(19).fill('read'), 'vanished'])
})

test('files that shut out their owner are read and left as they were; those of others are unreadable', {
  skip: process.platform === 'win32',
}, () => {
  const root = tempDir()
  fs.mkdirSync(join(root, 'strange'))
  const isRoot = process.getuid?.() === 0
  if (isRoot) {
    fs.writeFileSync(join(root, 'strange', 'file'), 'x', { mode: 0o600 })
    fs.writeFileSync(join(root, 'strange', 'large'), randomBytes('large', 5 * MIB), { mode: 0o600 })
  }
  expect(asOrdinaryUser(new URL('../support/capture-child.ts', import.meta.url), root)).toEqual({
    kinds: [...new Array(4).fill('read'), ...(isRoot ? ['unreadable', 'unreadable'] : [])],
    contents: ['executable', 'large', 'none', 'write-only'],
    pieces: new Array(4).fill('read'),
    modes: { executable: 0o111, large: 0, none: 0, 'write-only': 0o4200 },
    stamped: new Array(4).fill(true),
  })
})

const BLOCK = 4096
/** Writes a file over and over, block by block, each filled with the number of the round. */
const WRITER = `const fs = require('fs'), fd = fs.openSync(process.argv[1], 'r+')
  const { size } = fs.fstatSync(fd)
  for (let round = 1; ; round++) {
    const block = Buffer.alloc(${BLOCK}, String(round).padStart(8, '0'))
    for (let at = 0; at < size; at += block.length) fs.writeSync(fd, block, 0, block.length, at)
    if (round === 2) console.log('writing')
  }`

/** At any moment the file is some blocks of one round, then blocks of the round before. */
function expectUntorn(content: Buffer): void {
  const rounds = Array.from({ length: content.length / BLOCK }, (_, block) => {
    const [first, ...rest] = content.toString('latin1', block * BLOCK, (block + 1) * BLOCK).match(/.{8}/g) ?? []
    expect(new Set(rest), `block ${block}`).toEqual(new Set([first]))
    return Number(first)
  })
  const begun = rounds.lastIndexOf(rounds[0] as number) + 1
  expect(rounds.slice(0, begun)).toEqual(new Array(begun).fill(rounds[0]))
  expect(rounds.slice(begun)).toEqual(new Array(rounds.length - begun).fill((rounds[0] as number) - 1))
}

function replace(path: string, make: (path: string) => void): void {
  fs.rmSync(path, { recursive: true })
  make(path)
}

/** A tree of one file, as it was scanned; `run` captures it. */
async function scannedFile(content: Buffer) {
  const root = tempDir()
  const path = join(root, 'sub', 'file')
  fs.mkdirSync(join(root, 'sub'))
  fs.writeFileSync(path, content)
  const mount = mountAt(root)
  const tree = await scanned(mount, tempDir())
  const run = async (onOffer?: (offer: number) => unknown) => {
    const sink = new KeepingSink()
    sink.onOffer = onOffer
    const request = { mounts: [{ mount, tree }], tasks: tasksOf(tree), level: 3 }
    const { files, readBytes } = await capture(pool, request, sink, recorder(), {})
    return { file: files[0] as CapturedFile, readBytes, sink }
  }
  return { path, run }
}

function expectStat(file: CapturedFile, path: string): void {
  const { size, mtimeNs, ctimeNs, ino, dev, mode } = fs.lstatSync(path, { bigint: true })
  const stat = { size: Number(size), mode: Number(mode) & 0o777, mtimeNs, ctimeNs, ino, dev }
  expect(file).toMatchObject({ kind: 'read', stat })
}
