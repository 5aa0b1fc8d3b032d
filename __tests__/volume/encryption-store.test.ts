import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { sha256Hex } from '../../src/core/digest.ts'
import { type EncryptionKey, packKeyOf, parseKeys } from '../../src/core/encryption-key.ts'
import { decodeFooter } from '../../src/core/pack.ts'
import type { ManagedStore } from '../../src/core/ports/store.ts'
import { put } from '../../src/core/ports/store.ts'
import { openFooter, openVersion, sealVersion } from '../../src/core/sealed-object.ts'
import { decodeVersion } from '../../src/core/version-codec.ts'
import { contentsOfVersion } from '../../src/stores/archive.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { KEYS } from '../support/encryption-keys.ts'
import { Fleet, noise, read, write } from '../support/fleet.ts'
import { type Machine, systemClock } from '../support/machine.ts'
import { flipped, partsOf, patched } from '../support/objects.ts'

// What somebody without the key can see in the store, and what comes of it if he changes something there.

const keyed = { encryptionKeys: [KEYS.a] }

async function objectsOf(store: ManagedStore): Promise<Map<string, Uint8Array>> {
  const objects = new Map<string, Uint8Array>()
  for await (const { key } of store.list('')) objects.set(key, (await store.get(key)) as Uint8Array)
  return objects
}

async function objectOf(store: ManagedStore, kind: string, ulid = ''): Promise<{ key: string; bytes: Uint8Array }> {
  for (const [key, bytes] of await objectsOf(store)) if (key.includes(`/${kind}/${ulid}`)) return { key, bytes }
  throw new Error(`no ${kind}`)
}

async function overwrite(store: ManagedStore, key: string, bytes: Uint8Array): Promise<void> {
  await store.remove([key])
  await put(store, key, bytes, 'absent')
}

/** Has the head name these bytes as its current version, as whoever can write heads can. */
async function forge(machine: Machine, bytes: Uint8Array, ulid?: string): Promise<void> {
  const line = { namespace: 'default', lane: 'local', volume: machine.volume, key: 'k' }
  const stored = await machine.context.heads.read(line)
  if (!stored) throw new Error('no head')
  const { head, tag } = stored
  const current = { ...head.current, ulid: ulid ?? head.current.ulid, bytes: bytes.length, sha256: sha256Hex(bytes) }
  const next = { ...head, commit: `${head.commit}x`, current, history: [] }
  const { key } = await objectOf(machine.context.store, 'versions', current.ulid)
  await overwrite(machine.context.store, key, bytes)
  await machine.context.heads.advance(line, next, tag)
}

const SECRET = 'a sentence that is in one file only'
const FILES = {
  'tree/name-of-a-file': `${SECRET} and nowhere else`,
  'tree/directory-name/compressible': `${SECRET} `.repeat(2000),
  'tree/random': noise(7, 100_000),
}

/** What would give something away: content, names, digests of chunks, provenance. */
const TELLTALES: readonly (readonly [string, Buffer])[] = [
  ['text', Buffer.from(SECRET)],
  ['random bytes', Buffer.from(noise(7, 100_000).subarray(500, 532))],
  ['a file’s name', Buffer.from('name-of-a-file')],
  ['a directory’s name', Buffer.from('directory-name')],
  ['a mount’s label', Buffer.from('"label"')],
  ...Object.values(FILES).flatMap((content) => {
    const digest = createHash('sha256').update(content).digest()
    return [
      ['a chunk’s digest', digest],
      ['a chunk’s digest in hex', Buffer.from(digest.toString('hex'))],
    ] as const
  }),
]

async function seen(encryptionKeys: readonly string[]): Promise<string[]> {
  const fleet = new Fleet()
  const machine = fleet.machine({ encryptionKeys })
  write(machine, FILES)
  await machine.save('k')
  const objects = await objectsOf(fleet.store)
  expect([...objects.keys()].map((key) => key.split('/')[4]).sort()).toEqual(['heads', 'latest', 'packs', 'versions'])
  const whole = Buffer.concat([...objects.values()])
  return TELLTALES.flatMap(([what, bytes]) => (whole.includes(bytes) ? [what] : []))
}

describe('in the store', () => {
  test('nothing of a sealed volume can be recognised', async () => {
    expect(await seen([KEYS.a])).toEqual([])
  })

  test('of a plain one much can: the search finds what is there', async () => {
    expect(new Set(await seen([]))).toEqual(
      new Set(['text', 'random bytes', 'a chunk’s digest', 'a mount’s label', 'a file’s name', 'a directory’s name']),
    )
  })

  test('a collection can see which packs a sealed version refers to, without a key', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine(keyed)
    write(machine, FILES)
    await machine.save('k')
    const { bytes } = await objectOf(fleet.store, 'versions')
    const { key } = await objectOf(fleet.store, 'packs')
    expect(contentsOfVersion(bytes)).toEqual({ linked: [], packs: [{ lane: 'local', ulid: key.split('/').at(-1) }] })
  })

  test('chunks of one content have other names, and a large file other cuts, under another key', async () => {
    const footers = []
    for (const text of [KEYS.a, KEYS.b, KEYS.a]) {
      const fleet = new Fleet()
      const machine = fleet.machine({ encryptionKeys: [text] })
      write(machine, { 'tree/large': noise(3, 1_500_000) })
      const { version = '' } = await machine.save('k')
      const key = parseKeys(text)?.newest as EncryptionKey
      const object = openVersion(key, version, (await objectOf(fleet.store, 'versions')).bytes)
      const [row] = decodeVersion(object).manifest.packs
      const pack = (await objectOf(fleet.store, 'packs')).bytes
      const bytes = pack.subarray(row?.footerOffset)
      footers.push(decodeFooter(openFooter({ key: packKeyOf(key, row?.ulid ?? ''), ulid: '' }, bytes)))
    }
    const [a, b, again] = footers.map(({ ids, lengths }) => ({
      ids: Array.from(lengths, (_, i) => Buffer.from(ids.subarray(i * 32, i * 32 + 32)).toString('hex')),
      lengths: [...lengths],
    }))
    expect(again).toEqual(a)
    expect(a?.lengths).not.toEqual(b?.lengths)
    expect(a?.ids.filter((id) => b?.ids.includes(id))).toEqual([])
    const first = noise(3, 1_500_000).subarray(0, a?.lengths[0])
    expect(a?.ids[0]).not.toBe(sha256Hex(first))
  })

  test('no two saves of one content look alike', async () => {
    const pack = async () => {
      const fleet = new Fleet()
      const machine = fleet.machine(keyed)
      write(machine, { 'tree/random': noise(7, 100_000) })
      await machine.save('k')
      const { bytes } = await objectOf(fleet.store, 'packs')
      return Buffer.from(bytes)
    }
    const [one, two] = [await pack(), await pack()]
    expect(one.length).toBe(two.length)
    const blocks = Array.from({ length: 100 }, (_, i) => one.subarray(i * 64, i * 64 + 16))
    expect(blocks.filter((block) => two.includes(block))).toEqual([])
  })
})

describe('is a miss, never another tree:', () => {
  async function victim(
    files: Record<string, string | Uint8Array> = { 'tree/a': 'right', 'tree/b': noise(1, 90_000) },
  ) {
    const memory = createMemoryStore({ clock: systemClock })
    const fleet = new Fleet(memory)
    const machine = fleet.machine(keyed)
    write(machine, files)
    const { version = '' } = await machine.save('k')
    return { fleet, store: fleet.store, machine, version }
  }

  async function missed(fleet: Fleet, reason = 'damaged'): Promise<void> {
    const other = fleet.machine(keyed)
    expect(await other.restore('k')).toMatchObject({ hit: 'miss' })
    expect(read(other)).toEqual({})
    expect(other.told('version-unusable').map((told) => told.reason)).toEqual([reason])
  }

  test('a pack with another pack’s bytes', async () => {
    const { fleet, store, machine } = await victim()
    const before = await objectOf(store, 'packs')
    const other = fleet.machine({ ...keyed, name: 'other' })
    write(other, { 'tree/a': 'wrong', 'tree/b': noise(2, 90_000) })
    await other.save('k')
    const [wrong] = [...(await objectsOf(store))].filter(([key]) => key.includes('/packs/') && key !== before.key)
    expect(wrong?.[1].length).toBe(before.bytes.length)
    await overwrite(store, before.key, wrong?.[1] as Uint8Array)
    await missed(fleet)
    expect(machine.volume).not.toBe(other.volume)
  })

  test('a version with another version’s bytes, under a head that says so', async () => {
    const { fleet, store, machine, version } = await victim()
    write(machine, { 'tree/a': 'later' })
    await machine.save('k')
    const { bytes } = await objectOf(store, 'versions', version)
    await forge(machine, bytes)
    await missed(fleet)
  })

  test('a version cut short, or with a bit turned over in any of its parts, under a head that says so', async () => {
    const { fleet, store, machine } = await victim()
    const { bytes } = await objectOf(store, 'versions')
    const { at = 0, storedLength = 0, row = 0 } = partsOf(bytes).at(-1) ?? {}
    const [seal] = partsOf(bytes)
    const turned = (place: number) => patched(bytes, (copy) => copy.set([(copy[place] as number) ^ 1], place))
    const changes = {
      'header: features': patched(bytes, (copy) => copy.set([0], 12)),
      'table: length': turned(row + 8),
      'key id': turned((seal?.at ?? 0) + 12),
      'a pack’s name': turned((seal?.at ?? 0) + Buffer.from(seal?.raw ?? []).indexOf('ulid') + 8),
      ciphertext: turned(at + 3),
      tag: turned(at + storedLength - 1),
      sum: flipped(bytes, bytes.length * 8 - 1),
      cut: bytes.subarray(0, -40),
    }
    for (const [what, changed] of Object.entries(changes)) {
      await forge(machine, changed)
      const other = fleet.machine(keyed)
      expect({ what, hit: (await other.restore('k')).hit, files: read(other) }).toEqual({
        what,
        hit: 'miss',
        files: {},
      })
    }
    await forge(machine, bytes)
    expect(await fleet.machine(keyed).restore('k')).toMatchObject({ hit: 'exact' })
  })

  test('a plain version under a head that says so', async () => {
    const { fleet, machine } = await victim()
    const plain = fleet.machine({ name: 'plain' })
    write(plain, { 'tree/a': 'planted' })
    const { version = '' } = await plain.save('k')
    const { bytes } = await objectOf(fleet.store, 'versions', version)
    await forge(machine, bytes, version)
    await missed(fleet, 'not-encrypted')
  })

  test('a sealed version that refers to packs without its key', async () => {
    const { fleet, machine } = await victim()
    const plain = fleet.machine({ name: 'plain' })
    write(plain, { 'tree/a': 'planted' })
    const { version = '' } = await plain.save('k')
    const { bytes } = await objectOf(fleet.store, 'versions', version)
    const key = parseKeys(KEYS.a)?.newest as EncryptionKey
    await forge(machine, sealVersion(key, version, bytes, decodeVersion(bytes).manifest.packs), version)
    await missed(fleet)
  })

  test.each([0, 0.5, 1])('a bit turned over at %d of the frames', async (share) => {
    const { fleet, store } = await victim()
    const { key, bytes } = await objectOf(store, 'packs')
    const footer = Buffer.from(bytes).lastIndexOf('wstart:F')
    await overwrite(store, key, flipped(bytes, Math.floor(share * (footer - 1)) * 8))
    await missed(fleet)
  })

  test('a damaged footer does no harm to a restore, and the next save builds on nothing of that pack', async () => {
    const { fleet, store } = await victim()
    const { key, bytes } = await objectOf(store, 'packs')
    await overwrite(store, key, flipped(bytes, bytes.length * 8 - 1))
    const other = fleet.machine(keyed)
    expect(await other.restore('k')).toMatchObject({ hit: 'exact' })
    write(other, { 'tree/c': 'more' })
    expect(await other.save('k')).toMatchObject({ reason: 'saved', newBytes: 90_009 })
    expect(await fleet.machine(keyed).restore('k')).toMatchObject({ hit: 'exact' })
  })
})
