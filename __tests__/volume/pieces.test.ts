import { randomBytes } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import type { GetOptions, ManagedStore } from '../../src/core/ports/store.ts'
import type { FrameBatch } from '../../src/core/ports/workspace.ts'
import { Fleet, read, write } from '../support/fleet.ts'
import type { Machine } from '../support/machine.ts'

const MIB = 1024 * 1024
const FILES = { 'tree/a': randomBytes(2 * MIB), 'tree/b': randomBytes(2 * MIB), 'tree/c': randomBytes(2 * MIB) }

type Get = (get: () => Promise<Uint8Array<ArrayBuffer>>, options: GetOptions) => ReturnType<ManagedStore['get']>

/** A machine that restores what another one saved, whose reads of packs are answered so; and what it wrote. */
async function restoring(answer: Get) {
  const fleet = new Fleet()
  const maker = fleet.machine()
  write(maker, FILES)
  await maker.save('k')
  const machine: Machine = fleet.machine()
  const written: FrameBatch[] = []
  const { store, workspace } = machine.context
  machine.context = {
    ...machine.context,
    store: {
      ...store,
      get(key, options: GetOptions = {}) {
        const get = async () => (await store.get(key, options)) as Uint8Array<ArrayBuffer>
        return key.includes('/packs/') ? answer(get, options) : get()
      },
    },
    workspace: {
      ...workspace,
      async stage(...given) {
        const staging = await workspace.stage(...given)
        return {
          ...staging,
          commit: () => staging.commit(),
          abort: () => staging.abort(),
          write(batch) {
            // It is not there any more once it is written.
            written.push({ ...batch, bytes: batch.bytes.slice() })
            return staging.write(batch)
          },
        }
      },
    },
  }
  return { machine, written }
}

/** Resolves when something was written. */
async function someOf(written: readonly FrameBatch[]): Promise<void> {
  while (written.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
}

test('what has come is written before the rest has', async () => {
  const { machine, written } = await restoring(async (get, { moved }) => {
    const bytes = await get()
    moved?.(bytes, 5 * MIB)
    await someOf(written)
    return bytes
  })
  expect((await machine.restore('k')).hit).toBe('exact')
  expect(written.length).toBeGreaterThan(2)
  expect(read(machine)).toEqual(
    Object.fromEntries(Object.entries(FILES).map(([name, bytes]) => [name.slice(5), bytes.toString('utf8')])),
  )
})

test('arrays that were read are filled again, and nothing is lost', async () => {
  let reads = 0
  const { machine } = await restoring(async (get, { moved, array }) => {
    const bytes = await get()
    const filling = array?.(bytes.length) ?? new Uint8Array()
    reads++
    filling.fill(0xff).set(bytes)
    moved?.(filling, MIB + MIB / 2)
    await new Promise((resolve) => setTimeout(resolve, 20))
    return filling
  })
  const { store } = machine.context
  machine.context = {
    ...machine.context,
    store: { ...store, traits: { ...store.traits, readBytes: 2 * MIB, concurrency: 1 } },
  }
  const made = vi.spyOn(Buffer, 'allocUnsafeSlow')
  expect((await machine.restore('k')).hit).toBe('exact')
  expect(reads).toBeGreaterThan(2)
  expect(made.mock.calls.filter(([length]) => length === 2 * MIB)).toHaveLength(1)
  made.mockRestore()
  expect(read(machine)).toEqual(
    Object.fromEntries(Object.entries(FILES).map(([name, bytes]) => [name.slice(5), bytes.toString('utf8')])),
  )
})

test('what came at once is written as it came', async () => {
  const { machine, written } = await restoring((get) => get())
  expect((await machine.restore('k')).hit).toBe('exact')
  expect(written.map(({ parts }) => parts.length > 1)).toEqual([true])
})

test('a read ends when something of it is not what was stored', async () => {
  let ended = false
  const { machine, written } = await restoring(async (get, { moved, signal }) => {
    const bytes = await get()
    bytes[10] = (bytes[10] ?? 0) ^ 1
    moved?.(bytes, 5 * MIB)
    return new Promise((_, reject) => {
      signal?.addEventListener('abort', () => {
        ended = true
        reject(signal.reason)
      })
    })
  })
  expect((await machine.restore('k')).hit).toBe('miss')
  expect(written.length).toBeGreaterThan(0)
  expect(ended).toBe(true)
  expect(machine.told('version-unusable')).toMatchObject([{ reason: 'damaged' }])
  expect(read(machine)).toEqual({})
})
