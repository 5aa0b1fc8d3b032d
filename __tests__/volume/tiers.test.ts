import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { StoreError } from '../../src/core/ports/errors.ts'
import { type ManagedStore, put } from '../../src/core/ports/store.ts'
import { createDirectoryStore } from '../../src/stores/directory.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { noise, read, write } from '../support/fleet.ts'
import { Machine } from '../support/machine.ts'
import { realClock, realRandom } from '../support/stores/clock.ts'
import { faulty } from '../support/stores/faulty.ts'
import { temporaryDirectory } from '../support/stores/temporary.ts'
import { type TiersOf, tiersOf } from '../support/stores/tiers.ts'

const FILES = {
  'tree/a': 'a',
  'tree/large': noise(1, 1_500_000),
  'tree/b/c': noise(2, 200_000),
}
const EXPECTED = Object.keys(FILES)
  .map((path) => path.slice('tree/'.length))
  .sort()

const memory = (name: string) => createMemoryStore({ clock: realClock, name })

const { path: directory, remove } = await temporaryDirectory()
const machine = new Machine({ store: memory('none'), directory })
afterAll(async () => {
  await machine.close()
  await remove()
})

/** One job on a machine that was new before it: what its stores were asked, and what was said. */
async function job(tiers: TiersOf, work: () => Promise<unknown>) {
  const opened = await tiersOf(tiers)
  machine.wipe()
  machine.turnTo(opened)
  const outcome = await work()
  await opened.settle()
  return { ...opened, outcome, files: read(machine) }
}

const saves = async () => {
  write(machine, FILES)
  return machine.save('k')
}
const restores = () => machine.restore('k')

async function keysOf(store: ManagedStore, prefix = ''): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list(prefix)) keys.push(key)
  return keys.sort()
}

it('a repeated restore asks the far store for the head, and for nothing else', async () => {
  const [near, home] = [memory('near'), memory('home')]
  await job({ near: memory('another'), home }, saves)
  const first = await job({ near, home }, restores)
  expect(first.outcome).toMatchObject({ hit: 'exact', writtenFiles: 3 })
  // Head, version and one pack, which is read to its end.
  expect(first.homeCounts.requests).toBe(3)
  expect(Object.keys(first.files)).toEqual(EXPECTED)
  const again = await job({ near, home }, restores)
  expect(again.outcome).toMatchObject({ hit: 'exact', writtenFiles: 3 })
  expect(again.files).toEqual(first.files)
  expect(again.homeCounts.requests).toBe(1)
  expect(again.homeCounts.fetchedBytes).toBeLessThan(8192)
})

it.each(['through', 'behind'] as const)(
  'what a job stores (%s) is near for the next on its machine',
  async (policy) => {
    const [near, home] = [memory('near'), memory('home')]
    const saved = await job({ near, home, write: policy }, saves)
    expect(saved.outcome).toMatchObject({ saved: true })
    const content = (keys: string[]) => keys.filter((key) => /\/(packs|versions)\//.test(key))
    expect(content(await keysOf(near))).toEqual(content(await keysOf(home)))
    expect(await keysOf(near, 'warmstart/v1/default/local/heads')).toEqual([])
    const restored = await job({ near, home }, restores)
    expect(restored.outcome).toMatchObject({ hit: 'exact' })
    expect(restored.homeCounts.requests).toBe(1)
  },
)

it('a store written around is read, and left as it is', async () => {
  const [near, home] = [memory('near'), memory('home')]
  await job({ near, home, write: 'around' }, saves)
  const restored = await job({ near, home, write: 'around' }, restores)
  expect(restored.outcome).toMatchObject({ hit: 'exact' })
  expect(await keysOf(near)).toEqual([])
  // Another has filled it: now it serves.
  await job({ near, home }, restores)
  const served = await job({ near, home, write: 'around' }, restores)
  expect(served.homeCounts.requests).toBe(1)
})

it('a run that changes nothing fills nothing', async () => {
  const [near, home] = [memory('near'), memory('home')]
  await job({ near: memory('another'), home }, saves)
  await job({ near, home, tiers: 'read' }, () => machine.restore('k', { how: 'shadow' }))
  expect(await keysOf(near)).toEqual([])
})

it('a damaged copy is fetched again from farther away, and is whole afterwards', async () => {
  const [near, home] = [memory('near'), memory('home')]
  await job({ near, home }, saves)
  for (const key of (await keysOf(near)).filter((one) => one.includes('/packs/'))) {
    const bytes = (await near.get(key)) as Uint8Array
    bytes[1000] = (bytes[1000] as number) ^ 1
    await put(near, key, bytes, 'none')
  }
  const healed = await job({ near, home }, restores)
  expect(healed.outcome).toMatchObject({ hit: 'exact', writtenFiles: 3 })
  expect(healed.told('copy-damaged')).toHaveLength(1)
  expect(machine.told('version-unusable')).toEqual([])
  const again = await job({ near, home }, restores)
  expect(again.homeCounts.requests).toBe(1)
  expect(again.events).toEqual([])
})

it.each(['version', 'pack'] as const)('a %s cut short near is one that is not there', async (what) => {
  const [near, home] = [memory('near'), memory('home')]
  await job({ near, home }, saves)
  for (const key of (await keysOf(near)).filter((one) => one.includes(`/${what}s/`)))
    await put(near, key, ((await near.get(key)) as Uint8Array).subarray(0, 50), 'none')
  expect((await job({ near, home }, restores)).outcome).toMatchObject({ hit: 'exact', writtenFiles: 3 })
  expect((await job({ near, home }, restores)).homeCounts.requests).toBe(1)
})

it('without its far store a job starts from the head it remembers, and commits nothing', async () => {
  const [near, home] = [memory('near'), memory('home')]
  await job({ near, home }, saves)
  const dead = faulty(home, [{ on: 'read', nth: 1, times: Number.POSITIVE_INFINITY, does: { fail: 'unavailable' } }])
  const stale = await job({ near, home: dead }, async () => {
    const restored = await machine.restore('k')
    write(machine, { 'tree/new': 'new' })
    return { restored, saved: await machine.save('k', { parent: restored.parent ?? 'none' }) }
  })
  // Not exact: somebody may have saved since.
  expect(stale.outcome).toMatchObject({ restored: { hit: 'fallback', matchedKey: 'k', writtenFiles: 3 } })
  expect(stale.outcome).toMatchObject({ saved: { saved: false, reason: 'store-failed' } })
  expect(stale.told('home-down')).toHaveLength(1)
  expect(stale.homeCounts.requests, 'asked once').toBe(1)
  const after = await job({ near, home }, restores)
  expect(after.outcome).toMatchObject({ hit: 'exact' })
  expect(Object.keys(after.files)).toEqual(EXPECTED)
})

it('who is refused is not served from memory', async () => {
  const [near, home] = [memory('near'), memory('home')]
  await job({ near, home }, saves)
  const closed = faulty(home, [{ on: 'read', nth: 1, does: { fail: 'denied' } }])
  expect((await job({ near, home: closed }, restores)).outcome).toMatchObject({ hit: 'miss' })
})

it('a nearer store that fails is left out, said once, and costs nothing but time', async () => {
  const home = memory('home')
  const fails = async (): Promise<never> => {
    throw new StoreError('unavailable', 'near', 'x')
  }
  const near: ManagedStore = { ...memory('near'), get: fails, renew: fails }
  const saved = await job({ near, home }, saves)
  expect(saved.outcome).toMatchObject({ saved: true })
  const restored = await job({ near, home }, restores)
  expect(restored.outcome).toMatchObject({ hit: 'exact', writtenFiles: 3 })
  expect(restored.events).toEqual([expect.objectContaining({ type: 'tier-skipped', store: 'near', isRead: false })])
  expect(restored.nearCounts.requests).toBeLessThanOrEqual(2)
})

it('a nearer store that is full is still read', async () => {
  const [whole, home] = [memory('near'), memory('home')]
  await job({ near: whole, home }, saves)
  const full = (): ManagedStore =>
    faulty(whole, [{ on: 'write', nth: 1, times: Number.POSITIVE_INFINITY, does: { fail: 'full' } }])
  const saved = await job({ near: full(), home }, async () => {
    await machine.restore('k')
    write(machine, { 'tree/more': noise(3, 3_000_000) })
    return machine.save('k')
  })
  expect(saved.outcome).toMatchObject({ saved: true, reason: 'saved' })
  expect(saved.told('tier-skipped')).toEqual([expect.objectContaining({ kind: 'full', isRead: true })])
  expect((await job({ near: whole, home }, restores)).outcome).toMatchObject({ hit: 'exact', files: 4 })
})

it('a pack that home has lost is found out by the save that would refer to it', async () => {
  const [near, home] = [memory('near'), memory('home')]
  await job({ near, home }, saves)
  await home.remove((await keysOf(home)).filter((key) => key.includes('/packs/')))
  const saved = await job({ near, home }, async () => {
    await machine.restore('k')
    write(machine, { 'tree/new': 'new' })
    return machine.save('k')
  })
  expect(saved.outcome).toMatchObject({ saved: true, reason: 'saved' })
  const elsewhere = await job({ near: memory('another'), home }, restores)
  expect(elsewhere.outcome).toMatchObject({ hit: 'exact', files: 4 })
})

it('a directory in front keeps its budget: what was used last stays', async () => {
  const home = memory('home')
  const near = () => createDirectoryStore({ directory: join(directory, 'near'), clock: realClock, random: realRandom })
  for (let version = 0; version < 4; version++) {
    await job({ near: near(), home, budgetBytes: 8_000_000 }, async () => {
      await machine.restore('k')
      write(machine, { 'tree/large': noise(version, 3_000_000) })
      return machine.save('k')
    })
  }
  let bytes = 0
  for await (const info of near().list('')) bytes += info.bytes
  expect(bytes).toBeLessThanOrEqual(8_000_000)
  expect(bytes).toBeGreaterThan(3_000_000)
  const restored = await job({ near: near(), home, budgetBytes: 8_000_000 }, restores)
  expect(restored.outcome).toMatchObject({ hit: 'exact' })
  expect(restored.homeCounts.requests).toBe(1)
})
