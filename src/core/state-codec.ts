import { toDeltas, undoDeltas } from './columns.ts'
import { ownFiles } from './extents-codec.ts'
import { fieldsOf, laneOf, millisOf, textOf, textsOf, toJson, ulidOf, wholeOf } from './fields.ts'
import { FormatError } from './ports/errors.ts'

import { SectionId as Id } from './section-ids.ts'
import { column, encodeSections, type Section, Sections } from './sections.ts'
import type { ForkRecord, State } from './state.ts'
import { decodeTables, encodeTables, TABLE_SECTIONS } from './tables-codec.ts'
import type { Tree } from './tree.ts'
import { decodeTrees, encodeTrees, TREE_SECTIONS } from './tree-codec.ts'

const KNOWN: ReadonlySet<number> = new Set([
  Id.about,
  ...TABLE_SECTIONS,
  ...TREE_SECTIONS,
  Id.ctime,
  Id.inode,
  Id.device,
  Id.chunkId,
])

/** A state file. `FormatError` if it is one that `decodeState` would refuse. */
export function encodeState(state: State): Uint8Array<ArrayBuffer> {
  const { tree, frames } = state
  return encodeSections('S', [
    { id: Id.about, bytes: toJson(aboutOf(state)) },
    ...encodeTables(state.packs, frames),
    ...encodeTrees([tree], frames, 'known'),
    { id: Id.chunkId, bytes: idsInOrder(state) },
    stamps(Id.ctime, tree.ctimeNs, tree),
    stamps(Id.inode, tree.ino, tree),
    stamps(Id.device, tree.dev, tree),
  ])
}

/** The state, every rule checked; `FormatError` if one is broken, or if a single bit is not as it was written. */
export function decodeState(bytes: Uint8Array): State {
  const sections = new Sections('S', bytes, KNOWN)
  const about = stateOf(sections.json(Id.about))
  const { packs, frames } = decodeTables(sections)
  const tree = decodeTrees(sections, 1, frames, 'known')[0] as Tree
  tree.ctimeNs = new BigInt64Array(unstamp(sections, Id.ctime, tree).buffer)
  tree.ino = unstamp(sections, Id.inode, tree)
  tree.dev = unstamp(sections, Id.device, tree)
  const ids = new Uint8Array(sections.read(Id.chunkId, tree.extents * 32))
  return { ...about, tree, packs, frames, ids }
}

type About = Omit<State, 'tree' | 'packs' | 'frames' | 'ids'>

function aboutOf(state: State) {
  const { store, namespace, lane, volume, key, version, fork, stampNs, broken, touchedAt, omitted, vetted } = state
  return {
    store,
    namespace,
    lane,
    volume,
    key,
    version: version ?? null,
    fork: fork ? { ...fork, parent: fork.parent ?? null } : null,
    stampNs: String(stampNs),
    broken,
    ...(touchedAt !== undefined && { touchedAt }),
    ...(omitted && { omitted }),
    ...(vetted !== undefined && { vetted }),
  }
}

function stateOf(value: unknown): About {
  const about = fieldsOf(value, 'state')
  const { lane, version, fork, touchedAt, omitted, vetted } = about
  return {
    store: textOf(about['store'], 'store'),
    namespace: textOf(about['namespace'], 'namespace'),
    lane: lane === 'none' ? lane : laneOf(lane, 'state'),
    volume: textOf(about['volume'], 'volume'),
    key: textOf(about['key'], 'key'),
    version: version === null ? undefined : versionOf(version),
    fork: fork === null ? undefined : forkOf(fork),
    stampNs: stampOf(about['stampNs']),
    broken: textsOf(about['broken'], 'broken packs').map((ulid) => ulidOf(ulid, 'broken pack')),
    ...(touchedAt !== undefined && { touchedAt: millisOf(touchedAt, 'touchedAt') }),
    ...(omitted !== undefined && { omitted: textsOf(omitted, 'omitted files') }),
    ...(vetted !== undefined && { vetted: wholeOf(vetted, 'rules for credentials') }),
  }
}

function versionOf(value: unknown): NonNullable<State['version']> {
  const fields = fieldsOf(value, 'version')
  return { lane: laneOf(fields['lane'], 'version'), ulid: ulidOf(fields['ulid'], 'version') }
}

function forkOf(value: unknown): ForkRecord {
  const fields = fieldsOf(value, 'fork')
  const { parent } = fields
  return {
    job: textOf(fields['job'], 'job'),
    key: textOf(fields['key'], 'key'),
    parent: parent === null ? undefined : parentOf(parent),
    startedAt: millisOf(fields['startedAt'], 'fork'),
  }
}

function parentOf(value: unknown): NonNullable<ForkRecord['parent']> {
  const fields = fieldsOf(value, 'parent')
  return {
    lane: laneOf(fields['lane'], 'parent'),
    key: textOf(fields['key'], 'parent'),
    version: ulidOf(fields['version'], 'parent'),
  }
}

/** Nanoseconds are more than a JSON number holds. */
function stampOf(value: unknown): bigint {
  if (typeof value !== 'string' || !/^-?\d{1,19}$/.test(value)) throw new FormatError('state: not a stamp')
  return BigInt(value)
}

/** Ids follow the extents, which are written in the order of the entries they belong to. */
function idsInOrder({ tree, ids }: State): Uint8Array {
  const runs: Uint8Array[] = []
  for (const entry of ownFiles(tree)) {
    const first = tree.firstExtent[entry] as number
    const count = tree.extentCount[entry] as number
    if (count > 0) runs.push(ids.subarray(first * 32, (first + count) * 32))
  }
  return Buffer.concat(runs)
}

function stamps(id: number, values: BigInt64Array | BigUint64Array, tree: Tree): Section {
  return column(id, toDeltas(values.subarray(0, tree.length)))
}

function unstamp(sections: Sections, id: number, tree: Tree): BigUint64Array<ArrayBuffer> {
  const values = sections.u64(id, tree.length)
  undoDeltas(values)
  return values
}
