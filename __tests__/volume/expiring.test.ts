import { expect, it } from 'vitest'
import type { Head } from '../../src/core/head.ts'
import { decodeHead } from '../../src/core/head-codec.ts'
import { headKey, latestKey, versionKey } from '../../src/core/keys.ts'
import { StoreError } from '../../src/core/ports/errors.ts'
import type { ManagedStore, ObjectKey } from '../../src/core/ports/store.ts'
import { parseSigningKey, signingPair } from '../../src/core/signature.ts'
import type { Trust } from '../../src/core/trust.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { Fleet, noise, read, write } from '../support/fleet.ts'
import type { Machine, MachineOptions } from '../support/machine.ts'
import { realClock } from '../support/stores/clock.ts'
import { expiring } from '../support/stores/expiring.ts'

const DAY = 86_400_000

/** Machines over a store whose rule removes what is older than 30 days, and a clock that jumps. */
function month(around: (store: ManagedStore) => ManagedStore = (store) => store) {
  let ahead = 0
  const clock = { ...realClock, now: () => Date.now() + ahead }
  const memory = createMemoryStore({ clock })
  const fleet = new Fleet(around(expiring(memory, clock, 30)))
  return {
    machine: (more: Partial<MachineOptions> = {}): Machine =>
      fleet.machine({ clock, lane: 'trusted', name: 'v', ...more }),
    pass: (days: number) => {
      ahead += days * DAY
    },
    memory,
    names: async (kind: string) => {
      const names: ObjectKey[] = []
      for await (const { key } of memory.list('')) if (key.includes(`/${kind}/`)) names.push(key)
      return names
    },
    head: async () => decodeHead((await memory.get(headKey(LINE))) as Uint8Array),
  }
}
const LINE = { namespace: 'default', lane: 'trusted', volume: 'v', key: 'k' }
/** The older version's tables, two packs, two versions; the head read and written; the newest's copy read and written. */
const UPKEEP = 9
const FILES = { 'tree/large': noise(1, 200_000), 'tree/small': 'small' }

it('a volume that is restored once a week loses nothing, in whatever pack it lies; an unused one goes', async () => {
  const { machine, pass, names } = month()
  const author = machine()
  write(author, FILES)
  expect(await author.save('k')).toMatchObject({ reason: 'saved' })
  write(author, { 'tree/more': noise(2, 100_000) })
  expect(await author.save('k')).toMatchObject({ reason: 'saved' })
  const whole = read(author)
  const objects = async () => (await names('packs')).length + (await names('versions')).length
  expect(await objects()).toBe(4)
  const fresh = machine()
  for (let week = 1; week <= 8; week++) {
    pass(7)
    fresh.wipe()
    const { requests, upkeepRequests } = fresh.counts
    const restored = await fresh.restore('k')
    expect(restored, JSON.stringify(fresh.events)).toMatchObject({ hit: 'exact', matchedKey: 'k' })
    expect(read(fresh)).toEqual(whole)
    // Every other week the last touch is more than a quarter of the 30 days ago: packs, versions, head and newest.
    expect(fresh.counts.upkeepRequests - upkeepRequests, `week ${week}`).toBe(week % 2 === 0 ? UPKEEP : 0)
    expect(fresh.counts.requests - requests).toBe(4)
  }
  expect(await objects()).toBe(4)
  expect(await machine().restore('other', { newestAsLastResort: true })).toMatchObject({ hit: 'fallback' })
  pass(31)
  expect(await machine().restore('k', { newestAsLastResort: true })).toMatchObject({ hit: 'miss' })
  expect(await objects()).toBe(0)
}, 20_000)

it('the version before is kept with its own packs, and serves when the current one is damaged', async () => {
  const { machine, pass, memory, head } = month()
  const author = machine()
  write(author, { 'tree/a': noise(1, 100_000) })
  await author.save('k')
  write(author, { 'tree/a': noise(2, 100_000) })
  await author.save('k')
  const fresh = machine()
  for (let week = 0; week < 6; week++) {
    pass(7)
    fresh.wipe()
    expect(await fresh.restore('k')).toMatchObject({ hit: 'exact' })
  }
  await memory.remove([versionKey('default', 'trusted', (await head()).current.ulid)])
  fresh.wipe()
  expect(await fresh.restore('k')).toMatchObject({ hit: 'fallback', version: (await head()).history[0]?.ulid })
  expect(Buffer.from(read(fresh)['a'] ?? '')).toEqual(Buffer.from(`${Buffer.from(noise(1, 100_000))}`))
}, 20_000)

it('a volume that is only saved to keeps what did not change, and says when it was kept last', async () => {
  const { machine, pass, head } = month()
  const author = machine()
  write(author, FILES)
  await author.save('k')
  const first = (await head()).touchedAt
  for (let week = 1; week <= 7; week++) {
    pass(7)
    write(author, { 'tree/small': `week ${week}` })
    expect(await author.save('k')).toMatchObject({ reason: 'saved' })
    // New content does not make old packs younger: week 1 is not yet due.
    if (week === 1) expect((await head()).touchedAt).toBe(first)
    if (week === 2) expect((await head()).touchedAt).toBeGreaterThan(first + 13 * DAY)
  }
  const fresh = machine()
  expect(await fresh.restore('k'), JSON.stringify(fresh.events)).toMatchObject({ hit: 'exact' })
  expect(read(fresh)).toEqual(read(author))
}, 20_000)

it('a save that finds nothing changed touches, too', async () => {
  const { machine, pass } = month()
  const author = machine()
  write(author, FILES)
  await author.save('k')
  for (let week = 0; week < 6; week++) {
    pass(7)
    expect(await author.save('k'), JSON.stringify(author.events)).toMatchObject({ reason: 'unchanged' })
  }
  expect(await machine().restore('k')).toMatchObject({ hit: 'exact' })
}, 20_000)

it('a touch killed half way is done again: the head says so last', async () => {
  let left = Number.POSITIVE_INFINITY
  const { machine, pass, head, memory } = month((store) => ({
    ...store,
    async renew(key, options) {
      if (left-- <= 0) throw new StoreError('unavailable', store.name, key)
      return store.renew(key, options)
    },
  }))
  const author = machine()
  write(author, FILES)
  await author.save('k')
  const before = await head()
  pass(20)
  for (left = 0; left < 2; left++) {
    const most = left
    const killed = machine()
    expect(await killed.restore('k')).toMatchObject({ hit: 'exact' })
    expect((await head()).touchedAt, `after ${most} renewals`).toBe(before.touchedAt)
    left = most
  }
  left = Number.POSITIVE_INFINITY
  await machine().restore('k')
  const after = await head()
  expect(after.touchedAt).toBeGreaterThanOrEqual(before.touchedAt + 20 * DAY)
  // The same commit of the same version; only that it was kept is new.
  expect(after).toMatchObject({ committedAt: before.committedAt, current: before.current, from: before.commit })
  const latest = await memory.get(latestKey('default', 'trusted', 'v'))
  expect(latest && decodeHead(latest)).toEqual(after)
  const quiet = machine()
  await quiet.restore('k')
  expect(quiet.counts.upkeepRequests, 'once a period').toBe(0)
}, 20_000)

it('a head that somebody else has written meanwhile is left alone', async () => {
  let meanwhile = async () => {}
  let newer: Head | undefined
  const { machine, pass, head } = month((store) => ({
    ...store,
    async renew(key, options) {
      const act = meanwhile
      meanwhile = async () => {}
      await act()
      return store.renew(key, options)
    },
  }))
  const author = machine()
  write(author, FILES)
  await author.save('k')
  pass(10)
  meanwhile = async () => {
    write(author, { 'tree/small': 'newer' })
    expect(await author.save('k')).toMatchObject({ reason: 'saved' })
    newer = await head()
  }
  await machine().restore('k')
  expect(await head()).toEqual(newer)
  const fresh = machine()
  await fresh.restore('k')
  expect(read(fresh)['small']).toBe('newer')
}, 20_000)

it('a job of another lane writes nothing in the lane it reads, and looks whether what it links is there', async () => {
  const { machine, pass, head, memory } = month()
  const author = machine()
  write(author, FILES)
  await author.save('k')
  const { touchedAt } = await head()
  pass(10)
  const stamps = async () => {
    const found: string[] = []
    for await (const { key, modified } of memory.list('warmstart/v1/default/trusted/')) found.push(`${key} ${modified}`)
    return found
  }
  const before = await stamps()
  const branch = machine({ lane: 'ref/heads/x' })
  expect(await branch.restore('k')).toMatchObject({ hit: 'exact', matchedLane: 'trusted' })
  write(branch, { 'tree/small': 'of the branch' })
  expect(await branch.save('k')).toMatchObject({ reason: 'saved' })
  expect(await stamps()).toEqual(before)
  expect((await head()).touchedAt).toBe(touchedAt)
}, 20_000)

it('a signed head is signed again by who can, and left alone by who cannot', async () => {
  const { machine, pass, head } = month()
  const pair = parseSigningKey(signingPair(Buffer.alloc(32, 7)).secret)
  const keys = new Map([[pair.id, pair.publicKey]])
  const signing: Trust = { signer: pair, keys, writers: [] }
  const author = machine({ trust: signing })
  write(author, FILES)
  await author.save('k')
  const before = await head()
  pass(10)
  expect(await machine({ trust: { ...signing, signer: undefined } }).restore('k')).toMatchObject({ hit: 'exact' })
  expect(await head()).toEqual(before)
  await machine({ trust: signing }).restore('k')
  expect(await head()).not.toEqual(before)
  expect(await machine({ trust: { ...signing, signer: undefined } }).restore('k')).toMatchObject({ hit: 'exact' })
}, 20_000)
