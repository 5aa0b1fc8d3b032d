import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { headKey, packKey } from '../../../src/core/keys.ts'
import { StoreError } from '../../../src/core/ports/errors.ts'
import type { Tag } from '../../../src/core/ports/store.ts'
import { put } from '../../../src/core/ports/store.ts'
import { ulid } from '../../../src/core/ulid.ts'
import { createHeadStore } from '../../../src/stores/heads.ts'
import { realRandom } from '../../support/stores/clock.ts'
import { faulty } from '../../support/stores/faulty.ts'
import { headOf } from '../../support/stores/heads.ts'
import { retried } from '../../support/stores/retried.ts'

const line = { namespace: 'n', lane: 'trusted', volume: 'v', key: 'k' }
const head = headKey(line)
const pack = packKey('n', 'trusted', ulid(1, realRandom))

describe('a small object', () => {
  it('is written again from the start', async () => {
    const { store, memory, timed } = retried((inner) =>
      faulty(inner, [
        { on: 'write', nth: 2, does: { fail: 'unavailable' } },
        { on: 'commit', nth: 1, does: { fail: 'throttled' } },
      ]),
    )
    const blocks = [randomBytes(10), randomBytes(20)]
    const whole = Buffer.concat(blocks)
    const { value } = await timed(async () => {
      const writer = store.open(pack)
      for (const block of blocks) await writer.write(block)
      return writer.commit('absent')
    })
    expect(value).toMatchObject({ stored: true })
    expect(Buffer.compare((await memory.get(pack)) ?? new Uint8Array(), whole)).toBe(0)
  })

  it('is the same again when its bytes were given away', async () => {
    const { store, memory, timed } = retried((inner) =>
      faulty(
        {
          ...inner,
          open(key, options) {
            const writer = inner.open(key, options)
            return {
              ...writer,
              async write(block) {
                await writer.write(Uint8Array.from(block))
                block.fill(0)
              },
            }
          },
        },
        [{ on: 'commit', nth: 1, does: { fail: 'unavailable' } }],
      ),
    )
    const bytes = randomBytes(1000)
    await timed(() => put(store, pack, bytes, 'absent'))
    expect(Buffer.compare((await memory.get(pack)) ?? new Uint8Array(), bytes)).toBe(0)
  })

  it('whose answer was lost is found to be stored', async () => {
    const { store, memory, timed } = retried((inner) =>
      faulty(inner, [
        { on: 'commit', nth: 1, does: { failAfter: 'unavailable' } },
        { on: 'commit', nth: 3, does: { failAfter: 'unavailable' } },
      ]),
    )
    const first = (await timed(() => put(store, head, randomBytes(10), 'absent'))).value
    expect(first).toEqual({ stored: true, tag: (await memory.stat(head))?.tag })
    const tag = (first as { tag: Tag }).tag
    const second = (await timed(() => put(store, head, randomBytes(10), { tag }))).value
    expect(second).toEqual({ stored: true, tag: (await memory.stat(head))?.tag })
    expect((second as { tag: Tag }).tag).not.toBe(tag)
  })

  it('has lost when another is there in its place', async () => {
    const other = randomBytes(10)
    const { store, memory, timed } = retried((inner) => {
      let commits = 0
      return {
        ...inner,
        open(key, options) {
          const writer = inner.open(key, options)
          return {
            ...writer,
            async commit(when) {
              if (commits++ > 0) return writer.commit(when)
              await put(inner, key, other, 'absent')
              throw new StoreError('unavailable', 'memory:', key)
            },
          }
        },
      }
    })
    expect((await timed(() => put(store, head, randomBytes(10), 'absent'))).value).toEqual({ stored: false })
    expect(Buffer.compare((await memory.get(head)) ?? new Uint8Array(), other)).toBe(0)
  })

  it('is no winner for being equal to what was there before it was tried', async () => {
    const { store, timed } = retried((inner) => inner)
    const same = randomBytes(10)
    expect((await timed(() => put(store, head, same, 'absent'))).value).toMatchObject({ stored: true })
    expect((await timed(() => put(store, head, same, 'absent'))).value).toEqual({ stored: false })
  })

  it('may be a head: one commit, whichever answers are lost', async () => {
    const { store, memory, timed } = retried((inner) =>
      faulty(inner, [{ on: 'commit', nth: 1, times: 3, key: /heads/, does: { failAfter: 'unavailable' } }]),
    )
    const heads = createHeadStore({ store })
    const next = headOf(1)
    const { value } = await timed(() => heads.advance(line, next, 'absent'))
    expect(value).toMatchObject({ head: { commit: next.commit }, tag: (await memory.stat(head))?.tag })
    const after = headOf(2, { from: next.commit })
    expect((await timed(() => heads.advance(line, after, (value as { tag: Tag }).tag))).value).toMatchObject({
      head: { commit: after.commit },
    })
  })
})

describe('a large object', () => {
  const blocks = () => Array.from({ length: 10 }, () => randomBytes(1024 * 1024))

  it('goes out as it comes, and is found to be stored when only the answer was lost', async () => {
    const written: number[] = []
    const { store, memory, timed } = retried((inner) =>
      faulty(
        {
          ...inner,
          open(key, options) {
            const writer = inner.open(key, options)
            return {
              ...writer,
              write(block) {
                written.push(block.length)
                return writer.write(block)
              },
            }
          },
        },
        [{ on: 'commit', nth: 1, does: { failAfter: 'unavailable' } }],
      ),
    )
    const all = blocks()
    const whole = Buffer.concat(all)
    const writer = store.open(pack)
    const { value } = await timed(async () => {
      for (const block of all) await writer.write(block)
      expect(written).toHaveLength(10)
      return writer.commit('absent')
    })
    expect(value).toMatchObject({ stored: true })
    expect(Buffer.compare((await memory.get(pack)) ?? new Uint8Array(), whole)).toBe(0)
  })

  it('fails when it was not stored', async () => {
    const { store, timed } = retried((inner) =>
      faulty(inner, [{ on: 'commit', nth: 1, does: { fail: 'unavailable' } }]),
    )
    const writer = store.open(pack)
    const { error } = await timed(async () => {
      for (const block of blocks()) await writer.write(block)
      return writer.commit('absent')
    })
    expect(error).toMatchObject({ kind: 'unavailable' })
    await writer.abort()
  })
})
