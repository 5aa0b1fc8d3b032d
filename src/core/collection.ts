import type { Lane } from './lane.ts'
import type { Contents, Survey, SurveyedObject, SurveyedPack } from './ports/archive.ts'
import type { Millis } from './ports/store.ts'

/*
 * What nobody needs any more, decided from data (`docs/design.md`, Collection). A save refers to packs of a version that
 * was linked when it read its parent's head, and commits within T of that. So what has been linked by nobody for longer
 * than G > T cannot be referred to again, but by versions that are roots themselves.
 */

export interface CollectionRules {
  /** G: longer than a save may take from its parent's head to its commit, a collection, and the clocks' error together. */
  readonly graceMillis: Millis
  /** How long after its newest head a lane's versions hold packs of other lanes. */
  readonly holdMillis: Millis
  /** Where the store tells when a pack was last read: how long after that it stays, for lanes that cannot be seen. */
  readonly unusedMillis: Millis
}

/** What the collections of a lane remember. Losing it loses time. */
export interface Memory {
  /** When each version was first seen linked by nobody. */
  readonly unlinked: ReadonlyMap<string, Millis>
  /** What objects say, by their ids. */
  readonly contents: ReadonlyMap<string, Contents>
}

export interface LaneView {
  readonly lane: Lane
  readonly survey: Survey
  readonly roots: readonly SurveyedObject[]
  /** Versions that are no roots. */
  readonly superseded: readonly SurveyedObject[]
  readonly memory: Memory
  /** A root could not be read: what this lane holds is not known. */
  readonly isBlocked: boolean
}

/**
 * Tells the roots of a lane from the rest: what a head links, what nobody has been seen to link for longer than G, and
 * what is younger than that. `contents` has what the heads say; without one of them nothing is known to be unlinked.
 */
export function findRoots(
  { objects }: Survey,
  contents: ReadonlyMap<string, Contents>,
  unlinkedBefore: Memory['unlinked'],
  now: Millis,
  { graceMillis }: CollectionRules,
): Pick<LaneView, 'roots' | 'superseded'> & Pick<Memory, 'unlinked'> {
  const heads = objects.filter(({ isHead }) => isHead)
  if (!heads.every(({ id }) => contents.has(id))) return { roots: objects, superseded: [], unlinked: new Map() }
  const linked = new Set(heads.flatMap(({ id }) => contents.get(id)?.linked ?? []))
  const modified = new Map<string, Millis>()
  for (const { version, modified: at } of objects) {
    if (version !== undefined) modified.set(version, Math.max(at, modified.get(version) ?? 0))
  }
  const unlinked = new Map<string, Millis>()
  const old = new Set<string>()
  for (const [version, at] of modified) {
    if (linked.has(version) || now - at < graceMillis) continue
    // Who links a version again writes it again: what was seen before that counts no more.
    const before = unlinkedBefore.get(version)
    const since = before !== undefined && before > at && before <= now ? before : now
    unlinked.set(version, since)
    if (now - since >= graceMillis) old.add(version)
  }
  const isOld = ({ isHead, version }: SurveyedObject) => !isHead && version !== undefined && old.has(version)
  return { roots: objects.filter((object) => !isOld(object)), superseded: objects.filter(isOld), unlinked }
}

/** For each lane the packs and versions to remove, what frees most first. A lane that is blocked keeps all it has. */
export function superfluous(
  lanes: readonly LaneView[],
  now: Millis,
  rules: CollectionRules,
): readonly {
  readonly lane: Lane
  readonly packs: readonly SurveyedPack[]
  readonly versions: readonly SurveyedObject[]
}[] {
  const held = heldPacks(lanes, now, rules)
  const isOld = ({ modified, used }: SurveyedPack) =>
    now - modified >= rules.graceMillis && (used === undefined || now - used >= rules.unusedMillis)
  return lanes
    .filter(({ isBlocked }) => !isBlocked)
    .map(({ lane, survey, superseded }) => ({
      lane,
      packs: survey.packs
        .filter((pack) => isOld(pack) && !held.get(lane)?.has(pack.ulid))
        .sort((a, b) => b.bytes - a.bytes),
      versions: superseded,
    }))
}

/** By lane, the ULIDs of packs that some root refers to. */
function heldPacks(
  lanes: readonly LaneView[],
  now: Millis,
  { holdMillis }: CollectionRules,
): ReadonlyMap<Lane, ReadonlySet<string>> {
  const held = new Map<Lane, Set<string>>()
  for (const { lane, survey, roots, memory } of lanes) {
    const moved = Math.max(0, ...survey.objects.filter(({ isHead }) => isHead).map(({ modified }) => modified))
    for (const { id } of roots) {
      for (const pack of memory.contents.get(id)?.packs ?? []) {
        if (pack.lane !== lane && now - moved >= holdMillis) continue
        held.set(pack.lane, (held.get(pack.lane) ?? new Set()).add(pack.ulid))
      }
    }
  }
  return held
}
