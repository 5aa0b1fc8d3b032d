import { describe, expect, it } from 'vitest'
import { createHedge } from '../../src/volume/hedge.ts'
import { VirtualClock } from '../support/stores/virtual-clock.ts'

/** Reads that take as long as told, in calls of one read after another. */
function reads(clock: VirtualClock, planned: readonly (number | Error)[]) {
  const aborted: number[] = []
  let calls = 0
  const ask = async (signal: AbortSignal): Promise<number> => {
    const call = calls++
    const millis = planned[call] ?? 10
    if (millis instanceof Error) throw millis
    try {
      await clock.sleep(millis, signal)
    } catch (error) {
      aborted.push(call)
      throw error
    }
    return call
  }
  return { ask, aborted, calls: () => calls }
}

const { signal } = new AbortController()

async function four(clock: VirtualClock, hedge: ReturnType<typeof createHedge>, millis: number) {
  for (let i = 0; i < 4; i++) await clock.run(hedge(signal, async () => clock.sleep(millis)))
}

describe('a read that is late', () => {
  it.each([
    [10, 1000],
    [900, 2700],
  ])('among reads of %d ms is asked for again after %d ms, and the first answer counts', async (millis, after) => {
    const clock = new VirtualClock()
    const hedge = createHedge(clock, 20)
    await four(clock, hedge, millis)
    const { ask, aborted } = reads(clock, [60_000, 10])
    const began = clock.now()
    expect(await clock.run(hedge(signal, ask))).toBe(1)
    expect(clock.now() - began).toBe(after + 10)
    await new Promise((resolve) => setImmediate(resolve))
    expect(aborted).toEqual([0])
  })

  it('may answer before its double', async () => {
    const clock = new VirtualClock()
    const hedge = createHedge(clock, 20)
    await four(clock, hedge, 10)
    const { ask, aborted } = reads(clock, [1100, 60_000])
    expect(await clock.run(hedge(signal, ask))).toBe(0)
    await new Promise((resolve) => setImmediate(resolve))
    expect(aborted).toEqual([1])
  })

  it('is none while there is nothing to compare it with', async () => {
    const clock = new VirtualClock()
    const { ask, calls } = reads(clock, [60_000])
    expect(await clock.run(createHedge(clock, 20)(signal, ask))).toBe(0)
    expect(calls()).toBe(1)
  })

  it('is found to be late when the others have come', async () => {
    const clock = new VirtualClock()
    const hedge = createHedge(clock, 20)
    const { ask } = reads(clock, [60_000, 10])
    const began = clock.now()
    const reading = hedge(signal, ask)
    await clock.run(Promise.all([1, 2, 3, 4].map(() => hedge(signal, async () => clock.sleep(400)))))
    expect(await clock.run(reading)).toBe(1)
    expect(clock.now() - began).toBeLessThan(1500)
  })

  it.each([
    [1, 1],
    [20, 1],
    [21, 2],
    [60, 3],
  ])('of %d reads %d may be doubled', async (number, doubled) => {
    const clock = new VirtualClock()
    const hedge = createHedge(clock, number)
    await four(clock, hedge, 10)
    const { ask, calls } = reads(clock, Array(20).fill(2000))
    for (let i = 0; i < 5; i++) await clock.run(hedge(signal, ask))
    expect(calls()).toBe(5 + doubled)
  })
})

describe('a read that fails', () => {
  const failure = new Error('failed')

  it('fails at once', async () => {
    const clock = new VirtualClock()
    const hedge = createHedge(clock, 20)
    await four(clock, hedge, 10)
    const began = clock.now()
    await expect(clock.run(hedge(signal, reads(clock, [failure]).ask))).rejects.toBe(failure)
    expect(clock.now()).toBe(began)
  })

  it('may have a double that does not', async () => {
    const clock = new VirtualClock()
    const hedge = createHedge(clock, 20)
    await four(clock, hedge, 10)
    let calls = 0
    const ask = async () => {
      const call = calls++
      await clock.sleep(1500)
      if (call === 0) throw failure
      return call
    }
    expect(await clock.run(hedge(signal, ask))).toBe(1)
  })

  it('fails for the reason that the caller gave', async () => {
    const clock = new VirtualClock()
    const hedge = createHedge(clock, 20)
    const controller = new AbortController()
    const reading = hedge(controller.signal, reads(clock, [60_000]).ask)
    controller.abort(failure)
    await expect(reading).rejects.toBe(failure)
  })
})
