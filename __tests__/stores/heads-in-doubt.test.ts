import { describe, expect, it } from 'vitest'
import { encodeHead } from '../../src/core/head-codec.ts'
import { type ManagedStore, put, type Tag } from '../../src/core/ports/store.ts'
import { createHeadStore } from '../../src/stores/heads.ts'
import { type Fault, faulty } from '../support/stores/faulty.ts'
import { commitHead, headOf, latestOf, lineOf, memoryStore } from '../support/stores/heads.ts'

describe('advance in doubt', () => {
  const onHead = /\/heads\//
  const faulted = (store: ManagedStore, ...faults: Omit<Fault, 'key'>[]) =>
    createHeadStore({
      store: faulty(
        store,
        faults.map((fault) => ({ ...fault, key: onHead })),
      ),
    })

  it('finds its own commit after an answer that got lost', async () => {
    const store = memoryStore()
    const heads = faulted(store, { on: 'commit', nth: 1, does: { failAfter: 'unavailable' } })
    const head = headOf(1)
    const made = await heads.advance(lineOf('k'), head, 'absent')
    expect(made).toEqual(await heads.read(lineOf('k')))
    expect(made).toMatchObject({ head })
  })

  it('finds its own commit when a wrapper asked twice and lost to itself', async () => {
    const store = memoryStore()
    const twice: ManagedStore = {
      ...store,
      open(key, options) {
        const writer = store.open(key, options)
        return {
          ...writer,
          async commit(when) {
            await put(store, key, encodeHead(head), when)
            return writer.commit(when)
          },
        }
      },
    }
    const head = headOf(1)
    expect(await createHeadStore({ store: twice }).advance(lineOf('k'), head, 'absent')).toMatchObject({ head })
  })

  it('knows its commit was made when somebody has followed it already', async () => {
    const store = memoryStore()
    const mine = headOf(1)
    const followed: ManagedStore = {
      ...store,
      open(key, options) {
        const writer = store.open(key, options)
        return {
          ...writer,
          async commit(when) {
            const result = await writer.commit(when)
            if (!onHead.test(key) || !result.stored) return result
            await put(store, key, encodeHead(headOf(2, { from: mine.commit })), { tag: result.tag })
            return { stored: false }
          },
        }
      },
    }
    const made = await createHeadStore({ store: followed }).advance(lineOf('k'), mine, 'absent')
    expect(made).toMatchObject({ head: mine })
    // And nothing can be written over the follower by what it returned.
    expect(await createHeadStore({ store }).advance(lineOf('k'), headOf(3), (made as { tag: Tag }).tag)).toBe(
      'conflict',
    )
  })

  it('says conflict if another commit is there', async () => {
    const store = memoryStore()
    const other = await commitHead(createHeadStore({ store }), lineOf('k'), 1)
    const heads = faulted(store, { on: 'commit', nth: 1, does: { failAfter: 'unavailable' } })
    expect(await heads.advance(lineOf('k'), headOf(2), 'absent')).toBe('conflict')
    expect((await heads.read(lineOf('k')))?.head).toEqual(other)
  })

  it('passes the failure on if nothing was written', async () => {
    const store = memoryStore()
    const heads = faulted(store, { on: 'commit', nth: 1, times: 2, does: { fail: 'unavailable' } })
    await expect(heads.advance(lineOf('k'), headOf(1), 'absent')).rejects.toMatchObject({ kind: 'unavailable' })
    await commitHead(createHeadStore({ store }), lineOf('k'), 1)
    const tag = (await heads.read(lineOf('k')))?.tag as Tag
    await expect(heads.advance(lineOf('k'), headOf(2), tag)).rejects.toMatchObject({ kind: 'unavailable' })
  })

  it('passes the failure on if it cannot look', async () => {
    const heads = faulted(
      memoryStore(),
      { on: 'commit', nth: 1, does: { failAfter: 'throttled' } },
      { on: 'read', nth: 1, does: { fail: 'unavailable' } },
    )
    await expect(heads.advance(lineOf('k'), headOf(1), 'absent')).rejects.toMatchObject({ kind: 'throttled' })
  })

  it('commits though the copy for the newest fails, and the next commit makes that right', async () => {
    const store = memoryStore()
    const failing = faulty(store, [{ on: 'commit', nth: 1, key: /\/latest\//, does: { fail: 'unavailable' } }])
    const heads = createHeadStore({ store: failing })
    await commitHead(heads, lineOf('a'), 1)
    expect((await heads.read(lineOf('a')))?.head.committedAt).toBe(1)
    expect(await latestOf(heads, '')).toBeUndefined()
    await commitHead(heads, lineOf('b'), 2)
    expect(await latestOf(heads, '')).toBe('b')
  })

  it('writes nothing once the signal is aborted', async () => {
    const store = memoryStore()
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(createHeadStore({ store }).advance(lineOf('k'), headOf(1), 'absent', { signal })).rejects.toThrow(
      'enough',
    )
    expect(await createHeadStore({ store }).read(lineOf('k'))).toBeUndefined()
  })
})
