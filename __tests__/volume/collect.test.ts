import { describe, expect, it } from 'vitest'
import { encodeHead } from '../../src/core/head-codec.ts'
import { collectionKey, headKey, packKey, versionKey } from '../../src/core/keys.ts'
import type { Archive } from '../../src/core/ports/archive.ts'
import type { Event } from '../../src/core/ports/events.ts'
import { put } from '../../src/core/ports/store.ts'
import { ulid } from '../../src/core/ulid.ts'
import { createArchive } from '../../src/stores/archive.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { collectAfterSave } from '../../src/volume/collect.ts'
import type { Context } from '../../src/volume/types.ts'
import { realRandom } from '../support/stores/clock.ts'
import { headOf } from '../support/stores/heads.ts'
import { VirtualClock } from '../support/stores/virtual-clock.ts'

const NAMESPACE = 'acme/web'
const RIGHTS = { namespace: NAMESPACE, reads: ['trusted'], writes: 'trusted' }
const DAY = 86_400_000

/** A lane with packs that nobody needs, and a place to collect from. */
async function place(packs: number, change: (archive: Archive, clock: VirtualClock) => Partial<Archive> = () => ({})) {
  const clock = new VirtualClock()
  const store = createMemoryStore({ clock })
  for (let i = 0; i < packs; i++) {
    await put(store, packKey(NAMESPACE, 'trusted', ulid(i, realRandom)), Buffer.alloc(10), 'none')
  }
  await clock.run(clock.sleep(2 * DAY))
  const told: Event[] = []
  const archive = createArchive(store)
  const context = {
    store,
    clock,
    random: realRandom,
    events: { emit: (event: Event) => told.push(event) },
    archive: { ...archive, ...change(archive, clock) },
  } as unknown as Context
  const left = async () => {
    let count = 0
    for await (const { key } of store.list('')) if (key.includes('/packs/')) count++
    return count
  }
  const began = clock.now()
  const finish = (more: Partial<Context> = {}) => clock.run(collectAfterSave({ ...context, ...more }, RIGHTS))
  return { store, clock, told, left, finish, millis: () => clock.now() - began }
}

describe('the collection at the end of a save', () => {
  it('removes at most twenty objects, once a day', async () => {
    const { finish, left, clock } = await place(30)
    expect(await finish()).toBe(20)
    expect(await finish()).toBe(0)
    await clock.run(clock.sleep(DAY))
    expect(await finish()).toBe(10)
    expect(await left()).toBe(0)
  })

  it('takes half a minute at most, and goes on another day', async () => {
    const slowly = (archive: Archive, clock: VirtualClock): Partial<Archive> => ({
      async remove(ids, options = {}) {
        await clock.sleep(4000, options.signal)
        await archive.remove(ids, options)
      },
    })
    const { finish, left, millis, told } = await place(15, slowly)
    expect(await finish()).toBe(7)
    expect(millis()).toBe(30_000)
    expect(await left()).toBe(15 - 7)
    expect(told).toEqual([])
  })

  it('removes nothing from a lane that it has not looked through in time', async () => {
    const slowly = (archive: Archive, clock: VirtualClock): Partial<Archive> => ({
      async examine(object, options = {}) {
        await clock.sleep(11_000, options.signal)
        return archive.examine(object, options)
      },
    })
    const { finish, left, store, clock } = await place(3, slowly)
    for (let i = 0; i < 12; i++) await put(store, headName(`k${i}`), encodeHead(headOf(i)), 'none')
    expect(await finish()).toBe(0)
    expect(await left()).toBe(3)
    // What it saw of eight heads it remembers.
    await clock.run(clock.sleep(DAY))
    expect(await finish()).toBe(3)
  })

  it('never fails: what went wrong is said, an interruption is not', async () => {
    const { finish, told, left } = await place(3, () => ({
      survey: async () => {
        throw new Error('a bug')
      },
    }))
    expect(await finish()).toBe(0)
    expect(told).toEqual([{ type: 'not-collected', store: 'memory:', isDenied: false, detail: 'a bug' }])
    expect(await finish({ signal: AbortSignal.abort(new Error('stop')) })).toBe(0)
    expect(told).toHaveLength(1)
    expect(await left()).toBe(3)
  })

  it('goes by a damaged memory as by none', async () => {
    const { finish, store, clock } = await place(3)
    await put(store, collectionKey(NAMESPACE, 'trusted'), Buffer.from('junk'), 'none')
    await clock.run(clock.sleep(DAY))
    expect(await finish()).toBe(3)
  })
})

describe('the archive of a store with names', () => {
  it('tells heads, versions and packs of a lane, and nothing of other lanes', async () => {
    const { store } = await place(1)
    const [version, other] = [ulid(1, realRandom), ulid(2, realRandom)]
    await put(store, versionKey(NAMESPACE, 'trusted', version), Buffer.alloc(5), 'none')
    await put(store, versionKey(NAMESPACE, 'ref/heads/a', other), Buffer.alloc(5), 'none')
    await put(store, collectionKey(NAMESPACE, 'trusted'), Buffer.alloc(5), 'none')
    await put(store, headName('k'), Buffer.alloc(5), 'none')
    const archive = createArchive(store)
    const { objects, packs } = await archive.survey(NAMESPACE, 'trusted')
    expect(packs).toMatchObject([{ bytes: 10 }])
    expect(objects).toHaveLength(2)
    expect(objects).toContainEqual(expect.objectContaining({ isHead: false, version }))
    expect(objects).toContainEqual(expect.objectContaining({ isHead: true, version: undefined }))
    for (const object of objects) expect(await archive.examine(object), 'damaged').toBeUndefined()
    expect(await archive.survey(NAMESPACE, 'ref/heads/a')).toMatchObject({ objects: [{ version: other }], packs: [] })
  })
})

function headName(key: string) {
  return headKey({ namespace: NAMESPACE, lane: 'trusted', volume: 'npm', key })
}
