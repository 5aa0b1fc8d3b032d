import fc from 'fast-check'
import { expect, it } from 'vitest'
import { headKey, headPrefix, packKey } from '../../../src/core/keys.ts'
import { entriesPrefix, entryPrefix, keyOfEntry } from '../../../src/stores/github/names.ts'

const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 120, maxLength: 500 }))
const line = fc.record({ volume: text, key: text })
const keyOf = ({ volume, key }: { volume: string; key: string }) =>
  headKey({ namespace: 'acme/web', lane: 'trusted', volume, key })
const SUFFIX = `${'0'.repeat(26)}${'1'.repeat(16)}`

it('gives every key a name that the service takes, and takes the key back out of it', () => {
  fc.assert(
    fc.property(line, (one) => {
      const name = entryPrefix(keyOf(one)) + SUFFIX
      expect(name.length).toBeLessThanOrEqual(512)
      expect(name).not.toMatch(/,|#.*#/)
      expect([keyOf(one), 'cut']).toContain(keyOfEntry(name))
      if (keyOf(one).length <= 400) expect(keyOfEntry(name)).toBe(keyOf(one))
    }),
  )
})

it('keeps the entries of two keys apart, and finds those of a prefix', () => {
  fc.assert(
    fc.property(line, line, text, (a, b, more) => {
      const longer = { ...a, key: a.key + more }
      for (const [one, other] of [
        [a, b],
        [a, longer],
      ] as const) {
        if (keyOf(one) === keyOf(other)) continue
        expect(entryPrefix(keyOf(one)).startsWith(entryPrefix(keyOf(other)))).toBe(false)
        expect(entryPrefix(keyOf(other)).startsWith(entryPrefix(keyOf(one)))).toBe(false)
      }
      const prefix = headPrefix('acme/web', 'trusted', a.volume, a.key)
      expect(entryPrefix(keyOf(longer)).startsWith(entriesPrefix(prefix))).toBe(true)
    }),
  )
})

it('leaves short names readable', () => {
  const key = packKey('acme/web', 'ref/heads/main', '01M7Z8Y59QN30NX6KWFSPQ9FAK')
  expect(entryPrefix(key)).toBe('warmstart/v1/acme/web/ref/heads~2fmain/packs/01M7Z8Y59QN30NX6KWFSPQ9FAK#')
})

it('knows no key in names of others', () => {
  expect(['', '#', 'npm-linux-abc', '#a'].map(keyOfEntry)).toEqual([undefined, undefined, undefined, undefined])
})
