import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fuzz, give, INPUT_MILLIS } from './fuzz.ts'
import { TARGETS, type Target } from './targets.ts'

/** Changes of each target's seeds that every run of the tests tries; `npm run fuzz` goes on for as long as told. */
const INPUTS = 60
const seed = Date.now() % 1_000_000

describe(`every target takes its seeds, and damage of them, within its bounds (seed ${seed})`, () => {
  test.each(TARGETS)('$name', async (target) => {
    const { inputs, findings } = await fuzz(target, { seed, next: (count) => count < INPUTS })
    expect(findings).toEqual([])
    expect(inputs).toBe(INPUTS)
  })
})

const FOUND = join(import.meta.dirname, 'found')

describe('what was found once', () => {
  test.each(readdirSync(FOUND))('%s', async (name) => {
    const target = TARGETS.find((one) => name.startsWith(`${one.name}-`) && name.length === one.name.length + 17)
    const { said, isOurs, millis } = await give(target ?? expect.fail(), readFileSync(join(FOUND, name)))
    expect(isOurs, said).toBe(true)
    expect(millis).toBeLessThan(INPUT_MILLIS)
  })
})

/** Microseconds of this process's own time. */
function spent(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

test('an error that is none of ours is found, and so is an input that takes long', async () => {
  const target: Target = {
    name: 'bad',
    seeds: () => [Uint8Array.of(1), Uint8Array.of(2)],
    take(bytes) {
      if (bytes[0] === 1) throw new TypeError('oops')
      for (const end = spent() + 1.1e6; bytes[0] === 2 && spent() < end; );
    },
  }
  let left = 2
  const { findings } = await fuzz(target, { seed: 1, next: () => left-- > 0 })
  expect(findings.map(({ what }) => what)).toEqual([expect.stringMatching(/^\d+ ms$/), 'TypeError: oops'])
})
