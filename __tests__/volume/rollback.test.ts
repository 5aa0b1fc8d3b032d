import * as fs from 'node:fs'
import { expect, test } from 'vitest'
import { encodeHead } from '../../src/core/head-codec.ts'
import { headKey } from '../../src/core/keys.ts'
import type { HeadStore, StoredHead } from '../../src/core/ports/heads.ts'
import { type ManagedStore, put } from '../../src/core/ports/store.ts'
import { createHeadStore } from '../../src/stores/heads.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { createSeenHeads } from '../../src/workspace/seen-heads.ts'
import { Fleet, read, write } from '../support/fleet.ts'
import { type Machine, systemClock } from '../support/machine.ts'
import { KEY_A, trustIn } from '../support/signing.ts'

const TRUST = trustIn({ sign: KEY_A })
const lineOf = (machine: Machine, key = 'k') => ({
  namespace: 'default',
  lane: machine.lane,
  volume: machine.volume,
  key,
})
const headOf = async (machine: Machine) => (await machine.context.heads.read(lineOf(machine))) as StoredHead

/** Two versions of `k`, the first of them with its head as it was; `machine` has restored the second. */
async function twice(trust: typeof TRUST | undefined, lane = 'trusted') {
  const fleet = new Fleet()
  const given = trust ? { trust } : {}
  const maker = fleet.machine({ lane, ...given })
  write(maker, { 'tree/a': 'one' })
  await maker.save('k')
  const first = await headOf(maker)
  write(maker, { 'tree/a': 'two' })
  await maker.save('k')
  const machine = fleet.machine({ lane, ...given })
  expect((await machine.restore('k')).hit).toBe('exact')
  const replay = () => put(fleet.store, headKey(lineOf(maker)), encodeHead(first.head), 'none')
  return { fleet, maker, machine, first, replay }
}

test('what another job of the machine commits while this one reads is nothing set back', async () => {
  let meanwhile = () => {}
  const memory = createMemoryStore({ clock: systemClock })
  const store: ManagedStore = {
    ...memory,
    async read(key, options) {
      const object = await memory.read(key, options)
      meanwhile()
      return object
    },
  }
  const fleet = new Fleet(store)
  const machine = fleet.machine({ lane: 'trusted', trust: TRUST })
  write(machine, { 'tree/a': 'one' })
  await machine.save('k')
  for (const job of [() => machine.restore('k'), () => machine.save('k')]) {
    const later = { commit: 'later', version: '01JZZZZZZZZZZZZZZZZZZZZZZZ', committedAt: Date.now() + 60_000 }
    meanwhile = () => createSeenHeads(machine.stateDir).sawHead(memory.name, lineOf(machine), later)
    await job()
    expect(machine.told('rolled-back')).toEqual([])
    meanwhile = () => {}
    machine.wipe()
    write(machine, { 'tree/a': 'one' })
  }
})

test('a head from before what the machine has seen is refused, and the next save puts it right', async () => {
  const { machine, replay, fleet } = await twice(TRUST)
  await replay()
  expect(await machine.restore('k')).toMatchObject({ hit: 'miss' })
  expect(machine.told('rolled-back')).toMatchObject([{ key: 'k', lane: 'trusted', isRefused: true }])
  write(machine, { 'tree/a': 'three' })
  expect((await machine.save('k')).reason).toBe('saved')
  expect(await machine.restore('k')).toMatchObject({ hit: 'exact' })
  expect(machine.told('rolled-back')).toEqual([])
  const fresh = fleet.machine({ lane: 'trusted', trust: TRUST })
  expect((await fresh.restore('k')).hit).toBe('exact')
  expect(read(fresh)).toEqual({ a: 'three' })
})

test('without signatures it is said once, and used', async () => {
  const { machine, replay, first } = await twice(undefined)
  await replay()
  expect(await machine.restore('k')).toMatchObject({ hit: 'exact', version: first.head.current.ulid })
  expect(machine.told('rolled-back')).toMatchObject([{ isRefused: false }])
  await machine.restore('k')
  expect(machine.told('rolled-back')).toEqual([])
})

test('a machine that has seen nothing cannot tell; one whose job saw it in a save can', async () => {
  const { maker, replay, fleet } = await twice(TRUST)
  await replay()
  expect((await fleet.machine({ lane: 'trusted', trust: TRUST }).restore('k')).hit).toBe('exact')
  expect((await maker.restore('k')).hit).toBe('miss')
})

test('what it has seen outlives a miss and a job of another lane', async () => {
  const { machine, replay } = await twice(TRUST)
  await machine.restore('nothing')
  machine.lane = 'pr/7'
  await machine.restore('nothing')
  machine.lane = 'trusted'
  await replay()
  expect((await machine.restore('k')).hit).toBe('miss')
})

test.each([
  ['with signatures refused, so that nobody gets by who damages the last one', TRUST, 'miss', 1],
  ['without, not said again', undefined, 'fallback', 0],
] as const)('a head that stands for a later, damaged one is %s', async (_, trust, hit, said) => {
  const { machine, first } = await twice(trust)
  const { heads } = machine.context
  const stale: HeadStore = { ...heads, read: async () => ({ ...first, stale: true }) }
  Object.assign(machine, { context: { ...machine.context, heads: stale } })
  expect((await machine.restore('k')).hit).toBe(hit)
  expect(machine.told('rolled-back')).toHaveLength(said)
})

test('only the trusted lane is watched', async () => {
  const { machine, replay } = await twice(TRUST, 'ref/heads/x')
  await replay()
  expect((await machine.restore('k')).hit).toBe('exact')
})

test('a key that was removed and saved again is no attack, and neither is an older version made current again', async () => {
  const { fleet, maker, machine, first } = await twice(TRUST)
  await fleet.store.remove([headKey(lineOf(maker))])
  expect((await machine.restore('k')).hit).toBe('miss')
  write(maker, { 'tree/a': 'again' })
  await maker.save('k')
  expect((await machine.restore('k')).hit).toBe('exact')
  expect(machine.told('rolled-back')).toEqual([])
  write(maker, { 'tree/a': 'one' })
  await maker.save('k', { parent: { lane: 'trusted', key: 'k', version: first.head.current.ulid, exact: false } })
  expect((await machine.restore('k')).hit).toBe('exact')
})

test('a writer whose clock is slow follows what was seen', async () => {
  const { machine, maker } = await twice(TRUST)
  const slow = maker.context.store
  Object.assign(maker, { context: { ...maker.context, store: { ...slow, now: async () => Date.now() - 3_600_000 } } })
  write(maker, { 'tree/a': 'three' })
  expect((await maker.save('k')).reason).toBe('saved')
  expect((await machine.restore('k')).hit).toBe('exact')
  expect(machine.told('rolled-back')).toEqual([])
})

test('two saves that pass each other on such a store are no attack, however long ago', async () => {
  const { store, fleet } = unconditional()
  const machine = fleet.machine({ lane: 'trusted', trust: TRUST, store })
  write(machine, { 'tree/a': 'one' })
  await machine.save('k')
  const mine = await headOf(machine)
  const other = fleet.machine({ lane: 'trusted', trust: TRUST, store })
  write(other, { 'tree/a': 'other' })
  const before = { ...store, now: async () => mine.head.committedAt - 60_000 }
  Object.assign(other, { context: { ...other.context, store: before } })
  await fleet.store.remove([headKey(lineOf(other))])
  await other.save('k')
  const clock = { ...systemClock, now: () => Date.now() + 86_400_000 }
  Object.assign(machine, { context: { ...machine.context, clock } })
  expect((await machine.restore('k')).hit).toBe('exact')
})

test('a store that may show what was, and takes every write, is given ten minutes', async () => {
  const { store, fleet } = unconditional()
  let shown: StoredHead | undefined
  const real = createHeadStore({ store })
  const heads: HeadStore = { ...real, read: async (line, options) => shown ?? (await real.read(line, options)) }
  let now = Date.now()
  const clock = { ...systemClock, now: () => now }
  const timed: ManagedStore = { ...store, now: async () => now }
  const machine = fleet.machine({ lane: 'trusted', trust: TRUST, heads, clock, store: timed })
  write(machine, { 'tree/a': 'one' })
  await machine.save('k')
  const first = await headOf(machine)
  now += 3_600_000
  write(machine, { 'tree/a': 'two' })
  await machine.save('k')
  shown = first
  expect((await machine.restore('k')).hit, 'at once').toBe('exact')
  now += 700_000
  expect((await machine.restore('k')).hit, 'later').toBe('miss')
  shown = undefined
  now -= 100_000
  expect((await machine.restore('k')).hit).toBe('exact')
})

/** A store that takes every write and shows it when it likes. */
function unconditional() {
  const bare = createMemoryStore({ clock: systemClock })
  const store: ManagedStore = { ...bare, traits: { ...bare.traits, conditionalPut: false } }
  return { store, fleet: new Fleet(store) }
}

test('a memory that is damaged is none, and a place that cannot be written keeps nobody from restoring', async () => {
  const { machine, replay } = await twice(TRUST)
  const [name] = fs.readdirSync(machine.stateDir).filter((file) => file.endsWith('.heads'))
  for (const text of ['', '{}', '[1]', '[["k",{}]]', '[["k",null]]', '\0']) {
    fs.writeFileSync(`${machine.stateDir}/${name}`, text)
    await replay()
    expect((await machine.restore('k')).hit, text).toBe('exact')
  }
  fs.rmSync(`${machine.stateDir}/${name}`)
  fs.mkdirSync(`${machine.stateDir}/${name}`)
  expect((await machine.restore('k')).hit).toBe('exact')
})
