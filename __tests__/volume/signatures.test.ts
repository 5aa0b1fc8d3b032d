import { expect, test } from 'vitest'
import type { Head } from '../../src/core/head.ts'
import { encodeHead } from '../../src/core/head-codec.ts'
import { headKey, latestKey, versionKey } from '../../src/core/keys.ts'
import { type ManagedStore, put } from '../../src/core/ports/store.ts'
import { signerOf } from '../../src/core/signature.ts'
import { signHead } from '../../src/core/trust.ts'
import { decodeVersion } from '../../src/core/version-codec.ts'
import { Fleet, read, write } from '../support/fleet.ts'
import type { Machine } from '../support/machine.ts'
import { KEY_A, KEY_B, trustIn } from '../support/signing.ts'

const reader = trustIn({ verify: [KEY_A] })
const writer = trustIn({ sign: KEY_A })

/** A store with one signed version of `k` in `lane`. */
async function signed(lane = 'trusted') {
  const fleet = new Fleet()
  const maker = fleet.machine({ lane, trust: writer })
  write(maker, { 'tree/a': 'one' })
  const saved = await maker.save('k')
  expect(saved.reason).toBe('saved')
  return { fleet, maker, version: saved.version as string }
}

const lineOf = (machine: Machine, key = 'k', lane = machine.lane) => ({
  namespace: 'default',
  lane,
  volume: machine.volume,
  key,
})
const headIn = async (machine: Machine, key = 'k') =>
  (await machine.context.heads.read(lineOf(machine, key)))?.head as Head
const replaceHead = (store: ManagedStore, machine: Machine, head: Head, key = 'k', lane = machine.lane) =>
  put(store, headKey(lineOf(machine, key, lane)), encodeHead(head), 'none')
const refused = (machine: Machine) =>
  machine.told('head-refused').map(({ key, lane, reason }) => ({ key, lane, reason }))
const nothing = { hit: 'miss' }

test('what was signed is restored by whoever has the public key, and counts as before', async () => {
  const { fleet, maker, version } = await signed()
  const machine = fleet.machine({ lane: 'trusted', trust: reader })
  expect(await machine.restore('k')).toMatchObject({ hit: 'exact', version })
  expect(read(machine)).toEqual({ a: 'one' })
  const requests = maker.counts.requests
  expect((await maker.save('k')).reason).toBe('unchanged')
  expect(maker.counts.requests - requests, 'one head read').toBe(1)
  expect(signerOf((await headIn(maker)).signature)).toBe(writer.signer?.id)
})

test('nothing asked of signatures: signed and unsigned are one', async () => {
  const { fleet, version } = await signed()
  const machine = fleet.machine({ lane: 'trusted' })
  expect(await machine.restore('k')).toMatchObject({ hit: 'exact', version })
  write(machine, { 'tree/a': 'two' })
  expect((await machine.save('k')).reason).toBe('saved')
  expect((await headIn(machine)).signature).toBe('')
})

test('unsigned heads are not there for who asks for signatures, nor built on', async () => {
  const fleet = new Fleet()
  const plain = fleet.machine({ lane: 'trusted' })
  write(plain, { 'tree/a': 'one', 'tree/b': 'x'.repeat(5000) })
  await plain.save('k')
  const machine = fleet.machine({ lane: 'trusted', trust: writer })
  expect(await machine.restore('k')).toMatchObject(nothing)
  expect(refused(machine)).toEqual([{ key: 'k', lane: 'trusted', reason: 'unsigned' }])
  write(machine, { 'tree/a': 'one', 'tree/b': 'x'.repeat(5000) })
  expect(await machine.save('k', { parent: 'none', saveIf: 'missing' })).toMatchObject({
    reason: 'saved',
    newBytes: 5003,
  })
  const head = await headIn(machine)
  expect(head.history, 'what nobody vouches for').toEqual([])
  const { bytes } = await versionOf(fleet.store, machine, head)
  expect(decodeVersion(bytes).parent).toBe('')
  const other = fleet.machine({ lane: 'trusted', trust: reader })
  expect(await other.restore('k')).toMatchObject({ hit: 'exact', version: head.current.ulid })
})

test('a head forged with another key is refused, though its version is whole', async () => {
  const { fleet, maker } = await signed()
  const head = await headIn(maker)
  const { signer } = trustIn({ sign: KEY_B })
  if (!signer) throw new Error('no signer')
  const forged = signHead(signer, lineOf(maker), { ...head, signature: '', committedAt: head.committedAt + 1 })
  await replaceHead(fleet.store, maker, forged)
  const machine = fleet.machine({ lane: 'trusted', trust: reader })
  expect(await machine.restore('k')).toMatchObject(nothing)
  expect(refused(machine)).toEqual([{ key: 'k', lane: 'trusted', reason: 'unknown-signer' }])
})

test.each(['key', 'lane', 'volume'] as const)('a head moved to another %s is refused there', async (what) => {
  const { fleet, maker } = await signed('ref/heads/x')
  const head = await headIn(maker)
  const machine = fleet.machine({
    lane: what === 'lane' ? 'trusted' : 'ref/heads/x',
    trust: reader,
    ...(what === 'volume' && { name: 'other', paths: ['tree'] }),
  })
  const to = { ...lineOf(machine, what === 'key' ? 'k-2' : 'k'), lane: machine.lane }
  await put(fleet.store, headKey(to), encodeHead(head), 'none')
  expect(await machine.restore(to.key)).toMatchObject(nothing)
  expect(refused(machine)).toEqual([{ key: to.key, lane: to.lane, reason: 'wrong-signature' }])
})

test('a head moved to another namespace is refused there', async () => {
  const { fleet, maker } = await signed()
  const machine = fleet.machine({ lane: 'trusted', trust: reader, namespace: 'other' })
  await put(fleet.store, headKey({ ...lineOf(maker), namespace: 'other' }), encodeHead(await headIn(maker)), 'none')
  expect(await machine.restore('k')).toMatchObject(nothing)
  expect(refused(machine)).toMatchObject([{ reason: 'wrong-signature' }])
})

test('the copy that names the newest of a volume is checked as the head is', async () => {
  const { fleet, maker, version } = await signed()
  const machine = fleet.machine({ lane: 'trusted', trust: reader })
  expect(await machine.restore('z', { newestAsLastResort: true })).toMatchObject({ hit: 'fallback', version })
  const head = await headIn(maker)
  await put(fleet.store, latestKey('default', 'trusted', maker.volume), encodeHead({ ...head, key: 'k-2' }), 'none')
  expect(await machine.restore('z', { newestAsLastResort: true })).toMatchObject(nothing)
})

test('a trusted head whose version is signed by nobody, or for elsewhere, does not help', async () => {
  const { fleet, maker } = await signed('ref/heads/x')
  const head = await headIn(maker)
  const { bytes } = await versionOf(fleet.store, maker, head)
  // The same objects, in the trusted lane, under a head that the right key signed.
  const { signer } = writer
  if (!signer) throw new Error('no signer')
  const current = { ...head.current, lane: 'trusted' }
  await put(fleet.store, versionKey('default', 'trusted', current.ulid), bytes, 'none')
  const moved = signHead(signer, lineOf(maker, 'k', 'trusted'), { ...head, current, signature: '' })
  await replaceHead(fleet.store, maker, moved, 'k', 'trusted')
  const machine = fleet.machine({ lane: 'trusted', trust: reader })
  expect(await machine.restore('k')).toMatchObject(nothing)
  expect(machine.told('version-unusable')).toMatchObject([
    { reason: 'untrusted', detail: expect.stringMatching(/^its signature is wrong/) },
  ])
})

test('with keys in rotation both are good; after it the old one is not', async () => {
  const { fleet, version } = await signed()
  const both = fleet.machine({ lane: 'trusted', trust: trustIn({ sign: KEY_B, verify: [KEY_A] }) })
  expect(await both.restore('k')).toMatchObject({ hit: 'exact', version })
  write(both, { 'tree/a': 'two' })
  expect(await both.save('k')).toMatchObject({ reason: 'saved' })
  const after = fleet.machine({ lane: 'trusted', trust: trustIn({ verify: [KEY_B] }) })
  expect(await after.restore('k')).toMatchObject({ hit: 'exact' })
  expect(read(after)).toEqual({ a: 'two' })
  const late = fleet.machine({ lane: 'trusted', trust: reader })
  expect(await late.restore('k')).toMatchObject(nothing)
  expect(refused(late)).toMatchObject([{ reason: 'unknown-signer' }])
})

test('a refused head of the own lane hides no good one of another', async () => {
  const { fleet, version } = await signed()
  const branch = fleet.machine({ lane: 'ref/heads/x' })
  write(branch, { 'tree/a': 'planted' })
  await branch.save('k')
  const machine = fleet.machine({ lane: 'ref/heads/x', trust: reader })
  expect(await machine.restore('k')).toMatchObject({ hit: 'exact', version, matchedLane: 'trusted' })
  expect(read(machine)).toEqual({ a: 'one' })
})

test('a head that was exchanged since the restore is not built on', async () => {
  const { fleet, maker, version } = await signed()
  const branch = fleet.machine({ lane: 'ref/heads/x', trust: trustIn({ sign: KEY_B, verify: [KEY_A] }) })
  const { parent } = await branch.restore('k')
  await replaceHead(fleet.store, maker, { ...(await headIn(maker)), signature: '' })
  await fleet.store.remove([latestKey('default', 'trusted', maker.volume)])
  write(branch, { 'tree/b': 'two' })
  expect(await branch.save('k', { parent: parent ?? 'none' })).toMatchObject({ reason: 'saved', newBytes: 6 })
  const { bytes } = await versionOf(fleet.store, branch, await headIn(branch))
  expect(decodeVersion(bytes).parent).not.toBe(version)
})

test('a head that nobody signed and that comes in between neither wins nor is followed', async () => {
  const { fleet, maker, version } = await signed()
  const head = await headIn(maker)
  const planted = { ...head, signature: '', commit: 'planted', startedAt: Date.now() + 1e9, history: head.history }
  const { heads } = maker.context
  let raced = false
  const racing: typeof heads = {
    ...heads,
    async advance(...args) {
      if (!raced) await replaceHead(fleet.store, maker, planted)
      raced = true
      return heads.advance(...args)
    },
  }
  Object.assign(maker, { context: { ...maker.context, heads: racing } })
  write(maker, { 'tree/a': 'two' })
  expect((await maker.save('k', { conflict: 'newest-start-wins' })).reason).toBe('saved')
  const now = await headIn(maker)
  expect([now.from, now.history.map(({ ulid }) => ulid)]).toEqual(['planted', []])
  expect(version).not.toBe(now.current.ulid)
})

test('a damaged version is a miss as ever, whatever else could be found', async () => {
  const { fleet } = await signed()
  const branch = fleet.machine({ lane: 'ref/heads/x', trust: writer })
  write(branch, { 'tree/a': 'two' })
  const { version = '' } = await branch.save('k')
  await fleet.store.remove([versionKey('default', 'ref/heads/x', version)])
  expect(await branch.restore('k')).toMatchObject(nothing)
})

test('a head that nobody signed neither wins by its start nor stands for a saved key', async () => {
  const fleet = new Fleet()
  const plain = fleet.machine({ lane: 'trusted' })
  write(plain, { 'tree/a': 'planted' })
  await plain.save('k', { startedAt: Date.now() + 1e9 })
  const machine = fleet.machine({ lane: 'trusted', trust: writer })
  write(machine, { 'tree/a': 'one' })
  expect((await machine.save('k', { conflict: 'newest-start-wins' })).reason).toBe('saved')
})

test('who signs does not vouch for the version of another lane: an equal tree is a version of its own', async () => {
  const { fleet, version } = await signed()
  const branch = fleet.machine({ lane: 'ref/heads/x', trust: trustIn({ sign: KEY_B, verify: [KEY_A] }) })
  const { parent } = await branch.restore('k-2', { restoreKeys: ['k'] })
  const saved = await branch.save('k-2', { parent: parent ?? 'none' })
  expect(saved).toMatchObject({ reason: 'saved', newBytes: 0 })
  expect(saved.version).not.toBe(version)
  const { bytes } = await versionOf(fleet.store, branch, await headIn(branch, 'k-2'))
  const made = decodeVersion(bytes)
  expect([signerOf(made.signature), made.parent]).toEqual([trustIn({ sign: KEY_B }).signer?.id, version])
  const again = fleet.machine({ lane: 'ref/heads/x', trust: trustIn({ verify: [KEY_B] }) })
  expect(await again.restore('k-2')).toMatchObject({ hit: 'exact', version: saved.version })
})

test('in its own lane an equal version is linked, and its signature still good', async () => {
  const { fleet, maker, version } = await signed()
  expect(await maker.save('k-2', { parent: { lane: 'trusted', key: 'k', version, exact: false } })).toMatchObject({
    reason: 'linked',
    version,
  })
  const machine = fleet.machine({ lane: 'trusted', trust: reader })
  expect(await machine.restore('k-2')).toMatchObject({ hit: 'exact', version })
})

test('what the CI says of the job is asked for once a new version, and only where somebody signs', async () => {
  const fleet = new Fleet()
  let asked = 0
  const identity = async () => {
    asked++
    return { iss: 'https://issuer.example', sub: 'repo:acme/web' }
  }
  const plain = fleet.machine({ lane: 'local', identity })
  write(plain, { 'tree/a': 'one' })
  await plain.save('k')
  expect(asked).toBe(0)
  const machine = fleet.machine({ lane: 'trusted', trust: writer, identity })
  write(machine, { 'tree/a': 'one' })
  await machine.save('k')
  await machine.save('k')
  expect(asked).toBe(1)
  const { bytes } = await versionOf(fleet.store, machine, await headIn(machine))
  expect(decodeVersion(bytes).provenance.identity).toEqual({ iss: 'https://issuer.example', sub: 'repo:acme/web' })
})

test('a CI that does not answer is said, and the version is saved without', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine({
    lane: 'trusted',
    trust: writer,
    identity: () => Promise.reject(new Error('no answer')),
  })
  write(machine, { 'tree/a': 'one' })
  expect((await machine.save('k')).reason).toBe('saved')
  expect(machine.told('no-identity')).toEqual([{ type: 'no-identity', detail: 'no answer' }])
})

async function versionOf(store: ManagedStore, machine: Machine, head: Head) {
  const bytes = await store.get(versionKey('default', machine.lane, head.current.ulid))
  if (!bytes) throw new Error('no version')
  return { bytes }
}
