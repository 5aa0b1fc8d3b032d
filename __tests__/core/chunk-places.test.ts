import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ChunkPlaces } from '../../src/core/chunk-places.ts'

/** Frames as runs of chunk lengths, under numbers that need not follow one another. */
const framesArbitrary = fc.uniqueArray(
  fc.record({
    frame: fc.nat(5000),
    lengths: fc.array(fc.integer({ min: 1, max: 300_000 }), { minLength: 1, maxLength: 40 }),
  }),
  { selector: ({ frame }) => frame, maxLength: 60 },
)

test('finds every place that was added, in whatever order it is asked for, and no other', () => {
  fc.assert(
    fc.property(framesArbitrary, fc.infiniteStream(fc.nat()), (frames, random) => {
      const places = new ChunkPlaces()
      const known: { frame: number; offset: number; chunk: number }[] = []
      for (const { frame, lengths } of frames) {
        let offset = 0
        for (const length of lengths) {
          known.push({ frame, offset, chunk: known.length * 3 })
          places.push(frame, offset, known.length * 3 - 3)
          offset += length
        }
        expect(places.find(frame, offset)).toBe(-1)
      }
      const order = known.map((place) => ({ place, at: random.next().value as number }))
      for (const { place } of [...order, ...order.sort((a, b) => a.at - b.at)]) {
        expect(places.chunk[places.find(place.frame, place.offset)]).toBe(place.chunk)
      }
      expect(places.find(5001, 0)).toBe(-1)
      expect(places.find(9_000_000, 0)).toBe(-1)
    }),
  )
})
