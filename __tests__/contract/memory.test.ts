import { createMemoryStore } from '../../src/stores/memory.ts'
import { realClock } from '../support/stores/clock.ts'
import { describeStore } from './store.ts'

describeStore('memory store', async () => {
  const store = createMemoryStore({ clock: realClock })
  return { open: () => store, leftovers: async () => [], blobConditions: true, close: async () => {} }
})
