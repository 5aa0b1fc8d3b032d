import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { pour } from '../../../src/stores/http/pour.ts'

/** What it gives after each piece is up to the test. */
function bodyOf(pieces: readonly Uint8Array[], after: (body: Readable) => void = (body) => body.push(null)): Readable {
  const rest = pieces.values()
  return new Readable({
    read() {
      const { done, value } = rest.next()
      if (done) after(this)
      else setImmediate(() => this.push(value))
    },
  })
}

const fresh = () => [1, 2, 3].map((byte) => Buffer.alloc(5000, byte))

it('hands over every piece, which is gone afterwards', async () => {
  const pieces = fresh()
  const seen: number[] = []
  await pour(bodyOf(pieces), (piece) => {
    expect(piece).toHaveLength(5000)
    seen.push(piece[0] as number)
  })
  expect(seen).toEqual([1, 2, 3])
  expect(pieces.map(({ length }) => length)).toEqual([0, 0, 0])
})

it('rejects when the body breaks off, said or not, and before anybody listened', async () => {
  const why = new Error('reset')
  const said = bodyOf(fresh().slice(0, 1), (body) => body.destroy(why))
  await expect(pour(said, () => true)).rejects.toBe(why)
  const unsaid = bodyOf(fresh().slice(0, 1), (body) => body.destroy())
  await expect(pour(unsaid, () => true)).rejects.toThrow('broke off')
  const before = bodyOf(fresh()).on('error', () => {})
  before.destroy(why)
  await setTimeout(5)
  await expect(pour(before, () => true)).rejects.toBe(why)
  await expect(pour(bodyOf([]).destroy(), () => true)).rejects.toThrow('broke off')
})

it('ends where enough was taken, and where taking fails, and leaves no body open', async () => {
  const enough = bodyOf(fresh())
  let taken = 0
  await pour(enough, () => ++taken < 2)
  expect([taken, enough.destroyed]).toEqual([2, true])
  const failing = bodyOf(fresh())
  const why = new Error('too much')
  const refused = pour(failing, () => {
    taken++
    throw why
  })
  await expect(refused).rejects.toBe(why)
  await setTimeout(20)
  expect([taken, failing.destroyed]).toEqual([3, true])
})
