import { partsOf } from '../objects.ts'

export interface Damage {
  readonly what: string
  /** `undefined`: the object is gone. */
  readonly bytes: Uint8Array | undefined
}

/**
 * Damaged copies of an object: gone; cut at each bound, a byte before and a byte after; one bit wrong in the first and
 * the last byte between bounds, in every byte of short parts and in every `stride`th byte of the others.
 */
export function damagesOf(object: Uint8Array, bounds: readonly number[], stride: number): Damage[] {
  const cuts = new Set(bounds.flatMap((bound) => [bound - 1, bound, bound + 1]))
  const flips = new Set(bounds.flatMap((bound) => [bound - 1, bound]))
  const ends = [...bounds, object.length]
  bounds.forEach((begin, i) => {
    const end = ends[i + 1] as number
    for (let at = begin; at < end; at += end - begin <= SHORT ? 1 : stride) flips.add(at)
  })
  const inside = (at: number) => at >= 0 && at < object.length
  return [
    { what: 'gone', bytes: undefined },
    ...[...cuts]
      .filter(inside)
      .map((length) => ({ what: `cut to ${length} bytes`, bytes: object.subarray(0, length) })),
    ...[...flips].filter(inside).map((at) => ({ what: `byte ${at} of ${object.length}`, bytes: withFlip(object, at) })),
  ]
}

/** Where the header's fields, the section table's rows, the sections and the sum of an object begin. */
export function boundsOf(object: Uint8Array): number[] {
  const parts = partsOf(object)
  return [0, 8, 10, 12, 16, ...parts.map(({ row }) => row), ...parts.map(({ at }) => at), object.length - SUM_BYTES]
}

/** Where the fields of a record's file begin: magic, sum, flag, its id, the id it follows, its body. */
export const RECORD_BOUNDS = [0, 4, 36, 37, 53, 69]

const SHORT = 8
const SUM_BYTES = 32

/** Another bit in every byte. */
function withFlip(object: Uint8Array, at: number): Uint8Array {
  const bytes = Uint8Array.from(object)
  bytes[at] = (bytes[at] as number) ^ (1 << (at % 8))
  return bytes
}
