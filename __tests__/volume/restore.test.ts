import * as fs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ManagedStore } from '../../src/core/ports/store.ts'
import { put } from '../../src/core/ports/store.ts'
import { Fleet, noise, read, write } from '../support/fleet.ts'

async function keysOf(store: ManagedStore, kind: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list('warmstart/')) if (key.includes(`/${kind}/`)) keys.push(key)
  return keys.sort()
}

async function overwrite(store: ManagedStore, key: string, change: (bytes: Uint8Array) => Uint8Array): Promise<void> {
  const bytes = (await store.get(key)) as Uint8Array
  await put(store, key, change(bytes), 'none')
}

describe('finding', () => {
  test('exact in any lane beats a prefix in the own lane', async () => {
    const fleet = new Fleet()
    const trusted = fleet.machine({ lane: 'trusted' })
    write(trusted, { 'tree/a': 'exact' })
    await trusted.save('k-1')
    const branch = fleet.machine({ lane: 'ref/heads/x' })
    write(branch, { 'tree/a': 'prefix' })
    await branch.save('k-0')
    const reader = fleet.machine({ lane: 'ref/heads/x' })
    expect(await reader.restore('k-1', { restoreKeys: ['k-'] })).toMatchObject({ hit: 'exact', matchedLane: 'trusted' })
    expect(read(reader)).toEqual({ a: 'exact' })
  })

  test('a key is exact: a longer key with the same start is not it', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine()
    write(machine, { 'tree/a': 'one' })
    await machine.save('key-longer')
    expect((await fleet.machine().restore('key')).hit).toBe('miss')
    expect((await fleet.machine().restore('key', { restoreKeys: ['key'] })).hit).toBe('fallback')
  })

  test('restore keys in their order, the newest of each, then the newest of all', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine()
    for (const key of ['b-1', 'a-1', 'a-2', 'c-1']) {
      write(machine, { 'tree/a': key })
      await machine.save(key)
    }
    expect(await fleet.machine().restore('x', { restoreKeys: ['z-', 'a-', 'b-'] })).toMatchObject({
      hit: 'fallback',
      matchedKey: 'a-2',
    })
    expect(await fleet.machine().restore('x', { newestAsLastResort: true })).toMatchObject({
      hit: 'fallback',
      matchedKey: 'c-1',
    })
    expect((await fleet.machine().restore('x')).hit).toBe('miss')
  })

  test('other paths under the same key are another volume', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine()
    write(machine, { 'tree/a': 'one' })
    await machine.save('k')
    expect((await fleet.machine({ paths: ['other'] }).restore('k')).hit).toBe('miss')
    expect((await fleet.machine({ namespace: 'else' }).restore('k')).hit).toBe('miss')
  })

  test('looking up reads one head and touches nothing', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine()
    write(machine, { 'tree/a': 'one' })
    await machine.save('k')
    const other = fleet.machine()
    expect(await other.restore('k', { how: 'look-up' })).toMatchObject({ hit: 'exact', fetchedBytes: 0 })
    expect(read(other)).toEqual({})
    expect(fs.existsSync(other.stateDir)).toBe(false)
  })
})

describe('what lies there', () => {
  async function oldAndNew(foreign: 'overlay' | 'owned' | 'exact') {
    const fleet = new Fleet()
    const maker = fleet.machine()
    write(maker, { 'tree/kept': noise(1, 1000), 'tree/old': 'gone in two', 'tree/changed': 'one' })
    await maker.save('k')
    const machine = fleet.machine({ foreign })
    await machine.restore('k')
    fs.rmSync(join(maker.workspaceDir, 'tree/old'))
    write(maker, { 'tree/changed': 'two', 'tree/new': 'new' })
    await maker.save('k')
    write(machine, { 'tree/foreign': 'mine' })
    return { machine, maker }
  }
  test('overlay: everything else stays', async () => {
    const { machine } = await oldAndNew('overlay')
    expect(await machine.restore('k')).toMatchObject({ hit: 'exact', writtenFiles: 2 })
    expect(read(machine)).toEqual({
      kept: expect.any(String),
      old: 'gone in two',
      changed: 'two',
      new: 'new',
      foreign: 'mine',
    })
  })
  test('owned: what the version before had goes, and what an uncommitted job left', async () => {
    const { machine } = await oldAndNew('owned')
    machine.job = 'another'
    await machine.restore('k')
    expect(read(machine)).toEqual({ kept: expect.any(String), changed: 'two', new: 'new' })
  })
  test('owned: what was there before any job belongs to the tree', async () => {
    const fleet = new Fleet()
    const maker = fleet.machine()
    write(maker, { 'tree/a': 'one' })
    await maker.save('k')
    const machine = fleet.machine({ foreign: 'owned' })
    write(machine, { 'tree/before': 'older' })
    await machine.restore('k')
    machine.job = 'another'
    await machine.restore('k')
    expect(read(machine)).toEqual({ a: 'one', before: 'older' })
  })
  test('exact: nothing else stays', async () => {
    const { machine } = await oldAndNew('exact')
    await machine.restore('k')
    expect(read(machine)).toEqual({ kept: expect.any(String), changed: 'two', new: 'new' })
  })
  test('only what differs is fetched', async () => {
    const fleet = new Fleet()
    const maker = fleet.machine()
    write(maker, Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`tree/${i}`, noise(i, 20_000)])))
    await maker.save('k')
    const machine = fleet.machine()
    const cold = await machine.restore('k')
    write(machine, { 'tree/5': 'dirtied' })
    const again = await machine.restore('k')
    expect(again).toMatchObject({ writtenFiles: 1 })
    expect(again.fetchedBytes).toBeLessThan(cold.fetchedBytes / 4)
    expect(read(machine)).toEqual(read(maker))
  })
  test('what a repack only moved is not fetched again', async () => {
    const fleet = new Fleet()
    const maker = fleet.machine()
    // Frames of many files, six of ten of which change: what is left of them moves to a new pack.
    const file = (i: number, seed: number) => ({ [`tree/${i}`]: noise(seed, 100_000) })
    const all = Array.from({ length: 40 }, (_, i) => i + 100)
    write(maker, Object.assign({}, ...all.map((i) => file(i, i))))
    await maker.save('k')
    await maker.restore('k')
    const other = fleet.machine()
    await other.restore('k')
    write(other, Object.assign({}, ...all.filter((i) => i % 10 < 6).map((i) => file(i, i + 1000))))
    expect((await other.save('k')).newBytes, '24 changed and 16 moved').toBe(4_000_000)
    const restored = await maker.restore('k')
    expect(restored.writtenFiles).toBe(24)
    expect(read(maker)).toEqual(read(other))
  })
})

describe('damage', () => {
  async function twoVersions() {
    const fleet = new Fleet()
    const maker = fleet.machine()
    write(maker, { 'tree/a': noise(1, 50_000) })
    await maker.save('k')
    const [firstPack] = await keysOf(fleet.store, 'packs')
    const [firstVersion] = await keysOf(fleet.store, 'versions')
    write(maker, { 'tree/a': noise(2, 50_000) })
    await maker.save('k')
    const newPack = (await keysOf(fleet.store, 'packs')).find((key) => key !== firstPack) as string
    const newVersion = (await keysOf(fleet.store, 'versions')).find((key) => key !== firstVersion) as string
    return { fleet, maker, newPack, newVersion, firstPack: firstPack as string }
  }
  const flip = (at: number) => (bytes: Uint8Array) => {
    const copy = Uint8Array.from(bytes)
    copy[at < 0 ? copy.length + at : at] = (copy[at < 0 ? copy.length + at : at] as number) ^ 1
    return copy
  }

  test.each([
    ['a flipped bit in a pack', 'newPack', flip(1000)],
    ['a pack cut short', 'newPack', (bytes: Uint8Array) => bytes.slice(0, 100)],
    ['a flipped bit in the version', 'newVersion', flip(-10)],
    ['a version cut short', 'newVersion', (bytes: Uint8Array) => bytes.slice(0, 10)],
    ['an empty version', 'newVersion', () => new Uint8Array()],
  ] as const)('%s: the version before, as a fallback', async (_, what, change) => {
    const made = await twoVersions()
    await overwrite(made.fleet.store, made[what], change)
    const machine = made.fleet.machine()
    expect((await machine.restore('k')).hit).toBe('fallback')
    expect(machine.told('version-unusable')).toHaveLength(1)
    expect(fs.readFileSync(join(machine.workspaceDir, 'tree/a'))).toEqual(Buffer.from(noise(1, 50_000)))
  })

  test('a missing pack: the version before, and the next save does not refer to it', async () => {
    const { fleet, newPack, maker } = await twoVersions()
    await fleet.store.remove([newPack])
    const machine = fleet.machine()
    const restored = await machine.restore('k')
    expect(restored.hit).toBe('fallback')
    fs.copyFileSync(join(maker.workspaceDir, 'tree/a'), join(machine.workspaceDir, 'tree/a'))
    const saved = await machine.save('k', { parent: restored.parent ?? 'none' })
    expect(saved).toMatchObject({ reason: 'saved', newBytes: 50_000 })
    const last = fleet.machine()
    expect((await last.restore('k')).hit).toBe('exact')
    expect(read(last)).toEqual(read(maker))
  })

  test('a damaged head hides no good one in the next lane', async () => {
    const fleet = new Fleet()
    const trusted = fleet.machine({ lane: 'trusted' })
    write(trusted, { 'tree/a': 'good' })
    await trusted.save('k')
    const branch = fleet.machine({ lane: 'ref/heads/x' })
    write(branch, { 'tree/a': 'own' })
    await branch.save('k')
    for (const key of await keysOf(fleet.store, 'ref/heads~2fx/heads')) {
      await overwrite(fleet.store, key, () => Buffer.from('no head'))
    }
    const machine = fleet.machine({ lane: 'ref/heads/x' })
    expect(await machine.restore('k')).toMatchObject({ hit: 'exact', matchedLane: 'trusted' })
    expect(machine.told('store-failed')).toMatchObject([{ kind: 'corrupt', doing: 'looking up' }])
    expect(read(machine)).toEqual({ a: 'good' })
  })

  test('everything gone: a miss, the target as it was, and a save that heals', async () => {
    const { fleet, newPack, firstPack } = await twoVersions()
    await fleet.store.remove([newPack, firstPack])
    const machine = fleet.machine()
    write(machine, { 'tree/mine': 'here before' })
    expect((await machine.restore('k')).hit).toBe('miss')
    expect(read(machine)).toEqual({ mine: 'here before' })
    expect((await machine.save('k')).reason).toBe('saved')
    const last = fleet.machine()
    expect((await last.restore('k')).hit).toBe('exact')
    expect(read(last)).toEqual({ mine: 'here before' })
  })
})

test('shadow fetches and verifies, and changes nothing', async () => {
  const fleet = new Fleet()
  const maker = fleet.machine()
  write(maker, { 'tree/a': noise(1, 50_000) })
  await maker.save('k')
  const machine = fleet.machine()
  const shadow = await machine.restore('k', { how: 'shadow' })
  expect(shadow.hit).toBe('exact')
  expect(shadow.fetchedBytes).toBeGreaterThan(50_000)
  expect(read(machine)).toEqual({})
  expect(fs.existsSync(machine.stateDir)).toBe(false)
})
