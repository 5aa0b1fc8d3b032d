import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { packKey } from '../../../src/core/keys.ts'
import { StoreError } from '../../../src/core/ports/errors.ts'
import { type ManagedStore, put } from '../../../src/core/ports/store.ts'
import { createMemoryStore } from '../../../src/stores/memory.ts'
import { metered } from '../../../src/stores/metered.ts'
import { createNearest } from '../../../src/stores/tiered/nearest.ts'
import { realClock } from '../../support/stores/clock.ts'
import { slow } from '../../support/stores/slow.ts'
import { temporaryDirectory } from '../../support/stores/temporary.ts'

const KEY = packKey('acme/web', 'trusted', '01J9ZQ4G7M8N0P2R3S5T6V7W8X')
const DAY = 86_400_000

/** Replicas that say who they are, after a while. */
async function place(...millis: number[]) {
  const { path, remove } = await temporaryDirectory('in memory')
  onTestFinished(remove)
  let now = Date.now()
  const clock = { ...realClock, now: () => now }
  const replicas = await Promise.all(
    millis.map(async (wait, i) => {
      const store = createMemoryStore({ clock: realClock, name: `replica ${i}` })
      await put(store, KEY, Buffer.of(i), 'none')
      return metered(Number.isFinite(wait) ? slow(store, wait) : dead(store))
    }),
  )
  const stores = replicas.map(({ store }) => store) as [ManagedStore, ...ManagedStore[]]
  return {
    open: () => createNearest({ stores, stateDir: join(path, 'state'), clock }),
    later: (by: number) => {
      now += by
    },
    asked: () => replicas.map(({ counts }) => counts.upkeepRequests),
    written: () => readdir(join(path, 'state', 'nearest')).catch(() => []),
  }
}

function dead(store: ManagedStore): ManagedStore {
  const get = async () => {
    throw new StoreError('unavailable', store.name, KEY)
  }
  return { ...store, get }
}

it('reads from the one that answers first, and remembers it for a day', async () => {
  const { open, later, asked, written } = await place(200, 20, 200)
  const first = open()
  expect(asked(), 'nothing is asked before it is needed').toEqual([0, 0, 0])
  expect(await Promise.all([first.get(KEY), first.get(KEY)])).toEqual([Uint8Array.of(1), Uint8Array.of(1)])
  expect(asked()).toEqual([1, 1, 1])
  expect(await written()).toHaveLength(1)
  expect(await open().get(KEY)).toEqual(Uint8Array.of(1))
  expect(asked()).toEqual([1, 1, 1])
  later(DAY)
  expect(await open().get(KEY)).toEqual(Uint8Array.of(1))
  expect(asked()).toEqual([2, 2, 2])
})

it('has nothing where the first is nearest: it is asked anyway', async () => {
  const { open } = await place(5, 300)
  expect(await open().get(KEY)).toBeUndefined()
})

it('passes over one that does not answer', async () => {
  const { open } = await place(100, Number.NaN)
  expect(await open().get(KEY)).toBeUndefined()
})

it('has nothing, and remembers nothing, when none answers', async () => {
  const { open, written } = await place(Number.NaN, Number.NaN)
  expect(await open().get(KEY)).toBeUndefined()
  expect(await written()).toEqual([])
})
