import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { eachAtOnce } from '../../src/core/at-once.ts'

it('begins each once and in order, so many at a time', async () => {
  for (const most of [1, 3, 20]) {
    const begun: number[] = []
    let inside = 0
    let seen = 0
    await eachAtOnce(new Set([0, 1, 2, 3, 4, 5, 6]), most, async (one) => {
      begun.push(one)
      seen = Math.max(seen, ++inside)
      await setImmediate()
      inside--
    })
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(seen).toBe(Math.min(most, 7))
    expect(inside).toBe(0)
  }
})

it('rejects with the first failure while the others go on', async () => {
  const done: number[] = []
  const failed = eachAtOnce([0, 1, 2, 3, 4], 2, async (one) => {
    await setImmediate()
    if (one === 1) throw new Error('one')
    done.push(one)
  })
  await expect(failed).rejects.toThrow('one')
  while (done.length < 4) await setImmediate()
  expect(done).toEqual([0, 2, 3, 4])
})
