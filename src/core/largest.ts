import { toDisplay } from './bytes.ts'
import { EntryType, NONE, type Tree } from './tree.ts'

/** A directory whose child holds most of it is not worth naming: the child is. */
const MOSTLY = 0.8

/** The directories that make a tree large, raw bytes with all below, largest first: at most `count`, for a message. */
export function largestDirectories(
  trees: readonly { readonly label: string; readonly tree: Tree }[],
  count: number,
): { path: string; bytes: number }[] {
  const all: { path: string; bytes: number }[] = []
  for (const { label, tree } of trees) {
    const bytes = new Float64Array(tree.length)
    const heaviestChild = new Float64Array(tree.length)
    for (let entry = tree.length - 1; entry >= 0; entry--) {
      if (tree.type[entry] === EntryType.file && tree.source(entry) === entry) bytes[entry] = tree.size[entry] as number
      const parent = tree.parent[entry] as number
      if (parent === NONE) continue
      bytes[parent] = (bytes[parent] as number) + (bytes[entry] as number)
      if (tree.type[entry] === EntryType.directory)
        heaviestChild[parent] = Math.max(heaviestChild[parent] as number, bytes[entry] as number)
    }
    for (let entry = 0; entry < tree.length; entry++) {
      if (
        tree.type[entry] !== EntryType.directory ||
        (heaviestChild[entry] as number) > MOSTLY * (bytes[entry] as number)
      )
        continue
      const path = tree.path(entry)
      all.push({ path: path === '' ? label : `${label}/${toDisplay(path)}`, bytes: bytes[entry] as number })
    }
  }
  return all.sort((a, b) => b.bytes - a.bytes).slice(0, count)
}
