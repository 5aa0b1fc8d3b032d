import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { orAborted } from '../../src/core/or-aborted.ts'

const never = new Promise<never>(() => {})
const reason = new Error('enough')

it('is what the work becomes, and leaves nobody listening', async () => {
  const { signal } = new AbortController()
  for (const given of [undefined, signal]) {
    expect(await orAborted(Promise.resolve(7), given)).toBe(7)
    await expect(orAborted(Promise.reject(reason), given)).rejects.toBe(reason)
  }
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

it('rejects with the reason of an abort, now or before', async () => {
  const controller = new AbortController()
  const waiting = orAborted(never, controller.signal)
  controller.abort(reason)
  await expect(waiting).rejects.toBe(reason)
  await expect(orAborted(never, controller.signal)).rejects.toBe(reason)
  // A failure that nobody waits for any more is no unhandled one.
  await expect(orAborted(Promise.reject(new Error('late')), controller.signal)).rejects.toBe(reason)
})
