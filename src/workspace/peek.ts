import { closeSync } from 'node:fs'
import { joinBytes } from '../core/bytes.ts'
import type { LocalMount } from '../core/mount.ts'
import type { Tree } from '../core/tree.ts'
import { openClosedDirectories } from './closed-directories.ts'
import { openFile, readBytes } from './read-file.ts'

/** `Workspace.peek`, on the calling thread: for a few files. */
export function peek(
  mount: LocalMount,
  tree: Tree,
  entries: readonly number[],
  most: number,
): (Uint8Array | undefined)[] {
  if (entries.length === 0) return []
  using _ = openClosedDirectories([{ path: mount.path, tree }])
  return entries.map((entry) =>
    beginning(joinBytes(mount.path, tree.path(entry)), Math.min(tree.size[entry] as number, most)),
  )
}

function beginning(path: string, length: number): Uint8Array | undefined {
  try {
    const { fd } = openFile(path)
    try {
      const bytes = new Uint8Array(length)
      return bytes.subarray(0, readBytes(fd, bytes, 0, length, 0))
    } finally {
      closeSync(fd)
    }
  } catch {
    // Whatever it is: the capture meets it, too, and says so.
    return undefined
  }
}
