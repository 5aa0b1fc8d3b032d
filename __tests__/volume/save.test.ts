import * as fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { versionKey } from '../../src/core/keys.ts'
import { decodeVersion } from '../../src/core/version-codec.ts'
import { Fleet, noise, read, write } from '../support/fleet.ts'
import type { Machine } from '../support/machine.ts'

const head = async (machine: Machine, key: string, lane = 'local') =>
  (await machine.context.heads.read({ namespace: 'default', lane, volume: machine.volume, key }))?.head

test('a first save puts packs, a version and a head; nothing changed since writes nothing', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  write(machine, { 'tree/a': 'one', 'tree/b/c': 'two' })
  const first = await machine.save('k')
  expect(first).toMatchObject({ saved: true, reason: 'saved', files: 2, totalBytes: 6, newBytes: 6, objectsPut: 3 })
  const puts = machine.counts.objectsPut
  const requests = machine.counts.requests
  const second = await machine.save('k')
  expect(second).toMatchObject({
    saved: false,
    reason: 'unchanged',
    objectsPut: 0,
    readFiles: 0,
    version: first.version,
  })
  expect(machine.counts.objectsPut).toBe(puts)
  expect(machine.counts.requests - requests, 'one head read').toBe(1)
})

test('unchanged without a memory of the tree: everything is read, nothing is written', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  write(machine, { 'tree/a': 'one', 'tree/big': noise(1, 300_000), 'tree/copy': noise(1, 300_000) })
  const { version } = await machine.save('k')
  fs.rmSync(machine.stateDir, { recursive: true })
  const puts = machine.counts.objectsPut
  expect(await machine.save('k')).toMatchObject({ reason: 'unchanged', readFiles: 3, newBytes: 0, version })
  expect(machine.counts.objectsPut).toBe(puts)
})

test('only what changed is stored', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  write(machine, Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`tree/${i}`, noise(i, 10_000)])))
  await machine.save('k')
  write(machine, { 'tree/7': noise(1007, 10_000) })
  const saved = await machine.save('k')
  expect(saved).toMatchObject({ reason: 'saved', readFiles: 1, newBytes: 10_000, files: 200 })
  expect(saved.uploadedBytes).toBeLessThan(20_000 + 16 * 200)
  const other = fleet.machine()
  await other.restore('k')
  expect(fs.readFileSync(join(other.workspaceDir, 'tree/7'))).toEqual(Buffer.from(noise(1007, 10_000)))
})

test('an insertion in a large file costs the chunks around it', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  const big = noise(3, 4_000_000)
  write(machine, { 'tree/big': big })
  await machine.save('k')
  write(machine, {
    'tree/big': Buffer.concat([big.subarray(0, 2_000_000), Buffer.from('inserted'), big.subarray(2_000_000)]),
  })
  expect((await machine.save('k')).newBytes).toBeLessThan(600_000)
})

test('the history keeps sixteen versions, newest first', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  const versions: (string | undefined)[] = []
  for (let i = 0; i < 20; i++) {
    write(machine, { 'tree/a': `${i}` })
    versions.push((await machine.save('k')).version)
  }
  const now = await head(machine, 'k')
  expect(now?.current.ulid).toBe(versions[19])
  expect(now?.history.map(({ ulid }) => ulid)).toEqual(versions.slice(3, 19).reverse())
})

test('after a fallback hit an equal tree becomes one head for the exact key', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  write(machine, { 'tree/a': 'one' })
  const { version } = await machine.save('old-1')
  const other = fleet.machine()
  const restored = await other.restore('old-2', { restoreKeys: ['old-'] })
  expect(restored).toMatchObject({ hit: 'fallback', matchedKey: 'old-1' })
  const linked = await other.save('old-2', { parent: restored.parent ?? 'none' })
  expect(linked).toMatchObject({ saved: true, reason: 'linked', version, objectsPut: 2, newBytes: 0 })
  expect((await head(other, 'old-2'))?.current.ulid).toBe(version)
  expect((await other.save('old-2')).reason).toBe('unchanged')
})

test('a version of another lane is written again in the own lane before a head points at it; its packs are not', async () => {
  const fleet = new Fleet()
  const trusted = fleet.machine({ lane: 'trusted' })
  write(trusted, { 'tree/a': 'one' })
  const { version } = await trusted.save('base-1')
  const branch = fleet.machine({ lane: 'ref/heads/topic' })
  const restored = await branch.restore('base-2', { restoreKeys: ['base-'] })
  const linked = await branch.save('base-2', { parent: restored.parent ?? 'none' })
  expect(linked).toMatchObject({ reason: 'linked', objectsPut: 2 })
  const copy = await fleet.store.get(versionKey('default', 'ref/heads/topic', version as string))
  expect(decodeVersion(copy as Uint8Array).manifest.packs.map(({ lane }) => lane)).toEqual(['trusted'])
  const third = fleet.machine({ lane: 'ref/heads/topic' })
  expect((await third.restore('base-2')).hit).toBe('exact')
  expect(read(third)).toEqual({ a: 'one' })
})

test('an exact hit in another lane, unchanged, writes nothing', async () => {
  const fleet = new Fleet()
  const trusted = fleet.machine({ lane: 'trusted' })
  write(trusted, { 'tree/a': 'one' })
  await trusted.save('k')
  const branch = fleet.machine({ lane: 'ref/heads/topic' })
  const { parent } = await branch.restore('k')
  expect((await branch.save('k', { parent: parent ?? 'none' })).reason).toBe('unchanged')
  write(branch, { 'tree/a': 'two' })
  expect((await branch.save('k', { parent: parent ?? 'none' })).reason).toBe('saved')
  expect((await head(branch, 'k', 'trusted'))?.history).toEqual([])
})

test('last write wins, also over a job that committed in between', async () => {
  const fleet = new Fleet()
  const [slow, quick] = [fleet.machine(), fleet.machine()]
  write(slow, { 'tree/a': 'base' })
  await slow.save('k')
  const fork = await quick.restore('k')
  write(slow, { 'tree/a': 'first' })
  await slow.save('k')
  write(quick, { 'tree/b': 'second' })
  expect((await quick.save('k', { parent: fork.parent ?? 'none' })).reason).toBe('saved')
  const after = fleet.machine()
  await after.restore('k')
  expect(read(after)).toEqual({ a: 'base', b: 'second' })
})

test('newest start wins: a slow old job does not replace what a later one saved', async () => {
  const fleet = new Fleet()
  const [old, late] = [fleet.machine(), fleet.machine()]
  write(old, { 'tree/a': 'old' })
  write(late, { 'tree/a': 'late' })
  await late.save('k', { startedAt: 2000 })
  expect(await old.save('k', { startedAt: 1000, conflict: 'newest-start-wins' })).toMatchObject({
    saved: false,
    reason: 'superseded',
  })
  expect((await old.save('k', { startedAt: 1000 })).reason).toBe('saved')
})

test('eight saves of one key at once all complete; the head follows every one of them', async () => {
  const fleet = new Fleet()
  const machines = Array.from({ length: 8 }, () => fleet.machine({ workers: 1 }))
  for (const [i, machine] of machines.entries())
    write(machine, { 'tree/a': `${i}`, [`tree/own-${i}`]: noise(i, 50_000) })
  const outcomes = await Promise.all(machines.map((machine) => machine.save('k')))
  expect(outcomes.map(({ reason }) => reason)).toEqual(machines.map(() => 'saved'))
  const now = await head(machines[0] as Machine, 'k')
  expect([now?.current, ...(now?.history ?? [])].map((ref) => ref?.ulid).sort()).toEqual(
    outcomes.map(({ version }) => version).sort(),
  )
  const after = fleet.machine()
  await after.restore('k')
  const winner = outcomes.findIndex(({ version }) => version === now?.current.ulid)
  expect(read(after)['a']).toBe(`${winner}`)
  expect(Object.keys(read(after))).toEqual(['a', `own-${winner}`])
})

test('save-if missing stops after one read', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  write(machine, { 'tree/a': 'one' })
  await machine.save('k')
  write(machine, { 'tree/a': 'two' })
  const requests = machine.counts.requests
  expect((await machine.save('k', { saveIf: 'missing' })).reason).toBe('exists')
  expect(machine.counts.requests - requests).toBe(1)
})

test('over the size limit nothing is saved, and the largest directories are named', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  write(machine, { 'tree/deep/big': noise(1, 5000), 'tree/small': 'x' })
  expect((await machine.save('k', { sizeLimit: 4000 })).reason).toBe('too-large')
  expect(machine.told('too-large')).toMatchObject([
    { bytes: 5001, limit: 4000, largest: [{ path: 'tree/deep', bytes: 5000 }] },
  ])
  // Heads are looked for while the walk goes on: its own, any of its key, any of the volume.
  expect(machine.counts.requests).toBe(3)
})

test('a dry run plans and writes neither store nor memory', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  write(machine, { 'tree/a': 'one' })
  expect(await machine.save('k', { dryRun: true })).toMatchObject({ saved: false, reason: 'dry-run', newBytes: 3 })
  expect(machine.counts.objectsPut).toBe(0)
  expect(await head(machine, 'k')).toBeUndefined()
})

test('no declared path exists: nothing is saved; some do: the others are named', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine({ paths: ['tree', 'gone'] })
  expect((await machine.save('k')).reason).toBe('nothing-to-save')
  expect(machine.told('nothing-declared-exists')).toHaveLength(1)
  write(machine, { 'tree/a': 'one' })
  expect((await machine.save('k')).reason).toBe('saved')
  expect(machine.told('mount-absent')).toMatchObject([{ label: 'gone' }])
  expect((await machine.save('k')).reason).toBe('unchanged')
})

test('fifty saves of a changing tree are read back with little waste from few packs', { timeout: 60_000 }, async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  const file = (i: number, generation: number) => ({ [`tree/${i % 20}/${i}`]: noise(i * 1000 + generation, 4000) })
  write(machine, Object.assign({}, ...Array.from({ length: 1000 }, (_, i) => file(i, 0))))
  await machine.save('k')
  for (let generation = 1; generation <= 50; generation++) {
    const changed = Array.from({ length: 10 }, (_, i) => file((generation * 37 + i * 101) % 1000, generation))
    // At once: each call of `write` waits for the clock of the file system.
    write(machine, Object.assign({}, ...changed))
    expect((await machine.save('k')).reason).toBe('saved')
  }
  const reader = fleet.machine()
  const restored = await reader.restore('k')
  expect(restored.hit).toBe('exact')
  expect(read(reader)).toEqual(read(machine))
  expect(restored.fetchedBytes / restored.totalBytes, 'noise does not compress: stored is raw').toBeLessThan(1.25)
  const version = decodeVersion(
    (await fleet.store.get(versionKey('default', 'local', restored.version as string))) as Uint8Array,
  )
  expect(version.manifest.packs.length).toBeLessThanOrEqual(34)
})

test('newest start wins: a save step of its own counts from the restore step before it, not from the save', async () => {
  const fleet = new Fleet()
  const [old, late] = [fleet.machine(), fleet.machine()]
  write(late, { 'tree/a': 'base' })
  await late.save('k')
  await old.restore('k')
  write(old, { 'tree/a': 'old' })
  await late.restore('k')
  write(late, { 'tree/a': 'late' })
  expect((await late.save('k', { conflict: 'newest-start-wins' })).reason).toBe('saved')
  expect((await old.save('k', { conflict: 'newest-start-wins' })).reason).toBe('superseded')
  // The loser's next job, with a restore in between, starts later.
  old.job = 'another'
  await old.restore('k')
  expect(read(old)).toEqual({ a: 'late' })
  write(old, { 'tree/a': 'newest' })
  expect((await old.save('k', { conflict: 'newest-start-wins' })).reason).toBe('saved')
})

test('unchanged files whose pack is gone are stored again, though no restore would need it here', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  write(machine, { 'tree/a': noise(1, 5000) })
  await machine.save('k')
  const other = fleet.machine()
  await other.restore('k')
  write(other, { 'tree/b': noise(2, 5000) })
  await other.save('k')
  await fleet.store.remove((await objects(fleet)).filter((key) => key.includes('/packs/')))
  const restored = await machine.restore('k')
  expect(restored.hit, 'the version before lies here whole').toBe('fallback')
  expect((await machine.save('k', { parent: restored.parent ?? 'none' })).reason).toBe('saved')
  const after = fleet.machine()
  expect((await after.restore('k')).hit).toBe('exact')
  expect(read(after)).toEqual(read(machine))
})

async function objects(fleet: Fleet): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of fleet.store.list('')) keys.push(key)
  return keys
}
