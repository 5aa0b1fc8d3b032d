import { expect, it } from 'vitest'
import { sha256Hex } from '../../../src/core/digest.ts'
import type { Line } from '../../../src/core/identity.ts'
import { versionKey } from '../../../src/core/keys.ts'
import type { ManagedStore } from '../../../src/core/ports/store.ts'
import { put } from '../../../src/core/ports/store.ts'
import { createHeadStore } from '../../../src/stores/heads.ts'
import { createMemoryStore } from '../../../src/stores/memory.ts'
import { realClock } from '../../support/stores/clock.ts'
import { faulty } from '../../support/stores/faulty.ts'
import { headOf } from '../../support/stores/heads.ts'
import { tiersOf } from '../../support/stores/tiers.ts'

const NOW = Date.now()
const line = (key: string): Line => ({ namespace: 'acme/web', lane: 'trusted', volume: 'npm', key })
const memory = (name: string) => createMemoryStore({ clock: realClock, name })
const down = (store: ManagedStore, from = 1) =>
  faulty(store, [{ on: 'read', nth: from, times: Number.POSITIVE_INFINITY, does: { fail: 'unavailable' } }])

/** Home with a head for each key, the last the newest. */
async function homeWith(...keys: string[]) {
  const home = memory('home')
  const heads = createHeadStore({ store: home })
  for (const [i, key] of keys.entries()) await heads.advance(line(key), headOf(NOW + i, { key }), 'absent')
  return { home, heads }
}

/** A run that reads these keys, so that they are remembered. */
async function sees(near: ManagedStore, home: ManagedStore, ...keys: string[]) {
  const { heads, settle } = await tiersOf({ near, home })
  for (const key of keys) await heads.read(line(key))
  await settle()
}

it('reads the heads of home, and only of home, while it answers', async () => {
  const near = memory('near')
  const { home, heads: atHome } = await homeWith('a')
  await sees(near, home, 'a')
  const before = await atHome.read(line('a'))
  await atHome.advance(line('a'), headOf(NOW + 9, { key: 'a' }), before?.tag ?? 'absent')
  const { heads } = await tiersOf({ near, home })
  expect((await heads.read(line('a')))?.head.committedAt).toBe(NOW + 9)
})

it('while home is down it gives what was seen, marked stale, and commits nothing', async () => {
  const near = memory('near')
  const { home } = await homeWith('a-1', 'a-2', 'b')
  await sees(near, home, 'a-1', 'a-2', 'b')
  const { heads, told, homeCounts } = await tiersOf({ near, home: down(home) })
  expect(await heads.read(line('a-1'))).toMatchObject({ head: { committedAt: NOW }, line: line('a-1'), stale: true })
  expect(await heads.read(line('c'))).toBeUndefined()
  const latest = (prefix: string) => heads.latest('acme/web', 'trusted', 'npm', prefix)
  expect(await latest('a-')).toMatchObject({ line: line('a-2'), stale: true })
  expect(await latest('')).toMatchObject({ line: line('b'), stale: true })
  expect(await latest('x')).toBeUndefined()
  await expect(heads.advance(line('a-1'), headOf(NOW + 9, { key: 'a-1' }), 'absent')).rejects.toMatchObject({
    kind: 'unavailable',
  })
  expect(told('home-down')).toHaveLength(1)
  expect(homeCounts.requests).toBe(1)
})

it('stays with what was seen once it has begun with it', async () => {
  const near = memory('near')
  const { home } = await homeWith('a')
  await sees(near, home, 'a')
  const back = faulty(home, [{ on: 'read', nth: 1, does: { fail: 'throttled' } }])
  const { heads } = await tiersOf({ near, home: back })
  for (let times = 0; times < 2; times++) expect(await heads.read(line('a'))).toMatchObject({ stale: true })
})

it('tells stores apart, and forgets a head that was removed', async () => {
  const near = memory('near')
  const { home, heads: atHome } = await homeWith('a', 'b')
  await sees(near, home, 'a', 'b')
  const other = await tiersOf({ near, home: down(memory('another home')) })
  expect(await other.heads.read(line('a'))).toBeUndefined()
  await atHome.remove(line('a'))
  await sees(near, home, 'a')
  const { heads } = await tiersOf({ near, home: down(home) })
  expect(await heads.read(line('a'))).toBeUndefined()
  expect(await heads.read(line('b'))).toMatchObject({ stale: true })
})

it('takes no damaged memory for a head, nor one that lies elsewhere', async () => {
  const near = memory('near')
  const { home } = await homeWith('a', 'b')
  await sees(near, home, 'a', 'b')
  const keys: string[] = []
  for await (const { key } of near.list('')) keys.push(key)
  const [a = '', b = ''] = keys.sort()
  await put(near, a, (await near.get(b)) as Uint8Array, 'none')
  const moved = await tiersOf({ near, home: down(home) })
  expect(await moved.heads.read(line('a'))).toBeUndefined()
  await put(near, b, Buffer.from('{}'), 'none')
  const { heads } = await tiersOf({ near, home: down(home) })
  expect(await heads.read(line('b'))).toBeUndefined()
})

it('without a memory a home that is down is an error, as it is without tiers', async () => {
  const { home } = await homeWith('a')
  const near = memory('near')
  const { heads } = await tiersOf({ near: { ...near, traits: { ...near.traits, overwrite: false } }, home: down(home) })
  await expect(heads.read(line('a'))).rejects.toMatchObject({ kind: 'unavailable' })
})

it('a version comes from the nearest whose copy is whole, and stays there', async () => {
  const near = memory('near')
  const { home, heads: atHome } = await homeWith()
  const version = Buffer.from('a version')
  const head = headOf(NOW, { key: 'a' })
  const ref = { ...head.current, bytes: version.length, sha256: sha256Hex(version) }
  await atHome.advance(line('a'), { ...head, current: ref }, 'absent', { version })
  const key = versionKey('acme/web', ref.lane, ref.ulid)
  const reads = async () => {
    const { heads, settle, homeCounts } = await tiersOf({ near, home })
    expect(Buffer.from((await heads.version(line('a'), ref)) as Uint8Array)).toEqual(version)
    await settle()
    return homeCounts.requests
  }
  expect(await reads()).toBe(1)
  expect(await reads()).toBe(0)
  await put(near, key, Buffer.from('a wersion'), 'none')
  expect(await reads()).toBe(1)
  expect(await reads()).toBe(0)
  // What home itself gives is the caller's to judge, and is not spread.
  await near.remove([key])
  await put(home, key, Buffer.from('a wersion'), 'none')
  const { heads, settle } = await tiersOf({ near, home })
  expect(Buffer.from((await heads.version(line('a'), ref)) as Uint8Array).toString()).toBe('a wersion')
  await settle()
  expect(await near.get(key)).toBeUndefined()
})
