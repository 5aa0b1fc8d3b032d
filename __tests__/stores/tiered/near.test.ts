import { randomBytes } from 'node:crypto'
import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { headKey, packKey } from '../../../src/core/keys.ts'
import { StoreError } from '../../../src/core/ports/errors.ts'
import type { Event } from '../../../src/core/ports/events.ts'
import { type ManagedStore, put } from '../../../src/core/ports/store.ts'
import { ulid } from '../../../src/core/ulid.ts'
import { createDirectoryStore } from '../../../src/stores/directory.ts'
import { metered } from '../../../src/stores/metered.ts'
import { NearTier } from '../../../src/stores/tiered/near.ts'
import { realClock, realRandom } from '../../support/stores/clock.ts'
import { faulty } from '../../support/stores/faulty.ts'
import { temporaryDirectory } from '../../support/stores/temporary.ts'

const BUDGET = 10_000

/** A directory with four packs of 3,000 bytes, the first the oldest, and tiers over it. */
async function place() {
  const { path, remove } = await temporaryDirectory('in memory')
  onTestFinished(remove)
  const store = createDirectoryStore({ directory: path, clock: realClock, random: realRandom })
  const keys = Array.from({ length: 4 }, () => packKey('acme/web', 'trusted', ulid(Date.now(), realRandom)))
  for (const [i, key] of keys.entries()) {
    await put(store, key, randomBytes(3000), 'none')
    const time = Date.now() / 1000 - 1000 + i
    await utimes(join(path, key), time, time)
  }
  const events: Event[] = []
  const open = (over: ManagedStore = store, budgetBytes: number | undefined = BUDGET) =>
    new NearTier({ store: over, write: 'through', budgetBytes, events: { emit: (event) => void events.push(event) } })
  const left = async () => {
    const found = await Promise.all(keys.map(async (key) => ((await store.stat(key)) ? 1 : 0)))
    return found.join('')
  }
  return { store, keys, events, open, left }
}

async function add(tier: NearTier, bytes: number): Promise<string> {
  const key = packKey('acme/web', 'trusted', ulid(Date.now(), realRandom))
  const copy = tier.open(key)
  await copy.write(randomBytes(bytes))
  await copy.commit()
  return key
}

describe('a budget', () => {
  it('is kept by removing what was used least recently', async () => {
    const { keys, open, left } = await place()
    const tier = open()
    await tier.get(keys[0] as string)
    const added = await add(tier, 2000)
    await tier.tidy()
    expect(await left()).toBe('1001')
    expect(await tier.get(added)).toHaveLength(2000)
  })

  it('is left alone, and nothing walked, by a run that added nothing', async () => {
    const { store, keys, open, left } = await place()
    const { store: counted, counts } = metered(store)
    const tier = open(counted)
    await tier.get(keys[0] as string)
    await tier.tidy()
    expect(await left()).toBe('1111')
    expect(counts).toMatchObject({ requests: 1, upkeepRequests: 1 })
    // It was used, so it is the last to go.
    const next = open()
    await add(next, 5000)
    await next.tidy()
    expect(await left()).toBe('1000')
  })

  it('is kept by several processes at once, which remove no more than one would', async () => {
    const { open, left } = await place()
    const tiers = Array.from({ length: 4 }, () => open())
    await Promise.all(tiers.map((tier) => add(tier, 500)))
    await Promise.all(tiers.map((tier) => tier.tidy()))
    expect(await left()).toBe('0011')
  })

  it('evicts nothing where heads live', async () => {
    const { store, open, left, events } = await place()
    const line = { namespace: 'acme/web', lane: 'trusted', volume: 'v', key: 'k' } as const
    await put(store, headKey(line), Buffer.of(1), 'none')
    const tier = open()
    await add(tier, 500)
    await tier.tidy()
    expect(await left()).toBe('1111')
    expect(events).toMatchObject([{ type: 'tier-skipped', kind: 'unsupported', isRead: true }])
  })
})

describe('a tier that fails', () => {
  it('is not asked again once a read failed, and said once', async () => {
    const { store, keys, open, events } = await place()
    const { store: counted, counts } = metered(faulty(store, [{ on: 'get', nth: 2, does: { fail: 'unavailable' } }]))
    const tier = open(counted)
    expect(await tier.get(keys[0] as string)).toHaveLength(3000)
    expect(await tier.get(keys[1] as string)).toBeUndefined()
    expect(await tier.get(keys[0] as string)).toBeUndefined()
    expect(await tier.keys('')).toEqual([])
    expect(tier.isWritten).toBe(false)
    expect(counts.requests).toBe(2)
    expect(events).toMatchObject([{ type: 'tier-skipped', kind: 'unavailable', isRead: false }])
  })

  it('is asked still when only a write failed, and left with nothing half written', async () => {
    const { store, keys, open, events } = await place()
    const tier = open(faulty(store, [{ on: 'write', nth: 2, does: { fail: 'full' } }]))
    const copy = tier.open('warmstart/v1/a/trusted/packs/x')
    expect(await copy.write(randomBytes(10))).toBe(true)
    expect(await copy.write(randomBytes(10))).toBe(false)
    expect(await copy.write(randomBytes(10))).toBe(false)
    expect(await copy.commit()).toBe(false)
    expect(await store.get('warmstart/v1/a/trusted/packs/x')).toBeUndefined()
    expect(await tier.get(keys[0] as string)).toHaveLength(3000)
    expect(tier.isWritten).toBe(false)
    expect(events).toMatchObject([{ type: 'tier-skipped', kind: 'full', isRead: true }])
  })

  it('is said to fail once, whatever fails afterwards', async () => {
    const { store, keys, open, events } = await place()
    const fails = { times: Number.POSITIVE_INFINITY, does: { fail: 'unavailable' } } as const
    const tier = open(
      faulty(store, [
        { on: 'commit', nth: 1, ...fails },
        { on: 'get', nth: 1, ...fails },
      ]),
    )
    const copies = [tier.open(keys[0] as string), tier.open(keys[1] as string)]
    for (const copy of copies) expect(await copy.commit()).toBe(false)
    expect(await tier.get(keys[0] as string)).toBeUndefined()
    expect(events).toMatchObject([{ type: 'tier-skipped', isRead: true }])
  })

  it('passes on that the caller gave up', async () => {
    const { store, keys, open, events } = await place()
    const tier = open()
    const reason = new Error('enough')
    await expect(tier.get(keys[0] as string, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(await tier.get(keys[0] as string)).toHaveLength(3000)
    const given = new AbortController()
    const late: ManagedStore = {
      ...store,
      async get(key) {
        given.abort(reason)
        throw new StoreError('unavailable', store.name, key)
      },
    }
    await expect(open(late).get(keys[0] as string, { signal: given.signal })).rejects.toBe(reason)
    expect(events).toEqual([])
  })
})

it('asks once for what a tier has not, and again when it was put there', async () => {
  const { store, open } = await place()
  const { store: counted, counts } = metered(store)
  const tier = open(counted, undefined)
  const key = 'warmstart/v1/a/trusted/packs/x'
  for (let times = 0; times < 3; times++) expect(await tier.get(key)).toBeUndefined()
  expect(counts.requests).toBe(1)
  const copy = tier.open(key)
  await copy.write(Buffer.of(1))
  await copy.commit()
  expect(await tier.get(key)).toEqual(Uint8Array.of(1))
})
