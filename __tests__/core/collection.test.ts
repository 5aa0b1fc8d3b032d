import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CollectionRules, findRoots, type LaneView, type Memory, superfluous } from '../../src/core/collection.ts'
import { decodeMemory, encodeMemory } from '../../src/core/collection-memory.ts'
import type { Contents, Survey, SurveyedObject, SurveyedPack } from '../../src/core/ports/archive.ts'
import { FormatError } from '../../src/core/ports/errors.ts'
import { ulid } from '../../src/core/ulid.ts'
import { realRandom } from '../support/stores/clock.ts'

const RULES: CollectionRules = { graceMillis: 24, holdMillis: 7 * 24, unusedMillis: 3 * 24 }
const NOW = 1000
const OLD = 900

const head = (id: string, modified = OLD): SurveyedObject => ({ id, modified, isHead: true, version: undefined })
const version = (ulid: string, modified = OLD): SurveyedObject => ({
  id: `versions/${ulid}`,
  modified,
  isHead: false,
  version: ulid,
})
const pack = (ulid: string, more: Partial<SurveyedPack> = {}): SurveyedPack => ({
  id: `packs/${ulid}`,
  ulid,
  bytes: 10,
  modified: OLD,
  ...more,
})
const links = (...linked: string[]): Contents => ({ linked, packs: [] })

/** The ULIDs (here: letters) of superseded versions, and the marks that are left. */
function sort(objects: SurveyedObject[], contents: Record<string, Contents>, unlinked: Record<string, number> = {}) {
  const found = findRoots(
    { objects, packs: [] },
    new Map(Object.entries(contents)),
    new Map(Object.entries(unlinked)),
    NOW,
    RULES,
  )
  const names = (list: readonly SurveyedObject[]) => list.map(({ version }) => version).filter(Boolean)
  return {
    roots: names(found.roots),
    superseded: names(found.superseded),
    unlinked: Object.fromEntries(found.unlinked),
  }
}

describe('findRoots', () => {
  it('keeps what a head links, current or before', () => {
    expect(sort([head('h'), version('a'), version('b')], { h: links('a', 'b') }, { a: 1, b: 1 })).toEqual({
      roots: ['a', 'b'],
      superseded: [],
      unlinked: {},
    })
  })

  it('waits after the first look at a version that nobody links', () => {
    const objects = [head('h'), version('a')]
    expect(sort(objects, { h: links() })).toEqual({ roots: ['a'], superseded: [], unlinked: { a: NOW } })
    expect(sort(objects, { h: links() }, { a: NOW - 23 })).toMatchObject({ roots: ['a'], unlinked: { a: NOW - 23 } })
    expect(sort(objects, { h: links() }, { a: NOW - 24 })).toMatchObject({ roots: [], superseded: ['a'] })
  })

  it('does not look at what is young', () => {
    expect(sort([version('a', NOW - 23)], {}, { a: 1 })).toEqual({ roots: ['a'], superseded: [], unlinked: {} })
  })

  it('begins anew with a version that was written again, and with a time that is still to come', () => {
    const objects = [version('a', 960)]
    expect(sort(objects, {}, { a: 950 })).toEqual({ roots: ['a'], superseded: [], unlinked: { a: NOW } })
    expect(sort(objects, {}, { a: NOW + 1 })).toMatchObject({ unlinked: { a: NOW } })
    expect(sort(objects, {}, { a: 961 })).toMatchObject({ superseded: ['a'] })
  })

  it('knows of nothing that it is unlinked while a head cannot be read', () => {
    expect(sort([head('h'), head('i'), version('a')], { h: links() }, { a: 1 })).toEqual({
      roots: ['a'],
      superseded: [],
      unlinked: {},
    })
  })

  it('takes a version as one, in however many entries it lies', () => {
    const objects = [version('a'), { ...version('a', 970), id: 'again' }]
    expect(sort(objects, {}, { a: 950 })).toMatchObject({ superseded: [], unlinked: { a: NOW } })
    expect(sort(objects, {}, { a: 971 })).toMatchObject({ superseded: ['a', 'a'] })
    const current = { ...version('a'), isHead: true }
    expect(sort([current, version('a')], { 'versions/a': links('a') }, { a: 950 })).toMatchObject({ superseded: [] })
  })
})

describe('superfluous', () => {
  /** A lane whose one root, `versions/r`, refers to these packs of its own and of others. */
  const lane = (
    name: string,
    packs: SurveyedPack[],
    refers: [string, string][],
    more: Partial<LaneView> & { moved?: number } = {},
  ): LaneView => {
    const survey: Survey = { objects: [head('h', more.moved ?? OLD), version('r')], packs }
    const contents = new Map([['versions/r', { linked: [], packs: refers.map(([lane, ulid]) => ({ lane, ulid })) }]])
    const memory: Memory = { unlinked: new Map(), contents }
    return { lane: name, survey, roots: survey.objects, superseded: [], memory, isBlocked: false, ...more }
  }
  const gone = (...lanes: LaneView[]) =>
    superfluous(lanes, NOW, RULES).flatMap(({ lane, packs }) => packs.map(({ ulid }) => `${lane} ${ulid}`))

  it('is what no root refers to and is not young, the largest first', () => {
    const packs = [pack('a'), pack('b'), pack('c', { bytes: 20 }), pack('d', { modified: NOW - 23 })]
    expect(gone(lane('trusted', packs, [['trusted', 'a']]))).toEqual(['trusted c', 'trusted b'])
  })

  it('is not what another lane refers to, for a week after its newest head', () => {
    const trusted = lane('trusted', [pack('a')], [])
    const other = (moved: number) => lane('pr/1', [], [['trusted', 'a']], { moved })
    expect(gone(trusted, other(NOW - 7 * 24 + 1))).toEqual([])
    expect(gone(trusted, other(NOW - 7 * 24))).toEqual(['trusted a'])
    // A pack is one of its lane: the same name elsewhere is another.
    expect(gone(trusted, lane('pr/1', [], [['pr/1', 'a']]))).toEqual(['trusted a'])
  })

  it('is nothing in a lane that is blocked, and in that one alone', () => {
    const blocked = lane('pr/1', [pack('a')], [], { isBlocked: true, superseded: [version('x')] })
    expect(gone(blocked, lane('trusted', [pack('b')], []))).toEqual(['trusted b'])
    expect(superfluous([blocked], NOW, RULES)).toEqual([])
  })

  it('is not what somebody has read lately, where the store tells', () => {
    const packs = [pack('a', { used: NOW - 3 * 24 + 1 }), pack('b', { used: NOW - 3 * 24 })]
    expect(gone(lane('trusted', packs, []))).toEqual(['trusted b'])
  })

  it('is every superseded version', () => {
    const superseded = [version('x')]
    expect(superfluous([lane('trusted', [], [], { superseded })], NOW, RULES)).toMatchObject([{ versions: superseded }])
  })
})

describe('the memory of collections', () => {
  const name = fc.nat(2 ** 40).map((time) => ulid(time, realRandom))
  const memories = fc.record({
    unlinked: fc.array(fc.tuple(name, fc.nat())).map((rows) => new Map(rows)),
    contents: fc
      .array(
        fc.tuple(
          fc.string(),
          fc.record({
            linked: fc.array(name),
            packs: fc.array(fc.record({ lane: fc.constantFrom('trusted', 'ref/heads/ä', 'pr/1'), ulid: name })),
          }),
        ),
      )
      .map((rows) => new Map(rows)),
  })

  it('comes back as it was', () => {
    fc.assert(
      fc.property(memories, (memory) => {
        expect(decodeMemory(encodeMemory(memory))).toEqual(memory)
      }),
    )
  })

  it('is refused after any change', () => {
    const contents = new Map([['a', { linked: [], packs: [{ lane: 'trusted', ulid: ulid(1, realRandom) }] }]])
    const bytes = encodeMemory({ unlinked: new Map(), contents })
    for (let at = 0; at < bytes.length; at++) {
      const broken = Uint8Array.from(bytes)
      broken[at] = (broken[at] as number) ^ 1
      expect(() => decodeMemory(broken)).toThrow(FormatError)
      expect(() => decodeMemory(bytes.subarray(0, at))).toThrow(FormatError)
    }
  })
})
