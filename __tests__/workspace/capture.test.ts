import fs from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { toFsPath } from '../../src/core/bytes.ts'
import { CHUNK_MAX_BYTES } from '../../src/core/chunker.ts'
import { FRAME_RAW_BYTES } from '../../src/core/frame.ts'
import type { CaptureTask } from '../../src/core/ports/workspace.ts'
import { HOLE, type Tree } from '../../src/core/tree.ts'
import { capture } from '../../src/workspace/capture.ts'
import { SLABS, WINDOW_BYTES } from '../../src/workspace/read-tasks.ts'
import { WorkerPool } from '../../src/workspace/workers.ts'
import { KeepingSink, mountAt, scanned, tasksOf } from '../support/capture-sink.ts'
import { randomBytes } from '../support/random-bytes.ts'
import { recorder, tempDir } from '../support/temp.ts'

const KIB = 1024
const MIB = 1024 * KIB
const workerUrl = new URL('../../src/workspace/worker.ts', import.meta.url)
// Both, however little there is to read.
const pool = new WorkerPool(workerUrl, 2, 1)
const single = new WorkerPool(workerUrl, 1)
afterAll(() => Promise.all([pool.close(), single.close()]))

describe('content', () => {
  test.each([
    ['one worker', single],
    ['two workers', pool],
  ])('of every size and name comes back, with %s', async (_, workers) => {
    const { root, mount } = place()
    const sizes = [0, 1, 1000, 16 * KIB, 64 * KIB, 64 * KIB + 1, 300 * KIB, FRAME_RAW_BYTES + 1]
    const large = [WINDOW_BYTES - 1, WINDOW_BYTES, WINDOW_BYTES + 1, 2 * WINDOW_BYTES, 9 * MIB + 77]
    for (const size of [...sizes, ...large]) fs.writeFileSync(join(root, `${size}`), randomBytes(`${size}`, size))
    fs.mkdirSync(join(root, 'sub'))
    for (const name of ['new\nline', 'h\xe4lf\xff', '-rf', '~']) {
      fs.writeFileSync(toFsPath(`${mount.path}/sub/${name}`), name)
    }
    for (let i = 0; i < 2100; i++) fs.writeFileSync(join(root, 'sub', `${i}`), `${i} `.repeat(i % 40))

    const { tree, result, sink } = await captureAll(mount, workers)
    const entries = tasksOf(tree).map(({ entry }) => entry)
    expect(result.files.length).toBe(entries.length)
    let bytes = 0
    entries.forEach((entry, i) => {
      const real = fs.readFileSync(toFsPath(`${mount.path}/${tree.path(entry)}`))
      expect(sink.contentOf(result.files[i]).equals(real), tree.path(entry)).toBe(true)
      bytes += real.length
    })
    expect(result.readBytes).toBe(bytes)
  })

  test('that is what the scan saw comes without a row of its own', async () => {
    const { root, mount } = place()
    fs.writeFileSync(join(root, 'a'), 'a', { mode: 0o640 })
    fs.writeFileSync(join(root, 'large'), randomBytes('large', 3 * WINDOW_BYTES), { mode: 0o755 })
    const { result } = await captureAll(mount)
    expect(result.files.map((file) => file.kind === 'read' && file.stat)).toEqual([undefined, undefined])
  })

  test('of a mount that is a file', async () => {
    const { root } = place()
    fs.writeFileSync(join(root, 'file'), 'alone')
    const { result, sink } = await captureAll(mountAt(join(root, 'file')))
    expect(sink.contentOf(result.files[0]).toString()).toBe('alone')
  })

  test('of two mounts at once', async () => {
    const places = [place(), place()]
    for (const [i, { root }] of places.entries()) fs.writeFileSync(join(root, 'file'), `mount ${i}`)
    const mounts = await Promise.all(
      places.map(async ({ mount, state }) => ({ mount, tree: await scanned(mount, state) })),
    )
    const sink = new KeepingSink()
    const tasks = [1, 0].map((mount) => ({ mount, entry: 1 }))
    const { files } = await capture(pool, { mounts, tasks, level: 3 }, sink, recorder(), {})
    expect(files.map((file) => sink.contentOf(file).toString())).toEqual(['mount 1', 'mount 0'])
  })

  test('nothing to read is no work', async () => {
    const sink = new KeepingSink()
    expect(await capture(pool, { mounts: [], tasks: [], level: 3 }, sink, recorder(), {})).toEqual({
      files: [],
      readBytes: 0,
    })
    expect(sink.offers).toBe(0)
  })
})

describe('chunks', () => {
  test('that are equal are stored once, whichever worker reads them', async () => {
    const { root, mount } = place()
    const shared = randomBytes('shared', 700 * KIB)
    for (let i = 0; i < 24; i++) {
      fs.writeFileSync(join(root, `copy ${i}`), shared)
      fs.writeFileSync(join(root, `own ${i}`), `${i}`)
    }
    // The sink throws when a chunk comes twice.
    const { sink } = await captureAll(mount)
    const own = sink.frames.reduce((sum, { rawLength }) => sum + rawLength, 0) - shared.length
    expect(own).toBe('0123456789'.length + 14 * 2)
  })

  test('of zeros are holes, neither offered nor stored', async () => {
    const { root, mount } = place()
    fs.writeFileSync(join(root, 'zeros'), Buffer.alloc(5000))
    const sparse = fs.openSync(join(root, 'sparse'), 'w')
    fs.ftruncateSync(sparse, 20 * MIB)
    fs.writeSync(sparse, 'an island', 9 * MIB)
    fs.closeSync(sparse)
    fs.writeFileSync(join(root, 'almost'), Buffer.concat([Buffer.alloc(5000), Buffer.from('x')]))

    const { result, sink } = await captureAll(mount)
    const [almost, island, zeros] = result.files
    expect(zeros).toMatchObject({ kind: 'read', chunks: Uint32Array.of(HOLE), lengths: Uint32Array.of(5000) })
    expect(sink.contentOf(almost).length).toBe(5001)
    const content = sink.contentOf(island)
    expect(content.length).toBe(20 * MIB)
    expect(content.subarray(9 * MIB, 9 * MIB + 9).toString()).toBe('an island')
    expect(sink.numbers.size).toBe(2)
    expect(sink.frames.reduce((sum, { rawLength }) => sum + rawLength, 0)).toBeLessThanOrEqual(5001 + CHUNK_MAX_BYTES)
  })

  test('lie in frames of about 1 MiB, in the order of their paths', async () => {
    const { root, mount } = place()
    for (let i = 0; i < 300; i++) {
      fs.writeFileSync(join(root, `${i}`.padStart(3, '0')), randomBytes(`${i}`, 20 * KIB + i))
    }
    const { result, sink } = await captureAll(mount, single)
    const order = result.files.flatMap((file) => (file.kind === 'read' ? [...file.chunks] : []))
    expect(sink.frames.flatMap(({ chunks }) => chunks)).toEqual(order)
    const total = 300 * 20 * KIB + (300 * 299) / 2
    expect(sink.frames.length).toBeLessThanOrEqual(Math.ceil(total / FRAME_RAW_BYTES) + 2)
    for (const { rawLength } of sink.frames) expect(rawLength).toBeLessThan(FRAME_RAW_BYTES + CHUNK_MAX_BYTES)
    for (const { rawLength } of sink.frames.slice(0, -1)) expect(rawLength).toBeGreaterThan(FRAME_RAW_BYTES / 2)
  })

  test('the sink does not want are not compressed', async () => {
    const { root, mount } = place()
    for (let i = 0; i < 5; i++) fs.writeFileSync(join(root, `${i}`), randomBytes(`${i}`, 100 * KIB))
    const { tree, sink: first } = await captureAll(mount)
    const second = new KeepingSink()
    for (const [id, number] of first.numbers) second.numbers.set(id, number)
    const { files } = await capture(
      pool,
      { mounts: [{ mount, tree }], tasks: tasksOf(tree), level: 3 },
      second,
      recorder(),
      {},
    )
    expect(second.frames).toEqual([])
    expect(files.map(({ kind }) => kind)).toEqual(new Array(5).fill('read'))
  })
})

describe('pieces', () => {
  test('are read as they are named, small or of a large file', async () => {
    const { root, mount, state } = place()
    const large = randomBytes('large', 12 * MIB)
    const small = randomBytes('small', 100 * KIB)
    fs.writeFileSync(join(root, 'large'), large)
    fs.writeFileSync(join(root, 'small'), small)
    const tree = await scanned(mount, state)
    const pieces = [
      Array.from({ length: 60 }, (_, i) => ({ offset: i * 200 * KIB + i, length: 100 * KIB + i })),
      [
        { offset: 7, length: 50 },
        { offset: 99 * KIB, length: 1 * KIB },
      ],
    ]
    const tasks = [1, 2].map((entry, i) => ({
      mount: 0,
      entry,
      pieces: pieces[i] as NonNullable<CaptureTask['pieces']>,
    }))
    const sink = new KeepingSink()
    const { files, readBytes } = await capture(
      pool,
      { mounts: [{ mount, tree }], tasks, level: 3 },
      sink,
      recorder(),
      {},
    )
    for (const [i, content] of [large, small].entries()) {
      const parts = (pieces[i] ?? []).map(({ offset, length }) => content.subarray(offset, offset + length))
      expect(sink.contentOf(files[i]).equals(Buffer.concat(parts))).toBe(true)
      expect(files[i]).toMatchObject({ lengths: Uint32Array.from(parts, (part) => part.length) })
    }
    expect(readBytes).toBe(pieces.flat().reduce((sum, { length }) => sum + length, 0))
  })

  test('of a file that is no longer what was scanned are pieces of nothing', async () => {
    const { root, mount, state } = place()
    const sizes = { large: 5 * MIB, small: 1000 }
    for (const [name, size] of Object.entries(sizes)) fs.writeFileSync(join(root, name), randomBytes(name, size))
    const tree = await scanned(mount, state)
    for (const name of Object.keys(sizes)) fs.appendFileSync(join(root, name), 'more')
    const tasks = Object.values(sizes).map((length, i) => ({
      mount: 0,
      entry: i + 1,
      pieces: Array.from({ length: length / 1000 }, (_, piece) => ({ offset: piece * 1000, length: 1000 })),
    }))
    const { files } = await capture(
      pool,
      { mounts: [{ mount, tree }], tasks, level: 3 },
      new KeepingSink(),
      recorder(),
      {},
    )
    expect(files).toEqual([{ kind: 'changing' }, { kind: 'changing' }])
  })
})

describe('flow', () => {
  test('a slow sink is handed one frame at a time, and reading waits for it', async () => {
    const { root, mount } = place()
    for (let i = 0; i < 40; i++) fs.writeFileSync(join(root, `${i}`), randomBytes(`${i}`, MIB))
    const sink = new KeepingSink()
    let waiting = 0
    let most = 0
    const offeredAtFirst: number[] = []
    sink.onFrame = async () => {
      most = Math.max(most, ++waiting)
      // Long enough for everything that may be read to be read.
      if (sink.frames.length === 1) await new Promise((resolve) => setTimeout(resolve, 500))
      if (sink.frames.length === 1) offeredAtFirst.push(sink.lengths.reduce((sum, length) => sum + length, 0))
      waiting--
    }
    const { result } = await captureAll(mount, pool, sink)
    expect(result.files.length).toBe(40)
    expect(most).toBe(1)
    expect(offeredAtFirst).toHaveLength(1)
    expect(offeredAtFirst[0]).toBeLessThanOrEqual(pool.size * SLABS * WINDOW_BYTES)
    expect(offeredAtFirst[0]).toBeGreaterThan(pool.size * WINDOW_BYTES)
  })

  test('an abort stops it at once, and the pool can be used again', async () => {
    const { root, mount } = place()
    for (let i = 0; i < 30; i++) fs.writeFileSync(join(root, `${i}`), randomBytes(`${i}`, MIB))
    fs.writeFileSync(join(root, 'large'), randomBytes('large', 8 * MIB))
    const sink = new KeepingSink()
    const controller = new AbortController()
    let aborted = 0
    sink.onFrame = () => {
      controller.abort(new Error('enough'))
      aborted = performance.now()
      // A sink that never answers again.
      return new Promise(() => {})
    }
    await expect(captureAll(mount, pool, sink, controller.signal)).rejects.toThrow('enough')
    expect(performance.now() - aborted).toBeLessThan(100)
    const { offers } = sink
    const again = await captureAll(mount)
    expect(again.result.files.map((file) => again.sink.contentOf(file).length)).toEqual([
      ...new Array(30).fill(MIB),
      8 * MIB,
    ])
    expect(sink.offers).toBe(offers)
    expect(sink.frames.length).toBe(1)
    await expect(captureAll(mount, pool, sink, controller.signal)).rejects.toThrow('enough')
  })

  test.each(['offer', 'frame'] as const)('what the sink throws at %s ends it', async (where) => {
    const { root, mount } = place()
    for (let i = 0; i < 20; i++) fs.writeFileSync(join(root, `${i}`), randomBytes(`${i}`, MIB))
    const sink = new KeepingSink()
    const fail = () => {
      throw new Error('the store is full')
    }
    if (where === 'offer') sink.onOffer = fail
    else sink.onFrame = fail
    await expect(captureAll(mount, pool, sink)).rejects.toThrow('the store is full')
    const { offers, frames } = sink
    await captureAll(mount)
    expect(sink.offers).toBe(offers)
    expect(frames.length).toBe(where === 'frame' ? 1 : 0)
  })

  test('progress counts up to everything, at most ten times a second', async () => {
    const { root, mount } = place()
    for (let i = 0; i < 12; i++) fs.writeFileSync(join(root, `${i}`), randomBytes(`${i}`, MIB))
    fs.writeFileSync(join(root, 'large'), randomBytes('large', 4 * MIB))
    const sink = new KeepingSink()
    sink.onFrame = () => new Promise((resolve) => setTimeout(resolve, 40))
    const events = recorder()
    const started = performance.now()
    const tree = await scanned(mount, tempDir())
    await capture(pool, { mounts: [{ mount, tree }], tasks: tasksOf(tree), level: 3 }, sink, events, {})
    const most = (performance.now() - started) / 100
    expect(events.events.length).toBeGreaterThan(1)
    expect(events.events.length).toBeLessThanOrEqual(most)
    let before = 0
    for (const event of events.events) {
      expect(event).toMatchObject({ type: 'progress', phase: 'read', total: 16 * MIB, totalFiles: 13 })
      if (event.type !== 'progress') continue
      expect(event.done).toBeGreaterThan(before)
      expect(event.done).toBeLessThanOrEqual(event.total)
      expect(event.files).toBeLessThanOrEqual(13)
      before = event.done
    }
  })
})

function place() {
  const root = fs.realpathSync(tempDir())
  return { root, mount: mountAt(root), state: tempDir() }
}

async function captureAll(
  mount: ReturnType<typeof mountAt>,
  workers: WorkerPool = pool,
  sink: KeepingSink = new KeepingSink(),
  signal?: AbortSignal,
) {
  const tree: Tree = await scanned(mount, tempDir())
  const request = { mounts: [{ mount, tree }], tasks: tasksOf(tree), level: 3 }
  return { tree, sink, result: await capture(workers, request, sink, recorder(), signal ? { signal } : {}) }
}
