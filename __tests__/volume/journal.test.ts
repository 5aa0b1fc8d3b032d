import { describe, expect, test } from 'vitest'
import { encodeJournal } from '../../src/core/journal.ts'
import { journalKey, lanePrefix } from '../../src/core/keys.ts'
import { StoreError } from '../../src/core/ports/errors.ts'
import { type ManagedStore, put } from '../../src/core/ports/store.ts'
import { type AuditFilter, audit } from '../../src/volume/audit.ts'
import { append, mayAppend, Seen, toldByRestore, toldBySave } from '../../src/volume/journal.ts'
import { MISS, NOTHING_SAVED } from '../../src/volume/outcomes.ts'
import type { SaveRequest } from '../../src/volume/types.ts'
import { Fleet, write } from '../support/fleet.ts'
import type { Machine } from '../support/machine.ts'

const AUTHOR = { repository: 'o/r', run: '7', job: '7/1/build', actor: 'alice', runner: 'r1', engine: 'test' }
const SIGNAL = new AbortController().signal
const ALL: AuditFilter = { since: 0, lane: undefined, key: undefined, event: undefined }
const request = { volume: 'v', key: 'k' } as SaveRequest
const rights = (lane: string | undefined) => ({ namespace: 'default', reads: [], writes: lane })

function leave(machine: Machine, lane: string, ...told: Parameters<typeof append>[3]) {
  return append(machine.context, rights(lane), AUTHOR, told, SIGNAL)
}

test('a save and a restore leave what they did: version, digest, lane, bytes, and who', async () => {
  const fleet = new Fleet()
  const machine = fleet.machine()
  write(machine, { 'tree/a': 'one' })
  const saved = await machine.save('k-1')
  const restored = await fleet.machine().restore('k-2', { restoreKeys: ['k-'] })
  const seen = new Seen({ emit() {} })
  const line = { volume: machine.volume }
  await leave(machine, 'local', ...toldBySave({ ...request, ...line, key: 'k-1' }, saved, seen))
  await leave(machine, 'local', ...toldByRestore({ ...request, ...line, key: 'k-2' }, restored, seen))
  const head = await machine.context.heads.read({ namespace: 'default', lane: 'local', ...line, key: 'k-1' })
  const { records } = await audit(machine.context, 'default', ALL)
  const version = { version: saved.version, digest: head?.head.current.sha256, lane: 'local', volume: machine.volume }
  expect(records).toMatchObject([
    { event: 'save', key: 'k-1', bytes: saved.uploadedBytes, ...version, ...AUTHOR, store: fleet.store.name },
    {
      event: 'hit',
      why: 'fallback',
      key: 'k-2',
      matchedKey: 'k-1',
      from: 'local',
      bytes: restored.fetchedBytes,
      ...version,
    },
  ])
  expect(records[0]?.digest).toMatch(/^[0-9a-f]{64}$/)
})

test('what an outcome does not say is seen in the events', () => {
  const seen = () => new Seen({ emit() {} })
  const missed = seen()
  missed.emit({ type: 'missed', key: 'k', why: 'nothing-stored' })
  expect(toldByRestore(request, MISS, missed)).toEqual([{ event: 'miss', why: 'nothing-stored', ...request }])
  const denied = seen()
  for (let i = 0; i < 2; i++)
    denied.emit({ type: 'store-failed', kind: 'denied', store: 's', doing: 'restoring', detail: '' })
  expect(toldByRestore(request, MISS, denied)).toEqual([
    { event: 'denied', why: 'the store denied restoring', ...request },
    { event: 'failed', why: 'denied', ...request },
  ])
  const refused = seen()
  refused.emit({ type: 'head-refused', key: 'k', lane: 'trusted', reason: 'unsigned', signer: '' })
  refused.emit({ type: 'version-unusable', version: '01J', reason: 'untrusted', detail: '' })
  refused.emit({ type: 'version-unusable', version: '01J', reason: 'damaged', detail: '' })
  for (const isRefused of [true, false])
    refused.emit({ type: 'rolled-back', key: 'k', lane: 'trusted', committedAt: 1, seenAt: 2, isRefused })
  expect(refused.denials).toEqual(['head unsigned', 'version 01J untrusted', 'head rolled back'])
  for (const [reason, event] of [
    ['other-lane', 'denied'],
    ['secrets', 'denied'],
    ['superseded', 'denied'],
    ['encrypted', 'denied'],
    ['too-large', 'failed'],
    ['changing', 'failed'],
  ] as const)
    expect(toldBySave(request, { ...NOTHING_SAVED, reason }, seen())).toEqual([{ event, why: reason, ...request }])
  for (const reason of ['unchanged', 'exists', 'nothing-to-save', 'dry-run', 'read-only'] as const)
    expect(toldBySave(request, { ...NOTHING_SAVED, reason }, seen())).toEqual([])
})

describe('appending', () => {
  test('is one request, not counted with the others, and reads nothing', async () => {
    const fleet = new Fleet()
    const refused = () => {
      throw new Error('nothing is read')
    }
    const { store } = fleet
    const writeOnly: ManagedStore = {
      ...store,
      get: refused,
      read: refused,
      stat: refused,
      list: refused,
      now: refused,
      open: (key, options) => store.open(key, options),
    }
    const machine = fleet.machine({ store: writeOnly })
    await leave(machine, 'pr/7', { event: 'miss', why: 'nothing-stored' })
    expect(machine.counts).toMatchObject({ requests: 0, upkeepRequests: 1, objectsPut: 1 })
    const { records } = await audit(fleet.machine().context, 'default', ALL)
    expect(records).toMatchObject([{ event: 'miss', lane: 'pr/7' }])
  })

  test('is not for a job without a lane, nor for a store without names', async () => {
    const machine = new Fleet().machine()
    const { context } = machine
    expect(mayAppend(context, rights('trusted'))).toBe(true)
    expect(mayAppend(context, rights(undefined))).toBe(false)
    expect(mayAppend({ ...context, heads: { ...context.heads, versionsTravel: true } }, rights('trusted'))).toBe(false)
    await append(context, rights(undefined), AUTHOR, [{ event: 'miss' }], SIGNAL)
    await leave(machine, 'trusted')
    expect(machine.counts.objectsPut).toBe(0)
  })

  test('ends with the signal, and a store that fails says so', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine()
    const aborted = append(machine.context, rights('local'), AUTHOR, [{ event: 'miss' }], AbortSignal.abort())
    await expect(aborted).rejects.toThrow()
    const failing = {
      ...fleet.store,
      open() {
        throw new StoreError('denied', 's', 'k')
      },
    }
    await expect(leave(fleet.machine({ store: failing }), 'local', { event: 'miss' })).rejects.toThrow(StoreError)
  })
})

describe('an audit', () => {
  test('filters by age, lane, key and event, over all lanes of one namespace', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine()
    const began = Date.now()
    await leave(machine, 'trusted', { event: 'save', key: 'a' }, { event: 'denied', key: 'a', why: 'x' })
    await leave(machine, 'ref/heads/topic', { event: 'hit', key: 'b', matchedKey: 'a' })
    const other = { ...rights('trusted'), namespace: 'default/sub' }
    await append(machine.context, other, AUTHOR, [{ event: 'save', key: 'a' }], SIGNAL)
    const found = async (more: Partial<AuditFilter>) => {
      const { records, damaged } = await audit(machine.context, 'default', { ...ALL, ...more })
      expect(damaged).toBe(0)
      return records.map(({ lane, event }) => `${lane} ${event}`)
    }
    const all = ['trusted save', 'trusted denied', 'ref/heads/topic hit']
    expect(await found({})).toEqual(all)
    expect(await found({ since: began })).toEqual(all)
    expect(await found({ since: Date.now() + 60_000 })).toEqual([])
    expect(await found({ lane: 'trusted' })).toEqual(all.slice(0, 2))
    expect(await found({ key: 'a' })).toEqual(all)
    expect(await found({ key: 'b' })).toEqual(all.slice(2))
    expect(await found({ event: 'denied' })).toEqual(['trusted denied'])
  })

  test('believes the place of a record, not the record; what is none is counted', async () => {
    const fleet = new Fleet()
    const machine = fleet.machine()
    const record = {
      ...{ why: '', volume: 'v', key: 'k', matchedKey: '', version: '', digest: '', from: '', bytes: 0, store: 's' },
      ...AUTHOR,
      time: Date.UTC(2026, 10, 21, 12),
      event: 'save',
    } as const
    const name = { namespace: 'default', lane: 'pr/7', day: '2026-11-21', ulid: '01J00000000000000000000000' }
    const place = (end: string, day = name.day) => journalKey({ ...name, day, ulid: name.ulid.slice(0, -1) + end })
    const lying = Buffer.from(`${JSON.stringify({ ...record, lane: 'trusted', stored: 0 })}\n`)
    await put(fleet.store, place('0'), lying, 'none')
    await put(fleet.store, place('1', '2026-11-22'), encodeJournal([record]), 'none')
    await put(fleet.store, place('2'), Buffer.from('no journal'), 'none')
    await put(fleet.store, place('3'), Buffer.alloc(10_000_000), 'none')
    await put(fleet.store, `${lanePrefix('default', 'pr/7')}journal/2026-11-21/x`, lying, 'none')
    const { records, damaged } = await audit(machine.context, 'default', ALL)
    expect(records).toMatchObject([{ event: 'save', lane: 'pr/7' }])
    expect(records[0]?.stored).toBeGreaterThan(0)
    expect(damaged).toBe(3)
  })
})
