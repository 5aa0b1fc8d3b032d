import { toDisplay } from '../core/bytes.ts'
import { pairEntries } from '../core/diff.ts'
import type { LocalMount } from '../core/mount.ts'
import type { State } from '../core/state.ts'
import { EntryType, NONE, type Tree } from '../core/tree.ts'
import { othersInside, sameJob, touchedSince, trusts } from './memory.ts'
import { type Context, type RestoreRequest, signalOf } from './types.ts'

// What a persistent runner clears away besides what a version's own restore replaces. Excluded paths, git-tracked files
// and other steps' mounts stay.

/**
 * Before anything is restored: removes what a job of another lane left in a mount, and what lies where another
 * volume's state stands for this one's. Without this, files of a pull request would be saved by the next trusted job.
 * Throws where another lane's files cannot be told from git's.
 */
export async function purgeForeign(context: Context, request: RestoreRequest, mount: LocalMount): Promise<void> {
  const state = context.workspace.loadState(mount)
  if (!state) return
  const same = sameJob(state, request.job)
  const trusted = trusts(context, request.rights, state)
  if (state.volume === request.volume && (same || trusted)) return
  const removed = await clear(context, request, mount, state.lane, (tree) =>
    state.volume === request.volume ? leftBy(state, tree) : unknownTo(state, tree, same),
  )
  // It still is what the earlier step goes by.
  if (same) return
  if (removed === undefined && !trusted) {
    const message = `what lane ${state.lane} left cannot be removed without knowing what git tracks`
    throw Object.assign(new Error(message), { path: mount.path })
  }
  context.workspace.saveState(mount, undefined)
}

/**
 * After a miss, or where the version lacks a mount: no earlier job's files are part of what this job starts from, least
 * of all those of a job that failed. `exact`: nothing is.
 */
export async function purgeOwn(context: Context, request: RestoreRequest, mount: LocalMount, how: 'owned' | 'exact') {
  const state = context.workspace.loadState(mount)
  if (how === 'exact') await clear(context, request, mount, request.rights.writes ?? '', () => () => true)
  else if (state && !sameJob(state, request.job))
    await clear(context, request, mount, state.lane, (tree) => leftBy(state, tree))
}

/** Removes the entries that go; `undefined`: git could not be asked, and nothing was removed. */
async function clear(
  context: Context,
  request: RestoreRequest,
  mount: LocalMount,
  lane: string,
  choose: (tree: Tree) => (entry: number) => boolean,
): Promise<number | undefined> {
  const without = othersInside(context, request, mount)
  const { tree } = await context.workspace.scan(mount, { without, ...signalOf(context) })
  if (!tree) return 0
  const goes = choose(tree)
  // The mount itself goes only if it is no directory.
  const going = tree.paths().filter((_, entry) => (entry > 0 || tree.type[0] !== EntryType.directory) && goes(entry))
  const files = await context.workspace.remove(mount, going)
  if (files) context.events.emit({ type: 'purged', path: toDisplay(mount.path), files, lane })
  return files
}

/** What the state lists, what the job left out of its save for its credentials, and what has changed since. */
function leftBy(state: State, tree: Tree): (entry: number) => boolean {
  const listed = pairEntries(tree, state.tree)
  const touched = touchedSince(tree, state)
  const omitted = new Set(state.omitted)
  return (entry) =>
    listed[entry] !== NONE || touched[entry] === 1 || (omitted.size > 0 && omitted.has(tree.path(entry)))
}

/**
 * A place has one state, and that of another volume (patterns with the same base) replaced this one's, so nobody knows
 * who left what this volume selects. Only what an earlier step of the job restored, and what came after it, is known.
 */
function unknownTo(state: State, tree: Tree, sameJob: boolean): (entry: number) => boolean {
  if (!sameJob) return () => true
  const listed = pairEntries(tree, state.tree)
  const omitted = new Set(state.omitted)
  return (entry) =>
    listed[entry] === NONE &&
    !(omitted.size > 0 && omitted.has(tree.path(entry))) &&
    (tree.ctimeNs[entry] as bigint) < state.stampNs
}
