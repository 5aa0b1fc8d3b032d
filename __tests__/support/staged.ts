import { chmodSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BytePath, joinBytes, toBytePath, toFsPath } from '../../src/core/bytes.ts'
import { diffPlace, pairEntries } from '../../src/core/diff.ts'
import { sha256, sha256Hex } from '../../src/core/digest.ts'
import { encodeFrame } from '../../src/core/frame.ts'
import { FrameTable } from '../../src/core/manifest.ts'
import type { LocalMount } from '../../src/core/mount.ts'
import type { Event } from '../../src/core/ports/events.ts'
import type { StagedMount, Staging, StagingStats } from '../../src/core/ports/workspace.ts'
import { planRanges } from '../../src/core/restore-plan.ts'
import { EntryType, HOLE, NONE, Tree } from '../../src/core/tree.ts'
import { scan } from '../../src/workspace/scan.ts'
import { stage } from '../../src/workspace/stage.ts'
import { WorkerPool } from '../../src/workspace/workers.ts'

export const workerUrl = new URL('../../src/workspace/worker.ts', import.meta.url)

/** Trees with their content in one pack, as a store would have them. */
export class Pack {
  readonly frames = new FrameTable()
  readonly #frameBytes: number
  readonly #stored: Uint8Array[] = []
  #length = 0
  #open: Uint8Array[] = []
  #openBytes = 0
  #extents: { tree: Tree; extent: number }[] = []

  constructor(frameBytes = 256 * 1024) {
    this.#frameBytes = frameBytes
  }

  /** Gives an entry its content; a number is a hole of that many bytes. */
  add(tree: Tree, entry: number, content: readonly (Uint8Array | number)[]): void {
    tree.firstExtent[entry] = tree.extents
    for (const piece of content) {
      const length = typeof piece === 'number' ? piece : piece.length
      const extent = tree.pushExtent(HOLE, 0, length)
      tree.extentCount[entry] = (tree.extentCount[entry] as number) + 1
      tree.size[entry] = (tree.size[entry] as number) + length
      if (typeof piece === 'number') continue
      tree.frame[extent] = this.frames.length
      tree.offset[extent] = this.#openBytes
      this.#open.push(piece)
      this.#openBytes += length
      this.#extents.push({ tree, extent })
      if (this.#openBytes >= this.#frameBytes) this.seal()
    }
  }

  seal(): void {
    if (this.#openBytes === 0) return
    const { stored, codec } = encodeFrame(Buffer.concat(this.#open), 3)
    const row = { pack: 0, number: this.frames.length, offset: this.#length, storedLength: stored.length }
    this.frames.push({ ...row, rawLength: this.#openBytes, codec, sha256: sha256(stored) })
    this.#stored.push(stored)
    this.#length += stored.length
    this.#open = []
    this.#openBytes = 0
  }

  bytes(): Uint8Array {
    this.seal()
    return Buffer.concat(this.#stored)
  }
}

export interface Given {
  readonly type?: EntryType
  readonly mode?: number
  readonly mtimeNs?: bigint
  readonly content?: string | readonly (Uint8Array | number)[]
  readonly target?: BytePath
  /** Path of an entry given before that this is another name of. */
  readonly linkTo?: BytePath
  readonly implied?: boolean
}

/** A tree made by hand: paths in walk order, `''` first; `undefined` stands for a directory. */
export function treeOf(pack: Pack, given: Readonly<Record<BytePath, Given | undefined>>): Tree {
  const tree = new Tree()
  const at = new Map<BytePath, number>()
  for (const [path, it] of Object.entries(given)) {
    const type =
      it?.type ??
      (it?.target !== undefined
        ? EntryType.symlink
        : it && !it.implied && hasContent(it)
          ? EntryType.file
          : EntryType.directory)
    const slash = path.lastIndexOf('/')
    const parent = path === '' ? NONE : at.get(path.slice(0, Math.max(slash, 0)))
    if (parent === undefined) throw new Error(`${path} comes before its directory`)
    const entry = tree.push(path.slice(slash + 1), type, parent)
    at.set(path, entry)
    tree.mode[entry] = it?.mode ?? (type === EntryType.directory ? 0o755 : 0o644)
    tree.mtimeNs[entry] = it?.mtimeNs ?? 1_700_000_000_123_456_789n
    tree.implied[entry] = it?.implied ? 1 : 0
    if (it?.target !== undefined) tree.target.set(entry, it.target)
    if (it?.linkTo !== undefined) {
      const source = at.get(it.linkTo) as number
      tree.link[source] = source
      tree.link[entry] = source
      tree.size[entry] = tree.size[source] as number
    } else if (type === EntryType.file) {
      const content = it?.content ?? []
      pack.add(tree, entry, typeof content === 'string' ? (content === '' ? [] : [Buffer.from(content)]) : content)
    }
  }
  return tree
}

function hasContent(it: Given): boolean {
  return it.content !== undefined || it.linkTo !== undefined
}

/** The tree of a directory on the disk, its content packed: chunks of 64 KiB, those of zeros as holes. */
export async function treeAt(pack: Pack, path: BytePath): Promise<Tree> {
  const mount = mountAt(path)
  const { tree } = await scan(mount, { stateDir: '/nonexistent', events: { emit() {} } })
  if (!tree) throw new Error(`nothing at ${path}`)
  const paths = tree.paths()
  for (let entry = 0; entry < tree.length; entry++) {
    if (tree.type[entry] !== EntryType.file || tree.source(entry) !== entry) continue
    const bytes = readAnyway(path, paths[entry] as BytePath)
    tree.size[entry] = 0
    pack.add(tree, entry, chunks(bytes))
  }
  tree.ctimeNs.fill(0n)
  tree.ino.fill(0n)
  tree.dev.fill(0n)
  return tree
}

function chunks(bytes: Buffer): (Uint8Array | number)[] {
  const pieces: (Uint8Array | number)[] = []
  for (let at = 0; at < bytes.length; at += 65536) {
    const chunk = bytes.subarray(at, at + 65536)
    pieces.push(chunk.every((byte) => byte === 0) ? chunk.length : chunk)
  }
  return pieces
}

/** Reads a file of ours whatever its mode and those of the directories on the way. */
function readAnyway(base: BytePath, path: BytePath): Buffer {
  const steps = path === '' ? [''] : ['', ...path.split('/').map((_, i, all) => all.slice(0, i + 1).join('/'))]
  const modes: [string | Buffer, number][] = []
  try {
    for (const step of steps) {
      const at = toFsPath(joinBytes(base, step))
      const { mode } = lstatSync(at)
      modes.push([at, mode & 0o7777])
      chmodSync(at, mode | 0o700)
    }
    return readFileSync(toFsPath(joinBytes(base, path)))
  } finally {
    for (const [at, mode] of modes.reverse()) chmodSync(at, mode)
  }
}

export function mountAt(path: string | BytePath): LocalMount {
  const selection = { everything: true, selects: () => true, descends: () => true }
  return { label: path, anchor: 'absolute', base: path, path: toBytePath(path), selection }
}

/** How a use case would put a tree at a place where something may lie already; `exact`: nothing else stays. */
export async function plannedFor(mount: LocalMount, tree: Tree, exact = true): Promise<StagedMount> {
  const all = Array.from({ length: tree.length }, (_, entry) => entry)
  const { tree: there } = await scan(mount, { stateDir: '/nonexistent', events: { emit() {} } })
  if (!there) return { mount, tree, how: 'in-place', write: all, restamp: [], remove: [] }
  const paths = there.paths()
  const diff = diffPlace(tree, there, (v, t) => {
    return tree.totalBytes() < 1e8 && hashOf(mount.path, paths[t] as BytePath) === hashes.get(tree)?.[v]
  })
  const remove = [...diff.inTheWay, ...(exact ? diff.foreign.map((entry) => paths[entry] as BytePath) : [])]
  return { mount, tree, how: 'in-place', write: diff.write, restamp: diff.restamp, remove }
}

/** Paths of written and restamped files and links whose stat columns are not what a scan finds. */
export async function wrongStats({ mount, tree, write, restamp }: StagedMount): Promise<BytePath[]> {
  const { tree: there } = await scan(mount, { stateDir: '/nonexistent', events: { emit() {} } })
  if (!there) return [mount.path]
  const at = pairEntries(tree, there)
  const wrong = [...write, ...restamp].filter((entry) => {
    const t = at[entry] as number
    if (tree.type[entry] === EntryType.directory) return false
    const same = tree.ctimeNs[entry] === there.ctimeNs[t] && tree.ino[entry] === there.ino[t]
    return t === NONE || !same || tree.dev[entry] !== there.dev[t]
  })
  return wrong.map((entry) => tree.path(entry))
}

/** Content hashes of trees, so that a plan can tell what is right already. */
export const hashes = new WeakMap<Tree, readonly string[]>()

export function rememberHashes(tree: Tree, path: BytePath): void {
  const paths = tree.paths()
  hashes.set(
    tree,
    paths.map((inner, entry) => (tree.type[entry] === EntryType.file ? hashOf(path, inner) : '')),
  )
}

function hashOf(base: BytePath, path: BytePath): string {
  return sha256Hex(readAnyway(base, path))
}

/** One machine: a state directory, workers, what was said. */
export class Bench {
  readonly stateDir: string
  readonly pool: WorkerPool
  readonly events: Event[] = []
  constructor(directory: string, pool = new WorkerPool(workerUrl, 2)) {
    this.stateDir = join(directory, 'state')
    this.pool = pool
  }

  stage(mounts: readonly StagedMount[], signal?: AbortSignal): Promise<Staging> {
    const events = { emit: (event: Event) => this.events.push(event) }
    return stage(this.pool, this.stateDir, events, mounts, { ...(signal && { signal }) })
  }

  /** The whole way: stages, writes all content in ranges of the pack, commits. */
  async restore(pack: Pack, mounts: readonly StagedMount[]): Promise<StagingStats> {
    const staging = await this.stage(mounts)
    try {
      await Promise.all(batches(pack, mounts).map((batch) => staging.write(batch)))
      return await staging.commit()
    } catch (error) {
      await staging.abort()
      throw error
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.pool.close()
  }
}

/** What a store would hand over, `range` frames at a time. */
export function batches(pack: Pack, mounts: readonly StagedMount[]) {
  const bytes = pack.bytes()
  return planRanges(
    mounts.map(({ tree, write }) => ({ tree, entries: write })),
    pack.frames,
    8 * 1024 * 1024,
  ).map(({ offset, length, parts, writes }) => {
    return { bytes: Uint8Array.from(bytes.subarray(offset, offset + length)), parts, frames: pack.frames, writes }
  })
}

/** A mount whose place is absent or empty. */
export function fresh(mount: LocalMount, tree: Tree): StagedMount {
  const write = Array.from({ length: tree.length }, (_, entry) => entry)
  return { mount, tree, how: 'sibling', write, restamp: [], remove: [] }
}
