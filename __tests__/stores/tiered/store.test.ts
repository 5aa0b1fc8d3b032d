import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { packKey } from '../../../src/core/keys.ts'
import type { Event } from '../../../src/core/ports/events.ts'
import { type ManagedStore, put } from '../../../src/core/ports/store.ts'
import { ulid } from '../../../src/core/ulid.ts'
import { createDirectoryStore } from '../../../src/stores/directory.ts'
import { createMemoryStore } from '../../../src/stores/memory.ts'
import { metered } from '../../../src/stores/metered.ts'
import { Fills } from '../../../src/stores/tiered/fills.ts'
import { NearTier, type WritePolicy } from '../../../src/stores/tiered/near.ts'
import { createTieredStore, type Home } from '../../../src/stores/tiered/store.ts'
import { realClock, realRandom } from '../../support/stores/clock.ts'
import { faulty } from '../../support/stores/faulty.ts'
import { slow } from '../../support/stores/slow.ts'
import { temporaryDirectory } from '../../support/stores/temporary.ts'

const MIB = 1024 * 1024
const memory = (name: string) => createMemoryStore({ clock: realClock, name })
const pack = () => packKey('acme/web', 'trusted', ulid(Date.now(), realRandom))

/** Two nearer tiers, home and one beyond it, as one run has them. */
function run(
  stores: readonly ManagedStore[],
  home: ManagedStore,
  beyond: readonly ManagedStore[] = [],
  write: WritePolicy = 'through',
) {
  const events: Event[] = []
  const sink = { emit: (event: Event) => void events.push(event) }
  const tier = (how: WritePolicy) => (store: ManagedStore) => new NearTier({ store, write: how, events: sink })
  const fills = new Fills(realClock)
  const far: Home = { store: home, down: undefined }
  const options = {
    home: far,
    near: stores.map(tier(write)),
    beyond: beyond.map(tier('around')),
    fills,
    clock: realClock,
  }
  const { store: counted, counts } = metered(home)
  const store = createTieredStore({ ...options, home: Object.assign(far, { store: counted }), events: sink })
  return { store, far, settle: (signal?: AbortSignal) => fills.settle(signal), events, counts }
}

it('whatever pieces are read in whatever order, nearer tiers get the whole, and nothing is fetched twice', async () => {
  const size = 3 * MIB + 17
  const bytes = randomBytes(size)
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: size - 1 }), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(cuts, fc.infiniteStream(fc.nat(3)), async (at, dice) => {
      const key = pack()
      const home = memory('home')
      await put(home, key, bytes, 'none')
      const nears = [memory('near'), memory('nearer')]
      const { store, settle, counts } = run(nears, slow(home, 0))
      const edges = [0, ...at.sort((a, b) => a - b), size]
      const ranges = edges
        .slice(1)
        .map((end, i) => ({ offset: edges[i] as number, length: end - (edges[i] as number) }))
      // Some are left out, the others are asked for in some other order.
      const asked = ranges.filter(() => dice.next().value !== 0).sort(() => (dice.next().value as number) - 1.5)
      const read = async (range: { offset: number; length: number }) => {
        const got = await store.get(key, { range, copy: { bytes: size } })
        expect(Buffer.compare(got as Uint8Array, bytes.subarray(range.offset, range.offset + range.length))).toBe(0)
        expect(got?.buffer.byteLength).toBe(range.length)
        structuredClone(got, { transfer: [(got as Uint8Array<ArrayBuffer>).buffer] })
      }
      await Promise.all(asked.map(read))
      await settle()
      for (const near of nears) {
        const copy = await near.get(key)
        if (asked.length === 0) expect(copy).toBeUndefined()
        else expect(Buffer.compare(copy as Uint8Array, bytes)).toBe(0)
      }
      if (asked.length > 0) {
        // The last read goes on to the end of what is left, if that is near; what that covers may be asked for, too.
        expect(counts.fetchedBytes).toBeGreaterThanOrEqual(size)
        expect(counts.fetchedBytes).toBeLessThanOrEqual(size + asked.length * MIB)
      }
    }),
    { numRuns: 25 },
  )
})

it('reads an object to its end rather than twice', async () => {
  const [near, home] = [memory('near'), memory('home')]
  const key = pack()
  const bytes = randomBytes(3 * MIB)
  await put(home, key, bytes, 'none')
  const { store, settle, counts } = run([near], home)
  for (const [offset, length] of [
    [0, 2 * MIB - 100],
    [2 * MIB - 100, MIB],
  ] as const)
    await store.get(key, { range: { offset, length }, copy: { bytes: bytes.length } })
  await settle()
  expect(counts).toMatchObject({ requests: 2, fetchedBytes: 3 * MIB })
  expect(Buffer.compare((await near.get(key)) as Uint8Array, bytes)).toBe(0)
})

it('asks home where the answer is a proof, and keeps no copy of that', async () => {
  const [near, home] = [memory('near'), memory('home')]
  const key = pack()
  await put(near, key, Buffer.of(1, 2, 3), 'none')
  const { store, settle } = run([near], home)
  expect(await store.get(key)).toBeUndefined()
  expect(await store.get(key, { range: { offset: 0, length: 1 } })).toBeUndefined()
  expect(await store.get(key, { copy: { bytes: 3 } })).toEqual(Uint8Array.of(1, 2, 3))
  await put(home, key, Buffer.of(1, 2, 3), 'none')
  await near.remove([key])
  expect(await store.get(key)).toEqual(Uint8Array.of(1, 2, 3))
  await settle()
  expect(await near.get(key)).toBeUndefined()
})

it('fills the nearest from the one behind it', async () => {
  const [nearest, near, home] = [memory('nearest'), memory('near'), memory('home')]
  const key = pack()
  const bytes = randomBytes(3 * MIB)
  for (const store of [near, home]) await put(store, key, bytes, 'none')
  const { store, settle, counts } = run([nearest, near], home)
  await store.get(key, { range: { offset: 0, length: 1000 }, copy: { bytes: bytes.length } })
  await settle()
  expect(Buffer.compare((await nearest.get(key)) as Uint8Array, bytes)).toBe(0)
  expect(counts.requests).toBe(0)
})

it('goes on from home when a copy is evicted while it is read', async () => {
  const [near, home] = [memory('near'), memory('home')]
  const key = pack()
  const bytes = randomBytes(MIB)
  for (const store of [near, home]) await put(store, key, bytes, 'none')
  const { store, settle, events } = run([near], home)
  const read = (offset: number) => store.get(key, { range: { offset, length: 1000 }, copy: { bytes: bytes.length } })
  expect(Buffer.compare((await read(0)) as Uint8Array, bytes.subarray(0, 1000))).toBe(0)
  await near.remove([key])
  expect(Buffer.compare((await read(5000)) as Uint8Array, bytes.subarray(5000, 6000))).toBe(0)
  await settle()
  expect(Buffer.compare((await near.get(key)) as Uint8Array, bytes)).toBe(0)
  expect(events).toEqual([])
})

it('finds beyond home what home has lost', async () => {
  const [near, home, beyond] = [memory('near'), memory('home'), memory('beyond')]
  const key = pack()
  await put(beyond, key, Buffer.of(7), 'none')
  const { store, settle } = run([near], home, [beyond])
  expect(await store.get(key, { copy: { bytes: 1 } })).toEqual(Uint8Array.of(7))
  await settle()
  expect(await near.get(key)).toEqual(Uint8Array.of(7))
})

it('drops what cannot be filled, and what an aborted run began', async () => {
  const [near, home] = [memory('near'), memory('home')]
  const [gone, cut] = [pack(), pack()]
  for (const key of [gone, cut]) await put(home, key, randomBytes(3 * MIB), 'none')
  const one = run([near], home)
  const copy = { bytes: 3 * MIB }
  await one.store.get(gone, { range: { offset: 0, length: 10 }, copy })
  await home.remove([gone])
  await one.settle()
  const two = run([near], home)
  await two.store.get(cut, { range: { offset: 0, length: 10 }, copy })
  await two.settle(AbortSignal.abort())
  for (const key of [gone, cut]) expect(await near.get(key)).toBeUndefined()
  expect([...one.events, ...two.events]).toEqual([])
})

it('reads no more for a tier that cannot be written', async () => {
  const home = memory('home')
  const key = pack()
  await put(home, key, randomBytes(20 * MIB), 'none')
  const full = faulty(memory('near'), [{ on: 'write', nth: 1, does: { fail: 'full' } }])
  const { store, settle, counts } = run([full], home)
  await store.get(key, { range: { offset: MIB, length: 10 }, copy: { bytes: 20 * MIB } })
  await settle()
  expect(counts.fetchedBytes).toBeLessThanOrEqual(MIB + 10)
})

it('leaves nothing half written of what it drops', async () => {
  const { path, remove } = await temporaryDirectory('in memory')
  onTestFinished(remove)
  const near = createDirectoryStore({ directory: path, clock: realClock, random: realRandom })
  const home = memory('home')
  const key = pack()
  await put(home, key, randomBytes(3 * MIB), 'none')
  const { store, settle } = run([near], home)
  await store.get(key, { range: { offset: 0, length: 10 }, copy: { bytes: 3 * MIB } })
  await settle(AbortSignal.abort())
  expect(await readdir(join(path, 'tmp'))).toEqual([])
})

it('forgets a copy that was not what was stored, and says so; what home gave is home’s', async () => {
  const [near, home] = [memory('near'), memory('home')]
  const key = pack()
  await put(near, key, Buffer.of(9), 'none')
  await put(home, key, Buffer.of(1), 'none')
  const { store, settle, events } = run([near], home)
  expect(await store.get(key, { copy: { bytes: 1 } })).toEqual(Uint8Array.of(9))
  expect(await store.distrust?.(key)).toBe(true)
  expect(await store.get(key, { copy: { bytes: 1 } })).toEqual(Uint8Array.of(1))
  expect(await store.distrust?.(key)).toBe(false)
  await settle()
  expect(await near.get(key), 'what home gave was distrusted, too').toBeUndefined()
  expect(events).toEqual([{ type: 'copy-damaged', store: 'near', key }])
})

it.each(['through', 'behind'] as const)('stores %s nothing near that home did not take', async (write) => {
  const [near, home] = [memory('near'), memory('home')]
  const refusing = faulty(home, [{ on: 'commit', nth: 1, does: { fail: 'full' } }])
  const key = pack()
  const { store, settle } = run([near], refusing, [], write)
  await expect(put(store, key, randomBytes(1000), 'absent')).rejects.toMatchObject({ kind: 'full' })
  await settle()
  expect(await near.get(key)).toBeUndefined()
  const taken = pack()
  await put(home, taken, Buffer.of(1), 'none')
  expect(await put(store, taken, Buffer.of(2), 'absent')).toEqual({ stored: false })
  await settle()
  expect(await near.get(taken)).toBeUndefined()
})

it('asks nothing of a home that is down', async () => {
  const [near, home] = [memory('near'), memory('home')]
  const [here, there] = [pack(), pack()]
  await put(near, here, Buffer.of(1), 'none')
  await put(home, there, Buffer.of(2), 'none')
  const { store, far, counts } = run([near], home)
  far.down = Object.assign(new Error('down')) as never
  expect(await store.get(here, { copy: { bytes: 1 } })).toEqual(Uint8Array.of(1))
  const calls = [
    () => store.get(there, { copy: { bytes: 1 } }),
    () => store.get(there),
    () => store.read(there),
    () => store.stat(there),
    () => put(store, there, Buffer.of(1), 'none'),
    () => store.remove([there]),
    () => store.renew(there),
    () => store.list('')[Symbol.asyncIterator]().next(),
  ]
  for (const call of calls) await expect(call()).rejects.toBe(far.down)
  expect(Math.abs((await store.now()) - Date.now())).toBeLessThan(1000)
  expect(counts.requests).toBe(0)
})
