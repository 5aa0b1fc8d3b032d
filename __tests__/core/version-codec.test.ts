import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameTable } from '../../src/core/manifest.ts'
import { FormatError } from '../../src/core/ports/errors.ts'
import { SectionId as Id } from '../../src/core/section-ids.ts'
import type { Version } from '../../src/core/version.ts'
import {
  decodeVersion,
  decodeVersionSummary,
  decodeVersionTables,
  encodeVersion,
} from '../../src/core/version-codec.ts'
import { plainManifest, versions } from '../support/manifests.ts'
import { flipped, type Part, partsOf, patched, withSections } from '../support/objects.ts'
import { PROVENANCE } from '../support/provenance.ts'
import { framesOf, packsOf, treeOf } from '../support/trees.ts'

const sample = versionOf({
  'a/': {},
  'a/b': { extents: [[0, 0, 100]], mtimeNs: 1_700_000_000_123_456_789n },
  'a/c': { linkTo: 'a/b' },
  d: {
    extents: [
      [1, 0, 50],
      ['hole', 0, 2 ** 32 - 1],
      ['hole', 0, 2 ** 32 - 1],
      [0, 100, 28],
    ],
  },
  e: { target: '../\xff' },
})
const encoded = encodeVersion(sample)

describe('a version', () => {
  it('has its trees decoded when they are looked at, and found damaged no sooner', () => {
    const version = decodeVersionTables(encoded)
    expect(plainManifest(version.manifest)).toEqual(plainManifest(decodeVersion(encoded).manifest))
    const damaged = withSections('V', encoded, ({ id, raw }) => (id === Id.names ? undefined : raw))
    expect(() => decodeVersion(damaged)).toThrow(FormatError)
    const { manifest, files } = decodeVersionTables(damaged)
    expect(files).toBe(4)
    expect(manifest.packs).toEqual(sample.manifest.packs)
    expect(() => manifest.mounts[0]?.tree).toThrow(FormatError)
  })

  it('comes back as it was', () => {
    fc.assert(
      fc.property(versions, (version) => {
        const { manifest, ...summary } = decodeVersion(encodeVersion(version))
        const { manifest: before, ...summaryBefore } = version
        expect(summary).toEqual(summaryBefore)
        expect(plainManifest(manifest)).toEqual(plainManifest(before))
      }),
      { numRuns: 100 },
    )
  })

  it('is the same object when it is written again', () => {
    fc.assert(
      fc.property(versions, (version) => {
        const bytes = encodeVersion(version)
        expect(Buffer.compare(encodeVersion(decodeVersion(bytes)), bytes)).toBe(0)
      }),
    )
  })

  it('can be told of without its manifest', () => {
    const { manifest: _, ...summary } = sample
    expect(decodeVersionSummary(encoded)).toEqual(summary)
    // Nothing but the one section is read: the others are not even right.
    const broken = withSections('V', encoded, ({ id, raw }) => (id === Id.about ? raw : new Uint8Array(1)))
    expect(decodeVersionSummary(broken)).toEqual(summary)
    expect(() => decodeVersion(broken)).toThrow(FormatError)
  })

  it('can grow after it was read', () => {
    const { mounts, frames } = decodeVersion(encodeVersion(versionOf({}))).manifest
    const tree = mounts[0]?.tree
    for (let i = 0; i < 100; i++) {
      expect(tree?.push(`f${i}`, 0, 0)).toBe(i + 1)
      expect(tree?.pushExtent(i, i, i + 1)).toBe(i)
      expect(frames.push(sample.manifest.frames.row(0))).toBe(i + 2)
    }
    expect(tree?.extentLength[99]).toBe(100)
    expect(tree?.link[100]).toBe(-1)
  })

  it('takes about ten bytes a file', () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 5000 }, (_, i) => [
        `file-${String(i).padStart(4, '0')}.js`,
        { extents: [[0, i * 100, 100] as const], mtimeNs: BigInt(i) * 100_123n },
      ]),
    )
    const version = versionOf(nodes, [[0, 100, 1 << 20]])
    expect(encodeVersion(version).length).toBeLessThan(5000 * 5)
  })

  it('holds no field of the environment beyond those of provenance', () => {
    const provenance = { ...sample.provenance, SECRET: 'hunter2' }
    expect(Buffer.from(encodeVersion({ ...sample, provenance })).equals(Buffer.from(encoded))).toBe(true)
  })
})

describe('a version that is not as it was written', () => {
  it('is refused after any flipped bit and cut anywhere', () => {
    for (let bit = 0; bit < encoded.length * 8; bit += 7) {
      expect(() => decodeVersion(flipped(encoded, bit))).toThrow(FormatError)
    }
    for (let length = 0; length < encoded.length; length++) {
      expect(() => decodeVersion(encoded.subarray(0, length))).toThrow(FormatError)
    }
  })

  it('random ones too', () => {
    fc.assert(
      fc.property(versions, fc.nat(), fc.nat(), (version, bit, length) => {
        const bytes = encodeVersion(version)
        expect(() => decodeVersion(flipped(bytes, bit % (bytes.length * 8)))).toThrow(FormatError)
        expect(() => decodeVersion(bytes.subarray(0, length % bytes.length))).toThrow(FormatError)
      }),
    )
  })

  it('decodes to something legal or not at all, even if its sum is right', () => {
    const damage = fc.record({
      section: fc.nat(),
      how: fc.constantFrom('flip', 'cut', 'grow', 'drop', 'fill'),
      at: fc.nat(),
    })
    let refused = 0
    const runs = 300
    fc.assert(
      fc.property(versions, fc.array(damage, { minLength: 1, maxLength: 2 }), (version, damages) => {
        let bytes: Uint8Array = encodeVersion(version)
        for (const each of damages) bytes = damaged(bytes, each)
        refused += legalOrRefused(bytes) ? 0 : 1
      }),
      { numRuns: runs },
    )
    expect(refused).toBeGreaterThan(runs / 3)
  })

  it('the same for what is stored of a section, and for the table', () => {
    fc.assert(
      fc.property(fc.nat(encoded.length - 33), fc.nat(255), (at, value) => {
        legalOrRefused(patched(encoded, (bytes) => bytes.fill(value, at, at + 1)))
      }),
      { numRuns: 1000 },
    )
  })

  it.each<[string, number, (raw: Uint8Array) => Uint8Array | undefined, RegExp]>([
    ['an unknown kind of entry', Id.entryKind, (raw) => filled(raw, raw.length / 2 + 1, 0x10), /unknown kind/],
    ['an unknown type of entry', Id.entryKind, (raw) => filled(raw, raw.length / 2 + 3, 0x0c), /unknown type 3/],
    ['half an entry', Id.entryKind, (raw) => raw.subarray(1), /5.5 entries/],
    ['fewer depths than entries', Id.entryDepth, (raw) => raw.subarray(2), /belong/],
    ['an entry in nothing', Id.entryDepth, (raw) => filled(raw, 1, 2), /lies in nothing/],
    ['an entry 257 deep', Id.entryDepth, (raw) => filled(raw, raw.length / 2 + 2, 1), /lies in nothing/],
    ['one tree too many', Id.entryDepth, (raw) => filled(raw, 1, 0), /2 trees where 1 belong/],
    ['no mount first', Id.entryDepth, (raw) => filled(filled(raw, 0, 1), 1, 0), /not a mount/],
    ['a hard link out of the tree', Id.link, (raw) => filled(raw, 1, 3), /out of its tree/],
    ['a hole with a place', Id.extentOffset, (raw) => filled(raw, 2, 1), /a hole with a place/],
    ['an extent before the first frame', Id.extentFrame, (raw) => filled(raw, 0, 2), /out of every frame/],
    ['an extent before its frame', Id.extentOffset, (raw) => filled(raw, 0, 1), /out of every frame/],
    ['a size of 2^56', Id.size, (raw) => filled(raw, 14, 1), /not its size/],
    ['extents longer than the file', Id.size, (raw) => filled(raw, 9, 0), /not its size/],
    ['a mount missing', Id.mounts, () => Buffer.from('[]'), /1 trees where 0 belong/],
    ['mounts that are no list', Id.mounts, () => Buffer.from('{}'), /not a list/],
    [
      'an unknown anchor',
      Id.mounts,
      () => Buffer.from('[{"label":"x","anchor":"moon","base":"x"}]'),
      /unknown anchor "moon"/,
    ],
    ['a section missing', Id.frameSha256, () => undefined, /section 22 is missing/],
    ['a frame of no pack', Id.framePack, (raw) => filled(raw, 0, 1), /pack 1 of 1/],
    ['a frame behind its pack', Id.frameOffset, (raw) => filled(raw, 2, 99), /ends behind the frames/],
    ['a frame of more than 8 MiB', Id.frameRaw, (raw) => filled(raw, raw.length - 1, 1), /raw bytes/],
    ['an empty frame', Id.frameRaw, (raw) => new Uint8Array(raw.length), /0 raw bytes/],
    ['an unknown codec', Id.frameCodec, (raw) => filled(raw, 0, 2), /unknown codec 2/],
    ['a raw frame of another length', Id.frameCodec, (raw) => filled(raw, 0, 0), /50 stored bytes for 128/],
    ['a frame that compression made longer', Id.frameStored, (raw) => filled(raw, 0, 200), /200 stored bytes/],
    ['packs that are no JSON', Id.packs, () => Buffer.from('[{]'), /not JSON/],
    ['packs that are no UTF-8', Id.packs, () => Buffer.from('["\xff"]', 'latin1'), /not JSON/],
    ['a pack that is no object', Id.packs, () => Buffer.from('[[]]'), /not an object/],
  ])('is refused with %s', (_, section, change, message) => {
    const bytes = withSections('V', encoded, ({ id, raw }) => (id === section ? change(raw) : raw))
    expect(() => decodeVersion(bytes)).toThrow(FormatError)
    expect(() => decodeVersion(bytes)).toThrow(message)
  })

  it.each([
    ['lane', '"../x"'],
    ['lane', '"heads"'],
    ['ulid', '"../../x"'],
    ['ulid', '5'],
    ['keyId', 'null'],
    ['keyId', `"${'x'.repeat(257)}"`],
    ['footerOffset', '-1'],
    ['footerOffset', '536870913'],
    ['footerLength', '1.5'],
    ['footerLength', '536870900'],
    ['footerSha256', `"${'A'.repeat(64)}"`],
    ['footerSha256', '""'],
  ])('is refused with a pack whose %s is %s', (field, value) => {
    const bytes = changedJson(Id.packs, (json) =>
      json.replace(new RegExp(`"${field}":("[^"]*"|\\d+)`), `"${field}":${value}`),
    )
    expect(() => decodeVersion(bytes)).toThrow(FormatError)
  })

  it.each([
    ['ulid', '"x"'],
    ['parent', '"x"'],
    ['createdAt', '"1"'],
    ['createdAt', 'null'],
    ['engine', 'null'],
    ['expiresAt', '"soon"'],
    ['tags', '"x"'],
    ['tags', '[1]'],
    ['omitted', '{}'],
    ['files', '5'],
    ['files', '-1'],
    ['totalBytes', '1'],
    ['totalBytes', '1e300'],
  ])('is refused when it says that its %s is %s', (field, value) => {
    const bytes = changedJson(Id.about, (json) =>
      json.replace(new RegExp(`"${field}":("[^"]*"|\\d+|null|\\[\\])`), `"${field}":${value}`),
    )
    expect(() => decodeVersion(bytes)).toThrow(FormatError)
  })

  it('is not written either', () => {
    expect(() => encodeVersion({ ...sample, files: 1 })).toThrow('4 files, but 1 are declared')
    expect(() => encodeVersion({ ...sample, totalBytes: 1 })).toThrow('but 1 are declared')
    const [mount] = sample.manifest.mounts
    expect(() => encodeVersion(withManifest({ mounts: [mount, mount] as never }))).toThrow(FormatError)
    expect(() => encodeVersion(withManifest({ packs: [] }))).toThrow('pack 0 of 0')
    expect(() => encodeVersion(withManifest({ packs: packsOf('not-a-ulid') }))).toThrow('not a ULID')
    expect(() => encodeVersion(withManifest({ frames: new FrameTable() }))).toThrow('frame 0 of 0')
    const wide = versionOf({ '\u0100': {} })
    expect(() => encodeVersion(wide)).toThrow('no byte path')
  })
})

function versionOf(
  nodes: Parameters<typeof treeOf>[0],
  rows: Parameters<typeof framesOf>[0] = [
    [0, 50, 128],
    [0, 40, 64],
  ],
): Version {
  const tree = treeOf(nodes)
  const packs = packsOf('01ARYZ6S41TSV4RRFFQ69G5FAV').map((pack) => ({ ...pack, footerOffset: 100, footerLength: 7 }))
  return {
    ulid: '01BX5ZZKBKACTAV9WEVGEMMVRZ',
    parent: '',
    provenance: PROVENANCE,
    manifest: { mounts: [{ label: 'x', anchor: 'workspace', base: 'x', tree }], packs, frames: framesOf(rows) },
    tags: [],
    expiresAt: undefined,
    omitted: [],
    signature: '',
    files: tree.fileCount(),
    totalBytes: tree.totalBytes(),
  }
}

function withManifest(change: Partial<Version['manifest']>): Version {
  return { ...sample, manifest: { ...sample.manifest, ...change } }
}

function changedJson(section: number, change: (json: string) => string): Uint8Array {
  return withSections('V', encoded, ({ id, raw }) => {
    if (id !== section) return raw
    const json = change(Buffer.from(raw).toString())
    expect(json).not.toBe(Buffer.from(raw).toString())
    return Buffer.from(json)
  })
}

function filled(raw: Uint8Array, at: number, value: number): Uint8Array {
  return new Uint8Array(raw).fill(value, at, at + 1)
}

function damaged(bytes: Uint8Array, { section, how, at }: { section: number; how: string; at: number }): Uint8Array {
  const parts = partsOf(bytes)
  const chosen = parts[section % Math.max(parts.length, 1)] as Part
  return withSections('V', bytes, (part) => {
    const raw = new Uint8Array(part.raw)
    if (part.id !== chosen?.id) return raw
    const place = at % Math.max(raw.length, 1)
    if (how === 'drop') return undefined
    if (how === 'cut') return raw.subarray(0, place)
    if (how === 'grow') return Buffer.concat([raw, raw.subarray(place)])
    if (how === 'fill') return raw.fill(255, place, place + 4)
    return raw.length === 0 ? raw : flipped(raw, at % (raw.length * 8))
  })
}

/** What a reader takes a writer could have written; everything else is a `FormatError`. */
function legalOrRefused(bytes: Uint8Array): boolean {
  let version: Version
  try {
    version = decodeVersion(bytes)
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError)
    return false
  }
  expect(plainManifest(decodeVersion(encodeVersion(version)).manifest)).toEqual(plainManifest(version.manifest))
  return true
}
