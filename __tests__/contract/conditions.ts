import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { type Condition, type ManagedStore, type ObjectKey, put, type Tag } from '../../src/core/ports/store.ts'
import { freshBlob, RECORD, type Subject, tagOf } from './subject.ts'

/** What the contract says of conditions, of several writers and of what is written over. */
export function itHonoursConditions(at: () => Subject): void {
  it('leaves nothing of a write whose condition does not hold', async () => {
    const { place, store, other, kinds } = at()
    for (const [kind, key] of kinds()) {
      await put(store, key, randomBytes(10), 'absent')
      expect(await put(store, key, randomBytes(20), 'absent'), kind).toEqual({ stored: false })
      expect((await other.get(key))?.length, kind).toBe(10)
    }
    expect(await place.leftovers()).toEqual([])
  })

  it('honours every condition', async () => {
    const { place, store, kinds } = at()
    const keys = place.blobConditions ? kinds() : kinds().slice(0, 1)
    for (const [kind, key] of keys) {
      const write = (when: Condition) => put(store, key, randomBytes(8), when)
      const first = await write('absent')
      expect(await write('absent'), `${kind}: present`).toEqual({ stored: false })
      const second = await write({ tag: tagOf(first) })
      expect(second, `${kind}: match`).toMatchObject({ stored: true })
      expect(tagOf(second), kind).not.toBe(tagOf(first))
      expect(await write({ tag: tagOf(first) }), `${kind}: no match`).toEqual({ stored: false })
      expect(await write({ tag: '' as Tag }), `${kind}: empty tag`).toEqual({ stored: false })
      const third = await write('none')
      expect(await write({ tag: tagOf(second) }), `${kind}: no match`).toEqual({ stored: false })

      await store.remove([key])
      expect(await write({ tag: tagOf(third) }), `${kind}: match on a missing object`).toEqual({ stored: false })
      const again = await write('absent')
      expect(again, `${kind}: absent after a removal`).toMatchObject({ stored: true })
      expect([first, second, third].map(tagOf), kind).not.toContain(tagOf(again))
    }
  })

  it('tells states of equal content apart, if it says so', async () => {
    const { place, store } = at()
    if (place.contentTags) return
    const first = await put(store, RECORD, Buffer.of(1), 'none')
    await put(store, RECORD, Buffer.of(2), 'none')
    await put(store, RECORD, Buffer.of(1), 'none')
    expect(await put(store, RECORD, Buffer.of(3), { tag: tagOf(first) })).toEqual({ stored: false })
  })

  it('lets exactly one of many writers win', async () => {
    const { place, other } = at()
    const stores = Array.from({ length: 8 }, () => place.open())
    const race = async (key: ObjectKey, when: Condition) => {
      const bodies = stores.map(() => randomBytes(50))
      const results = await Promise.all(stores.map((one, i) => put(one, key, bodies[i] as Buffer, when)))
      const won = results.flatMap(({ stored }, i) => (stored ? [i] : []))
      expect(won).toHaveLength(1)
      const { bytes, info } = (await other.read(key)) ?? {}
      expect(Buffer.compare(bytes ?? new Uint8Array(), bodies[won[0] as number] as Buffer)).toBe(0)
      expect(info?.tag).toBe(tagOf(results[won[0] as number] as { stored: true; tag: Tag }))
      return info?.tag as Tag
    }
    await race(freshBlob(), 'absent')
    let tag = await race(RECORD, 'absent')
    for (let round = 0; round < 5; round++) tag = await race(RECORD, { tag })
    expect(await place.leftovers()).toEqual([])
  })

  it('loses no update of many writers', async () => {
    const { place, other } = at()
    const add = async (one: ManagedStore, times: number) => {
      for (let done = 0; done < times; ) {
        const present = await one.read(RECORD)
        const count = present ? Buffer.from(present.bytes).readUInt32LE() : 0
        const next = Buffer.alloc(4)
        next.writeUInt32LE(count + 1)
        const { stored } = await put(one, RECORD, next, present ? { tag: present.info.tag } : 'absent')
        if (stored) done++
      }
    }
    await Promise.all(Array.from({ length: 4 }, () => add(place.open(), 10)))
    expect(Buffer.from((await other.get(RECORD)) as Uint8Array).readUInt32LE()).toBe(40)
  })

  it('shows an object that is overwritten as it was or as it is, never mixed', async () => {
    const { store, other, kinds } = at()
    for (const [kind, key] of kinds()) {
      let writing = true
      const write = async () => {
        for (let value = 1; value <= 20; value++) await put(store, key, Buffer.alloc(value * 5000, value), 'none')
        writing = false
      }
      const look = async () => {
        let seen = 0
        while (writing) {
          const bytes = await other.get(key)
          if (!bytes) {
            expect(seen, kind).toBe(0)
            continue
          }
          const value = bytes[0] as number
          expect(bytes.length === value * 5000 && bytes.every((byte) => byte === value), kind).toBe(true)
          expect(value, kind).toBeGreaterThanOrEqual(seen)
          seen = value
        }
      }
      await Promise.all([write(), look()])
      expect((await other.get(key))?.[0], kind).toBe(20)
    }
  })
}
