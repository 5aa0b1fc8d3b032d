import { createMemoryStore } from '../../src/stores/memory.ts'
import { retrying } from '../../src/stores/retrying.ts'
import { realClock, realRandom } from '../support/stores/clock.ts'
import { describeStore } from './store.ts'

describeStore('retrying store', async () => {
  const store = createMemoryStore({ clock: realClock })
  const open = () => retrying(store, { clock: realClock, random: realRandom, events: { emit() {} } })
  return { open, leftovers: async () => [], blobConditions: true, close: async () => {} }
})
