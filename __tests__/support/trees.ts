import { FrameTable, type PackRow } from '../../src/core/manifest.ts'
import { EntryType, HOLE, NONE, Tree } from '../../src/core/tree.ts'

export type Extent = readonly [frame: number | 'hole', offset: number, length: number]
export interface Node {
  readonly extents?: readonly Extent[]
  readonly target?: string
  readonly mode?: number
  readonly mtimeNs?: bigint
  readonly ctimeNs?: bigint
  readonly ino?: bigint
  /** Path of the first member of the hard-link group. */
  readonly linkTo?: string
  readonly size?: number
}

/** A tree from paths; a path that ends in `/` is a directory. They must come in walk order, parents first. */
export function treeOf(nodes: Readonly<Record<string, Node>>): Tree {
  const tree = new Tree()
  tree.push('', EntryType.directory, NONE)
  tree.mode[0] = 0o755
  const at = new Map<string, number>([['', 0]])
  for (const [name, node] of Object.entries(nodes)) {
    const directory = name.endsWith('/')
    const path = directory ? name.slice(0, -1) : name
    const slash = path.lastIndexOf('/')
    const type = directory ? EntryType.directory : node.target === undefined ? EntryType.file : EntryType.symlink
    const parent = at.get(slash < 0 ? '' : path.slice(0, slash)) as number
    const entry = tree.push(path.slice(slash + 1), type, parent)
    at.set(path, entry)
    tree.mode[entry] = node.mode ?? (directory ? 0o755 : 0o644)
    tree.mtimeNs[entry] = node.mtimeNs ?? 1_000_000_000n
    tree.ctimeNs[entry] = node.ctimeNs ?? 5_000_000_000n
    tree.ino[entry] = node.ino ?? BigInt(1000 + entry)
    if (node.target !== undefined) tree.target.set(entry, node.target)
    if (node.linkTo !== undefined) {
      const first = at.get(node.linkTo) as number
      tree.link[first] = first
      tree.link[entry] = first
      tree.size[entry] = tree.size[first] as number
      tree.ino[entry] = tree.ino[first] as bigint
      continue
    }
    tree.firstExtent[entry] = tree.extents
    tree.extentCount[entry] = node.extents?.length ?? 0
    for (const [frame, offset, length] of node.extents ?? [])
      tree.pushExtent(frame === 'hole' ? HOLE : frame, offset, length)
    tree.size[entry] = node.size ?? (node.extents ?? []).reduce((sum, [, , length]) => sum + length, 0)
  }
  return tree
}

/** Frames one after the other: `[pack, storedLength, rawLength]`. */
export function framesOf(rows: readonly (readonly [pack: number, stored: number, raw: number])[]): FrameTable {
  const frames = new FrameTable()
  const end = new Map<number, { offset: number; number: number }>()
  for (const [pack, storedLength, rawLength] of rows) {
    const { offset, number } = end.get(pack) ?? { offset: 0, number: 0 }
    frames.push({
      pack,
      number,
      offset,
      storedLength,
      rawLength,
      codec: 1,
      sha256: new Uint8Array(32).fill(number + 1),
    })
    end.set(pack, { offset: offset + storedLength, number: number + 1 })
  }
  return frames
}

export function packsOf(...ulids: string[]): PackRow[] {
  return ulids.map((ulid) => ({
    lane: 'local',
    ulid,
    keyId: '',
    footerOffset: 0,
    footerLength: 0,
    footerSha256: new Uint8Array(32),
  }))
}
