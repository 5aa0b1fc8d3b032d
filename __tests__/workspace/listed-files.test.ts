import * as fs from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { EntryType, type Tree } from '../../src/core/tree.ts'
import { ListedFiles } from '../../src/workspace/listed-files.ts'
import { scan } from '../../src/workspace/scan.ts'
import { statFiles } from '../../src/workspace/stat-files.ts'
import { Walk } from '../../src/workspace/walk.ts'
import { type Task, WorkerPool } from '../../src/workspace/workers.ts'
import { mountAt } from '../support/capture-sink.ts'
import { recorder, tempDir } from '../support/temp.ts'

const workerUrl = new URL('../../src/workspace/worker.ts', import.meta.url)
const pool = new WorkerPool(workerUrl, 2)
afterAll(() => pool.close())

/** A directory of several thousand files, some of them under two names, with links and directories among them. */
function large(): string {
  const root = tempDir()
  for (let directory = 0; directory < 60; directory++) {
    const path = join(root, `d${directory}`, 'inner')
    fs.mkdirSync(path, { recursive: true })
    for (let file = 0; file < 120; file++) fs.writeFileSync(join(path, `${file}`), 'x'.repeat(file))
    fs.linkSync(join(path, '7'), join(path, 'also'))
    fs.symlinkSync('7', join(path, 'link'))
  }
  return root
}

function columns({ length, name, target, ...tree }: Tree) {
  const rows = [tree.type, tree.parent, tree.mode, tree.mtimeNs, tree.size, tree.link, tree.ctimeNs, tree.ino, tree.dev]
  return [length, name, [...target], ...rows.map((column) => Array.from(column.subarray(0, length), String))]
}

const place = () => ({ stateDir: tempDir(), events: recorder() })

/** Counts what a pool is asked for. */
function counting(): { pool: WorkerPool; tasks: Task[] } {
  const tasks: Task[] = []
  const counted: Pick<WorkerPool, 'size' | 'call' | 'isWarm' | 'isReady' | 'warm' | 'threadsFor'> = {
    size: pool.size,
    isWarm: () => pool.isWarm(),
    isReady: (worker) => pool.isReady(worker),
    warm: (threads) => pool.warm(threads),
    threadsFor: (bytes) => pool.threadsFor(bytes),
    call(worker, task, transfer) {
      tasks.push(task)
      return pool.call(worker, task, transfer)
    },
  }
  return { pool: counted as WorkerPool, tasks }
}

test('of a large tree workers look at some files, and what is found is the same', async () => {
  const mount = mountAt(large())
  const alone = await scan(mount, place())
  const helped = counting()
  expect((await scan(mount, { ...place(), pool: helped.pool })).tree?.fileCount()).toBe(60 * 122)
  expect(helped.tasks, 'none is started for it').toEqual([])
  pool.warm()
  await expect.poll(() => pool.isReady(0)).toBe(true)
  const together = await scan(mount, { ...place(), pool: helped.pool })
  expect(helped.tasks.length).toBeGreaterThan(0)
  expect(helped.tasks.length).toBeLessThan(8)
  if (!alone.tree || !together.tree) throw new Error('nothing was found')
  expect(columns(together.tree)).toEqual(columns(alone.tree))
  expect(alone.tree.fileCount()).toBe(60 * 122)
})

test('workers start when a file turns out to be newer than all that is known, and not before', async () => {
  const root = tempDir()
  fs.writeFileSync(join(root, 'one'), '1')
  const mount = mountAt(root)
  const { tree: known } = await scan(mount, place())
  if (!known) throw new Error('nothing was found')
  const started: unknown[] = []
  const cold = {
    size: 4,
    isWarm: () => false,
    isReady: () => false,
    warm: (threads: number) => started.push(threads),
    threadsFor: (bytes: number) => pool.threadsFor(bytes),
  } as unknown as WorkerPool
  await scan(mount, { ...place(), pool: cold }, { known })
  expect(started).toEqual([])
  fs.writeFileSync(join(root, 'one'), '2')
  await scan(mount, { ...place(), pool: cold }, { known })
  expect(started, 'one for little').toEqual([1])
  fs.truncateSync(join(root, 'one'), 64 * 1024 * 1024)
  await scan(mount, { ...place(), pool: cold }, { known })
  expect(started, 'all of two for much').toEqual([1, 2])
})

test('a small tree is looked at without them', async () => {
  const root = tempDir()
  for (let file = 0; file < 300; file++) fs.writeFileSync(join(root, `${file}`), '')
  const helped = counting()
  expect((await scan(mountAt(root), { ...place(), pool: helped.pool })).tree?.fileCount()).toBe(300)
  expect(helped.tasks).toEqual([])
})

test('what a lost worker had is looked at all the same', async () => {
  const lost = {
    size: 2,
    isWarm: () => true,
    isReady: () => true,
    call: () => Promise.reject(new Error('a worker thread ended with code 1')),
  }
  const mount = mountAt(large())
  const { tree } = await scan(mount, { ...place(), pool: lost as unknown as WorkerPool })
  const alone = await scan(mount, place())
  if (!alone.tree || !tree) throw new Error('nothing was found')
  expect(columns(tree)).toEqual(columns(alone.tree))
})

test('what one worker lost another may look at, and is waited for', async () => {
  const mount = mountAt(large())
  const asked: number[] = []
  const call: WorkerPool['call'] = async (worker, task) => {
    asked.push(worker)
    await new Promise((resolve) => setTimeout(resolve, worker === 0 ? 20 : 40))
    if (worker === 0) throw new Error('a worker thread ended with code 1')
    if (asked.length > 8) await new Promise((resolve) => setTimeout(resolve, 60))
    return pool.call(0, task)
  }
  const lossy = { size: 3, isWarm: () => true, isReady: () => true, call }
  const { tree } = await scan(mount, { ...place(), pool: lossy as unknown as WorkerPool })
  const alone = await scan(mount, place())
  if (!alone.tree || !tree) throw new Error('nothing was found')
  expect(columns(tree)).toEqual(columns(alone.tree))
  expect(new Set(asked)).toEqual(new Set([0, 1]))
})

test('what goes or changes between listing and look has vanished, and directories kept for it with it', async () => {
  const root = tempDir()
  for (const path of ['a/kept', 'a/gone', 'b/inner/gone', 'c/now-a-link', 'c/now-a-directory']) {
    fs.mkdirSync(join(root, path, '..'), { recursive: true })
    fs.writeFileSync(join(root, path), '')
  }
  const mount = mountAt(root)
  // Every directory is only kept for the files that are selected.
  const selection = {
    ...mount.selection,
    everything: false,
    selects: (_: string, isDirectory: boolean) => !isDirectory,
  }
  const files = new ListedFiles((entries, rows) => walk.filled(entries, rows), undefined)
  const walk = new Walk({ ...mount, selection }, [], undefined, (...file) => files.add(...file))
  while (walk.step());
  for (const path of ['a/gone', 'b/inner/gone', 'c/now-a-link', 'c/now-a-directory']) fs.rmSync(join(root, path))
  fs.symlinkSync('x', join(root, 'c/now-a-link'))
  fs.mkdirSync(join(root, 'c/now-a-directory'))
  await files.finish({})
  const { tree, leftOut, incomplete } = walk.end()
  expect(tree.paths()).toEqual(['', 'a', 'a/kept'])
  expect(leftOut.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
    'a/gone vanished',
    'b/inner/gone vanished',
    'c/now-a-directory vanished',
    'c/now-a-link vanished',
  ])
  expect(new Set(incomplete)).toEqual(new Set([0, 1]))
  expect(tree.type[2]).toBe(EntryType.file)
})

test('a path that is no directory any more has vanished', () => {
  const root = tempDir()
  fs.writeFileSync(join(root, 'file'), '')
  const task = { for: 'stat', directories: join(root, 'file'), names: 'a\0b', ends: Uint32Array.of(2) } as const
  expect([...statFiles(task).seen]).toEqual([1, 1])
})
