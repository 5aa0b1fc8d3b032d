import { expect, it } from 'vitest'
import { headKey, packKey } from '../../src/core/keys.ts'
import { StoreError } from '../../src/core/ports/errors.ts'
import type { Condition, ManagedStore, ObjectKey } from '../../src/core/ports/store.ts'
import { put } from '../../src/core/ports/store.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { type ProbedOptions, probeConditions, probed } from '../../src/stores/probe.ts'
import { realClock, realRandom } from '../support/stores/clock.ts'

const line = { namespace: 'acme/web', volume: 'v', key: 'k' }
const head = (lane: string) => headKey({ ...line, lane })
const here: ProbedOptions = { server: 'here', random: realRandom }

/** Calls that went to a store, and a store that sees some conditions otherwise than it was told. */
function spied(store: ManagedStore, heeds: (when: Condition, present: boolean) => Condition = (when) => when) {
  const calls: string[] = []
  const seen: ManagedStore = {
    ...store,
    get(key, options) {
      calls.push(`get ${key}`)
      return store.get(key, options)
    },
    open(key, options) {
      const writer = store.open(key, options)
      return {
        ...writer,
        async commit(when) {
          calls.push(`put ${key}`)
          return writer.commit(heeds(when, (await store.get(key)) !== undefined))
        },
      }
    },
  }
  return { store: seen, calls }
}

async function names(store: ManagedStore): Promise<ObjectKey[]> {
  const keys: ObjectKey[] = []
  for await (const { key } of store.list('')) keys.push(key)
  return keys.sort()
}

it('tries once in a lane, before its first record, and leaves only what it found', async () => {
  const memory = createMemoryStore({ clock: realClock })
  const { store, calls } = spied(memory)
  const one = probed(store, here)
  await put(one, packKey('acme/web', 'trusted', '01J9ZQ4G7M8N0P2R3S5T6V7W8X'), Buffer.of(1), 'absent')
  expect(calls).toHaveLength(1)
  expect(await put(one, head('trusted'), Buffer.of(1), 'absent')).toMatchObject({ stored: true })
  expect(await put(one, head('trusted'), Buffer.of(2), 'absent')).toEqual({ stored: false })
  const root = 'warmstart/v1/acme/web/trusted'
  expect(calls.filter((call) => call === `put ${root}/~probe`)).toHaveLength(1)
  expect(await names(memory)).toEqual([
    `${root}/heads/v/k`,
    `${root}/packs/01J9ZQ4G7M8N0P2R3S5T6V7W8X`,
    `${root}/~probe`,
  ])

  // Another process looks once, in whatever lane.
  for (const lane of ['trusted', 'pr/7']) {
    calls.length = 0
    const other = probed(store, here)
    for (let times = 0; times < 2; times++) await put(other, head(lane), Buffer.of(3), 'none')
    expect(calls).toEqual([`get ${root}/~probe`, `put ${head(lane)}`, `put ${head(lane)}`])
  }
})

it('tries again where another server said it, and in a lane of which trusted says nothing', async () => {
  const memory = createMemoryStore({ clock: realClock })
  await put(probed(memory, here), head('pr/7'), Buffer.of(1), 'absent')
  expect(await names(memory)).toContain('warmstart/v1/acme/web/pr/7/~probe')
  const { store, calls } = spied(memory)
  await put(probed(store, here), head('pr/7'), Buffer.of(1), 'none')
  expect(calls).toHaveLength(3)
  calls.length = 0
  await put(probed(store, { ...here, server: 'there' }), head('pr/7'), Buffer.of(1), 'none')
  expect(calls.length).toBeGreaterThan(3)
})

it.each<[string, (when: Condition, present: boolean) => Condition]>([
  ['a second write on condition that there is none', (when) => (when === 'absent' ? 'none' : when)],
  [
    'a write on condition of what was there before',
    (when, present) => (typeof when === 'object' && present ? 'none' : when),
  ],
  [
    'a write on condition of an object that is not there',
    (when, present) => (typeof when === 'object' && !present ? 'none' : when),
  ],
  ['a write on condition of what is there', (when, present) => (typeof when === 'object' && present ? 'absent' : when)],
  ['a first write, on condition that there is none', (when) => (when === 'absent' ? { tag: 'never' as never } : when)],
])('refuses records where this is not honoured: %s', async (what, heeds) => {
  const memory = createMemoryStore({ clock: realClock })
  await put(memory, head('trusted'), Buffer.of(7), 'absent')
  const before = await names(memory)
  const { store, calls } = spied(memory, heeds)
  const tried = await probeConditions(store, 'scratch', realRandom)
  expect(tried.filter(({ honoured }) => !honoured).map((one) => one.what)).toContain(what)
  const refused = probed(store, here)
  for (let times = 0; times < 2; times++) {
    calls.length = 0
    const writing = put(refused, head('trusted'), Buffer.of(1), 'none')
    await expect(writing).rejects.toMatchObject({ kind: 'unsupported', message: expect.stringContaining('not saved') })
  }
  // It was found out for good, and what is there can be read.
  expect(calls).toEqual([])
  expect(await refused.get(head('trusted'))).toEqual(new Uint8Array([7]))
  expect(await names(memory)).toEqual(before)
})

it('is not found out by a failure, and needs no right to remove', async () => {
  const memory = createMemoryStore({ clock: realClock })
  let down = true
  const flaky: ManagedStore = {
    ...memory,
    async get(key, options) {
      if (down) throw new StoreError('unavailable', 'm', key)
      if (key.includes('/trusted/')) throw new StoreError('denied', 'm', key)
      return memory.get(key, options)
    },
    async remove([key = '']) {
      throw new StoreError('denied', 'm', key)
    },
  }
  const store = probed(flaky, here)
  const writing = put(store, head('pr/7'), Buffer.of(1), 'absent')
  await expect(writing).rejects.toMatchObject({ kind: 'unavailable' })
  down = false
  expect(await put(store, head('pr/7'), Buffer.of(1), 'absent')).toMatchObject({ stored: true })
})
