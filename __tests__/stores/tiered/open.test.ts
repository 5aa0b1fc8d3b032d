import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { headKey, packKey } from '../../../src/core/keys.ts'
import { type ManagedStore, put } from '../../../src/core/ports/store.ts'
import { createHeadStore } from '../../../src/stores/heads.ts'
import { createMemoryStore } from '../../../src/stores/memory.ts'
import { metered } from '../../../src/stores/metered.ts'
import { openTiers, type TiersDependencies } from '../../../src/stores/tiered/open.ts'
import { parseTiers } from '../../../src/stores/tiered/tier-list.ts'
import { realClock } from '../../support/stores/clock.ts'
import { headOf } from '../../support/stores/heads.ts'
import { slow } from '../../support/stores/slow.ts'
import { temporaryDirectory } from '../../support/stores/temporary.ts'

const KEY = packKey('acme/web', 'trusted', '01J9ZQ4G7M8N0P2R3S5T6V7W8X')
const LINE = { namespace: 'acme/web', lane: 'trusted', volume: 'v', key: 'k' } as const

/** Stores by their URLs, opened as a list of them says. */
async function place(text: string, tiers: TiersDependencies['tiers'] = 'filled', millis: Record<string, number> = {}) {
  const { path, remove } = await temporaryDirectory('in memory')
  onTestFinished(remove)
  const list = parseTiers(text)
  const urls = list.lines.flatMap((line) => line.urls)
  const stores = new Map(urls.map((url) => [url, createMemoryStore({ clock: realClock, name: url })]))
  const dependencies = { clock: realClock, events: { emit() {} }, stateDir: join(path, 'state'), tiers }
  const opened = await openTiers(list, dependencies, async (url) => {
    const bare = stores.get(url) as ManagedStore
    const { store, counts } = metered(url in millis ? slow(bare, millis[url] ?? 0) : bare)
    return { store, counts, heads: createHeadStore({ store }) }
  })
  const has = async (key: string) =>
    (await Promise.all(urls.map(async (url) => ((await stores.get(url)?.get(key)) ? url : '')))).filter(Boolean)
  return { ...opened, settle: async () => opened.settle?.(), stores, has }
}

it('writes packs to all that take them, and heads to home', async () => {
  const text = 'file:///a\ns3://b?write=around\ns3://c\ngs://d?write=around'
  const { store, heads, settle, has, tiers = [], counts } = await place(text)
  await put(store, KEY, Buffer.of(1), 'absent')
  await heads.advance(LINE, headOf(1), 'absent')
  await settle()
  expect(await has(KEY)).toEqual(['file:///a', 's3://c'])
  expect(await has(headKey(LINE))).toEqual(['s3://c'])
  expect(store.name).toBe('s3://c')
  expect(tiers.map(({ name }) => name)).toEqual(['file:///a', 's3://b', 's3://c', 'gs://d'])
  expect(counts.requests).toBe(tiers.reduce((sum, tier) => sum + tier.counts.requests, 0))
  expect(counts.objectsPut).toBeGreaterThan(3)
})

it('finds in a store behind home what home has lost', async () => {
  const { store, stores } = await place('s3://c\ngs://d?write=around')
  await put(stores.get('gs://d') as ManagedStore, KEY, Buffer.of(1), 'none')
  expect(await store.get(KEY, { copy: { bytes: 1 } })).toEqual(Uint8Array.of(1))
})

it.each([
  ['filled', ['file:///a', 's3://b', 's3://c']],
  ['local', ['file:///a', 's3://c']],
  ['read', ['s3://c']],
] as const)('keeps copies where a run may (%s)', async (tiers, expected) => {
  const { store, settle, stores, has } = await place('file:///a\ns3://b\ns3://c', tiers)
  await put(stores.get('s3://c') as ManagedStore, KEY, Buffer.of(1), 'none')
  expect(await store.get(KEY, { copy: { bytes: 1 } })).toEqual(Uint8Array.of(1))
  await settle()
  expect(await has(KEY)).toEqual(expected)
})

it('reads packs from the nearest replica, writes to the first, and takes what a replica lacks from there', async () => {
  const text = 's3://first s3://near s3://far'
  const millis = { 's3://first': 150, 's3://near': 10, 's3://far': 300 }
  const { store, heads, stores, has, settle, tiers = [] } = await place(text, 'filled', millis)
  const old = packKey('acme/web', 'trusted', '01J9ZQ4G7M8N0P2R3S5T6V7W8Y')
  for (const url of stores.keys()) await put(stores.get(url) as ManagedStore, old, Buffer.from(url), 'none')
  expect(Buffer.from((await store.get(old, { copy: { bytes: 9 } })) as Uint8Array).toString()).toBe('s3://near')
  await put(store, KEY, Buffer.of(1), 'absent')
  await heads.advance(LINE, headOf(1), 'absent')
  expect(await store.get(KEY, { copy: { bytes: 1 } })).toEqual(Uint8Array.of(1))
  await settle()
  expect(await has(KEY)).toEqual(['s3://first'])
  expect(await has(headKey(LINE))).toEqual(['s3://first'])
  // The measurement, one pack, and one that is not there yet.
  expect(tiers.map(({ counts }) => counts.requests + counts.upkeepRequests)).toEqual([expect.any(Number), 3, 1])
})
