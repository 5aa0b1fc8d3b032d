import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { GetOptions, ManagedStore } from '../../src/core/ports/store.ts'
import { Fleet, read, write } from '../support/fleet.ts'
import type { Machine } from '../support/machine.ts'

interface PackRead {
  readonly range: string
  readonly signal: AbortSignal | undefined
  /** Before the restore had worked out what goes where. */
  readonly early: boolean
}

/** Notes the reads of packs. */
function watch(machine: Machine, get?: ManagedStore['get']): PackRead[] {
  const reads: PackRead[] = []
  let isStaged = false
  const { store, workspace } = machine.context
  machine.context = {
    ...machine.context,
    store: {
      ...store,
      get(key, options: GetOptions = {}) {
        const { range, signal } = options
        if (!key.includes('/packs/')) return store.get(key, options)
        reads.push({ range: `${key} ${range?.offset} ${range?.length}`, signal, early: !isStaged })
        return (get ?? store.get)(key, options)
      },
    },
    workspace: {
      ...workspace,
      stage(...given) {
        isStaged = true
        return workspace.stage(...given)
      },
    },
  }
  return reads
}

const FILES = { 'tree/a': randomBytes(5_000_000), 'tree/b': randomBytes(5_000_000), 'tree/c': randomBytes(5_000_000) }

async function saved(paths?: readonly string[]): Promise<Fleet> {
  const fleet = new Fleet()
  const maker = fleet.machine(paths && { name: 'v', paths })
  write(maker, FILES)
  if (paths) write(maker, { 'other/a': randomBytes(5_000_000) })
  await maker.save('k')
  return fleet
}

test('where nothing lies, packs are read before it is known what goes where, and nothing twice', async () => {
  const fleet = await saved()
  const machine = fleet.machine()
  const reads = watch(machine)
  expect((await machine.restore('k')).writtenFiles).toBe(3)
  expect(reads.length).toBeGreaterThan(1)
  expect(reads.map(({ early }) => early)).toEqual(reads.map(() => true))
  expect(new Set(reads.map(({ range }) => range)).size).toBe(reads.length)
  expect(Object.keys(read(machine))).toEqual(['a', 'b', 'c'])
})

test('onto what lies there only what differs is read', async () => {
  const fleet = await saved()
  const machine = fleet.machine()
  await machine.restore('k')
  write(machine, { 'tree/b': 'other' })
  const reads = watch(machine)
  expect((await machine.restore('k')).writtenFiles).toBe(1)
  expect(reads.map(({ early }) => early)).toEqual([false])
})

test('of a version with a mount that nobody asked for, what is wanted is read', async () => {
  const fleet = await saved(['one=tree', 'two=other'])
  const machine = fleet.machine({ name: 'v', paths: ['two=other'] })
  const reads = watch(machine)
  expect((await machine.restore('k')).writtenFiles).toBe(1)
  expect(reads.map(({ early }) => early)).toEqual([false])
})

test('a pack that is gone is a miss, said once', async () => {
  const fleet = await saved()
  const machine = fleet.machine()
  watch(machine, async () => undefined)
  expect((await machine.restore('k')).hit).toBe('miss')
  expect(machine.told('version-unusable')).toMatchObject([{ reason: 'missing' }])
  expect(read(machine)).toEqual({})
})

test('what was begun is ended when the restore is', async () => {
  const fleet = await saved()
  const machine = fleet.machine()
  const reads = watch(machine, (_, { signal } = {}) => {
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  })
  const { workspace } = machine.context
  const stage = () => Promise.reject(Object.assign(new Error('no room'), { code: 'ENOSPC' }))
  machine.context = { ...machine.context, workspace: { ...workspace, stage } }
  expect((await machine.restore('k')).hit).toBe('miss')
  expect(reads.length).toBeGreaterThan(0)
  expect(reads.every(({ signal }) => signal?.aborted)).toBe(true)
})

test('one that fails ends the others, however long they would take', async () => {
  const fleet = await saved()
  const machine = fleet.machine()
  let asked = 0
  const reads = watch(machine, (_, { signal } = {}) => {
    if (asked++ > 0) return Promise.resolve(undefined)
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  })
  expect((await machine.restore('k')).hit).toBe('miss')
  expect(reads.length).toBeGreaterThan(1)
})
