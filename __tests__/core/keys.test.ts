import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Line } from '../../src/core/identity.ts'
import {
  collectionKey,
  headKey,
  headPrefix,
  headPrefixes,
  isContent,
  isRecord,
  lanePrefix,
  latestKey,
  packKey,
  parseHeadKey,
  probeKey,
  seenKey,
  seenPrefix,
  versionKey,
} from '../../src/core/keys.ts'
import { FormatError } from '../../src/core/ports/errors.ts'

const ULID = '01J9ZQ4G7M8N0P2R3S5T6V7W8X'
const line = (key: string, more: Partial<Line> = {}): Line => ({
  namespace: 'acme/web',
  lane: 'trusted',
  volume: 'npm',
  key,
  ...more,
})

/** Texts that try to be structure: separators, escapes, lanes, kinds, case, continuation, devices. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc
    .array(
      fc.constantFrom(
        'a',
        'A',
        '/',
        '~',
        '~+',
        '~2f',
        '.',
        '..',
        '-',
        '\\',
        'é',
        'e\u0301',
        '漢',
        'trusted',
        'heads',
        'pr',
        'nul',
      ),
      { maxLength: 5 },
    )
    .map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom('x', 'X', '/'), fc.integer({ min: 195, max: 203 })).map(([c, n]) => c.repeat(n)),
)
const lane = fc.oneof(
  fc.constantFrom('trusted', 'local'),
  fc.integer({ min: 1, max: 30 }).map((n) => `pr/${n}`),
  text.filter((name) => name !== '').map((name) => `ref/heads/${name}`),
)
const lines = fc.record({ namespace: text, lane, volume: text, key: text })

describe('headKey', () => {
  it('is readable for an ordinary line', () => {
    expect(headKey(line('linux-npm-0f3a'))).toBe('warmstart/v1/acme/web/trusted/heads/npm/linux-npm-0f3a')
    expect(headKey(line('v1.2', { lane: 'ref/heads/feature/foo' }))).toBe(
      'warmstart/v1/acme/web/ref/heads~2ffeature~2ffoo/heads/npm/v1~2e2',
    )
  })

  it('round-trips every line', () => {
    fc.assert(
      fc.property(lines, (it) => {
        expect(parseHeadKey(headKey(it))).toEqual(it)
      }),
    )
  })

  it('keeps lines apart, also on a disk that folds case', () => {
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b))
        expect(headKey(a).toLowerCase()).not.toBe(headKey(b).toLowerCase())
      }),
    )
    expect(headKey(line('A'))).not.toBe(headKey(line('a')))
    expect(headKey(line('k', { lane: 'ref/heads/feature/foo' }))).not.toBe(
      headKey(line('k', { lane: 'ref/heads/feature-foo' })),
    )
  })

  it('makes only components that every medium takes', () => {
    fc.assert(
      fc.property(lines, (it) => {
        for (const component of headKey(it).split('/')) {
          expect(component).toMatch(/^[a-z0-9_~+-]{1,200}$/)
          expect(component).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/)
          expect(component.startsWith('~n')).toBe(false)
        }
      }),
    )
  })

  it('continues a component at 200 bytes', () => {
    const name = headKey(line('x'.repeat(500)))
    expect(name.split('/').slice(-3)).toEqual([`${'x'.repeat(198)}~+`, `${'x'.repeat(198)}~+`, 'x'.repeat(104)])
  })

  it('refuses what is no lane, because lanes come out of stored objects', () => {
    for (const bad of ['', 'trusted/x', '../trusted', 'pr/0', 'pr/x', 'pr/1/2', 'ref/tags/v1', 'ref/heads/', 'heads']) {
      expect(() => headKey(line('k', { lane: bad }))).toThrow(FormatError)
    }
  })
})

describe('headPrefix', () => {
  it('starts the name of exactly the keys that start with it', () => {
    const long = fc.tuple(text, fc.constantFrom('', 'k'.repeat(197), 'k'.repeat(198), 'k'.repeat(199)), text)
    fc.assert(
      fc.property(long, text, fc.nat(), (parts, other, at) => {
        const key = parts.join('')
        const points = Array.from(key)
        const prefix = points.slice(0, at % (points.length + 1)).join('')
        const start = headPrefix('n', 'trusted', 'v', prefix)
        expect(headKey(line(key, { namespace: 'n', volume: 'v' })).startsWith(start)).toBe(true)
        expect(headKey(line(other, { namespace: 'n', volume: 'v' })).startsWith(start)).toBe(other.startsWith(prefix))
      }),
    )
  })

  it('finds a key with the name of a Windows device', () => {
    for (const key of ['nul', 'nul-1', 'null']) {
      expect(headKey(line(key)).startsWith(headPrefix('acme/web', 'trusted', 'npm', 'nul'))).toBe(true)
    }
  })
})

describe('headPrefixes', () => {
  it('covers every head of the namespace and of no other', () => {
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const covers = (it: Line) => headPrefixes(a.namespace).some((prefix) => headKey(it).startsWith(prefix))
        expect(covers(a)).toBe(true)
        expect(covers(b)).toBe(b.namespace === a.namespace)
      }),
    )
    expect(
      headPrefixes('acme').some((prefix) => headKey(line('k', { namespace: 'acme/trusted/heads' })).startsWith(prefix)),
    ).toBe(false)
  })
})

describe('parseHeadKey', () => {
  it('knows no name that headKey does not make', () => {
    for (const name of [
      '',
      'warmstart/v1',
      'warmstart/v2/a/trusted/heads/v/k',
      'warmstart/v1/a/trusted/heads/v',
      'warmstart/v1/a/trusted/heads/v/k/more',
      'warmstart/v1/a/trusted/heads/v/K',
      'warmstart/v1/a/trusted/heads/v/~6b',
      'warmstart/v1/a/trusted/heads/v/k~+',
      'warmstart/v1/a/trusted/heads/v/~zz',
      'warmstart/v1/a/pr/01/heads/v/k',
      'warmstart/v1/a/heads/v/k',
      latestKey('a', 'trusted', 'v'),
    ]) {
      expect(parseHeadKey(name), name).toBeUndefined()
    }
  })
})

describe('versionKey and packKey', () => {
  it('lie in their lane', () => {
    expect(versionKey('acme/web', 'pr/7', ULID)).toBe(`warmstart/v1/acme/web/pr/7/versions/${ULID}`)
    expect(packKey('acme/web', 'local', ULID)).toBe(`warmstart/v1/acme/web/local/packs/${ULID}`)
  })

  it('refuse what is no ULID, because ids come out of stored objects', () => {
    for (const bad of ['', '../../etc', ULID.toLowerCase(), `${ULID}0`, `${ULID.slice(1)}/`, `${ULID.slice(1)}U`]) {
      expect(() => versionKey('n', 'trusted', bad), bad).toThrow(FormatError)
      expect(() => packKey('n', 'trusted', bad), bad).toThrow(FormatError)
    }
  })
})

describe('isRecord', () => {
  it('is true of heads and the newest head only', () => {
    fc.assert(
      fc.property(lines, (it) => {
        expect(isRecord(headKey(it))).toBe(true)
        expect(isRecord(latestKey(it.namespace, it.lane, it.volume))).toBe(true)
        expect(isRecord(versionKey(it.namespace, it.lane, ULID))).toBe(false)
        expect(isRecord(packKey(it.namespace, it.lane, ULID))).toBe(false)
      }),
    )
    expect(isRecord('warmstart/v1/a/trusted/leases/repack')).toBe(true)
    expect(isRecord('heads/v/k')).toBe(false)
    expect(isRecord('')).toBe(false)
  })
})

describe('isContent', () => {
  it('is true of packs and versions only', () => {
    fc.assert(
      fc.property(lines, (it) => {
        expect(isContent(versionKey(it.namespace, it.lane, ULID))).toBe(true)
        expect(isContent(packKey(it.namespace, it.lane, ULID))).toBe(true)
        expect(isContent(headKey(it))).toBe(false)
        expect(isContent(latestKey(it.namespace, it.lane, it.volume))).toBe(false)
        expect(isContent(collectionKey(it.namespace, it.lane))).toBe(false)
        expect(isContent(seenKey('s', it))).toBe(false)
      }),
    )
    expect(isContent(`packs/${ULID}`)).toBe(false)
  })
})

describe('probeKey', () => {
  it('lies in the lane of an object or another of its namespace, and is no name of anything else', () => {
    fc.assert(
      fc.property(lines, (it) => {
        for (const name of [headKey(it), packKey(it.namespace, it.lane, ULID), collectionKey(it.namespace, it.lane)]) {
          const probe = probeKey(name) ?? ''
          expect(probe.startsWith(lanePrefix(it.namespace, it.lane))).toBe(true)
          expect(probeKey(name, 'trusted')).toBe(`${lanePrefix(it.namespace, 'trusted')}~probe`)
          expect([isRecord(probe), isContent(probe), parseHeadKey(probe)]).toEqual([false, false, undefined])
          // No text is escaped to it, so no key, volume or branch can have it.
          expect(name.split('/')).not.toContain('~probe')
        }
      }),
    )
    expect(probeKey('leases/x')).toBeUndefined()
    expect(probeKey('warmstart/v1/acme/web')).toBeUndefined()
  })
})

describe('seenKey', () => {
  it('is no record, starts as its prefixes do, and is another for another store', () => {
    fc.assert(
      fc.property(lines, fc.nat(), (it, at) => {
        const name = seenKey('s', it)
        expect(isRecord(name)).toBe(false)
        expect(parseHeadKey(name)).toBeUndefined()
        const prefix = Array.from(it.key)
          .slice(0, at % (Array.from(it.key).length + 1))
          .join('')
        expect(name.startsWith(seenPrefix('s', it.namespace, it.lane, it.volume, prefix))).toBe(true)
        expect(seenKey('t', it)).not.toBe(name)
      }),
    )
  })
})
