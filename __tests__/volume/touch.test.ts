import { describe, expect, it } from 'vitest'
import { packKey } from '../../src/core/keys.ts'
import { StoreError } from '../../src/core/ports/errors.ts'
import { type ManagedStore, put } from '../../src/core/ports/store.ts'
import type { State } from '../../src/core/state.ts'
import { ulid } from '../../src/core/ulid.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { type Touching, touch, touchedAfter } from '../../src/volume/touch.ts'
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
  const renewed: string[] = []
  const store: ManagedStore = {
    ...memory,
    traits: { ...memory.traits, touch: { how: 'read', everyMillis: DAY } },
    renew(key, options) {
      renewed.push(key.slice(-26))
      return memory.renew(key, options)
    },
    ...change(memory),
  }
  return { store, renewed, context: { store } as Context }
}

const touching = ({ head = old, ref = head.current, ...more }: Partial<Touching> = {}): Touching => ({
  rights: { namespace: 'acme/web', reads: ['trusted'], writes: 'trusted' },
  head,
  line: { namespace: 'acme/web', lane: 'trusted', volume: 'v', key: 'k' },
  ref,
  packs: packsOf(...ULIDS).map((pack) => ({ ...pack, lane: 'trusted' })),
  used: new Set(),
  state: undefined,
  ...more,
})

const stateOf = (version: string, touchedAt: number) =>
  ({ version: { lane: 'trusted', ulid: version }, touchedAt }) as State

describe('touch', () => {
  it('renews each pack that was not used, and says when', async () => {
    const { context, renewed } = await place()
    expect(await touch(context, touching({ used: new Set([second]) }))).toEqual({ touchedAt: NOW, missing: [] })
    expect(renewed.sort()).toEqual([first, third])
  })

  it('renews packs that were used, too, where a read does not keep them', async () => {
    const { context, renewed } = await place(({ traits }) => ({
      // As tiers say it of a service whose entries are written once.
      traits: { ...traits, overwrite: false, touch: { how: 'renew', everyMillis: DAY } },
    }))
    await touch(context, touching({ used: new Set(ULIDS) }))
    expect(renewed.sort()).toEqual(ULIDS)
  })

  it('is due once a period: by the head, and by what this machine remembers of that version', async () => {
    const { context, renewed } = await place()
    const young = headOf(NOW - DAY + 1)
    expect(await touch(context, touching({ head: young }))).toEqual({ touchedAt: young.touchedAt, missing: [] })
    const lately = NOW - DAY + 1
    const state = stateOf(old.current.ulid, lately)
    expect(await touch(context, touching({ state }))).toEqual({ touchedAt: lately, missing: [] })
    expect(renewed).toEqual([])
    await touch(context, touching({ state: stateOf(old.current.ulid, NOW - DAY) }))
    expect(renewed).toHaveLength(3)
    await touch(context, touching({ state: stateOf(young.current.ulid, NOW) }))
    expect(renewed).toHaveLength(6)
    await touch(context, touching({ head: young, ref: { ...young.current, ulid: first } }))
    expect(renewed, 'of an older version the head says nothing').toHaveLength(9)
  })

  it('is not for jobs that may not write, nor for stores that keep everything', async () => {
    const { context, renewed, store } = await place()
    const { rights } = touching()
    await touch(context, touching({ rights: { ...rights, writes: undefined } }))
    const keeps = { ...store, traits: { ...store.traits, touch: undefined } }
    await touch({ ...context, store: keeps }, touching())
    expect(renewed).toEqual([])
  })

  it('names the packs that are gone', async () => {
    const { context, store } = await place()
    await store.remove([packKey('acme/web', 'trusted', second)])
    expect(await touch(context, touching())).toEqual({ touchedAt: NOW, missing: [second] })
  })

  it('leaves it to the next job if the store fails, but stops when told to', async () => {
    const { context } = await place(({ name }) => ({
      async renew(key, { signal } = {}) {
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

describe('a head that replaces another says of its objects', () => {
  const { traits } = createMemoryStore({ clock: realClock })
  const keeping = { ...traits, touch: { how: 'renew', everyMillis: DAY } } as const
  const before = headOf(NOW - 5 * DAY)
  const says = (touchedAt: number | undefined, commit = '', given = keeping as typeof traits) =>
    touchedAfter(given, touchedAt === undefined ? undefined : { commit, touchedAt }, before, NOW)

  it('what was found out about those of the one that it replaces', () => {
    expect(says(NOW - DAY, before.commit)).toBe(NOW - DAY)
  })

  it('no more than the one that it replaces, of whose objects nothing was found out', () => {
    expect(says(undefined)).toBe(before.touchedAt)
    expect(says(NOW - DAY, 'another')).toBe(before.touchedAt)
    expect(says(NOW - 9 * DAY, 'another')).toBe(NOW - 9 * DAY)
  })

  it('that they are new where there was none, and where a save reads all it builds on', () => {
    expect(touchedAfter(keeping, undefined, undefined, NOW)).toBe(NOW)
    expect(says(undefined, '', traits)).toBe(NOW)
    expect(says(undefined, '', { ...keeping, overwrite: false })).toBe(NOW)
  })
})
