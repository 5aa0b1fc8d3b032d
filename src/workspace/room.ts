import { existsSync, statfsSync, statSync } from 'node:fs'
import { type BytePath, toFsPath } from '../core/bytes.ts'
import { EntryType, HOLE, type Tree } from '../core/tree.ts'
import { rootOf, targetError } from './safe-path.ts'

/** What is to be written to a place: entries of a tree. */
interface Load {
  readonly base: BytePath
  readonly tree: Tree
  readonly write: readonly number[]
}

interface Need {
  readonly base: BytePath
  bytes: number
  apparentBytes: number
}

/**
 * Throws if what is to be written cannot fit: more bytes than are free, or files that together would be larger than
 * the whole file system if their holes were filled. Looked at before anything is made, so that neither a full disk nor
 * a version that is meant to fill it stops anybody else.
 */
export function checkRoom(loads: readonly Load[]): void {
  const needs = new Map<number, Need>()
  for (const { base, tree, write } of loads) {
    let place = rootOf(base)
    while (!existsSync(toFsPath(place))) place = rootOf(place)
    const { dev } = statSync(toFsPath(place))
    const need = needs.get(dev) ?? { base: place, bytes: 0, apparentBytes: 0 }
    needs.set(dev, need)
    for (const entry of write) addTo(need, tree, entry)
  }
  for (const { base, bytes, apparentBytes } of needs.values()) {
    const { bsize, blocks, bavail } = statfsSync(toFsPath(base))
    // Some file systems do not say.
    if (blocks === 0) continue
    if (bytes > bavail * bsize) throw targetError(base, `has ${bavail * bsize} bytes free, and ${bytes} are needed`)
    if (apparentBytes > blocks * bsize) {
      throw targetError(base, `is on a disk of ${blocks * bsize} bytes, and the files are ${apparentBytes} bytes long`)
    }
  }
}

function addTo(need: Need, tree: Tree, entry: number): void {
  if (tree.type[entry] !== EntryType.file || tree.source(entry) !== entry) return
  need.apparentBytes += tree.size[entry] as number
  const first = tree.firstExtent[entry] as number
  for (let extent = first; extent < first + (tree.extentCount[entry] as number); extent++) {
    if (tree.frame[extent] !== HOLE) need.bytes += tree.extentLength[extent] as number
  }
}
