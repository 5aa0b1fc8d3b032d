import { chmodSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs'
import { type BytePath, joinBytes, toDisplay } from '../core/bytes.ts'
import type { LocalMount } from '../core/mount.ts'
import type { EventSink } from '../core/ports/events.ts'
import { compareWalkOrder } from '../core/tree.ts'
import { trackedFiles } from './git-tracked.ts'
import { Reach } from './reach.ts'
import { checkPath, Ground, parentOf, resolveBase, rootOf } from './safe-path.ts'

/**
 * Removes files and links, then those of the listed directories that are empty; never through a link, never what git
 * tracks. Returns how many files and links went; `undefined`: git could not be asked, and nothing was removed.
 */
export async function removePaths(mount: LocalMount, paths: readonly BytePath[], events: EventSink) {
  if (paths.length === 0) return 0
  const base = resolveBase(mount.path)
  const tracked = trackedFiles(base)
  if (!tracked) {
    events.emit({ type: 'kept-tracked', path: toDisplay(base) })
    return undefined
  }
  const ground = new Ground(base, 'change')
  try {
    return removeListed(
      ground,
      paths.filter((path) => !tracked.has(path)),
    )
  } finally {
    ground.close()
  }
}

/** The removal itself, for a caller that keeps the ground open and has left out what must stay. */
export function removeListed(ground: Ground, paths: Iterable<BytePath>): number {
  const directories: BytePath[] = []
  let removed = 0
  for (const path of paths) {
    checkPath(path)
    if (path !== '' && ground.at(parentOf(path)) !== 'directory') continue
    const stat = ground.stat(path)
    if (!stat) continue
    if (stat.isDirectory()) {
      // The mount itself stays: it may be what a link points to.
      if (path !== '') directories.push(path)
      continue
    }
    ground.use(path, unlinkSync)
    removed++
  }
  for (const path of directories.sort(compareWalkOrder).reverse()) removeIfEmpty(ground, path)
  return removed
}

/**
 * Removes a file, or a directory with all below it however it is protected, through no link below `root`. `false`:
 * nothing was there.
 */
export function removeTree(place: BytePath, root: BytePath = rootOf(place)): boolean {
  const reach = new Reach(root)
  try {
    return removeAt(reach, place)
  } finally {
    reach.close()
  }
}

function removeAt(reach: Reach, path: BytePath): boolean {
  const stat = reach.stat(path)
  if (!stat) return false
  if (stat.isDirectory()) {
    const names = reach.hold(path, (place, { mode }) => {
      if ((mode & 0o700) !== 0o700) chmodSync(place, 0o700)
      return readdirSync(place, { encoding: 'latin1' })
    })
    for (const name of names) removeAt(reach, joinBytes(path, name))
    reach.use(path, (place) => rmdirSync(place))
  } else {
    reach.use(path, unlinkSync)
  }
  return true
}

function removeIfEmpty(ground: Ground, path: BytePath): void {
  try {
    ground.use(path, (place) => rmdirSync(place))
    ground.forget(path)
  } catch (error) {
    // POSIX allows either code for a directory that is not empty; a mount point is busy.
    if (!['ENOTEMPTY', 'EEXIST', 'EBUSY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
