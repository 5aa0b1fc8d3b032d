/*
 * Columns of numbers as bytes. A column of `n` numbers of `width` bytes is stored as `width` planes of `n` bytes: first
 * the lowest byte of every number, then the next. High bytes are mostly zero and end up side by side, where zstd makes
 * nothing of them, and a column's length follows from its count, so nothing has to be parsed. Numbers are
 * little-endian, as every platform Node runs these days has them in memory: a column is a typed array's own bytes, turned.
 */

/** The planes of a typed array. */
export function toPlanes(values: ArrayBufferView, width: number): Uint8Array<ArrayBuffer> {
  const from = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  const count = from.length / width
  const to = new Uint8Array(from.length)
  for (let plane = 0; plane < width; plane++) {
    for (let i = 0, at = plane, out = plane * count; i < count; i++, at += width) to[out + i] = from[at] as number
  }
  return to
}

/** The bytes of the typed array that `toPlanes` was given; a multiple of `width` long, at offset 0 of their buffer. */
export function fromPlanes(planes: Uint8Array, width: number): ArrayBuffer {
  const count = planes.length / width
  const to = new Uint8Array(planes.length)
  for (let plane = 0; plane < width; plane++) {
    for (let i = 0, at = plane * count, out = plane; i < count; i++, out += width) to[out] = planes[at + i] as number
  }
  return to.buffer
}

/** Signed as unsigned, small stays small: 0, -1, 1, -2, … become 0, 1, 2, 3, …; any 32 bits. */
export function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0
}

export function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1)
}

/**
 * Turns 64-bit numbers into zigzag differences from the one before (the first from 0), modulo 2^64. On pairs of words,
 * because a BigInt for each number costs more than everything else that is done to a column.
 */
export function toDeltas(values: BigInt64Array | BigUint64Array): BigUint64Array {
  const from = new Uint32Array(values.buffer, values.byteOffset, values.length * 2)
  const deltas = new BigUint64Array(values.length)
  const to = new Uint32Array(deltas.buffer)
  let beforeLow = 0
  let beforeHigh = 0
  for (let i = 0; i < from.length; i += 2) {
    const low = from[i] as number
    const high = from[i + 1] as number
    const down = (low - beforeLow) >>> 0
    const up = high - beforeHigh - (low < beforeLow ? 1 : 0)
    const sign = up >> 31
    to[i] = (down << 1) ^ sign
    to[i + 1] = ((up << 1) | (down >>> 31)) ^ sign
    beforeLow = low
    beforeHigh = high
  }
  return deltas
}

/** Undoes `toDeltas`, in place. */
export function undoDeltas(deltas: BigInt64Array | BigUint64Array): void {
  const words = new Uint32Array(deltas.buffer, deltas.byteOffset, deltas.length * 2)
  let low = 0
  let high = 0
  for (let i = 0; i < words.length; i += 2) {
    const down = words[i] as number
    const up = words[i + 1] as number
    const sign = -(down & 1)
    const sum = low + ((((down >>> 1) | (up << 31)) ^ sign) >>> 0)
    high = (high + ((up >>> 1) ^ sign) + (sum > 0xffff_ffff ? 1 : 0)) >>> 0
    low = sum >>> 0
    words[i] = low
    words[i + 1] = high
  }
}

export function sum(values: Uint8Array | Uint16Array | Uint32Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] as number
  return sum
}

export function total<T>(items: Iterable<T>, count: (item: T) => number): number {
  let sum = 0
  for (const item of items) sum += count(item)
  return sum
}
