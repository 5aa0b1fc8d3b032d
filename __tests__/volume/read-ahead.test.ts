import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { StoreError } from '../../src/core/ports/errors.ts'
import type { CaptureRequest, Workspace } from '../../src/core/ports/workspace.ts'
import type { Tree } from '../../src/core/tree.ts'
import { Fleet, noise, read, write } from '../support/fleet.ts'
import type { Machine } from '../support/machine.ts'

const SECRET = '//registry.npmjs.org/:_authToken=hunter2hunter2\n'
/** A hole: long enough to be worth reading ahead, and hardly anything to read. */
const LONG = 65 * 1024 * 1024

interface Captured {
  readonly ahead: boolean
  /** Paths, by mount. */
  readonly read: readonly string[]
}

/** A walk that tells what it has found by half, then all of it, and goes on when what can be read of that was read. */
function walkSlowly(machine: Machine, whenFound?: (tree: Tree) => void): Captured[] {
  const captures: Captured[] = []
  const real = machine.context.workspace
  const workspace: Workspace = {
    ...real,
    async scan(mount, { found, ...options } = {}) {
      const scan = await real.scan(mount, options)
      const { tree } = scan
      if (!tree || !found) return scan
      const { length } = tree
      for (const part of [length >> 1, length]) {
        tree.length = part
        found(tree)
        whenFound?.(tree)
        await sleep(50)
      }
      return scan
    },
    async capture(request, sink, options) {
      captures.push({ ahead: request.ahead === true, read: pathsOf(request) })
      return real.capture(request, sink, options)
    },
  }
  machine.context = { ...machine.context, workspace }
  return captures
}

function pathsOf({ mounts, tasks }: CaptureRequest): string[] {
  return tasks.map(({ mount, entry }) => mounts[mount]?.tree.path(entry) ?? '?')
}

function long(machine: Machine, path: string): void {
  write(machine, { [path]: '' })
  fs.truncateSync(join(machine.workspaceDir, path), LONG)
}

/** Everything of a save's machine that a restore on another must have; of long files their lengths. */
async function restored(fleet: Fleet, paths?: readonly string[]): Promise<Record<string, number | string>> {
  const machine = fleet.machine(paths && { paths })
  expect((await machine.restore('k')).hit).toBe('exact')
  const places = paths ?? ['tree']
  const all = places.flatMap((place) =>
    Object.entries(read(machine, place)).map(([path, text]) => [path, text] as const),
  )
  return Object.fromEntries(all.map(([path, text]) => [path, text.length > 1000 ? text.length : text]))
}

describe('a volume that is new', () => {
  test('is read while the walk goes on, and the rest of it after', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine({ workers: 2 })
    const captures = walkSlowly(machine)
    write(machine, { 'tree/b': 'two', 'tree/m/n': 'three', 'tree/z/y': 'four' })
    long(machine, 'tree/a')
    fs.linkSync(join(machine.workspaceDir, 'tree/b'), join(machine.workspaceDir, 'tree/z/linked'))
    const saved = await machine.save('k')
    expect(saved).toMatchObject({ reason: 'saved', files: 5, readFiles: 4, objectsPut: 3 })
    expect(captures.map(({ ahead }) => ahead)).toEqual([true, false])
    expect(captures[0]?.read).toEqual(expect.arrayContaining(['a', 'b']))
    expect(captures.flatMap((capture) => capture.read).sort()).toEqual(['a', 'b', 'm/n', 'z/y'])
    expect(await restored(fleet)).toEqual({ a: LONG, b: 'two', 'm/n': 'three', 'z/y': 'four', 'z/linked': 'two' })
    expect((await machine.save('k')).reason).toBe('unchanged')
  })

  test('of several mounts, and sealed, too', async () => {
    const fleet = new Fleet()
    const encryptionKeys = [randomBytes(32).toString('base64')]
    const paths = ['one', 'absent', 'two']
    const machine = fleet.machine({ paths, encryptionKeys })
    const captures = walkSlowly(machine)
    write(machine, { 'one/b': noise(3000, 1), 'two/d': 'three' })
    for (const path of ['one/a', 'two/c']) long(machine, path)
    expect(await machine.save('k')).toMatchObject({ reason: 'saved', files: 4, readFiles: 4 })
    expect(captures.filter(({ ahead }) => ahead)).not.toEqual([])
    const other = fleet.machine({ paths, encryptionKeys })
    expect((await other.restore('k')).hit).toBe('exact')
    expect(fs.readFileSync(join(other.workspaceDir, 'one/b'))).toEqual(Buffer.from(noise(3000, 1)))
    expect(read(other, 'two')['d']).toBe('three')
    expect(fs.statSync(join(other.workspaceDir, 'two/c')).size).toBe(LONG)
  })

  test('is told of once: a file that is shaped like a token, one that has vanished', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine()
    const captures = walkSlowly(machine, (tree) => {
      if (tree.length > 3) fs.rmSync(join(machine.workspaceDir, 'tree/z'), { force: true })
    })
    write(machine, { 'tree/b': `x = ghp_${'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA1bC2'}`, 'tree/c': 'c', 'tree/z': 'z' })
    long(machine, 'tree/a')
    expect(await machine.save('k')).toMatchObject({ reason: 'saved', files: 3 })
    expect(captures[0]).toMatchObject({ ahead: true, read: expect.arrayContaining(['b']) })
    expect(machine.told('tokens')).toMatchObject([{ total: 1 }])
    expect(machine.told('left-out')).toMatchObject([{ path: 'z', reason: 'vanished' }])
    expect(Object.keys(await restored(fleet)).sort()).toEqual(['a', 'b', 'c'])
  })
})

test('a file that may hold a credential is not read before somebody has looked', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  const captures = walkSlowly(machine)
  write(machine, { 'tree/.npmrc': 'registry=https://registry.npmjs.org/', 'tree/b': 'two', 'tree/c': 'three' })
  long(machine, 'tree/a')
  expect((await machine.save('k')).files).toBe(4)
  expect(captures).toMatchObject([{ ahead: true }, { ahead: false, read: expect.arrayContaining(['.npmrc']) }])
})

test('nothing that was read ahead is used where a credential was found', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  const captures = walkSlowly(machine)
  write(machine, { 'tree/.npmrc': SECRET, 'tree/b': 'two', 'tree/c': 'three' })
  long(machine, 'tree/a')
  expect(await machine.save('k')).toMatchObject({ reason: 'saved', files: 3 })
  expect(captures).toMatchObject([{ ahead: true }, { ahead: false, read: ['a', 'b', 'c'] }])
  expect(captures.flatMap((capture) => capture.read)).not.toContain('.npmrc')
  expect(await restored(fleet)).toEqual({ a: LONG, b: 'two', c: 'three' })
})

describe('nothing is read ahead', () => {
  const cases: [string, (machine: Machine) => Promise<unknown>, Parameters<Machine['save']>[1]][] = [
    ['where there is a version to build on', (machine) => machine.save('k'), {}],
    ['of a volume with another key’s version', (machine) => machine.save('other'), {}],
    ['where the size may be too much', async () => {}, { sizeLimit: 2 * LONG }],
    ['where a credential is a reason to save nothing', async () => {}, { secrets: 'refuse' }],
    ['by a dry run', async () => {}, { dryRun: true }],
  ]
  test.each(cases)('%s', async (_, before, request) => {
    const fleet = new Fleet()
    const first = fleet.machine()
    write(first, { 'tree/b': 'two' })
    await before(first)
    const machine = fleet.machine()
    const captures = walkSlowly(machine)
    long(machine, 'tree/a')
    await machine.save('k', request)
    expect(captures.some(({ ahead }) => ahead)).toBe(false)
  })

  test('of a small volume', async () => {
    const machine = new Fleet().machine()
    const captures = walkSlowly(machine)
    write(machine, { 'tree/a': 'one' })
    expect((await machine.save('k')).saved).toBe(true)
    expect(captures).toMatchObject([{ ahead: false, read: ['a'] }])
  })

  test('from a directory on that keeps out its owner: the walk has it open', async () => {
    const machine = new Fleet().machine()
    const captures = walkSlowly(machine)
    write(machine, { 'tree/b/c': 'three' })
    long(machine, 'tree/z')
    fs.chmodSync(join(machine.workspaceDir, 'tree/b'), 0o300)
    expect((await machine.save('k')).saved).toBe(true)
    expect(captures).toMatchObject([{ ahead: false }])
  })
})

test('a store that fails while a walk goes on is said once, and nothing is saved', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  walkSlowly(machine)
  const { store } = machine.context
  const failure = new StoreError('unavailable', 'memory', 'a pack', new Error('gone'))
  machine.context = {
    ...machine.context,
    store: {
      ...store,
      open: () => ({ write: () => Promise.reject(failure), commit: () => Promise.reject(failure), async abort() {} }),
    },
  }
  write(machine, { 'tree/b': noise(3_000_000, 1), 'tree/c': 'three' })
  long(machine, 'tree/a')
  expect(await machine.save('k')).toMatchObject({ saved: false, reason: 'store-failed' })
  expect(machine.told('store-failed')).toHaveLength(1)
})

test('an aborted save ends what is being read', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  const controller = new AbortController()
  machine.context = { ...machine.context, signal: controller.signal }
  const captures: readonly Captured[] = walkSlowly(machine, () => {
    if (captures.length > 0) controller.abort(new Error('enough'))
  })
  write(machine, { 'tree/b': noise(3_000_000, 1), 'tree/c': 'three' })
  long(machine, 'tree/a')
  await expect(machine.save('k')).rejects.toThrow('enough')
  expect(captures).toMatchObject([{ ahead: true }])
  expect((await fleet.machine().restore('k')).hit).toBe('miss')
})
