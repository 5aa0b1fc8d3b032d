import { closeSync, fstatSync, futimesSync, lstatSync, lutimesSync, openSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stampOf } from '../../src/workspace/stamps.ts'
import { tempDir } from '../support/temp.ts'

/** From 1970 to 2200, beyond what most file systems hold. */
const times = fc.bigInt({ min: 0n, max: 7_258_118_400_000_000_000n })

test('a file gets the time, or one that is less than a microsecond before it, and order is kept', () => {
  const fd = openSync(join(tempDir(), 'file'), 'w')
  const set = (ns: bigint) => {
    futimesSync(fd, 0, stampOf(ns))
    return fstatSync(fd, { bigint: true }).mtimeNs
  }
  fc.assert(
    fc.property(times, fc.bigInt({ min: 0n, max: 2000n }), (ns, more) => {
      const got = set(ns)
      expect(got).toBeLessThanOrEqual(ns)
      expect(ns - got).toBeLessThan(1000n)
      expect(set(ns + more)).toBeGreaterThanOrEqual(got)
    }),
    { numRuns: 2000 },
  )
  // Whole seconds, and microseconds as most tools write them, come back exactly or just below.
  expect(set(1_700_000_000_000_000_000n)).toBe(1_700_000_000_000_000_000n)
  expect(set(0n)).toBe(0n)
  closeSync(fd)
})

test('times before 1970 are cut to milliseconds, also of links', () => {
  const link = join(tempDir(), 'link')
  symlinkSync('nowhere', link)
  for (const ns of [-1n, -1_000_000n, -86_400_123_456_789n, -86_400_124_000_000n]) {
    lutimesSync(link, 0, stampOf(ns))
    const early = ns - lstatSync(link, { bigint: true }).mtimeNs
    expect(early).toBeGreaterThanOrEqual(-1n)
    expect(early).toBeLessThan(1_000_000n)
  }
})
