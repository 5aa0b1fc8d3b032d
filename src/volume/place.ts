import { type BytePath, joinBytes } from '../core/bytes.ts'
import { diffPlace, mapFrames, type PlaceDiff, pairEntries, proves, sameContent } from '../core/diff.ts'
import type { LocalMount } from '../core/mount.ts'
import type { Scan, StagedMount } from '../core/ports/workspace.ts'
import type { State } from '../core/state.ts'
import { EntryType, filterTree, NONE, type Tree } from '../core/tree.ts'
import type { Version } from '../core/version.ts'
import { othersInside, sameJob, touchedSince, trusts } from './memory.ts'
import { equalByIds } from './moved.ts'
import { omittedName } from './secrets.ts'
import { type Context, type RestoreRequest, signalOf } from './types.ts'

/** Content that may only have moved to other packs: from here on, reading their footers is cheaper than fetching it. */
const WORTH_FOOTERS_BYTES = 1024 * 1024
const ID_BYTES = 32

/**
 * A mount to be staged, and 32 bytes of id for each extent of its tree: zeros where this machine does not know it.
 * `omitted`: what lies there and the version leaves out, which stays.
 */
export interface PlannedPlace extends StagedMount {
  readonly ids: Uint8Array
  readonly omitted: readonly BytePath[]
}

/** What lies at the mounts, while it is being looked at. */
export type Scans = ReadonlyMap<
  LocalMount,
  { readonly without: readonly string[]; readonly scan: Promise<Scan> | undefined }
>

/** Begins to look at what lies at the mounts. Whoever begins it waits for it to end. */
export function beginScans(context: Context, request: RestoreRequest): Scans {
  const { workspace } = context
  return new Map(
    request.mounts.map((mount) => {
      const without = othersInside(context, request, mount)
      const scan = workspace.occupied(mount) ? look(context, request, mount, without) : undefined
      // Until somebody needs it, its failure is nobody's.
      scan?.catch(() => undefined)
      return [mount, { without, scan }]
    }),
  )
}

function look(context: Context, request: RestoreRequest, mount: LocalMount, without: readonly string[]): Promise<Scan> {
  const known = knownState(context, request, mount)?.tree
  return context.workspace.scan(mount, { without, ...(known && { known }), ...signalOf(context) })
}

/** Waits until nothing is looked at any more, whatever came of it. */
export async function endScans(scans: Scans): Promise<void> {
  await Promise.allSettled([...scans.values()].flatMap(({ scan }) => scan ?? []))
}

/** The mounts of a version of a namespace paired with this machine's, and what has to be done at each place. */
export async function planPlaces(
  context: Context,
  request: RestoreRequest,
  namespace: string,
  version: Version,
  scans: Scans,
): Promise<PlannedPlace[]> {
  const staged: PlannedPlace[] = []
  for (const mount of request.mounts) {
    const recorded = version.manifest.mounts.find(({ label }) => label === mount.label)
    if (recorded)
      staged.push(await planPlace(context, request, namespace, version, mount, selected(recorded.tree, mount), scans))
  }
  for (const { label } of version.manifest.mounts) {
    if (!request.mounts.some((mount) => mount.label === label)) context.events.emit({ type: 'mount-unpaired', label })
  }
  return staged
}

async function planPlace(
  context: Context,
  request: RestoreRequest,
  namespace: string,
  version: Version,
  mount: LocalMount,
  recordedTree: Tree,
  scans: Scans,
): Promise<PlannedPlace> {
  const { without = [], scan: scanning } = scans.get(mount) ?? {}
  const tree = outside(recordedTree, mount, without)
  const write = Array.from({ length: tree.length }, (_, entry) => entry)
  const ids = new Uint8Array(tree.extents * ID_BYTES)
  const whole = { mount, tree, ids, write, restamp: [], remove: [], omitted: [] }
  if (!scanning) return { ...whole, how: mount.selection.everything ? 'sibling' : 'in-place' }
  const { tree: scan, incomplete } = await scanning
  if (!scan) return { ...whole, how: 'in-place' }
  const state = knownState(context, request, mount)
  const recorded = state && pairEntries(scan, state.tree)
  const diff =
    state && recorded
      ? await diffKnown(context, namespace, version, tree, scan, state, recorded)
      : diffPlace(tree, scan, () => false)
  const knowsIds = state && recorded && sameKey(state, version)
  copyKnown(tree, ids, scan, incomplete, diff, knowsIds ? { state, recorded } : undefined)
  const touched = state && !sameJob(state, request.job) ? touchedSince(scan, state) : new Uint8Array(scan.length)
  const { paths: omitted, stays } = leftOut(version, mount, scan, diff)
  const goes = (entry: number) => {
    if (stays[entry]) return false
    if (request.foreign !== 'owned') return request.foreign === 'exact'
    // What the version before had and this one lacks, and what a job that was not committed left behind.
    return (recorded !== undefined && recorded[entry] !== NONE) || touched[entry] === 1
  }
  const remove = [...diff.inTheWay, ...diff.foreign.filter(goes).map((entry) => scan.path(entry))]
  return { mount, tree, ids, how: 'in-place', write: diff.write, restamp: diff.restamp, remove, omitted }
}

/** What lies there and the version leaves out, with the directories it lies in: nobody could bring it back. */
function leftOut({ omitted }: Version, { label }: LocalMount, scan: Tree, { foreign }: PlaceDiff) {
  const stays = new Uint8Array(scan.length)
  const names = new Set(omitted)
  for (const entry of names.size > 0 ? foreign : []) {
    if (!names.has(omittedName(label, scan.path(entry)))) continue
    for (let up = entry; up !== NONE; up = scan.parent[up] as number) stays[up] = 1
  }
  return { paths: foreign.filter((entry) => stays[entry]).map((entry) => scan.path(entry)), stays }
}

/** What this machine proves about a mount of this volume. */
function knownState(context: Context, { volume, rights }: RestoreRequest, mount: LocalMount): State | undefined {
  const state = context.workspace.loadState(mount)
  return state && state.volume === volume && trusts(context, rights, state) ? state : undefined
}

/** The difference at a place whose files this machine can prove by stat. */
async function diffKnown(
  context: Context,
  namespace: string,
  version: Version,
  tree: Tree,
  scan: Tree,
  state: State,
  recorded: Int32Array,
): Promise<PlaceDiff> {
  const frames = mapFrames(state, version.manifest)
  const moved = new Map<number, number>()
  const diff = diffPlace(tree, scan, (v, t) => {
    const s = recorded[t] as number
    if (s === NONE || !proves(state.tree, s, scan, t)) return false
    const source = state.tree.source(s)
    if (sameContent(state.tree, source, frames, tree, v)) return true
    moved.set(v, source)
    return false
  })
  const bytes = [...moved.keys()].reduce((sum, v) => sum + (tree.size[v] as number), 0)
  if (bytes < WORTH_FOOTERS_BYTES || !sameKey(state, version)) return diff
  const same = await equalByIds(context, namespace, version.manifest, tree, state, moved)
  if (same.size === 0) return diff
  return diffPlace(tree, scan, (v, t) => {
    const s = recorded[t] as number
    if (s === NONE || !proves(state.tree, s, scan, t)) return false
    const source = state.tree.source(s)
    return sameContent(state.tree, source, frames, tree, v) || (same.has(v) && moved.get(v) === source)
  })
}

/** Chunk ids of two keys, or of one and none, say nothing of each other. */
function sameKey(state: State, { manifest }: Version): boolean {
  return state.packs[0]?.keyId === manifest.packs[0]?.keyId
}

/** The entries of a version that the patterns given now select, with the directories on the way to them. */
function selected(tree: Tree, mount: LocalMount): Tree {
  if (mount.selection.everything) return tree
  const keep = new Uint8Array(tree.length)
  const paths = tree.paths()
  for (let entry = tree.length - 1; entry >= 0; entry--) {
    const chosen = mount.selection.selects(paths[entry] as string, tree.type[entry] === EntryType.directory)
    if (!chosen && !keep[entry]) continue
    if (!chosen) tree.implied[entry] = 1
    keep[entry] = 1
    const parent = tree.parent[entry] as number
    if (parent !== NONE) keep[parent] = 1
  }
  keep[0] = 1
  return filterTree(tree, keep)
}

/** The tree without what lies at other steps' mounts: a version saved before those were declared may hold it. */
function outside(tree: Tree, mount: LocalMount, others: readonly string[]): Tree {
  if (others.length === 0) return tree
  const without = new Set(others)
  const keep = new Uint8Array(tree.length)
  const paths = tree.paths()
  for (let entry = 0; entry < tree.length; entry++) {
    const parent = tree.parent[entry] as number
    keep[entry] =
      (parent === NONE || keep[parent]) && !without.has(joinBytes(mount.path, paths[entry] as string)) ? 1 : 0
  }
  return filterTree(tree, keep)
}

/**
 * Entries that stay as they are have the stamps the scan found, and the ids the state knows. Directories in which more
 * lies than the version has do not: who goes by them would not list them.
 */
function copyKnown(
  tree: Tree,
  ids: Uint8Array,
  scan: Tree,
  incomplete: readonly number[],
  { write, foreign, at }: PlaceDiff,
  known: { readonly state: State; readonly recorded: Int32Array } | undefined,
): void {
  const writes = new Uint8Array(tree.length)
  for (const entry of write) writes[entry] = 1
  const holdsMore = new Set([...incomplete, ...foreign.map((entry) => scan.parent[entry] as number)])
  for (let entry = 0; entry < tree.length; entry++) {
    const t = at[entry] as number
    if (t === NONE || writes[entry]) continue
    tree.ctimeNs[entry] = holdsMore.has(t) ? 0n : (scan.ctimeNs[t] as bigint)
    tree.ino[entry] = scan.ino[t] as bigint
    tree.dev[entry] = scan.dev[t] as bigint
    const s = known?.recorded[t] ?? NONE
    if (!known || s === NONE) continue
    const from = known.state.tree
    const first = (from.firstExtent[from.source(s)] as number) * ID_BYTES
    const bytes = (tree.extentCount[entry] as number) * ID_BYTES
    ids.set(known.state.ids.subarray(first, first + bytes), (tree.firstExtent[entry] as number) * ID_BYTES)
  }
}
