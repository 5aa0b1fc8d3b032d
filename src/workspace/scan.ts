import { type BigIntStats, constants, lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { type BytePath, joinBytes, toFsPath } from '../core/bytes.ts'
import type { LocalMount } from '../core/mount.ts'
import type { EventSink } from '../core/ports/events.ts'
import type { LeftOut, Scan, ScanOptions } from '../core/ports/workspace.ts'
import { EntryType, NONE, Tree } from '../core/tree.ts'
import { DEPTH_MAX, NAME_MAX, PATH_MAX } from '../core/tree-rules.ts'
import { closedMode, openDirectory, shutDirectory } from './closed-directories.ts'
import { KnownTree } from './known-tree.ts'
import { probe } from './settle.ts'
import { parseTempName } from './temp-names.ts'

/** How long the walk keeps the thread before timers and signals get their turn. */
const TURN_MILLIS = 50
const PROGRESS_MILLIS = 100

const { S_IFMT, S_IFREG, S_IFDIR, S_IFLNK } = constants

export interface ScanPlace {
  readonly stateDir: string
  readonly events: EventSink
}

/**
 * Walks a mount and stats all that its patterns select; content is never read. Synchronous calls in turns of 50 ms: for
 * a walk that is bound by the kernel they take half the time of asynchronous ones.
 */
export async function scan(mount: LocalMount, place: ScanPlace, options: ScanOptions = {}): Promise<Scan> {
  options.signal?.throwIfAborted()
  const { nowNs: startedNs, tellingDev } = probe(mount, place.stateDir)
  const known = options.known && tellingDev !== undefined ? new KnownTree(options.known, tellingDev) : undefined
  const walk = new Walk(mount, options.without ?? [], known)
  try {
    let turnEnds = performance.now() + TURN_MILLIS
    let nextProgress = performance.now() + PROGRESS_MILLIS
    while (walk.step()) {
      if (performance.now() < turnEnds) continue
      if (performance.now() >= nextProgress) {
        const { bytes, tree } = walk
        place.events.emit({ type: 'progress', phase: 'scan', done: bytes, total: 0, files: tree.length, totalFiles: 0 })
        nextProgress = performance.now() + PROGRESS_MILLIS
      }
      await setImmediate()
      options.signal?.throwIfAborted()
      turnEnds = performance.now() + TURN_MILLIS
    }
  } finally {
    walk.close()
  }
  return {
    tree: walk.tree.length > 0 ? walk.tree : undefined,
    leftOut: walk.leftOut,
    incomplete: walk.incomplete,
    startedNs,
  }
}

/** A directory that is being walked. */
interface Level {
  readonly path: BytePath
  readonly entry: number
  readonly names: readonly BytePath[]
  next: number
  /** The known tree's entry of this directory, or `NONE`, and how far its own entries have been passed. */
  readonly known: number
  passed: number
  /** The mode it had before it was opened for the walk, if it had to be. */
  readonly closedMode: number | undefined
}

class Walk {
  readonly tree = new Tree()
  readonly leftOut: LeftOut[] = []
  readonly incomplete: number[] = []
  /** Of the regular files so far. */
  bytes = 0
  readonly #mount: LocalMount
  readonly #without: ReadonlySet<BytePath>
  /** Where the path inside the mount begins in an absolute one. */
  #cut = 0
  readonly #takesAll: boolean
  readonly #known: KnownTree | undefined
  readonly #levels: Level[] = []
  /** Device and inode of files with several names → the first of them. */
  readonly #firstNames = new Map<bigint, Map<bigint, number>>()

  constructor(mount: LocalMount, without: readonly BytePath[], known: KnownTree | undefined) {
    this.#mount = mount
    const prefix = withSlash(mount.path)
    this.#without = new Set(without.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length)))
    // What a pattern leaves out may lie in any directory.
    this.#takesAll = mount.selection.everything && this.#without.size === 0
    if (this.#takesAll) this.#known = known
    this.#begin()
  }

  /** Deals with one name, or leaves a directory. `false`: the walk is over. */
  step(): boolean {
    const level = this.#levels.at(-1)
    if (!level) return false
    const name = level.names[level.next++]
    if (name === undefined) this.#leave()
    else if (!isOurs(name)) this.#visit(joinBytes(level.path, name), name, level.entry)
    return true
  }

  /** Puts back the modes of directories that are still open. */
  close(): void {
    for (const level of this.#levels.splice(0).reverse()) shut(level)
  }

  /** The mount itself. A link to a directory stands for the directory: the only link that is followed. */
  #begin(): void {
    const { path } = this.#mount
    let root = path
    let stat: BigIntStats | undefined
    try {
      stat = lstatSync(toFsPath(path), { bigint: true, throwIfNoEntry: false })
      const behind = stat?.isSymbolicLink()
        ? statSync(toFsPath(path), { bigint: true, throwIfNoEntry: false })
        : undefined
      if (behind?.isDirectory()) {
        root = realpathSync.native(toFsPath(path), 'latin1')
        stat = behind
      }
    } catch (error) {
      if (!stat && (error as NodeJS.ErrnoException).code !== 'ENOTDIR') this.#leaveOut('', reasonOf(error))
    }
    this.#cut = withSlash(root).length
    if (stat) this.#add(root, '', NONE, stat)
  }

  #visit(path: BytePath, name: BytePath, parent: number): void {
    if (this.#without.size > 0 && this.#without.has(this.#inside(path))) return
    if (!this.#fits(path, name)) {
      this.#leaveOut(this.#inside(path), 'special')
      return
    }
    let stat: BigIntStats | undefined
    try {
      stat = lstatSync(toFsPath(path), { bigint: true, throwIfNoEntry: false })
    } catch (error) {
      this.#leaveOut(this.#inside(path), reasonOf(error))
      return
    }
    if (stat) this.#add(path, name, parent, stat)
    else this.#leaveOut(this.#inside(path), 'vanished')
  }

  #add(path: BytePath, name: BytePath, parent: number, stat: BigIntStats): void {
    const kind = Number(stat.mode) & S_IFMT
    const { selection } = this.#mount
    const selected = selection.everything || selection.selects(this.#inside(path), kind === S_IFDIR)
    if (kind === S_IFDIR) {
      if (selected || selection.descends(this.#inside(path))) this.#enter(path, name, parent, stat, selected)
    } else if (selected) {
      if (kind === S_IFREG) this.#addFile(name, parent, stat)
      else if (kind === S_IFLNK) this.#addLink(path, name, parent, stat)
      else this.#leaveOut(this.#inside(path), 'special')
    }
  }

  #addFile(name: BytePath, parent: number, stat: BigIntStats): void {
    const entry = this.#push(name, EntryType.file, parent, stat)
    const size = Number(stat.size)
    this.tree.size[entry] = size
    this.bytes += size
    if (stat.nlink > 1n && stat.ino !== 0n) this.#group(entry, stat)
  }

  #addLink(path: BytePath, name: BytePath, parent: number, stat: BigIntStats): void {
    let target: BytePath
    try {
      target = readlinkSync(toFsPath(path), 'latin1')
    } catch (error) {
      this.#leaveOut(this.#inside(path), reasonOf(error))
      return
    }
    this.tree.target.set(this.#push(name, EntryType.symlink, parent, stat), target)
  }

  /** A directory that was not selected is kept only if something below it is: see `#leave`. */
  #enter(path: BytePath, name: BytePath, parent: number, stat: BigIntStats, selected: boolean): void {
    const mode = closedMode(stat)
    const known = this.#knownOf(name)
    let names: BytePath[]
    try {
      if (mode !== undefined) openDirectory(path, mode)
      names =
        (known === NONE ? undefined : this.#known?.names(known, stat)) ?? readdirSync(toFsPath(path), 'latin1').sort()
    } catch (error) {
      if (mode !== undefined) shutDirectory(path, mode)
      this.#leaveOut(this.#inside(path), reasonOf(error))
      return
    }
    const entry = this.#push(name, EntryType.directory, parent, stat)
    this.tree.implied[entry] = selected ? 0 : 1
    if (!this.#takesAll) this.incomplete.push(entry)
    this.#levels.push({ path, entry, names, next: 0, known, passed: known + 1, closedMode: mode })
  }

  /** The known tree's entry of a directory in the one that is being walked; `NONE` if it has none. */
  #knownOf(name: BytePath): number {
    const level = this.#levels.at(-1)
    if (!level) return this.#known ? 0 : NONE
    if (!this.#known || level.known === NONE) return NONE
    level.passed = this.#known.seek(level.known, level.passed, name)
    return this.#known.has(level.known, level.passed, name) ? level.passed : NONE
  }

  #leave(): void {
    const level = this.#levels.pop() as Level
    shut(level)
    if (this.tree.implied[level.entry] === 1 && this.tree.length === level.entry + 1) {
      this.tree.length--
      this.tree.name.pop()
    }
  }

  #group(entry: number, stat: BigIntStats): void {
    const names = this.#firstNames.get(stat.dev) ?? new Map<bigint, number>()
    this.#firstNames.set(stat.dev, names)
    const first = names.get(stat.ino)
    if (first === undefined) {
      names.set(stat.ino, entry)
    } else {
      this.tree.link[first] = first
      this.tree.link[entry] = first
    }
  }

  #push(name: BytePath, type: EntryType, parent: number, stat: BigIntStats): number {
    const { tree } = this
    const entry = tree.push(name, type, parent)
    // All columns: the place may have been that of a directory that was taken back.
    tree.implied[entry] = 0
    tree.mode[entry] = Number(stat.mode) & 0o777
    tree.mtimeNs[entry] = stat.mtimeNs
    tree.ctimeNs[entry] = stat.ctimeNs
    tree.ino[entry] = stat.ino
    tree.dev[entry] = stat.dev
    return entry
  }

  #leaveOut(path: BytePath, reason: LeftOut['reason']): void {
    this.leftOut.push({ path, reason })
    const level = this.#levels.at(-1)
    if (level) this.incomplete.push(level.entry)
  }

  /** Does the format have room for it? (Only Windows has longer names.) */
  #fits(path: BytePath, name: BytePath): boolean {
    return name.length <= NAME_MAX && this.#levels.length <= DEPTH_MAX && path.length - this.#cut <= PATH_MAX
  }

  #inside(path: BytePath): BytePath {
    return path.slice(this.#cut)
  }
}

function reasonOf(error: unknown): LeftOut['reason'] {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  return code === 'ENOENT' || code === 'ENOTDIR' ? 'vanished' : 'unreadable'
}

function shut(level: Level): void {
  if (level.closedMode !== undefined) shutDirectory(level.path, level.closedMode)
}

/** Temporary files and directories that stand beside what they will replace, and probes. */
function isOurs(name: BytePath): boolean {
  return name.includes('.warmstart-') && parseTempName(name) !== undefined
}

function withSlash(path: BytePath): BytePath {
  return path.endsWith('/') ? path : `${path}/`
}
