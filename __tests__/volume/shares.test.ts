import { describe, expect, test } from 'vitest'
import { namespacePrefix, packKey } from '../../src/core/keys.ts'
import type { LocalMount } from '../../src/core/mount.ts'
import { StoreError } from '../../src/core/ports/errors.ts'
import type { ManagedStore } from '../../src/core/ports/store.ts'
import { createHeadStore } from '../../src/stores/heads.ts'
import { loadVersion } from '../../src/volume/load-version.ts'
import { readers, share, unshare } from '../../src/volume/shares.ts'
import { Fleet, noise, read, write } from '../support/fleet.ts'
import type { Machine } from '../support/machine.ts'

const OWNER = 'acme/base'
const READER = 'acme/web'
const rights = { namespace: READER, reads: ['trusted'], shares: [OWNER], writes: 'trusted' }

/** An owner that has saved under `k`, and a job of another namespace that asks to read it. */
async function site(more: { foreign?: 'owned' } = {}) {
  const fleet = new Fleet()
  const owner = fleet.machine({ namespace: OWNER, lane: 'trusted' })
  write(owner, { 'tree/lib': 'shared', 'tree/large': noise(1, 200_000) })
  const saved = await owner.save('k')
  const reader = fleet.machine({ namespace: READER, lane: 'trusted', ...more })
  await share(owner.context, OWNER, READER)
  return { fleet, owner, reader, saved }
}

async function names(store: ManagedStore, namespace: string): Promise<string[]> {
  const found: string[] = []
  for await (const { key } of store.list(namespacePrefix(namespace))) found.push(key)
  return found.sort()
}

describe('a shared version', () => {
  test('is restored after what is one’s own, and the outcome says from where', async () => {
    const { reader, saved } = await site()
    const found = { hit: 'exact', version: saved.version, matchedLane: 'trusted', matchedNamespace: OWNER }
    expect(await reader.restore('k', { rights })).toMatchObject(found)
    expect(read(reader)['lib']).toBe('shared')
    expect(reader.told('found')[0]).toMatchObject({ namespace: OWNER })
    expect(reader.told('not-shared')).toEqual([])
  })

  test('as a fallback, and an exact key there beats a fallback of one’s own', async () => {
    const { fleet, reader } = await site()
    const other = fleet.machine({ namespace: READER, lane: 'trusted' })
    write(other, { 'tree/lib': 'own' })
    await other.save('k-1')
    const fallbacks = { rights, restoreKeys: ['k'] }
    expect(await reader.restore('k', fallbacks)).toMatchObject({ hit: 'exact', matchedNamespace: OWNER })
    const own = await reader.restore('k-2', fallbacks)
    expect(own).toMatchObject({ hit: 'fallback', matchedKey: 'k-1' })
    expect(own).not.toHaveProperty('matchedNamespace')
    expect(await reader.restore('k', { rights: { ...rights, shares: [] } })).toMatchObject({ hit: 'miss' })
  })

  test('is looked for only after a miss of one’s own, and its owner asked once', async () => {
    const { reader } = await site()
    const before = reader.counts.requests
    await reader.restore('x', { rights, restoreKeys: ['y', 'z'], how: 'look-up' })
    const shared = reader.counts.requests - before
    const plain = reader.counts.requests
    await reader.restore('x', { rights: { ...rights, shares: [] }, restoreKeys: ['y', 'z'], how: 'look-up' })
    // Three look-ups there, and one question whether they are allowed.
    expect(shared - (reader.counts.requests - plain)).toBe(4)
    write(reader, { 'tree/lib': 'own' })
    await reader.save('x', { rights })
    const hit = reader.counts.requests
    await reader.restore('x', { rights, how: 'look-up' })
    expect(reader.counts.requests - hit).toBe(1)
  })

  test('of another lane than trusted is never read', async () => {
    const { fleet, reader } = await site()
    const branch = fleet.machine({ namespace: OWNER, lane: 'pr/7' })
    write(branch, { 'tree/lib': 'POISON' })
    await branch.save('p')
    expect((await reader.restore('p', { rights, newestAsLastResort: true })).version).not.toBe(undefined)
    expect(read(reader)['lib']).toBe('shared')
  })
})

test('nothing of another namespace is kept from expiring', async () => {
  const { owner, reader } = await site()
  const { store } = reader.context
  const renewed: string[] = []
  const expiring: ManagedStore = {
    ...store,
    traits: { ...store.traits, touch: { how: 'renew', everyMillis: 0 } },
    renew: async (key) => renewed.push(key) > 0,
  }
  const turn = (machine: Machine) => machine.turnTo({ store: expiring, heads: createHeadStore({ store: expiring }) })
  turn(reader)
  expect(await reader.restore('k', { rights })).toMatchObject({ hit: 'exact', matchedNamespace: OWNER })
  expect(renewed).toEqual([])
  turn(owner)
  await owner.restore('k')
  expect(renewed).not.toEqual([])
})

describe('a namespace that does not share', () => {
  test('is not read, and that is said once', async () => {
    const { owner, reader } = await site()
    expect(await readers(owner.context, OWNER)).toEqual([READER])
    expect(await unshare(owner.context, OWNER, READER)).toBe(true)
    expect(await unshare(owner.context, OWNER, READER)).toBe(false)
    await share(owner.context, OWNER, 'acme/other')
    expect((await reader.restore('k', { rights, restoreKeys: [''] })).hit).toBe('miss')
    const refused = { type: 'not-shared', namespace: OWNER, reader: READER, reason: 'not-declared' }
    expect(reader.told('not-shared')).toEqual([refused])
  })

  test('because the store shows each repository its own is not asked for', async () => {
    const { reader } = await site()
    const { context } = reader
    reader.context = { ...context, heads: { ...context.heads, versionsTravel: true } }
    const before = reader.counts.requests
    expect((await reader.restore('k', { rights, how: 'look-up', newestAsLastResort: true })).hit).toBe('miss')
    expect(reader.told('not-shared')).toMatchObject([{ reason: 'unsupported' }])
    expect(reader.counts.requests - before).toBe(2)
  })

  test('does not let a third in by sharing with its reader', async () => {
    const { fleet } = await site()
    const third = fleet.machine({ namespace: 'acme/third', lane: 'trusted' })
    const asked = { ...rights, namespace: 'acme/third' }
    expect((await third.restore('k', { rights: asked })).hit).toBe('miss')
  })

  test.each(['shares', 'heads'])(
    'because the store refuses its %s: what is one’s own is found all the same',
    async (what) => {
      const { fleet, reader } = await site()
      const own = fleet.machine({ namespace: READER, lane: 'trusted' })
      write(own, { 'tree/lib': 'own' })
      await own.save('k-1')
      const { context } = reader
      reader.turnTo(denying(context.store, `${namespacePrefix(OWNER)}trusted/${what}/`))
      const outcome = await reader.restore('k', { rights, restoreKeys: ['k'] })
      expect(outcome).toMatchObject({ hit: 'fallback', matchedKey: 'k-1' })
      expect(reader.told('not-shared')).toMatchObject([{ reason: 'denied' }])
    },
  )
})

describe('what is saved after a shared hit', () => {
  test('lies in one’s own namespace whole, and every pack that it names', async () => {
    const { fleet, owner, reader, saved } = await site()
    const before = await names(fleet.store, OWNER)
    const { parent = 'none' } = await reader.restore('k', { rights })
    expect(parent).toMatchObject({ namespace: OWNER })
    // The tree is equal, and still nothing of the owner's stands for it.
    const mine = await reader.save('k', { rights, parent })
    expect(mine).toMatchObject({ reason: 'saved', readFiles: 2 })
    expect(mine.version).not.toBe(saved.version)
    expect(mine.newBytes).toBeGreaterThanOrEqual(200_000)
    await expectOwn(reader, 'k')
    write(reader, { 'tree/more': 'mine' })
    expect((await reader.save('k', { rights, parent })).reason).toBe('saved')
    await expectOwn(reader, 'k')
    expect(await names(fleet.store, OWNER)).toEqual(before)
    await owner.context.store.remove(before)
    const alone = fleet.machine({ namespace: READER, lane: 'trusted' })
    expect((await alone.restore('k', { rights })).hit).toBe('exact')
    expect(read(alone)).toEqual(read(reader))
  })

  test('by a step of its own, which knows the restore from this machine alone', async () => {
    const { reader } = await site({ foreign: 'owned' })
    await reader.restore('k', { rights })
    expect(await reader.save('k', { rights })).toMatchObject({ reason: 'saved', readFiles: 2 })
    await expectOwn(reader, 'k')
    // From then on everything is as if it had never been another's.
    expect(await reader.restore('k', { rights })).toMatchObject({ hit: 'exact', writtenFiles: 0 })
    expect((await reader.save('k', { rights })).reason).toBe('unchanged')
  })

  test('though its owner gives a version the id of one of the reader’s, is what lies there', async () => {
    const { fleet, reader } = await site()
    const sameIds = (machine: Machine) => {
      const clock = { ...machine.context.clock, now: () => 1_800_000_000_000 }
      machine.context = { ...machine.context, clock, random: (length) => new Uint8Array(length).fill(7) }
      return machine
    }
    const hostile = sameIds(fleet.machine({ namespace: OWNER, lane: 'trusted' }))
    write(hostile, { 'tree/lib': 'hostile' })
    const theirs = await hostile.save('x')
    const mine = sameIds(fleet.machine({ namespace: READER, lane: 'trusted' }))
    write(mine, { 'tree/lib': 'mine' })
    const { parent = 'none' } = await reader.restore('x', { rights })
    expect(read(reader)).toEqual({ lib: 'hostile' })
    // Saved meanwhile, by a job that was restored nothing.
    expect(await mine.save('x')).toMatchObject({ reason: 'saved', version: theirs.version })
    expect((await reader.save('x', { rights, parent })).reason).toBe('saved')
    const next = fleet.machine({ namespace: READER, lane: 'trusted' })
    await next.restore('x')
    expect(read(next)).toEqual({ lib: 'hostile' })
  })

  test('starts from nothing that is called like what was shared', async () => {
    const { reader } = await site()
    const { parent = 'none' } = await reader.restore('k-9', { rights, restoreKeys: ['k'] })
    expect(parent).toMatchObject({ namespace: OWNER, key: 'k' })
    const { heads } = reader.context
    const keys: string[] = []
    const read: typeof heads.read = (line, options) => {
      keys.push(line.key)
      return heads.read(line, options)
    }
    reader.context = { ...reader.context, heads: { ...heads, read } }
    expect((await reader.save('k-9', { rights, parent })).reason).toBe('saved')
    expect(new Set(keys)).toEqual(new Set(['k-9']))
  })

  test('is looked through for credentials, whatever the owner says that it did', async () => {
    const { reader } = await site()
    await reader.restore('k', { rights })
    const state = () => reader.workspace.loadState(reader.mounts[0] as LocalMount)
    expect(state()).toMatchObject({ version: undefined, fork: { parent: undefined } })
    expect(state()).not.toHaveProperty('vetted')
    await reader.save('k', { rights })
    expect(state()).toHaveProperty('vetted')
  })

  test('builds on what one’s own namespace has', async () => {
    const { fleet, reader } = await site()
    const before = fleet.machine({ namespace: READER, lane: 'trusted' })
    write(before, { 'tree/large': noise(1, 200_000) })
    await before.save('k-0')
    const { parent = 'none' } = await reader.restore('k', { rights })
    const mine = await reader.save('k', { rights, parent })
    expect(mine.reason).toBe('saved')
    expect(mine.newBytes).toBeLessThan(100)
    await expectOwn(reader, 'k')
  })

  test('leaves no files of the shared version behind on a machine that is kept', async () => {
    const { fleet, reader } = await site({ foreign: 'owned' })
    await reader.restore('k', { rights })
    const other = fleet.machine({ namespace: READER, lane: 'trusted' })
    write(other, { 'tree/lib': 'own' })
    await other.save('k')
    reader.job = 'the next'
    expect(await reader.restore('k', { rights })).toMatchObject({ hit: 'exact' })
    expect(read(reader)).toEqual({ lib: 'own' })
  })
})

/** Every pack of the key's version is an object of the reader's namespace. */
async function expectOwn({ context }: Machine, key: string): Promise<void> {
  const head = await context.heads.latest(READER, 'trusted', await onlyVolume(context), key)
  if (!head) throw new Error(`nothing is stored for ${key}`)
  const loaded = await loadVersion(context, head.line, head.head.current)
  if ('reason' in loaded) throw new Error(loaded.detail)
  const { packs } = loaded.version.manifest
  expect(packs.length).toBeGreaterThan(0)
  // All that a row says of a place: there is none for a namespace.
  for (const pack of packs) {
    const { lane, ulid } = pack
    expect(Object.keys(pack).sort()).toEqual(['footerLength', 'footerOffset', 'footerSha256', 'keyId', 'lane', 'ulid'])
    expect(await context.store.stat(packKey(READER, lane, ulid))).toBeDefined()
    expect(await context.store.stat(packKey(OWNER, lane, ulid))).toBeUndefined()
  }
}

async function onlyVolume({ heads }: Machine['context']): Promise<string> {
  const volumes = new Set<string>()
  for await (const { line } of heads.list(READER)) volumes.add(line.volume)
  const [volume = '', ...others] = volumes
  expect(others).toEqual([])
  return volume
}

/** A store whose policy keeps this job away from some names; its heads with it. */
function denying(store: ManagedStore, prefix: string): Pick<Machine['context'], 'store' | 'heads'> {
  const behind = (key: string): ManagedStore => {
    if (key.startsWith(prefix)) throw new StoreError('denied', store.name, key)
    return store
  }
  const guarded: ManagedStore = {
    ...store,
    get: async (key, options) => behind(key).get(key, options),
    read: async (key, options) => behind(key).read(key, options),
    list: (asked, options) => behind(asked).list(asked, options),
  }
  return { store: guarded, heads: createHeadStore({ store: guarded }) }
}
