import process from 'node:process'
import { toDisplay } from '../core/bytes.ts'
import { foldName } from '../core/name-folding.ts'
import { NONE, type Tree } from '../core/tree.ts'
import { targetError } from './safe-path.ts'

/**
 * Throws if two entries would be one file on this platform. The second would be written over the first, or through it
 * where that is a link.
 */
export function checkCollisions(tree: Tree, platform: NodeJS.Platform = process.platform): void {
  if (platform !== 'darwin' && platform !== 'win32') return
  const seen = new Map<string, number>()
  for (let entry = 0; entry < tree.length; entry++) {
    const parent = tree.parent[entry] as number
    if (parent === NONE) continue
    const folded = `${parent}/${foldName(tree.name[entry] as string, platform)}`
    const other = seen.get(folded)
    if (other !== undefined) {
      const path = tree.path(entry)
      throw targetError(path, `and ${toDisplay(tree.path(other))} are one name on this system`)
    }
    seen.set(folded, entry)
  }
}
