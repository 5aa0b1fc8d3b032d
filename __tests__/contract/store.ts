import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CallOptions, put } from '../../src/core/ports/store.ts'
import { itHonoursConditions } from './conditions.ts'
import { itKeepsNames } from './names.ts'
import { all, freshBlob, openSubject, type Place, type Subject } from './subject.ts'

/**
 * What `core/ports/store.ts` promises, held against a store. `once`: by its traits nothing is written twice there, on
 * condition or not; it has no records.
 */
export function describeStore(name: string, make: () => Promise<Place>, writes: 'again' | 'once' = 'again'): void {
  describe(name, () => {
    let subject: Subject
    beforeEach(async () => {
      subject = openSubject(await make(), writes === 'again')
    })
    afterEach(() => subject.place.close())

    it('says in its traits what can be written', () => {
      const { store } = subject
      const { conditionalPut, overwrite } = store.traits
      expect({ conditionalPut, overwrite }).toEqual(
        writes === 'once' ? { conditionalPut: false, overwrite: false } : { conditionalPut: true, overwrite: true },
      )
    })

    it('misses without an error, also before anything was ever written', async () => {
      const { store, kinds } = subject
      for (const [, key] of kinds()) {
        expect(await store.get(key)).toBeUndefined()
        expect(await store.get(key, { range: { offset: 5, length: 5 } })).toBeUndefined()
        expect(await store.read(key)).toBeUndefined()
        expect(await store.stat(key)).toBeUndefined()
      }
      expect(await all(store, '')).toEqual([])
      await store.remove(kinds().map(([, key]) => key))
      expect(Math.abs((await store.now()) - Date.now())).toBeLessThan(60_000)
    })

    it('shows what was stored to everybody, with one tag and its size', async () => {
      const { store, other, kinds, asListed } = subject
      for (const [kind, key] of kinds()) {
        const bytes = randomBytes(3000)
        const before = Date.now()
        const result = await put(store, key, bytes, 'absent')
        expect(result.stored, kind).toBe(true)
        expect(Buffer.compare((await other.get(key)) ?? new Uint8Array(), bytes), kind).toBe(0)
        const info = await other.stat(key)
        expect(info, kind).toMatchObject({ key, bytes: 3000, tag: result.stored && result.tag })
        expect(Math.abs((info?.modified ?? 0) - before)).toBeLessThan(60_000)
        expect(await other.read(key)).toMatchObject({ info })
        expect(await all(other, key)).toEqual([asListed(info)])
      }
    })

    it('joins blocks in order, none and empty ones included', async () => {
      const { store, kinds } = subject
      for (const [kind, key] of kinds()) {
        const blocks = [randomBytes(70_000), new Uint8Array(), randomBytes(1), randomBytes(9000)]
        const whole = Buffer.concat(blocks)
        const writer = store.open(key)
        for (const block of blocks) await writer.write(block)
        await writer.commit('none')
        expect(Buffer.compare((await store.get(key)) ?? new Uint8Array(), whole), kind).toBe(0)
      }
      for (const [kind, key] of kinds()) {
        await store.open(key).commit('none')
        expect(await store.get(key), kind).toEqual(new Uint8Array())
        expect((await store.stat(key))?.bytes, kind).toBe(0)
      }
    })

    it('gives arrays away', async () => {
      const { store, kinds } = subject
      for (const [kind, key] of kinds()) {
        const bytes = randomBytes(100)
        await put(store, key, bytes, 'none')
        for (const range of [undefined, { offset: 10, length: 20 }]) {
          const got = (await store.get(key, { ...(range && { range }) })) as Uint8Array<ArrayBuffer>
          expect([got.byteOffset, got.buffer.byteLength], kind).toEqual([0, range?.length ?? 100])
          structuredClone(got, { transfer: [got.buffer] })
        }
        const read = await store.read(key)
        read?.bytes.fill(0)
        expect(Buffer.compare((await store.get(key)) ?? new Uint8Array(), bytes), kind).toBe(0)
      }
    })

    it('reads into the array that it is given, whatever was in it', async () => {
      const { store, kinds } = subject
      const array = (length: number) => new Uint8Array(length + 50).fill(0xff).subarray(0, length)
      for (const [kind, key] of kinds()) {
        const bytes = randomBytes(100)
        await put(store, key, bytes, 'none')
        for (const [from, to] of [
          [0, 100],
          [10, 30],
          [99, 100],
        ] as const) {
          const got = await store.get(key, { range: { offset: from, length: to - from }, array })
          expect(Buffer.compare(got ?? new Uint8Array(), bytes.subarray(from, to)), kind).toBe(0)
        }
        expect(Buffer.compare((await store.get(key, { array })) ?? new Uint8Array(), bytes), kind).toBe(0)
      }
    })

    it('reads exactly the range asked for', async () => {
      const { store } = subject
      const key = freshBlob()
      const bytes = randomBytes(18 * 1024 * 1024 + 7) // more than two pieces of a parallel read
      await put(store, key, bytes, 'absent')
      expect(Buffer.compare((await store.get(key)) ?? new Uint8Array(), bytes)).toBe(0)
      // What is said to have come is there already.
      let seen = 0
      await store.get(key, {
        moved(filling, received) {
          if (!filling.subarray(seen, received).every((byte, i) => byte === bytes[seen + i])) throw new Error('not yet')
          seen = received
        },
      })
      expect([0, bytes.length]).toContain(seen)
      const spot = fc.integer({ min: 0, max: bytes.length })
      await fc.assert(
        fc.asyncProperty(spot, spot, async (a, b) => {
          const offset = Math.min(a, b)
          const length = Math.abs(a - b)
          const got = await store.get(key, { range: { offset, length } })
          expect(Buffer.compare(got ?? new Uint8Array(1), bytes.subarray(offset, offset + length))).toBe(0)
        }),
        {
          numRuns: 10,
          examples: [
            [0, 0],
            [bytes.length, bytes.length],
            [0, bytes.length],
          ],
        },
      )
    })

    it('refuses a range that ends past the object, however far', async () => {
      const { store, kinds } = subject
      for (const [kind, key] of kinds()) {
        await put(store, key, randomBytes(100), 'none')
        for (const [offset, length] of [
          [0, 101],
          [100, 1],
          [101, 0],
          [50, 2 ** 45],
        ] as const) {
          const got = store.get(key, { range: { offset, length } })
          await expect(got, kind).rejects.toMatchObject({ name: 'StoreError', kind: 'range', key, store: store.name })
        }
      }
    })

    it('shows nothing of an object before its commit', async () => {
      const { store, other, kinds } = subject
      for (const [kind, key] of kinds()) {
        const writer = store.open(key)
        await writer.write(randomBytes(100_000))
        expect(await other.get(key), kind).toBeUndefined()
        expect(await other.stat(key), kind).toBeUndefined()
        expect(await all(other, ''), kind).toEqual([])
        expect(await writer.commit('absent'), kind).toMatchObject({ stored: true })
        expect((await other.get(key))?.length, kind).toBe(100_000)
        await other.remove([key])
      }
    })

    it('leaves nothing of an object that was given up', async () => {
      const { place, store, other, kinds } = subject
      for (const [kind, key] of kinds()) {
        const writer = store.open(key)
        await writer.write(randomBytes(1000))
        await writer.abort()
        await writer.abort()
        await expect(writer.write(randomBytes(1)), kind).rejects.toThrow()
        await expect(writer.commit('none'), kind).rejects.toThrow()
        expect(await all(other, ''), kind).toEqual([])
        expect(await place.leftovers(), kind).toEqual([])
      }
    })

    it('keeps an object whose writer is aborted after its commit', async () => {
      const { place, store, other, kinds } = subject
      for (const [kind, key] of kinds()) {
        const writer = store.open(key)
        await writer.write(randomBytes(10))
        await writer.commit('absent')
        await writer.abort()
        expect((await other.get(key))?.length, kind).toBe(10)
      }
      expect(await place.leftovers()).toEqual([])
    })

    if (writes === 'again') itHonoursConditions(() => subject)
    itKeepsNames(() => subject)

    it('removes, and removes again', async () => {
      const { store, other, kinds } = subject
      const keys = kinds().map(([, key]) => key)
      for (const key of keys) await put(store, key, randomBytes(5), 'absent')
      for (let times = 0; times < 2; times++) {
        await store.remove(keys)
        for (const key of keys) {
          expect(await other.get(key)).toBeUndefined()
          expect(await other.stat(key)).toBeUndefined()
        }
        expect(await all(other, '')).toEqual([])
      }
      for (const key of keys) expect(await put(store, key, randomBytes(6), 'absent')).toMatchObject({ stored: true })
    })

    it('renews what is there, and says what is not', async () => {
      const { store, other } = subject
      const key = freshBlob()
      expect(await store.renew(key)).toBe(false)
      const bytes = randomBytes(3000)
      await put(store, key, bytes, 'absent')
      const before = await store.stat(key)
      expect(await other.renew(key)).toBe(true)
      const after = await store.stat(key)
      expect(after?.modified).toBeGreaterThanOrEqual(before?.modified ?? Number.NaN)
      expect(await store.get(key)).toEqual(new Uint8Array(bytes))
    })

    it('does nothing once the signal is aborted', async () => {
      const { place, store, other, kinds } = subject
      const reason = new Error('enough')
      const aborted: CallOptions = { signal: AbortSignal.abort(reason) }
      for (const [kind, key] of kinds()) {
        await expect(put(store, key, randomBytes(5), 'none', aborted), kind).rejects.toBe(reason)
        const controller = new AbortController()
        const writer = store.open(key, { signal: controller.signal })
        await writer.write(randomBytes(5))
        controller.abort(reason)
        await expect(writer.commit('none'), kind).rejects.toBe(reason)
        await writer.abort()
        expect(await all(other, ''), kind).toEqual([])

        await put(store, key, randomBytes(5), 'none')
        await expect(store.get(key, aborted), kind).rejects.toBe(reason)
        await expect(store.read(key, aborted), kind).rejects.toBe(reason)
        await expect(store.stat(key, aborted), kind).rejects.toBe(reason)
        await expect(store.remove([key], aborted), kind).rejects.toBe(reason)
        if (kind === 'blob') await expect(store.renew(key, aborted)).rejects.toBe(reason)
        await expect(all(store, '', aborted), kind).rejects.toBe(reason)
        expect((await other.get(key))?.length, kind).toBe(5)
        await store.remove([key])
      }
      await expect(store.now(aborted)).rejects.toBe(reason)
      expect(await place.leftovers()).toEqual([])
    })
  })
}
