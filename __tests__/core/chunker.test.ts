import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildGear } from '../../scripts/gear.ts'
import {
  CHUNK_MAX_BYTES,
  CHUNK_MIN_BYTES,
  CHUNK_NORMAL_BYTES,
  Chunker,
  GEAR_V1,
  gearTable,
  isHole,
} from '../../src/core/chunker.ts'
import { sha256, sha256Hex } from '../../src/core/digest.ts'
import { randomBytes } from '../support/random-bytes.ts'

const KIB = 1024
const capacity = 3 * 1024 * KIB
const chunker = new Chunker(capacity)

test('the committed module is what its source builds', async () => {
  const committed = readFileSync(new URL('../../src/core/gear-wasm.ts', import.meta.url), 'utf8')
  expect(await buildGear()).toBe(committed)
})

test('the table of format v1 never changes', () => {
  expect(GEAR_V1[0]).toBe(Buffer.from(sha256(Buffer.from('warmstart gear v1\0'))).readBigUInt64LE())
  expect(GEAR_V1[255]).toBe(Buffer.from(sha256(Buffer.from('warmstart gear v1\xff', 'latin1'))).readBigUInt64LE())
  expect(sha256Hex(new Uint8Array(GEAR_V1.buffer))).toMatchInlineSnapshot(
    `"31a5129534ddc0fb164241d4166737d4bd9468a4f1cc9f66e735927125d85147"`,
  )
})

test('the cuts of format v1 never change', () => {
  expect(cuts(randomBytes('frozen', 1000 * KIB))).toMatchInlineSnapshot(`
    [
      82825,
      77738,
      99831,
      63097,
      70335,
      89087,
      107011,
      74740,
      88365,
      75346,
      134204,
      61421,
    ]
  `)
})

test('cuts where the rule says', () => {
  fc.assert(
    fc.property(contents, (data) => {
      expect(cuts(data)).toEqual(cutsByRule(data, GEAR_V1))
    }),
    { numRuns: 25 },
  )
})

test.each([
  [0],
  [1],
  [CHUNK_MIN_BYTES - 1],
  [CHUNK_MIN_BYTES],
  [CHUNK_MIN_BYTES + 1],
  [CHUNK_NORMAL_BYTES - 1],
  [CHUNK_NORMAL_BYTES],
  [CHUNK_NORMAL_BYTES + 1],
  [CHUNK_MAX_BYTES - 1],
  [CHUNK_MAX_BYTES],
  [CHUNK_MAX_BYTES + 1],
  [CHUNK_MAX_BYTES + CHUNK_MIN_BYTES],
  [CHUNK_MAX_BYTES + CHUNK_MIN_BYTES + 1],
])('%i bytes, with and without places to cut', (length) => {
  for (const data of [randomBytes('edges', length), Buffer.alloc(length), Buffer.alloc(length, 'ab')]) {
    expect(cuts(data)).toEqual(cutsByRule(data, GEAR_V1))
  }
})

test('another table cuts elsewhere, by the same rule', () => {
  const table = gearTable('another')
  const data = randomBytes('frozen', 1000 * KIB)
  const other = cuts(data, new Chunker(capacity, table))
  expect(other).toEqual(cutsByRule(data, table))
  expect(other).not.toEqual(cuts(data))
})

test('a file that comes window by window is cut as if it came at once', () => {
  fc.assert(
    fc.property(contents, fc.integer({ min: 1, max: 600 * KIB }), (data, window) => {
      expect(cutsByWindow(data, window)).toEqual(cuts(data))
    }),
    { numRuns: 40 },
  )
})

test('an insertion moves only the cuts beside it', () => {
  const data = randomBytes('insertion', 2000 * KIB)
  const changed = Buffer.concat([data.subarray(0, 300 * KIB), Buffer.from('inserted'), data.subarray(300 * KIB)])
  const before = ends(data).map((end) => end + 8)
  const after = ends(changed)
  const kept = after.filter((end) => end > 700 * KIB)
  expect(kept.length).toBeGreaterThan(10)
  expect(before.filter((end) => end > 700 * KIB)).toEqual(kept)
})

test('chunks of random bytes are 60 to 85 KiB on average', () => {
  const lengths = cuts(randomBytes('average', capacity))
  const mean = capacity / lengths.length / KIB
  expect(mean).toBeGreaterThan(60)
  expect(mean).toBeLessThan(85)
})

test('zeros are cut into the longest chunks', () => {
  expect(cuts(Buffer.alloc(600 * KIB))).toEqual([CHUNK_MAX_BYTES, CHUNK_MAX_BYTES, 88 * KIB])
})

test('refuses to look beyond its memory', () => {
  expect(() => chunker.cut(0, capacity + 1)).toThrow(RangeError)
})

test('a hole is all zeros', () => {
  expect(isHole(Buffer.alloc(1))).toBe(true)
  expect(isHole(Buffer.alloc(CHUNK_MAX_BYTES))).toBe(true)
  for (const at of [0, 1, 777, CHUNK_MAX_BYTES - 1]) {
    const data = Buffer.alloc(CHUNK_MAX_BYTES)
    data[at] = 1
    expect(isHole(data), `a byte at ${at}`).toBe(false)
    expect(isHole(data.subarray(at + 1, at + 2)), 'the next').toBe(at < CHUNK_MAX_BYTES - 1)
  }
})

/** Runs of random bytes, zeros and repetitions, up to 600 KiB together. */
const contents = fc
  .array(
    fc.record({
      what: fc.constantFrom('random', 'zeros', 'repeated'),
      seed: fc.nat(100).map(String),
      length: fc.oneof(fc.nat(200), fc.nat(200 * KIB)),
    }),
    { maxLength: 3 },
  )
  .map((runs) =>
    Buffer.concat(
      runs.map(({ what, seed, length }) => {
        if (what === 'zeros') return Buffer.alloc(length)
        return what === 'random'
          ? randomBytes(seed, length)
          : Buffer.alloc(length, randomBytes(seed, 1 + (length % 300)))
      }),
    ),
  )

/** The lengths of the chunks. */
function cuts(data: Buffer, by: Chunker = chunker): number[] {
  by.bytes.set(data)
  const lengths: number[] = []
  for (let at = 0; at < data.length; ) {
    const next = by.cut(at, data.length)
    lengths.push(next - at)
    at = next
  }
  return lengths
}

function ends(data: Buffer): number[] {
  let end = 0
  return cuts(data).map((length) => {
    end += length
    return end
  })
}

/** With what is not yet cut moved to the front before each window. */
function cutsByWindow(data: Buffer, window: number): number[] {
  const lengths: number[] = []
  let tail = 0
  for (let read = 0; read < data.length; ) {
    const fresh = data.subarray(read, read + window)
    chunker.bytes.set(fresh, tail)
    read += fresh.length
    const end = tail + fresh.length
    let at = 0
    while (read === data.length ? at < end : end - at >= CHUNK_MAX_BYTES) {
      const next = chunker.cut(at, end)
      lengths.push(next - at)
      at = next
    }
    chunker.bytes.copyWithin(0, at, end)
    tail = end - at
  }
  return lengths
}

/** The rule as it is written down, slowly. */
function cutsByRule(data: Buffer, table: BigUint64Array): number[] {
  const hashBefore = gearHashes(data, table)
  const lengths: number[] = []
  for (let start = 0; start < data.length; ) {
    const isEnd = (length: number) =>
      start + length === data.length ||
      length === 256 * KIB ||
      (length >= 16 * KIB && length < 64 * KIB && (hashBefore[start + length] as bigint) < 1n << 46n) ||
      (length >= 64 * KIB && (hashBefore[start + length] as bigint) < 1n << 50n)
    let length = 1
    while (!isEnd(length)) length++
    lengths.push(length)
    start += length
  }
  return lengths
}

/** For each place the gear hash of the 64 bytes before it: what came earlier has been shifted out. */
function gearHashes(data: Buffer, table: BigUint64Array): BigUint64Array {
  const hashes = new BigUint64Array(data.length + 1)
  let hash = 0n
  data.forEach((byte, i) => {
    hash = BigInt.asUintN(64, hash * 2n + (table[byte] as bigint))
    hashes[i + 1] = hash
  })
  return hashes
}
