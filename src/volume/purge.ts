import { toDisplay } from '../core/bytes.ts'
import { pairEntries } from '../core/diff.ts'
import type { LocalMount } from '../core/mount.ts'
import { NONE } from '../core/tree.ts'
import { othersInside, sameJob, trusts } from './memory.ts'
import { type Context, type RestoreRequest, signalOf } from './types.ts'

/**
 * On a persistent runner, removes what a job of another lane left in a mount before anything is restored: all its
 * state lists, and all that was changed since. Without this, files of a pull request would be saved by the next
 * trusted job. Excluded paths, git-tracked files and other steps' mounts stay.
 */
export async function purgeOtherLane(context: Context, request: RestoreRequest, mount: LocalMount): Promise<void> {
  const { workspace, events } = context
  const state = workspace.loadState(mount)
  if (!state || trusts(context, request.rights, state) || sameJob(state, request.job)) return
  const { tree } = await workspace.scan(mount, {
    without: othersInside(context, request, mount),
    ...signalOf(context),
  })
  if (!tree) return
  const listed = pairEntries(tree, state.tree)
  const paths = tree.paths()
  const going = paths.filter(
    (_, entry) => entry > 0 && (listed[entry] !== NONE || (tree.ctimeNs[entry] as bigint) >= state.stampNs),
  )
  // A mount that is one file has no entries below it.
  if (tree.length === 1 && (listed[0] !== NONE || (tree.ctimeNs[0] as bigint) >= state.stampNs) && tree.type[0] !== 1)
    going.push('')
  const files = going.length > 0 ? await workspace.remove(mount, going) : 0
  if (files > 0) events.emit({ type: 'purged', path: toDisplay(mount.path), files, lane: state.lane })
  workspace.saveState(mount, undefined)
}
