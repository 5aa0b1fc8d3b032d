import { expect, it } from 'vitest'
import { createGate } from '../../../src/stores/retrying/concurrency.ts'

it('lets so many through at once, and the next when one leaves', async () => {
  const gate = createGate(2)
  const entered: number[] = []
  for (let i = 0; i < 4; i++) void gate.enter().then((call) => entered.push(call))
  await new Promise(setImmediate)
  expect(entered).toEqual([1, 2])
  gate.leave()
  await new Promise(setImmediate)
  expect(entered).toEqual([1, 2, 3])
})

it('halves once for calls that were under way together', async () => {
  const gate = createGate(16)
  const calls = await Promise.all(Array.from({ length: 16 }, () => gate.enter()))
  for (const call of calls) gate.throttled(call)
  expect(gate.limit).toBe(8)
  for (const _ of calls) gate.leave()
  gate.throttled(await gate.enter())
  expect(gate.limit).toBe(4)
})

it('never closes, and opens again by one for as many calls as it lets through', async () => {
  const gate = createGate(8)
  for (let i = 0; i < 10; i++) {
    gate.throttled(await gate.enter())
    gate.leave()
  }
  expect(gate.limit).toBe(1)
  gate.succeeded()
  expect(gate.limit).toBe(2)
  for (let i = 0; i < 3; i++) gate.succeeded()
  expect(gate.limit).toBe(3)
  for (let i = 0; i < 100; i++) gate.succeeded()
  expect(gate.limit).toBe(8)
})
