import * as fs from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseKeys } from '../../src/core/encryption-key.ts'
import type { ManagedStore } from '../../src/core/ports/store.ts'
import { openVersion, sealOf } from '../../src/core/sealed-object.ts'
import { decodeVersion } from '../../src/core/version-codec.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { list, show, verify } from '../../src/volume/admin.ts'
import { KEYS } from '../support/encryption-keys.ts'
import { Fleet, noise, read, write } from '../support/fleet.ts'
import { type Machine, systemClock } from '../support/machine.ts'

const TREE = { 'tree/hello': 'hello, warm world\n'.repeat(40), 'tree/deep/other': 'another file', 'tree/empty': '' }
const SAVED = { hello: TREE['tree/hello'], 'deep/other': 'another file', empty: '' }

/** Names of what lies in the store, with the bytes. */
async function stored(store: ManagedStore, kind = ''): Promise<Map<string, Uint8Array>> {
  const objects = new Map<string, Uint8Array>()
  for await (const { key } of store.list('')) {
    const bytes = key.includes(`/${kind}`) ? await store.get(key) : undefined
    if (bytes) objects.set(key, bytes)
  }
  return objects
}

/** Another job on the same machine, with what that remembers. */
function onSame(fleet: Fleet, { workspaceDir }: Machine, encryptionKeys: readonly string[]): Machine {
  return fleet.machine({ directory: dirname(workspaceDir), encryptionKeys })
}

async function faults(machine: Machine, key = 'k'): Promise<string[]> {
  expect(await machine.restore(key)).toMatchObject({ hit: 'miss' })
  expect(read(machine)).toEqual({})
  return machine.told('version-unusable').map(({ reason }) => reason)
}

describe('what is saved with a key', () => {
  test('comes back with it, onto nothing and onto what was there', async () => {
    const fleet = new Fleet()
    const keyed = { encryptionKeys: [KEYS.a] }
    const first = fleet.machine(keyed)
    write(first, TREE)
    expect(await first.save('k')).toMatchObject({ reason: 'saved', files: 3 })
    const second = fleet.machine(keyed)
    expect(await second.restore('k')).toMatchObject({ hit: 'exact', files: 3 })
    expect(read(second)).toEqual(SAVED)
    expect(await second.save('k')).toMatchObject({ reason: 'unchanged', readFiles: 0 })
    write(second, { 'tree/deep/other': 'changed', 'tree/big': noise(1, 3_000_000) })
    expect(await second.save('k')).toMatchObject({ reason: 'saved', readFiles: 2 })
    expect(await first.restore('k')).toMatchObject({ hit: 'exact', writtenFiles: 2 })
    expect(read(first)).toEqual(read(second))
  })

  test('is written by several workers into several packs, each frame at the place it was sealed for', async () => {
    const memory = createMemoryStore({ clock: systemClock })
    const fleet = new Fleet({ ...memory, traits: { ...memory.traits, packBytes: 1_500_000 } })
    const machine = fleet.machine({ encryptionKeys: [KEYS.a], workers: 3 })
    const files = Object.fromEntries(Array.from({ length: 24 }, (_, i) => [`tree/${i}`, noise(i, 700_000)]))
    write(machine, { ...files, 'tree/large': noise(99, 7_000_000), 'tree/text': 'text '.repeat(500_000) })
    await machine.save('k')
    // How many depends on how far the workers are ahead of the store.
    expect((await stored(memory, 'packs/')).size).toBeGreaterThan(1)
    const other = fleet.machine({ encryptionKeys: [KEYS.a], workers: 2 })
    expect(await other.restore('k')).toMatchObject({ hit: 'exact', files: 26 })
    for (const path of Object.keys(files)) {
      expect(fs.readFileSync(join(other.workspaceDir, path)).equals(Buffer.from(files[path] as Uint8Array))).toBe(true)
    }
    expect(fs.readFileSync(join(other.workspaceDir, 'tree/large')).equals(noise(99, 7_000_000))).toBe(true)
  })

  test('is stored once, as without a key', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine({ encryptionKeys: [KEYS.a] })
    write(machine, { 'tree/big': noise(1, 2_000_000), 'tree/copy': noise(1, 2_000_000) })
    expect(await machine.save('k')).toMatchObject({ newBytes: 2_000_000 })
    const again = fleet.machine({ encryptionKeys: [KEYS.a] })
    write(again, { 'tree/moved': noise(1, 2_000_000), 'tree/new': 'new' })
    expect(await again.save('k')).toMatchObject({ reason: 'saved', newBytes: 3 })
  })
})

describe('a version is a miss, said once,', () => {
  const twice = async (fleet: Fleet, encryptionKeys: readonly string[]) => {
    const machine = fleet.machine({ encryptionKeys })
    write(machine, TREE)
    await machine.save('k')
    write(machine, { 'tree/more': 'more' })
    await machine.save('k')
    return machine
  }

  test('without its key', async () => {
    const fleet = new Fleet()
    await twice(fleet, [KEYS.a])
    expect(await faults(fleet.machine())).toEqual(['no-key'])
  })

  test('with another key', async () => {
    const fleet = new Fleet()
    await twice(fleet, [KEYS.a])
    expect(await faults(fleet.machine({ encryptionKeys: [KEYS.b, KEYS.c] }))).toEqual(['other-key'])
  })

  test('if it is plain and there is a key', async () => {
    const fleet = new Fleet()
    await twice(fleet, [])
    expect(await faults(fleet.machine({ encryptionKeys: [KEYS.a] }))).toEqual(['not-encrypted'])
  })

  test('but one with an older key is used', async () => {
    const fleet = new Fleet()
    await twice(fleet, [KEYS.a])
    const machine = fleet.machine({ encryptionKeys: [KEYS.b, KEYS.a] })
    expect(await machine.restore('k')).toMatchObject({ hit: 'exact' })
    expect(read(machine)).toEqual({ ...SAVED, more: 'more' })
  })

  test('and the version before is used if that has the right key', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine({ encryptionKeys: [KEYS.a] })
    write(machine, TREE)
    await machine.save('k')
    const later = fleet.machine({ encryptionKeys: [KEYS.b] })
    write(later, { 'tree/other': 'other' })
    await later.save('k')
    const old = fleet.machine({ encryptionKeys: [KEYS.a] })
    expect(await old.restore('k')).toMatchObject({ hit: 'fallback' })
    expect(read(old)).toEqual(SAVED)
  })
})

describe('a new key', () => {
  test.each(['unchanged', 'changed'])(
    'has everything stored again by the next save, of an %s tree too',
    async (how) => {
      const fleet = new Fleet()
      const machine = fleet.machine({ encryptionKeys: [KEYS.a] })
      write(machine, { ...TREE, 'tree/big': noise(1, 500_000) })
      await machine.save('k')
      const rotating = fleet.machine({ encryptionKeys: [KEYS.b, KEYS.a] })
      await rotating.restore('k')
      if (how === 'changed') write(rotating, { 'tree/more': 'more' })
      const { reason, version = '', newBytes } = await rotating.save('k')
      expect({ reason, whole: newBytes > 500_000 }).toEqual({ reason: 'saved', whole: true })
      const bytes = [...(await stored(fleet.store, 'versions/'))].find(([key]) =>
        key.endsWith(version),
      )?.[1] as Uint8Array
      const key = parseKeys(KEYS.b)?.newest
      expect(sealOf('V', bytes)?.keyId).toBe(key?.id)
      const { packs } = decodeVersion(openVersion(key as never, version, bytes)).manifest
      expect(packs.map(({ keyId }) => keyId)).toEqual([key?.id])
      // From here on as ever.
      expect(await rotating.save('k')).toMatchObject({ reason: 'unchanged', readFiles: 0 })
      const fresh = fleet.machine({ encryptionKeys: [KEYS.b] })
      expect(await fresh.restore('k')).toMatchObject({ hit: 'exact' })
      expect(read(fresh)).toEqual(read(rotating))
    },
  )

  test('makes what a machine remembers of the old one useless for finding content that moved', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine({ encryptionKeys: [KEYS.a] })
    write(machine, { 'tree/big': noise(1, 3_000_000) })
    await machine.save('k')
    const rotating = fleet.machine({ encryptionKeys: [KEYS.b, KEYS.a] })
    await rotating.restore('k')
    await rotating.save('k')
    const again = onSame(fleet, machine, [KEYS.b, KEYS.a])
    const { fetchedBytes, hit } = await again.restore('k')
    expect({ hit, whole: fetchedBytes > 3_000_000 }).toEqual({ hit: 'exact', whole: true })
    expect(again.counts.requests, 'head, version and content, but no footer').toBe(3)
  })

  test('encrypts what was plain, on a machine that remembers the plain version too', async () => {
    const fleet = new Fleet()
    const plain = fleet.machine()
    write(plain, TREE)
    await plain.save('k')
    const keyed = onSame(fleet, plain, [KEYS.a])
    expect(await keyed.save('k')).toMatchObject({ reason: 'saved', readFiles: 2 })
    expect(await fleet.machine({ encryptionKeys: [KEYS.a] }).restore('k')).toMatchObject({ hit: 'exact' })
  })
})

test('with save-if missing, a version that no key opens is missing', async () => {
  const fleet = new Fleet()
  const save = async (encryptionKeys: readonly string[]) => {
    const machine = fleet.machine({ encryptionKeys })
    write(machine, TREE)
    return (await machine.save('k', { saveIf: 'missing' })).reason
  }
  expect(await save([])).toBe('saved')
  expect(await save([KEYS.a])).toBe('saved')
  expect(await save([KEYS.b, KEYS.a])).toBe('exists')
  expect(await save([KEYS.b])).toBe('saved')
  expect(await save([])).toBe('exists')
})

describe('a job that has no key', () => {
  test('does not save where what it would replace is encrypted', async () => {
    const fleet = new Fleet()
    const keyed = fleet.machine({ encryptionKeys: [KEYS.a] })
    write(keyed, TREE)
    await keyed.save('k')
    const before = [...(await stored(fleet.store)).keys()]
    const plain = fleet.machine()
    await plain.restore('k')
    write(plain, { 'tree/plain': 'plain' })
    expect(await plain.save('k')).toMatchObject({ saved: false, reason: 'encrypted' })
    expect(plain.told('not-saved')).toHaveLength(1)
    expect(plain.told('version-unusable')).toEqual([])
    // Nor with a memory of what the key made.
    const forgetful = onSame(fleet, keyed, [])
    expect(await forgetful.save('k')).toMatchObject({ saved: false, reason: 'encrypted' })
    expect([...(await stored(fleet.store)).keys()]).toEqual(before)
  })

  test('lists what there is, and is told that it can neither show nor verify it', async () => {
    const fleet = new Fleet()
    const keyed = fleet.machine({ encryptionKeys: [KEYS.a] })
    write(keyed, TREE)
    await keyed.save('k')
    const rights = { namespace: 'default', reads: ['local'], writes: undefined }
    const { context } = fleet.machine()
    const [one] = await list(context, rights)
    if (!one) throw new Error('nothing listed')
    expect(one.line.key).toBe('k')
    expect(await show(context, one)).toMatchObject({
      reason: 'no-key',
      detail: expect.stringContaining('no key is given'),
    })
    expect(await verify(context, one)).toMatchObject({ locked: true, faults: [expect.stringContaining('sealed')] })
    expect(await verify(keyed.context, one)).toMatchObject({ locked: false, faults: [], frames: 1 })
    expect(await show(keyed.context, one)).toMatchObject({ files: 3 })
  })
})
