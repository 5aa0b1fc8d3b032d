import { expect, it } from 'vitest'
import { createSlots } from '../../../src/stores/github/slots.ts'

const never = new AbortController().signal
const reason = new Error('enough')

it('gives its places in the order of asking, as they come back', async () => {
  const slots = createSlots(2)
  const order: string[] = []
  const take = async (who: string) => {
    const giveBack = await slots.take(never)
    order.push(who)
    return giveBack
  }
  const [a, b] = await Promise.all([take('a'), take('b')])
  const waiting = [take('c'), take('d')]
  await new Promise(setImmediate)
  expect(order).toEqual(['a', 'b'])
  b()
  const c = await waiting[0]
  expect(order).toEqual(['a', 'b', 'c'])
  a()
  const d = await waiting[1]
  c?.()
  d?.()
  await Promise.all([take('e'), take('f')])
  expect(order).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
})

it('loses no place to who stopped waiting', async () => {
  const slots = createSlots(1)
  const giveBack = await slots.take(never)
  const controller = new AbortController()
  const impatient = slots.take(controller.signal)
  const patient = slots.take(never)
  controller.abort(reason)
  await expect(impatient).rejects.toBe(reason)
  giveBack()
  expect(await patient).toBeTypeOf('function')
  await expect(slots.take(controller.signal)).rejects.toBe(reason)
})

it('turns nobody away when somebody is aborted who has a place', async () => {
  const slots = createSlots(1)
  const first = await slots.take(never)
  const controller = new AbortController()
  const second = slots.take(controller.signal)
  const third = slots.take(never)
  first()
  const giveBack = await second
  controller.abort(reason)
  giveBack()
  expect(await third).toBeTypeOf('function')
})
