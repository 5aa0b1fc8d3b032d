import { describe, expect, test } from 'vitest'
import { StoreError } from '../../src/core/ports/errors.ts'
import { type ManagedStore, put } from '../../src/core/ports/store.ts'
import { createArchive } from '../../src/stores/archive.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { collectAfterSave } from '../../src/volume/collect.ts'
import { Fleet, noise, read, write } from '../support/fleet.ts'
import { below, plantHostile } from '../support/hostile.ts'
import { type Machine, systemClock } from '../support/machine.ts'

/** What somebody does who can write to the store, or only read it. */
async function objects(store: ManagedStore, part: string): Promise<Map<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>()
  for await (const { key } of store.list('')) {
    if (key.includes(part)) found.set(key, (await store.get(key)) ?? new Uint8Array())
  }
  return found
}

async function saved(machine: Machine, key: string, content: string | Uint8Array) {
  write(machine, { 'tree/file': content })
  expect((await machine.save(key)).reason).toBe('saved')
}

describe('names that look alike', () => {
  test.each([
    ['ref/heads/feature/foo', 'ref/heads/feature-foo'],
    ['ref/heads/a', 'ref/heads/A'],
    ['ref/heads/trusted', 'ref/heads/trusted/heads'],
    ['pr/1', 'pr/11'],
    ['ref/heads/x/heads/y', 'ref/heads/x'],
  ])('branches %s and %s share nothing', async (one, other) => {
    const fleet = new Fleet()
    await saved(fleet.machine({ lane: one }), 'k', 'evil')
    const victim = fleet.machine({ lane: other })
    expect((await victim.restore('k', { restoreKeys: [''], newestAsLastResort: true })).hit).toBe('miss')
    expect(read(victim)).toEqual({})
  })

  test.each([
    ['feature/foo', 'feature-foo'],
    ['k', 'k~'],
    ['a/b', 'a~2fb'],
    ['../k', 'k'],
    ['k/../../../../trusted/heads/x', 'k'],
    ['K', 'k'],
    ['', '~'],
  ])('keys %j and %j are two', async (one, other) => {
    const fleet = new Fleet()
    await saved(fleet.machine(), one, 'evil')
    expect((await fleet.machine().restore(other)).hit).toBe('miss')
    for (const name of (await objects(fleet.store, '')).keys()) expect(name.split('/')).not.toContain('..')
  })

  test('a namespace that reads like a lane is none', async () => {
    const fleet = new Fleet()
    await saved(fleet.machine({ namespace: 'acme/pr/7', lane: 'trusted' }), 'k', 'evil')
    const victim = fleet.machine({ namespace: 'acme', lane: 'pr/7' })
    expect((await victim.restore('k', { newestAsLastResort: true })).hit).toBe('miss')
  })
})

test('a job of a lower lane, whatever it stores under whatever key, is never read by a higher one', async () => {
  const fleet = new Fleet()
  await saved(fleet.machine({ lane: 'trusted' }), 'k', 'good')
  for (const lane of ['pr/7', 'ref/heads/main', 'ref/heads/trusted']) {
    for (const key of ['k', 'k-newer', 'trusted/heads/k'])
      await saved(fleet.machine({ lane }), key, `evil ${lane} ${key}`)
  }
  const victim = fleet.machine({ lane: 'trusted' })
  for (const key of ['k', 'other']) {
    await victim.restore(key, { restoreKeys: ['k', ''], newestAsLastResort: true })
    expect(read(victim)).toEqual({ file: 'good' })
  }
})

test.each(['packs', 'versions'])(
  '%s of two versions put in each other’s place are damage, not another tree',
  async (part) => {
    const fleet = new Fleet()
    for (const [key, seed] of [
      ['one', 1],
      ['two', 2],
    ] as const)
      await saved(fleet.machine(), key, noise(seed, 5000))
    const [[a, first], [b, second]] = [...(await objects(fleet.store, `/${part}/`))] as [
      [string, Uint8Array],
      [string, Uint8Array],
    ]
    await fleet.store.remove([a, b])
    await put(fleet.store, a, second, 'absent')
    await put(fleet.store, b, first, 'absent')
    for (const key of ['one', 'two']) {
      const victim = fleet.machine()
      expect((await victim.restore(key)).hit).toBe('miss')
      expect(victim.told('version-unusable')).toMatchObject([{ reason: 'damaged' }])
      expect(read(victim)).toEqual({})
    }
  },
)

test('who can only read the store can restore from it and change nothing', async () => {
  const fleet = new Fleet()
  await saved(fleet.machine({ lane: 'trusted' }), 'k', 'good')
  const before = await objects(fleet.store, '')
  const denied = (key: string) => new StoreError('denied', 'memory:', key, new Error('403'))
  const refuse = async (key: string) => Promise.reject(denied(key))
  const stolen: ManagedStore = {
    ...fleet.store,
    open: (key) => ({ write: () => refuse(key), commit: () => refuse(key), abort: async () => {} }),
    remove: () => refuse(''),
    renew: refuse,
  }
  const thief = fleet.machine({ store: stolen, lane: 'trusted' })
  expect((await thief.restore('k')).hit).toBe('exact')
  expect(read(thief)).toEqual({ file: 'good' })
  write(thief, { 'tree/file': 'evil' })
  expect((await thief.save('k')).reason).toBe('store-failed')
  expect(thief.told('store-failed')).toMatchObject([{ kind: 'denied', doing: 'saving' }])
  expect(await objects(fleet.store, '')).toEqual(before)
})

describe('a hostile root', () => {
  const DAY = 86_400_000

  /** A day later, the collection at the end of a trusted save; how many objects each lane has lost. */
  async function collected(fleet: Fleet, days: number) {
    const machine = fleet.machine({ lane: 'trusted' })
    const clock = { ...systemClock, now: () => Date.now() + days * DAY }
    const store: ManagedStore = { ...fleet.store, now: async () => clock.now() }
    const rights = { namespace: 'default', reads: ['trusted'], writes: 'trusted' }
    const context = { ...machine.context, store, clock, archive: createArchive(store) }
    return collectAfterSave(context, rights)
  }

  async function withLitter() {
    const fleet = new Fleet(createMemoryStore({ clock: systemClock }))
    await saved(fleet.machine({ lane: 'trusted' }), 'k', noise(1, 3000))
    await put(fleet.store, 'warmstart/v1/default/trusted/packs/01M7Z8Y58REAG4MMBWMM3FCE7V', noise(2, 100), 'absent')
    return fleet
  }

  test('in a lower lane that cannot be read stops no collection in the lanes above it', async () => {
    const fleet = await withLitter()
    const attacker = fleet.machine({ lane: 'pr/7' })
    await plantHostile(attacker, 'evil', { entries: below({ depth: 1, name: '..', content: 'x' }) })
    expect(await collected(fleet, 3)).toBe(1)
    const victim = fleet.machine({ lane: 'trusted' })
    expect((await victim.restore('k')).hit).toBe('exact')
  })

  test('that names no packs takes nothing from those who do', async () => {
    const fleet = await withLitter()
    await plantHostile(fleet.machine({ lane: 'trusted' }), 'evil', { entries: below(), packs: [] })
    await collected(fleet, 3)
    await collected(fleet, 30)
    expect((await fleet.machine({ lane: 'trusted' }).restore('k')).hit).toBe('exact')
  })

  test('in the lane itself blocks what it could only hide', async () => {
    const fleet = await withLitter()
    await plantHostile(fleet.machine({ lane: 'trusted' }), 'evil', {
      entries: below({ depth: 1, name: '..', content: 'x' }),
    })
    expect(await collected(fleet, 3)).toBe(0)
    expect((await fleet.machine({ lane: 'trusted' }).restore('k')).hit).toBe('exact')
  })
})
