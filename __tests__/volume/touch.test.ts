import { describe, expect, it } from 'vitest'
import { packKey } from '../../src/core/keys.ts'
import { StoreError } from '../../src/core/ports/errors.ts'
import { type GetOptions, type ManagedStore, put } from '../../src/core/ports/store.ts'
import type { State } from '../../src/core/state.ts'
import { ulid } from '../../src/core/ulid.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { type Touching, touch } from '../../src/volume/touch.ts'
import type { Context } from '../../src/volume/types.ts'
import { realClock, realRandom } from '../support/stores/clock.ts'
import { headOf } from '../support/stores/heads.ts'
import { packsOf } from '../support/trees.ts'

const DAY = 24 * 60 * 60 * 1000
const NOW = Date.UTC(2026, 5, 1)
const ULIDS = [1, 2, 3].map((time) => ulid(time, realRandom))
const [first = '', second = '', third = ''] = ULIDS
const old = headOf(NOW - 3 * DAY)

/** A store where things expire, with three packs, and what is read of it. */
async function place(change: (store: ManagedStore) => Partial<ManagedStore> = () => ({})) {
  const memory = createMemoryStore({ clock: { ...realClock, now: () => NOW } })
  for (const name of ULIDS) await put(memory, packKey('acme/web', 'trusted', name), Buffer.alloc(10), 'none')
  const read: [string, GetOptions['range']][] = []
  const store: ManagedStore = {
    ...memory,
    traits: { ...memory.traits, touch: { how: 'read', everyMillis: DAY } },
    get(key, options) {
      read.push([key.slice(-26), options?.range])
      return memory.get(key, options)
    },
    ...change(memory),
  }
  return { store, read, context: { store } as Context }
}

const touching = ({ head = old, ref = head.current, ...more }: Partial<Touching> = {}): Touching => ({
  rights: { namespace: 'acme/web', reads: ['trusted'], writes: 'trusted' },
  head,
  ref,
  packs: packsOf(...ULIDS).map((pack) => ({ ...pack, lane: 'trusted' })),
  used: new Set(),
  state: undefined,
  ...more,
})

const stateOf = (version: string, touchedAt: number) =>
  ({ version: { lane: 'trusted', ulid: version }, touchedAt }) as State

describe('touch', () => {
  it('reads one byte of each pack that was not used, and says when', async () => {
    const { context, read } = await place()
    expect(await touch(context, touching({ used: new Set([second]) }))).toEqual({ touchedAt: NOW, missing: [] })
    const byte = { offset: 0, length: 1 }
    expect(read.sort()).toEqual([
      [first, byte],
      [third, byte],
    ])
  })

  it('is due once a period: by the head, and by what this machine remembers of that version', async () => {
    const { context, read } = await place()
    const young = headOf(NOW - DAY + 1)
    expect(await touch(context, touching({ head: young }))).toEqual({ touchedAt: young.touchedAt, missing: [] })
    const lately = NOW - DAY + 1
    const state = stateOf(old.current.ulid, lately)
    expect(await touch(context, touching({ state }))).toEqual({ touchedAt: lately, missing: [] })
    expect(read).toEqual([])
    await touch(context, touching({ state: stateOf(old.current.ulid, NOW - DAY) }))
    expect(read).toHaveLength(3)
    await touch(context, touching({ state: stateOf(young.current.ulid, NOW) }))
    expect(read).toHaveLength(6)
    await touch(context, touching({ head: young, ref: { ...young.current, ulid: first } }))
    expect(read, 'of an older version the head says nothing').toHaveLength(9)
  })

  it('is not for jobs that may not write, nor for stores that keep everything', async () => {
    const { context, read, store } = await place()
    const { rights } = touching()
    await touch(context, touching({ rights: { ...rights, writes: undefined } }))
    const keeps = { ...store, traits: { ...store.traits, touch: undefined } }
    await touch({ ...context, store: keeps }, touching())
    expect(read).toEqual([])
  })

  it('names the packs that are gone', async () => {
    const { context, store } = await place()
    await store.remove([packKey('acme/web', 'trusted', second)])
    expect(await touch(context, touching())).toEqual({ touchedAt: NOW, missing: [second] })
  })

  it('leaves it to the next job if the store fails, but stops when told to', async () => {
    const { context } = await place(({ name }) => ({
      async get(key, { signal } = {}) {
        signal?.throwIfAborted()
        throw new StoreError('unavailable', name, key)
      },
    }))
    const known = stateOf(old.current.ulid, NOW - 2 * DAY)
    expect(await touch(context, touching({ state: known }))).toEqual({ touchedAt: NOW - 2 * DAY, missing: [] })
    const signal = AbortSignal.abort(new Error('stop'))
    await expect(touch({ ...context, signal }, touching())).rejects.toThrow('stop')
  })
})
