import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ManagedStore } from '../../src/core/ports/store.ts'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { Fills } from '../../src/stores/tiered/fills.ts'
import { NearTier, type WritePolicy } from '../../src/stores/tiered/near.ts'
import { createTieredStore } from '../../src/stores/tiered/store.ts'
import { realClock, realRandom } from '../support/stores/clock.ts'
import { slow } from '../support/stores/slow.ts'
import { temporaryDirectory } from '../support/stores/temporary.ts'
import { describeStore } from './store.ts'
import type { Place } from './subject.ts'

const events = {
  emit(event: unknown) {
    throw new Error(`nothing fails here: ${JSON.stringify(event)}`)
  },
}

function tiered(home: ManagedStore, near: ManagedStore, write: WritePolicy): ManagedStore {
  const tier = new NearTier({ store: near, write, events })
  const fills = new Fills(realClock)
  return createTieredStore({
    home: { store: home, down: undefined },
    near: [tier],
    beyond: [],
    fills,
    clock: realClock,
    events,
  })
}

async function place(write: WritePolicy): Promise<Place> {
  const { path, remove } = await temporaryDirectory('in memory')
  const near = createMemoryStore({ clock: realClock })
  return {
    open: () => tiered(createDirectoryStore({ directory: path, clock: realClock, random: realRandom }), near, write),
    leftovers: () => readdir(join(path, 'tmp')).catch(() => []),
    blobConditions: false,
    close: remove,
  }
}

for (const write of ['through', 'behind', 'around'] as const) {
  describeStore(`a directory behind a store that is written ${write}`, () => place(write))
}

describeStore('a store behind a directory', async () => {
  const { path, remove } = await temporaryDirectory('in memory')
  // It takes its time: whoever asks it again and again must let others work.
  const home = slow(createMemoryStore({ clock: realClock }), 0)
  const near = () => createDirectoryStore({ directory: path, clock: realClock, random: realRandom })
  return {
    open: () => tiered(home, near(), 'through'),
    leftovers: () => readdir(join(path, 'tmp')).catch(() => []),
    blobConditions: true,
    close: remove,
  }
})
