import type { BytePath } from '../core/bytes.ts'
import { FrameTable } from '../core/manifest.ts'
import type { LocalMount } from '../core/mount.ts'
import type { Millis } from '../core/ports/store.ts'
import type { ForkRecord, State } from '../core/state.ts'
import { EntryType, NONE, Tree } from '../core/tree.ts'
import type { Version } from '../core/version.ts'
import type { Context, Parent, Rights, VolumeRequest } from './types.ts'

/** The lane name of a job that may write nowhere: its states are trusted by nobody, itself included. */
const NO_LANE = 'none'

/**
 * May this state's proofs be used? Only what was recorded for the same store, namespace and lane; what another lane's
 * job left on a persistent machine proves nothing.
 */
export function trusts(context: Context, rights: Rights, state: State): boolean {
  return (
    rights.writes !== undefined &&
    state.lane === rights.writes &&
    state.namespace === rights.namespace &&
    state.store === context.store.name
  )
}

/** What this machine proves about the volume. Its mounts are remembered together, so the first one stands for all. */
export function remembered(context: Context, { rights, volume, mounts }: VolumeRequest): State | undefined {
  return mounts
    .map((mount) => context.workspace.loadState(mount))
    .find((state) => state && state.volume === volume && trusts(context, rights, state))
}

/** Do the job's steps share this state, so that nothing in it counts as somebody else's? */
export function sameJob(state: State, job: string): boolean {
  return state.fork?.job === job
}

/** The state of a mount after a restore, a miss included. */
export function forkState(
  context: Context,
  request: VolumeRequest,
  fork: { readonly parent: Parent | undefined; readonly startedAt: Millis },
  content: {
    readonly tree: Tree
    readonly ids: Uint8Array
    readonly version: Version | undefined
    readonly lane: string
    readonly stampNs: bigint
    readonly broken: readonly string[]
    readonly touchedAt: Millis | undefined
    /** What lies there and the version leaves out. */
    readonly omitted: readonly BytePath[]
  },
): State {
  const { rights } = request
  // A version of another namespace is none that a save could build on; what lies here is proved all the same.
  const parent = fork.parent?.namespace === undefined ? fork.parent : undefined
  const record: ForkRecord = {
    job: request.job,
    key: request.key,
    parent: parent && { lane: parent.lane, key: parent.key, version: parent.version },
    startedAt: fork.startedAt,
  }
  return {
    store: context.store.name,
    namespace: rights.namespace,
    lane: rights.writes ?? NO_LANE,
    volume: request.volume,
    key: request.key,
    version: parent && content.version && { lane: content.lane, ulid: content.version.ulid },
    fork: record,
    stampNs: content.stampNs,
    broken: content.broken,
    ...(content.touchedAt !== undefined && { touchedAt: content.touchedAt }),
    ...(content.omitted.length > 0 && { omitted: content.omitted }),
    // What another namespace says that it has looked for, it may not have.
    ...(parent && content.version?.vetted !== undefined && { vetted: content.version.vetted }),
    tree: content.tree,
    packs: content.version?.manifest.packs ?? [],
    frames: content.version?.manifest.frames ?? new FrameTable(),
    ids: content.ids,
  }
}

/** A tree of the mount alone: what a state holds after a miss. */
export function emptyTree(): Tree {
  const tree = new Tree()
  tree.push('', EntryType.directory, NONE)
  // Not selected by anybody: an empty directory that a pattern selects is something else.
  tree.implied[0] = 1
  tree.mode[0] = 0o755
  return tree
}

/** The newest change time in a tree, for `settle`. */
export function newestCtime(tree: Tree): bigint {
  let newest = 0n
  for (let entry = 0; entry < tree.length; entry++) {
    const ctime = tree.ctimeNs[entry] as bigint
    if (ctime > newest) newest = ctime
  }
  return newest
}

/**
 * 1 for each entry that came or changed after a state was recorded: by its own ctime, or by that of a directory it lies
 * in, because a directory can be moved to a place with all that is in it and no ctime below tells. The mount's own
 * ctime counts only if the state does not know which directory it was.
 */
export function touchedSince(tree: Tree, state: State): Uint8Array {
  const touched = new Uint8Array(tree.length)
  const known = state.tree.ino[0] !== 0n
  const replaced = state.tree.ino[0] !== tree.ino[0] || state.tree.dev[0] !== tree.dev[0]
  for (let entry = 0; entry < tree.length; entry++) {
    const parent = tree.parent[entry] as number
    const late = (tree.ctimeNs[entry] as bigint) >= state.stampNs
    const own = entry === 0 && known && tree.type[0] === EntryType.directory ? replaced : late
    touched[entry] = own || (parent !== NONE && touched[parent] === 1) ? 1 : 0
  }
  return touched
}

/** Places of other steps' mounts inside this one: theirs to save and to clean. */
export function othersInside(context: Context, request: VolumeRequest, mount: LocalMount): string[] {
  return context.workspace
    .nestedMounts(mount)
    .filter((nested) => nested.state.fork?.job === request.job && nested.state.volume !== request.volume)
    .map((nested) => nested.path)
}
