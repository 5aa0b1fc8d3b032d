import { type BigIntStats, chmodSync, constants, lstatSync } from 'node:fs'
import process from 'node:process'
import { type BytePath, joinBytes, toFsPath } from '../core/bytes.ts'
import { EntryType, type Tree } from '../core/tree.ts'
import { Reach } from './reach.ts'
import { rootOf } from './safe-path.ts'

const READ_AND_SEARCH = constants.S_IRUSR | constants.S_IXUSR

/**
 * The mode of a directory that keeps out even its owner, us; `undefined` if it need not be opened, or cannot be. Such
 * directories are opened for as long as work is done in them.
 */
export function closedMode(stat: BigIntStats): number | undefined {
  const mode = Number(stat.mode) & 0o7777
  // Root passes everywhere; Windows has no such modes.
  const user = process.geteuid?.()
  return (mode & READ_AND_SEARCH) !== READ_AND_SEARCH && user && Number(stat.uid) === user ? mode : undefined
}

/** Throws the system's error. */
export function openDirectory(path: BytePath, mode: number): void {
  setMode(path, mode | READ_AND_SEARCH)
}

export function shutDirectory(path: BytePath, mode: number): void {
  try {
    setMode(path, mode)
  } catch {
    // It is gone.
  }
}

/** Of the directory itself, never of what a link in its place points to. */
function setMode(path: BytePath, mode: number): void {
  const reach = new Reach(rootOf(path))
  try {
    reach.hold(path, (place) => chmodSync(place, mode))
  } finally {
    reach.close()
  }
}

/** Opens all closed directories of trees as they were scanned, until the returned value is disposed of. */
export function openClosedDirectories(mounts: readonly { readonly path: BytePath; readonly tree: Tree }[]): Disposable {
  const opened: { path: BytePath; mode: number }[] = []
  for (const { path: base, tree } of mounts) {
    for (let entry = 0; entry < tree.length; entry++) {
      const closed = ((tree.mode[entry] as number) & READ_AND_SEARCH) !== READ_AND_SEARCH
      if (!closed || tree.type[entry] !== EntryType.directory) continue
      const path = joinBytes(base, tree.path(entry))
      try {
        const stat = lstatSync(toFsPath(path), { bigint: true })
        const mode = stat.isDirectory() ? closedMode(stat) : undefined
        if (mode === undefined) continue
        openDirectory(path, mode)
        opened.push({ path, mode })
      } catch {
        // Gone or no longer ours: whoever reads below it will find out.
      }
    }
  }
  return {
    [Symbol.dispose]() {
      for (const { path, mode } of opened.splice(0).reverse()) shutDirectory(path, mode)
    },
  }
}
