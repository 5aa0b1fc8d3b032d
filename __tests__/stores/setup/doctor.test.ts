import { describe, expect, it } from 'vitest'
import { StoreError } from '../../../src/core/ports/errors.ts'
import { type ManagedStore, put } from '../../../src/core/ports/store.ts'
import { createMemoryStore } from '../../../src/stores/memory.ts'
import { probed } from '../../../src/stores/probe.ts'
import { examine, type Finding, type Patient, prepare } from '../../../src/stores/setup/doctor.ts'
import { realClock, realRandom } from '../../support/stores/clock.ts'

/** What is found of a store that lies in memory, and what is left in it. */
async function look(change: (store: ManagedStore) => Partial<ManagedStore> = () => ({}), more: Partial<Patient> = {}) {
  const memory = createMemoryStore({ clock: realClock })
  const findings: Finding[] = []
  const patient = patientOf({ ...memory, ...change(memory) }, more)
  for await (const finding of examine(patient)) findings.push(finding)
  const left: string[] = []
  for await (const { key } of memory.list('')) left.push(key)
  const states = Object.fromEntries(findings.map(({ check, state }) => [check, state]))
  return { findings, states, left, of: (check: Finding['check']) => findings.filter((one) => one.check === check) }
}

function patientOf(store: ManagedStore, more: Partial<Patient> = {}): Patient {
  const { signal } = new AbortController()
  const rights = { namespace: 'acme/web', reads: ['trusted'], writes: 'trusted', isServer: true }
  return {
    store,
    clock: realClock,
    random: realRandom,
    signal,
    ...rights,
    expires: undefined,
    readExpiry: undefined,
    ...more,
  }
}

/** Refuses to write in lanes but this one, whatever the condition, as a policy does. */
const only = (lane: string) => (store: ManagedStore) => ({
  open: (key: string, options?: object) => {
    if (!key.startsWith(`warmstart/v1/acme/web/${lane}/`)) throw new StoreError('denied', store.name, key)
    return store.open(key, options)
  },
})

describe('examine', () => {
  it('finds nothing wrong with a good store, and leaves nothing there', async () => {
    const { findings, left, of } = await look(only('trusted'))
    expect(findings.map(({ check, state }) => `${state} ${check}`)).toEqual([
      'ok list',
      'ok clock',
      'ok write',
      'ok read',
      'ok conditions',
      'ok lane',
      'ok lane',
      'ok latency',
      'ok throughput',
      'ok delete',
    ])
    expect(of('lane')).toMatchObject([
      { lane: 'ref', mayWrite: false },
      { lane: 'pr', mayWrite: false },
    ])
    expect(of('conditions')).toMatchObject([{ tried: Array.from({ length: 5 }, () => ({ honoured: true })) }])
    expect(left).toEqual([])
  })

  it('warns where a lane can be written that should not be, writes nothing there, and not at a desk', async () => {
    const rights = { reads: ['pr/7', 'trusted'], writes: 'pr/7' }
    const open = await look(undefined, rights)
    expect(open.of('lane')).toMatchObject([
      { lane: 'trusted', mayWrite: true, state: 'warn', own: 'pr/7' },
      { lane: 'ref', mayWrite: true, state: 'warn' },
    ])
    expect(open.left).toEqual([])
    const closed = await look(only('pr/7'), rights)
    expect(closed.of('lane').map(({ state }) => state)).toEqual(['ok', 'ok'])
    const desk = await look(undefined, { reads: ['local'], writes: 'local' })
    expect(desk.of('lane')).toMatchObject(Array.from({ length: 3 }, () => ({ mayWrite: true, state: 'ok' })))
  })

  it('fails a store that does not honour conditions, and tries no other lane there', async () => {
    const { states, findings, left } = await look((store) => ({
      open: (key, options) => {
        const writer = store.open(key, options)
        return { ...writer, commit: () => writer.commit('none') }
      },
    }))
    expect(states).toMatchObject({ write: 'ok', conditions: 'FAIL', delete: 'ok' })
    expect(findings.filter(({ check }) => check === 'lane')).toEqual([])
    expect(left).toEqual([])
  })

  it.each([
    ['list', async function* (): AsyncGenerator<never> {}, ['list']],
    ['write', undefined, ['list', 'clock', 'write']],
  ])('stops where it is refused to %s', async (what, _, checks) => {
    const refuse = (store: ManagedStore) => () => {
      throw new StoreError('denied', store.name, 'k', new Error('not allowed'))
    }
    const change = (store: ManagedStore) => (what === 'list' ? { list: refuse(store) } : { open: refuse(store) })
    const { findings } = await look(change)
    expect(findings.map(({ check }) => check)).toEqual(checks)
    expect(findings.at(-1)).toMatchObject({ state: 'FAIL', detail: expect.stringContaining('not allowed') })
  })

  it('fails bytes that are not what was written, and leaves none of them there', async () => {
    const { findings, left } = await look((store) => ({
      get: async (key, options) => (await store.get(key, options))?.map((byte) => byte ^ 1),
    }))
    expect(findings.at(-1)).toMatchObject({ check: 'read', state: 'FAIL', detail: 'other bytes' })
    expect(left).toEqual([])
  })

  it('says what stays where nothing may be removed', async () => {
    const { states, left } = await look((store) => ({
      async remove() {
        throw new StoreError('denied', store.name, 'k')
      },
    }))
    expect(states['delete']).toBe('warn')
    expect(left.every((name) => name.includes('/~probe-'))).toBe(true)
  })

  it.each([
    [59_000, 'ok'],
    [-61_000, 'warn'],
    [61_000, 'warn'],
    [-16 * 60_000, 'FAIL'],
  ])('a clock that is %i ms ahead is %s', async (skew, state) => {
    const { states } = await look(() => ({ now: async () => Date.now() + skew }))
    expect(states['clock']).toBe(state)
  })

  it('calls slow what is slow', async () => {
    let now = 0
    const clock = { ...realClock, now: () => now }
    const { states, of } = await look(
      (store) => ({
        now: async () => now,
        get(key, options) {
          now += key.endsWith('-bulk') ? 5000 : 600
          return store.get(key, options)
        },
      }),
      { clock },
    )
    expect(states).toMatchObject({ latency: 'warn', throughput: 'warn' })
    expect(of('latency')).toMatchObject([{ medianMillis: 600 }])
  })

  it.each([
    [undefined, undefined, 'ok'],
    [30, 30, 'ok'],
    [30, 40, 'ok'],
    [30, 29, 'warn'],
    [undefined, 30, 'warn'],
    [30, undefined, 'warn'],
    [30, 0, 'warn'],
  ])('expires %s in the URL with a rule of %s days is %s', async (expires, rule, state) => {
    const { states } = await look(undefined, { expires, readExpiry: async () => rule, writes: undefined })
    expect(states).toEqual({ list: 'ok', clock: 'ok', lifecycle: state })
  })

  it('does not mind rules that it may not read', async () => {
    const readExpiry = async () => {
      throw new StoreError('denied', 's', 'lifecycle')
    }
    const { of } = await look(undefined, { readExpiry, writes: undefined })
    expect(of('lifecycle')).toMatchObject([{ rule: 'unknown', state: 'ok' }])
  })
})

describe('prepare', () => {
  it('has it remembered that conditions are honoured, and leaves nothing else', async () => {
    const memory = createMemoryStore({ clock: realClock })
    await prepare(patientOf(probed(memory, { server: 's', random: realRandom })))
    const left: string[] = []
    for await (const { key } of memory.list('')) left.push(key)
    expect(left).toEqual(['warmstart/v1/acme/web/trusted/~probe'])
  })

  it('is refused by a store that does not honour them', async () => {
    const memory = createMemoryStore({ clock: realClock })
    const ignoring: ManagedStore = {
      ...memory,
      open: (key, options) => {
        const writer = memory.open(key, options)
        return { ...writer, commit: () => writer.commit('none') }
      },
    }
    const patient = patientOf(probed(ignoring, { server: 's', random: realRandom }))
    await expect(prepare(patient)).rejects.toMatchObject({ kind: 'unsupported' })
    expect(await put(memory, 'x', Buffer.of(1), 'absent')).toMatchObject({ stored: true })
  })
})
