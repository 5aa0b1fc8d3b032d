import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FormatError } from '../../src/core/ports/errors.ts'
import { SectionId as Id } from '../../src/core/section-ids.ts'
import type { State } from '../../src/core/state.ts'
import { decodeState, encodeState } from '../../src/core/state-codec.ts'
import { EntryType, NONE, Tree } from '../../src/core/tree.ts'
import { plainFrames, plainPack, plainTree, states } from '../support/manifests.ts'
import { flipped, patched, withSections } from '../support/objects.ts'
import { framesOf, packsOf, treeOf } from '../support/trees.ts'

const tree = treeOf({
  a: {
    extents: [
      [0, 0, 10],
      ['hole', 0, 5],
    ],
    ctimeNs: -5n,
    ino: 2n ** 64n - 1n,
  },
  b: { size: 7 },
})
const ulid = '01BX5ZZKBKACTAV9WEVGEMMVRZ'
const sample: State = {
  store: 'file:///cache',
  namespace: 'o/r',
  lane: 'trusted',
  volume: 'v',
  key: 'k',
  version: { lane: 'trusted', ulid },
  fork: { job: '1/1/build', key: 'k', parent: { lane: 'trusted', key: 'k', version: ulid }, startedAt: 5 },
  stampNs: 1_700_000_000_123_456_789n,
  broken: [ulid],
  tree,
  packs: packsOf(ulid).map((pack) => ({ ...pack, footerOffset: 100 })),
  frames: framesOf([[0, 10, 20]]),
  ids: new Uint8Array(64).fill(9, 0, 32),
}
const encoded = encodeState(sample)

describe('a state', () => {
  it('comes back as it was', () => {
    expect(plain(decodeState(encoded))).toEqual(plain(sample))
    const touched = { ...sample, touchedAt: 1_700_000_000_123 }
    expect(plain(decodeState(encodeState(touched)))).toEqual(plain(touched))
    fc.assert(
      fc.property(states, (state) => {
        expect(plain(decodeState(encodeState(state)))).toEqual(plain(state))
      }),
      { numRuns: 100 },
    )
  })

  it('is refused after any flipped bit and cut anywhere', () => {
    for (let bit = 0; bit < encoded.length * 8; bit += 7) {
      expect(() => decodeState(flipped(encoded, bit))).toThrow(FormatError)
    }
    for (let length = 0; length < encoded.length; length++) {
      expect(() => decodeState(encoded.subarray(0, length))).toThrow(FormatError)
    }
  })

  it('decodes to something legal or not at all, even if its sum is right', () => {
    fc.assert(
      fc.property(fc.nat(encoded.length - 33), fc.nat(255), (at, value) => {
        const bytes = patched(encoded, (bytes) => bytes.fill(value, at, at + 1))
        let state: State
        try {
          state = decodeState(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError)
          return
        }
        expect(plain(decodeState(encodeState(state)))).toEqual(plain(state))
      }),
      { numRuns: 1000 },
    )
  })

  it.each<[string, number, (raw: Uint8Array) => Uint8Array | undefined]>([
    ['an id missing', Id.chunkId, (raw) => raw.subarray(32)],
    ['a stamp missing', Id.ctime, (raw) => raw.subarray(8)],
    ['no devices', Id.device, () => undefined],
    ['two trees', Id.entryDepth, (raw) => new Uint8Array(raw.length)],
    ['no tree', Id.entryKind, () => new Uint8Array(0)],
    ['an unknown lane', Id.about, (raw) => replaced(raw, '"lane":"trusted","volume"', '"lane":"x","volume"')],
    [
      'a lane that is none for its version',
      Id.about,
      (raw) => replaced(raw, '"version":{"lane":"trusted"', '"version":{"lane":"none"'),
    ],
    ['a stamp that is a number', Id.about, (raw) => replaced(raw, '"1700000000123456789"', '1700000000123456789')],
    ['a broken pack that is none', Id.about, (raw) => replaced(raw, `"broken":["${ulid}"]`, '"broken":["../x"]')],
    ['no fork', Id.about, (raw) => replaced(raw, '"fork":', '"spoon":')],
  ])('with %s is refused', (_, section, change) => {
    const bytes = withSections('S', encoded, ({ id, raw }) => (id === section ? change(raw) : raw))
    expect(() => decodeState(bytes)).toThrow(FormatError)
  })

  it('keeps what was left out for its credentials, byte for byte', () => {
    const state = { ...sample, omitted: ['.npmrc', 'caf\xc3\xa9/\xff.pem'], vetted: 3 }
    expect(decodeState(encodeState(state))).toMatchObject({ omitted: state.omitted, vetted: 3 })
    expect(decodeState(encodeState(sample))).not.toHaveProperty('vetted')
  })

  it('of 100,000 files is read in well under a second', () => {
    const large = new Tree()
    large.push('', EntryType.directory, NONE)
    for (let i = 0; i < 100_000; i++) {
      const entry = large.push(`file-${String(i).padStart(6, '0')}`, EntryType.file, 0)
      large.size[entry] = 1
      large.firstExtent[entry] = large.pushExtent(0, 0, 1)
      large.extentCount[entry] = 1
    }
    const bytes = encodeState({ ...sample, tree: large, ids: new Uint8Array(large.extents * 32) })
    const started = process.cpuUsage()
    expect(decodeState(bytes).tree.name.at(-1)).toBe('file-099999')
    // A fraction of this is usual; the point is that nothing is quadratic.
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1000)
  })
})

function plain({ tree, packs, frames, ids, ...about }: State) {
  return { ...about, entries: plainTree(tree, ids), packs: packs.map(plainPack), frames: plainFrames(frames) }
}

function replaced(raw: Uint8Array, before: string, after: string): Uint8Array {
  const text = Buffer.from(raw).toString()
  expect(text).toContain(before)
  return Buffer.from(text.replace(before, after))
}
