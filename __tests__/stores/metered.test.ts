import { expect, it } from 'vitest'
import { put } from '../../src/core/ports/store.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { metered } from '../../src/stores/metered.ts'
import { describeStore } from '../contract/store.ts'
import { realClock } from '../support/stores/clock.ts'

describeStore('metered store', async () => {
  const store = createMemoryStore({ clock: realClock })
  return { open: () => metered(store).store, leftovers: async () => [], blobConditions: true, close: async () => {} }
})

it('counts calls, objects and bytes', async () => {
  const { store, counts } = metered(createMemoryStore({ clock: realClock }))
  const writer = store.open('a')
  for (let block = 0; block < 5; block++) await writer.write(Buffer.alloc(10))
  await writer.commit('absent')
  expect(counts).toEqual({ requests: 1, upkeepRequests: 0, objectsPut: 1, uploadedBytes: 50, fetchedBytes: 0 })

  await put(store, 'a', Buffer.alloc(7), 'absent')
  expect(counts).toEqual({ requests: 2, upkeepRequests: 0, objectsPut: 1, uploadedBytes: 57, fetchedBytes: 0 })

  await store.get('a', { range: { offset: 10, length: 20 } })
  await store.get('nothing')
  await store.read('a')
  expect(counts).toEqual({ requests: 5, upkeepRequests: 0, objectsPut: 1, uploadedBytes: 57, fetchedBytes: 70 })

  await store.stat('a')
  await store.now()
  for await (const info of store.list('')) expect(info.key).toBe('a')
  await store.remove(['a', 'b'])
  expect(counts).toEqual({ requests: 8, upkeepRequests: 0, objectsPut: 1, uploadedBytes: 57, fetchedBytes: 70 })

  await store.get('a', { range: { offset: 0, length: 1 }, upkeep: true })
  expect(counts).toEqual({ requests: 8, upkeepRequests: 1, objectsPut: 1, uploadedBytes: 57, fetchedBytes: 70 })
})
