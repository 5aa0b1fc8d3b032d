import { expect, test } from 'vitest'
import { advanceHead } from '../../src/volume/commit.ts'
import type { SaveRequest } from '../../src/volume/types.ts'
import { Fleet } from '../support/fleet.ts'
import { githubDays } from '../support/stores/github-days.ts'

const fleet = new Fleet()

test('a save that is cancelled while its head is written writes no more of it', async () => {
  const days = githubDays(fleet)
  const { context, volume } = days.machine()
  const cancel = new AbortController()
  days.service.switches.faults.push({ kind: 'stall', on: 'PutBlob', times: 1 })
  const line = { namespace: 'acme/web', lane: 'trusted', volume, key: 'k' }
  const ref = { lane: 'trusted', ulid: '01ARZ3NDEKTSV4RRFFQ69G5FAV', bytes: 3, sha256: '0'.repeat(64) }
  const request = { conflict: 'last-write', writer: { repository: '', run: '', actor: '' } } as SaveRequest
  const committing = { line, own: undefined, ref, version: new Uint8Array(3), startedAt: 0, touchedAt: undefined }
  const done = advanceHead({ ...context, signal: cancel.signal }, request, committing)
  const reason = new Error('cancelled')
  setTimeout(() => cancel.abort(reason), 50)
  await expect(done).rejects.toBe(reason)
  expect(days.service.unfired()).toEqual([])
  expect(days.service.counts.requests).toEqual({ CreateCacheEntry: 1, PutBlob: 1 })
})
