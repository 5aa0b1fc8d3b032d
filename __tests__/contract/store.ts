import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { headKey, headPrefix, latestKey, packKey, parseHeadKey, versionKey } from '../../src/core/keys.ts'
import type { CallOptions, Condition, ManagedStore, ObjectInfo, ObjectKey, Tag } from '../../src/core/ports/store.ts'
import { put } from '../../src/core/ports/store.ts'
import { ulid } from '../../src/core/ulid.ts'
import { realRandom } from '../support/stores/clock.ts'

export interface Place {
  /** The store over this place's objects; a second one stands for another process. */
  open(): ManagedStore
  /** What unfinished writes left lying about. */
  leftovers(): Promise<readonly string[]>
  /** Whether a file's tag can be a condition. Records' always can. */
  readonly blobConditions: boolean
  /** Tags are made of the content. Heads carry a random id, so that two states never have an equal one. */
  readonly contentTags?: true
  close(): Promise<void>
}

/**
 * What `core/ports/store.ts` promises, held against a store. `once`: by its traits nothing is written twice there, on
 * condition or not; it has no records.
 */
export function describeStore(name: string, make: () => Promise<Place>, writes: 'again' | 'once' = 'again'): void {
  describe(name, () => {
    let place: Place
    let store: ManagedStore
    let other: ManagedStore
    beforeEach(async () => {
      place = await make()
      store = place.open()
      other = place.open()
    })
    afterEach(() => place.close())

    const line = { namespace: 'acme/web', lane: 'trusted', volume: 'npm' }
    const record = headKey({ ...line, key: 'linux' })
    const blob = () => packKey('acme/web', 'trusted', ulid(Date.now(), realRandom))
    const kinds = (): [string, ObjectKey][] =>
      writes === 'once'
        ? [['blob', blob()]]
        : [
            ['record', record],
            ['blob', blob()],
          ]
    /** A listing that lags may have another clock, too. */
    const asListed = (info: ObjectInfo | undefined) =>
      store.traits.listing === 'strong' ? info : { ...info, modified: expect.closeTo(info?.modified ?? 0, -4) }

    it('says in its traits what can be written', () => {
      const { conditionalPut, overwrite } = store.traits
      expect({ conditionalPut, overwrite }).toEqual(
        writes === 'once' ? { conditionalPut: false, overwrite: false } : { conditionalPut: true, overwrite: true },
      )
    })

    it('misses without an error, also before anything was ever written', async () => {
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

    it('reads exactly the range asked for', async () => {
      const key = blob()
      const bytes = randomBytes(18 * 1024 * 1024 + 7) // more than two pieces of a parallel read
      await put(store, key, bytes, 'absent')
      expect(Buffer.compare((await store.get(key)) ?? new Uint8Array(), bytes)).toBe(0)
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
      for (const [kind, key] of kinds()) {
        const writer = store.open(key)
        await writer.write(randomBytes(10))
        await writer.commit('absent')
        await writer.abort()
        expect((await other.get(key))?.length, kind).toBe(10)
      }
      expect(await place.leftovers()).toEqual([])
    })

    if (writes === 'again') {
      it('leaves nothing of a write whose condition does not hold', async () => {
        for (const [kind, key] of kinds()) {
          await put(store, key, randomBytes(10), 'absent')
          expect(await put(store, key, randomBytes(20), 'absent'), kind).toEqual({ stored: false })
          expect((await other.get(key))?.length, kind).toBe(10)
        }
        expect(await place.leftovers()).toEqual([])
      })

      it('honours every condition', async () => {
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
        if (place.contentTags) return
        const first = await put(store, record, Buffer.of(1), 'none')
        await put(store, record, Buffer.of(2), 'none')
        await put(store, record, Buffer.of(1), 'none')
        expect(await put(store, record, Buffer.of(3), { tag: tagOf(first) })).toEqual({ stored: false })
      })

      it('lets exactly one of many writers win', async () => {
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
        await race(blob(), 'absent')
        let tag = await race(record, 'absent')
        for (let round = 0; round < 5; round++) tag = await race(record, { tag })
        expect(await place.leftovers()).toEqual([])
      })

      it('loses no update of many writers', async () => {
        const add = async (one: ManagedStore, times: number) => {
          for (let done = 0; done < times; ) {
            const present = await one.read(record)
            const count = present ? Buffer.from(present.bytes).readUInt32LE() : 0
            const next = Buffer.alloc(4)
            next.writeUInt32LE(count + 1)
            const { stored } = await put(one, record, next, present ? { tag: present.info.tag } : 'absent')
            if (stored) done++
          }
        }
        await Promise.all(Array.from({ length: 4 }, () => add(place.open(), 10)))
        expect(Buffer.from((await other.get(record)) as Uint8Array).readUInt32LE()).toBe(40)
      })

      it('shows an object that is overwritten as it was or as it is, never mixed', async () => {
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

    it('lists by a prefix of the name, not only by whole components', async () => {
      const keys = ['linux-1', 'linux-10', 'linux-2', 'Linux-1', ''].map((key) => headKey({ ...line, key }))
      const more = [
        latestKey('acme/web', 'trusted', 'npm'),
        versionKey('acme/web', 'trusted', ulid(1, realRandom)),
        packKey('acme/web', 'pr/7', ulid(1, realRandom)),
        headKey({ ...line, volume: 'np', key: 'linux-1' }),
      ]
      for (const key of [...keys, ...more]) await put(store, key, Buffer.from(key), 'absent')
      const prefixes = [
        ...[...keys, ...more].flatMap((key) => [key, key.slice(0, -1)]),
        ...['linux-1', 'linux-', 'x', ''].map((key) => headPrefix('acme/web', 'trusted', 'npm', key)),
        '',
        'warm',
        'warmstart/v1/acme/web/trusted',
        'nowhere/at/all',
      ]
      for (const prefix of prefixes) {
        const expected = [...keys, ...more].filter((key) => key.startsWith(prefix)).sort()
        const listed = await all(other, prefix)
        expect(listed.map(({ key }) => key).sort(), prefix).toEqual(expected)
        for (const info of listed) expect(info).toEqual(asListed(await store.stat(info.key)))
      }
      await other.remove(keys.slice(1))
      expect((await all(store, headPrefix('acme/web', 'trusted', 'npm', ''))).map(({ key }) => key)).toEqual([keys[0]])
    })

    it('keeps every name apart that keys make', async () => {
      const texts = [
        'a',
        'A',
        'a/b',
        'a~2fb',
        '..',
        '.',
        'é',
        'e\u0301',
        'nul',
        'con',
        'a b',
        'x'.repeat(300),
        'x'.repeat(198),
      ]
      const keys = texts.flatMap((text) => [
        headKey({ ...line, key: text }),
        headKey({ ...line, volume: text, key: 'k' }),
        headKey({ ...line, lane: `ref/heads/${text}`, key: 'k' }),
      ])
      for (const key of keys) await put(store, key, Buffer.from(key), 'absent')
      for (const key of keys) expect(Buffer.from((await other.get(key)) ?? '').toString()).toBe(key)
      const listed = await all(other, 'warmstart/v1/acme/web/')
      expect(listed.map((info) => headKey(parseHeadKey(info.key) ?? { ...line, key: '' })).sort()).toEqual(keys.sort())
    })

    it('removes, and removes again', async () => {
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
      const key = blob()
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

async function all(store: ManagedStore, prefix: string, options?: CallOptions) {
  const infos: ObjectInfo[] = []
  for await (const info of store.list(prefix, options)) infos.push(info)
  return infos
}

function tagOf(result: { readonly stored: boolean; readonly tag?: Tag }): Tag {
  expect(result.stored).toBe(true)
  return result.tag as Tag
}
