import type { LeftOut } from '../core/ports/workspace.ts'
import { EntryType, filterTree, NONE, type Tree } from '../core/tree.ts'

/** What a walk found. */
export interface WalkResult {
  readonly tree: Tree
  readonly leftOut: LeftOut[]
  /** See `Scan`. */
  readonly incomplete: number[]
}

/** Files with several names: each but the first is a link to that. */
export function groupLinks(tree: Tree, entries: number[]): void {
  const firsts = new Map<bigint, Map<bigint, number>>()
  for (const entry of entries.sort((a, b) => a - b)) {
    const [dev, ino] = [tree.dev[entry] as bigint, tree.ino[entry] as bigint]
    const ofDevice = firsts.get(dev) ?? new Map<bigint, number>()
    firsts.set(dev, ofDevice)
    const first = ofDevice.get(ino)
    if (first === undefined) ofDevice.set(ino, entry)
    else {
      tree.link[first] = first
      tree.link[entry] = first
    }
  }
}

/** Without entries, and without directories that were kept only for them. */
export function without({ tree, leftOut, incomplete }: WalkResult, lost: ReadonlyMap<number, unknown>): WalkResult {
  const keep = new Uint8Array(tree.length)
  for (let entry = tree.length - 1; entry >= 0; entry--) {
    if (lost.has(entry)) continue
    if (tree.implied[entry] === 0 || tree.type[entry] !== EntryType.directory) keep[entry] = 1
    const parent = tree.parent[entry] as number
    if (keep[entry] && parent !== NONE) keep[parent] = 1
  }
  const moved = new Int32Array(tree.length)
  for (let entry = 0, kept = 0; entry < tree.length; entry++) moved[entry] = keep[entry] ? kept++ : NONE
  const left = incomplete.map((entry) => moved[entry] as number).filter((entry) => entry !== NONE)
  return { tree: filterTree(tree, keep), leftOut, incomplete: left }
}
