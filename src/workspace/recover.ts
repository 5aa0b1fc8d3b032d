import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type BytePath, toFsPath } from '../core/bytes.ts'
import type { LocalMount } from '../core/mount.ts'
import type { Recovery } from '../core/ports/workspace.ts'
import { decodeState } from '../core/state-codec.ts'
import { clearMark, type DirtyMark, readMark } from './dirty-mark.ts'
import { trackedFiles } from './git-tracked.ts'
import { removeLitter } from './litter.ts'
import { isMountPoint } from './mount-point.ts'
import { removeListed } from './remove.ts'
import { Ground, resolveBase } from './safe-path.ts'
import { stateFile } from './states.ts'

/**
 * Clears what a killed run left of a mount: if it died while it changed the mount in place, every file that the state
 * or the new version names goes (git-tracked ones stay), so that what remains is no half of anything; and its
 * temporary places go. A mount that was changed together with others is cleared together with them.
 */
export function recover(stateDir: string, mount: LocalMount): Recovery {
  const mark = readMark(stateDir, mount)
  const places = mark?.mounts ?? [{ base: resolveBase(mount.path), state: basename(stateFile(stateDir, mount)) }]
  let removedSiblings = 0
  // First the temporary places: a directory that is to go may hold some.
  for (const { base, state } of places) removedSiblings += removeLitter(stateDir, base, state)
  return { removedFiles: mark ? clearDirty(stateDir, mark) : 0, removedSiblings }
}

/** Removes what a mark names, then the mark. Returns the number of files and links removed. */
export function clearDirty(stateDir: string, mark: DirtyMark): number {
  let removed = 0
  let complete = true
  for (const { base, paths, state } of mark.mounts) {
    const tracked = trackedFiles(base)
    try {
      // Without git's word the job's own sources may be among them.
      if (!tracked) throw new Error('git cannot be asked')
      removed += removeAll(base, new Set([...paths, ...statePaths(join(stateDir, state))]), tracked)
    } catch {
      // The mark stays, and the next run tries again.
      complete = false
    }
  }
  if (complete) clearMark(stateDir, mark)
  return removed
}

/** Is there anything at a mount's place that a rename could not replace: content, a link, a mount point? */
export function occupied(mount: LocalMount): boolean {
  const place = toFsPath(mount.path)
  const stat = lstatSync(place, { throwIfNoEntry: false })
  if (!stat) return false
  if (!stat.isDirectory()) return true
  try {
    return readdirSync(place).length > 0 || isMountPoint(mount.path)
  } catch {
    // A directory that keeps out its owner: whatever is in it, it is worked on where it stands.
    return true
  }
}

function removeAll(base: BytePath, paths: Set<BytePath>, tracked: ReadonlySet<BytePath>): number {
  for (const path of tracked) paths.delete(path)
  const ground = new Ground(base, 'change')
  try {
    return removeListed(ground, paths)
  } finally {
    ground.close()
  }
}

function statePaths(file: string): BytePath[] {
  try {
    return decodeState(readFileSync(file)).tree.paths()
  } catch {
    return []
  }
}
