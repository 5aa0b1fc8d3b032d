import fc from 'fast-check'
import { toHex } from '../../src/core/bytes.ts'
import { FRAME_RAW_MAX } from '../../src/core/frame.ts'
import { type Anchor, FrameTable, type Manifest, type PackRow } from '../../src/core/manifest.ts'
import { CLAIMS } from '../../src/core/provenance.ts'
import { TAG_BYTES } from '../../src/core/sealing.ts'
import type { State } from '../../src/core/state.ts'
import { EntryType, HOLE, NONE, Tree } from '../../src/core/tree.ts'
import type { Version } from '../../src/core/version.ts'

/** Random manifests without files behind them: whatever the format can say. */

interface Stamp {
  readonly mode: number
  readonly mtimeNs: bigint
  readonly ctimeNs: bigint
  readonly ino: bigint
  readonly dev: bigint
}
type Piece = { readonly pick: number; readonly from: number; readonly length: number; readonly hole: boolean }
type Node = Stamp &
  (
    | { readonly kind: 'file'; readonly pieces: readonly Piece[] }
    | { readonly kind: 'symlink'; readonly target: string }
    | { readonly kind: 'hard'; readonly pick: number }
    | { readonly kind: 'directory'; readonly implied: boolean; readonly children: Readonly<Record<string, Node>> }
  )

const latin1 = (most: number) =>
  fc.uint8Array({ minLength: 1, maxLength: most }).map((bytes) => Buffer.from(bytes).toString('latin1'))
const name = fc
  .oneof(
    fc.constantFrom('a', 'a.b', 'a-b', 'B', '\xff', '...', ' ', '\n', '\\', 'x'.repeat(255), '__proto__'),
    latin1(6),
  )
  .filter((text) => text !== '.' && text !== '..' && !/[/\0]/.test(text))
const target = fc
  .oneof(latin1(20), fc.constantFrom('/etc/passwd', '../..', 'y'.repeat(4096)))
  .map((text) => text.replaceAll('\0', '0'))

const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(-1n, 0n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n), 499162500000000000n),
)
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
const stamp = { mode: fc.nat(0o777), mtimeNs: int64, ctimeNs: int64, ino: uint64, dev: uint64 }
const piece = fc.record({ pick: fc.nat(), from: fc.nat(), length: fc.nat(0xffff_fffe), hole: fc.boolean() })

const roots: fc.Arbitrary<Node> = fc.letrec<{ node: Node; directory: Node }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ ...stamp, kind: fc.constant('file' as const), pieces: fc.array(piece, { maxLength: 4 }) }),
    fc.record({ ...stamp, kind: fc.constant('symlink' as const), target }),
    fc.record({ ...stamp, kind: fc.constant('hard' as const), pick: fc.nat() }),
    tie('directory'),
  ),
  directory: fc.record({
    ...stamp,
    kind: fc.constant('directory' as const),
    implied: fc.boolean(),
    children: fc.dictionary(name, tie('node'), { maxKeys: 5, noNullPrototype: true }),
  }),
})).node

const frameRows = fc.array(
  fc.record({ raw: fc.integer({ min: 1, max: FRAME_RAW_MAX }), saved: fc.nat(), pack: fc.nat(), seed: fc.nat(255) }),
  { maxLength: 8 },
)
const ulids = fc.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
const lanes = fc.constantFrom('trusted', 'local', 'pr/17', 'ref/heads/feature/ü')
const packRows = fc.array(fc.record({ ulid: ulids, lane: lanes, keyId: fc.constantFrom('', 'k1') }), {
  minLength: 1,
  maxLength: 3,
})

function tables(
  rows: readonly { raw: number; saved: number; pack: number; seed: number }[],
  packs: readonly { ulid: string; lane: string; keyId: string }[],
) {
  const frames = new FrameTable()
  const ends = packs.map(() => 0)
  for (const { raw, saved, pack, seed } of rows) {
    const index = pack % packs.length
    const compressed = raw - (saved % raw)
    const storedLength = compressed + (packs[index]?.keyId === '' ? 0 : TAG_BYTES)
    frames.push({
      pack: index,
      number: frames.length,
      offset: ends[index] as number,
      storedLength,
      rawLength: raw,
      codec: compressed === raw ? 0 : 1,
      sha256: new Uint8Array(32).fill(seed),
    })
    ends[index] = (ends[index] as number) + storedLength
  }
  const table = packs.map(
    (pack, i): PackRow => ({
      ...pack,
      footerOffset: ends[i] as number,
      footerLength: 99 + i,
      footerSha256: new Uint8Array(32).fill(i),
    }),
  )
  return { frames, packs: table }
}

function treeFrom(root: Node, frames: FrameTable): Tree {
  const tree = new Tree()
  const firsts: number[] = []
  const visit = (name: string, node: Node, parent: number) => {
    const first = node.kind === 'hard' && firsts.length > 0 ? (firsts[node.pick % firsts.length] as number) : NONE
    const entry = tree.push(name, typeOf(node), parent)
    tree.mode[entry] = node.mode
    tree.mtimeNs[entry] = node.mtimeNs
    tree.ctimeNs[entry] = node.ctimeNs
    tree.ino[entry] = node.ino
    tree.dev[entry] = node.dev
    if (node.kind === 'symlink') tree.target.set(entry, node.target)
    if (node.kind === 'file') {
      firsts.push(entry)
      if (node.mode % 2 === 0) tree.pushExtent(7, 7, 7) // One that nobody refers to any more.
      tree.firstExtent[entry] = tree.extents
      for (const each of node.pieces) extend(tree, entry, each, frames)
    }
    if (first !== NONE) {
      tree.link[first] = first
      tree.link[entry] = first
      tree.size[entry] = tree.size[first] as number
    }
    if (node.kind !== 'directory') return
    tree.implied[entry] = node.implied ? 1 : 0
    for (const [child, below] of Object.entries(node.children).sort(([a], [b]) => (a < b ? -1 : 1)))
      visit(child, below, entry)
  }
  visit('', root, NONE)
  return tree
}

function typeOf(node: Node): EntryType {
  return node.kind === 'directory' ? EntryType.directory : node.kind === 'symlink' ? EntryType.symlink : EntryType.file
}

function extend(tree: Tree, entry: number, { pick, from, length, hole }: Piece, frames: FrameTable): void {
  const frame = hole || frames.length === 0 ? HOLE : pick % frames.length
  const raw = frame === HOLE ? 0 : (frames.rawLength[frame] as number)
  const offset = frame === HOLE ? 0 : from % raw
  const bytes = frame === HOLE ? 1 + length : 1 + (length % (raw - offset))
  tree.pushExtent(frame, offset, bytes)
  tree.extentCount[entry] = (tree.extentCount[entry] as number) + 1
  tree.size[entry] = (tree.size[entry] as number) + bytes
}

const text = fc.string({ unit: 'binary', maxLength: 20 })
const millis = fc.oneof(
  fc.nat(),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((ms) => (Object.is(ms, -0) ? 0 : ms)),
)

const manifests: fc.Arbitrary<Manifest> = fc
  .tuple(
    frameRows,
    packRows,
    fc.array(fc.record({ root: roots, anchor: fc.constantFrom<Anchor>('workspace', 'home', 'absolute'), base: text }), {
      maxLength: 3,
    }),
  )
  .map(([rows, packs, mounts]) => {
    const both = tables(rows, packs)
    return {
      ...both,
      mounts: mounts.map(({ root, anchor, base }, i) => ({
        label: `${i}${base}`,
        anchor,
        base,
        tree: treeFrom(root, both.frames),
      })),
    }
  })

export const versions: fc.Arbitrary<Version> = fc
  .record({
    ulid: ulids,
    parent: fc.oneof(fc.constant(''), ulids),
    provenance: fc.record({
      createdAt: millis,
      engine: text,
      os: text,
      arch: text,
      repository: text,
      commit: text,
      ref: text,
      workflow: text,
      workflowRef: text,
      run: text,
      job: text,
      actor: text,
      runner: text,
      runnerImage: text,
      toolchain: text,
      inputHash: text,
      identity: fc.dictionary(fc.constantFrom(...CLAIMS), text, { noNullPrototype: true }),
    }),
    manifest: manifests,
    tags: fc.array(text, { maxLength: 3 }),
    expiresAt: fc.option(millis, { nil: undefined }),
    omitted: fc.array(text, { maxLength: 3 }),
    signature: fc.stringMatching(/^[\w.-]{0,110}$/),
  })
  .map((version) => {
    const trees = version.manifest.mounts.map(({ tree }) => tree)
    return {
      ...version,
      files: trees.reduce((sum, tree) => sum + tree.fileCount(), 0),
      totalBytes: trees.reduce((sum, tree) => sum + tree.totalBytes(), 0),
    }
  })

export const states: fc.Arbitrary<State> = fc
  .record({
    tables: fc.tuple(frameRows, packRows),
    root: roots,
    about: fc.record({
      store: text,
      namespace: text,
      lane: fc.oneof(lanes, fc.constant('none')),
      volume: text,
      key: text,
      version: fc.option(fc.record({ lane: lanes, ulid: ulids }), { nil: undefined }),
      fork: fc.option(
        fc.record({
          job: text,
          key: text,
          parent: fc.option(fc.record({ lane: lanes, key: text, version: ulids }), { nil: undefined }),
          startedAt: millis,
        }),
        { nil: undefined },
      ),
      stampNs: int64,
      broken: fc.array(ulids, { maxLength: 2 }),
    }),
    unsaved: fc.nat(),
    idSeed: fc.nat(255),
  })
  .map(({ tables: [rows, packs], root, about, unsaved, idSeed }) => {
    const both = tables(rows, packs)
    const tree = treeFrom(root, both.frames)
    // A file that was never saved: a size, and no extents.
    const entry = unsaved % tree.length
    if (tree.type[entry] === EntryType.file) tree.extentCount[entry] = 0
    const ids = Uint8Array.from({ length: tree.extents * 32 }, (_, i) => (i >> 5) + idSeed)
    return { ...about, ...both, tree, ids }
  })

/** A tree as plain values: everything that must come back. `ids` belong to the extents. */
export function plainTree(tree: Tree, ids?: Uint8Array) {
  return tree.paths().map((path, entry) => {
    const first = tree.firstExtent[entry] as number
    const extents = Array.from({ length: tree.extentCount[entry] as number }, (_, i) => {
      const frame = tree.frame[first + i]
      const id = ids ? toHex(ids.subarray((first + i) * 32, (first + i + 1) * 32)) : ''
      return [frame, frame === HOLE ? 0 : tree.offset[first + i], tree.extentLength[first + i], id]
    })
    const file = tree.type[entry] === EntryType.file
    const link = tree.link[entry] as number
    return {
      path,
      type: tree.type[entry],
      parent: tree.parent[entry],
      implied: tree.implied[entry],
      mode: tree.mode[entry],
      mtimeNs: tree.mtimeNs[entry],
      size: file ? tree.size[entry] : 0,
      link: link === NONE ? 'none' : link,
      target: tree.target.get(entry),
      extents,
      ...(ids && { ctimeNs: tree.ctimeNs[entry], ino: tree.ino[entry], dev: tree.dev[entry] }),
    }
  })
}

export function plainManifest({ mounts, packs, frames }: Manifest) {
  return {
    mounts: mounts.map(({ tree, ...place }) => ({ ...place, entries: plainTree(tree) })),
    packs: packs.map(plainPack),
    frames: plainFrames(frames),
  }
}

export function plainFrames(frames: FrameTable) {
  return Array.from({ length: frames.length }, (_, frame) => {
    const row = frames.row(frame)
    return { ...row, sha256: toHex(row.sha256) }
  })
}

export function plainPack(pack: PackRow) {
  return { ...pack, footerSha256: toHex(pack.footerSha256) }
}
