import { expect, it } from 'vitest'
import type { ManagedStore } from '../../src/core/ports/store.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { Fleet, noise, read, write } from '../support/fleet.ts'
import { systemClock } from '../support/machine.ts'

/** A store with small packs, of which one, by its number, takes long when it is first asked for. */
function lagging(hedged: boolean, which: number) {
  const memory = createMemoryStore({ clock: systemClock })
  const { hedged: _, ...traits } = memory.traits
  let gets = 0
  const store: ManagedStore = {
    ...memory,
    traits: { ...traits, packBytes: 64 * 1024, concurrency: 2, ...(hedged && { hedged }) },
    async get(key, options) {
      if (!options?.range) return memory.get(key, options)
      if (++gets === which) await systemClock.sleep(1300, options.signal)
      return memory.get(key, options)
    },
  }
  return { store, gets: () => gets }
}

it.each([true, false])('a read that takes long is made twice where the store says so: %s', async (hedged) => {
  const { store, gets } = lagging(hedged, 6)
  const fleet = new Fleet(store)
  const files = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((i) => [`tree/${i}`, noise(i, 700_000)]))
  const maker = fleet.machine()
  write(maker, files)
  const { objectsPut } = await maker.save('k')
  const before = gets()
  const other = fleet.machine()
  expect(await other.restore('k')).toMatchObject({ hit: 'exact' })
  expect(read(other)).toEqual(read(maker))
  const reads = gets() - before
  // A read a pack; of what was saved, version and head are none.
  expect(reads).toBe(objectsPut - 2 + (hedged ? 1 : 0))
})
