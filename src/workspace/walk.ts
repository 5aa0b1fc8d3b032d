import { type BigIntStats, constants, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { type BytePath, joinBytes, toFsPath } from '../core/bytes.ts'
import type { LocalMount } from '../core/mount.ts'
import type { LeftOut } from '../core/ports/workspace.ts'
import { compareWalkOrder, EntryType, NONE, Tree } from '../core/tree.ts'
import { DEPTH_MAX, NAME_MAX, PATH_MAX } from '../core/tree-rules.ts'
import { closedMode, openDirectory, shutDirectory } from './closed-directories.ts'
import type { KnownTree } from './known-tree.ts'
import { type Listing, list } from './listing.ts'
import { isAbsence, Seen, type StatRows } from './stat-files.ts'
import { parseTempName } from './temp-names.ts'
import { groupLinks, type WalkResult, without } from './walk-result.ts'

const { S_IFMT, S_IFREG, S_IFDIR, S_IFLNK } = constants

/** Takes a regular file that somebody is to look at: its entry, and where it lies. */
export type LeaveFile = (entry: number, directory: BytePath, name: BytePath) => void

/** A directory that is being walked. */
interface Level {
  readonly path: BytePath
  readonly entry: number
  readonly listing: Listing
  next: number
  /** The known tree's entry of this directory, or `NONE`, and how far its own entries have been passed. */
  readonly known: number
  passed: number
  /** The mode it had before it was opened for the walk, if it had to be. */
  readonly closedMode: number | undefined
}

/**
 * Lists what a mount's patterns select, in the order of a walk. Regular files are left to others to look at: until
 * `filled` their entries have no stat.
 */
export class Walk {
  readonly tree = new Tree()
  readonly leftOut: LeftOut[] = []
  readonly incomplete: number[] = []
  /** Of the regular files that were looked at so far. */
  bytes = 0
  readonly #mount: LocalMount
  readonly #without: ReadonlySet<BytePath>
  /** Where the path inside the mount begins in an absolute one. */
  #cut = 0
  readonly #takesAll: boolean
  readonly #known: KnownTree | undefined
  readonly #levels: Level[] = []
  /** How many of them had to be opened: what lies below is looked at before they are shut again. */
  #opened = 0
  readonly #leave: LeaveFile
  /** Files that may have several names. */
  readonly #linked: number[] = []
  /** Listed files that could not be looked at, and why. */
  readonly #lost = new Map<number, LeftOut['reason']>()

  constructor(mount: LocalMount, without: readonly BytePath[], known: KnownTree | undefined, leave: LeaveFile) {
    this.#mount = mount
    this.#leave = leave
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
    const number = level.next++
    const name = level.listing.names[number]
    if (name === undefined) this.#ascend()
    else if (isOurs(name)) return true
    else if (level.listing.areFiles[number] && this.#opened === 0) this.#leaveFile(level, name)
    else this.#visit(joinBytes(level.path, name), name, level.entry)
    return true
  }

  /** Takes what was seen of files that were left to others. */
  filled(entries: readonly number[], rows: StatRows): void {
    const { tree } = this
    for (const [row, entry] of entries.entries()) {
      const seen = rows.seen[row]
      if (seen !== Seen.file) {
        this.#lost.set(entry, seen === Seen.vanished ? 'vanished' : 'unreadable')
        continue
      }
      tree.mode[entry] = rows.mode[row] as number
      tree.size[entry] = rows.size[row] as number
      tree.mtimeNs[entry] = rows.mtimeNs[row] as bigint
      tree.ctimeNs[entry] = rows.ctimeNs[row] as bigint
      tree.ino[entry] = rows.ino[row] as bigint
      tree.dev[entry] = rows.dev[row] as bigint
      this.bytes += rows.size[row] as number
      if (rows.linked[row]) this.#linked.push(entry)
    }
  }

  /** What was found, once everything has been looked at. */
  end(): WalkResult {
    groupLinks(this.tree, this.#linked)
    if (this.#lost.size === 0) return this
    for (const [entry, reason] of this.#lost) {
      this.leftOut.push({ path: this.tree.path(entry), reason })
      this.incomplete.push(this.tree.parent[entry] as number)
    }
    this.leftOut.sort((a, b) => compareWalkOrder(a.path, b.path))
    return without(this, this.#lost)
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

  #leaveFile(level: Level, name: BytePath): void {
    const { selection } = this.#mount
    const path = joinBytes(level.path, name)
    if (this.#without.size > 0 && this.#without.has(this.#inside(path))) return
    if (!this.#fits(path, name)) this.#leaveOut(this.#inside(path), 'special')
    else if (selection.everything || selection.selects(this.#inside(path), false)) {
      const entry = this.tree.push(name, EntryType.file, level.entry)
      this.tree.implied[entry] = 0
      this.#leave(entry, level.path, name)
    }
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
    if (stat.nlink > 1n && stat.ino !== 0n) this.#linked.push(entry)
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

  /** A directory that was not selected is kept only if something below it is: see `#ascend`. */
  #enter(path: BytePath, name: BytePath, parent: number, stat: BigIntStats, selected: boolean): void {
    const mode = closedMode(stat)
    const known = this.#knownOf(name)
    let listing: Listing
    try {
      if (mode !== undefined) openDirectory(path, mode)
      listing = (known === NONE ? undefined : this.#known?.list(known, stat)) ?? list(path)
    } catch (error) {
      if (mode !== undefined) shutDirectory(path, mode)
      this.#leaveOut(this.#inside(path), reasonOf(error))
      return
    }
    const entry = this.#push(name, EntryType.directory, parent, stat)
    this.tree.implied[entry] = selected ? 0 : 1
    if (!this.#takesAll) this.incomplete.push(entry)
    if (mode !== undefined) this.#opened++
    this.#levels.push({ path, entry, listing, next: 0, known, passed: known + 1, closedMode: mode })
  }

  /** The known tree's entry of a directory in the one that is being walked; `NONE` if it has none. */
  #knownOf(name: BytePath): number {
    const level = this.#levels.at(-1)
    if (!level) return this.#known ? 0 : NONE
    if (!this.#known || level.known === NONE) return NONE
    level.passed = this.#known.seek(level.known, level.passed, name)
    return this.#known.has(level.known, level.passed, name) ? level.passed : NONE
  }

  #ascend(): void {
    const level = this.#levels.pop() as Level
    if (level.closedMode !== undefined) this.#opened--
    shut(level)
    if (this.tree.implied[level.entry] === 1 && this.tree.length === level.entry + 1) {
      this.tree.length--
      this.tree.name.pop()
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
  return isAbsence(error) ? 'vanished' : 'unreadable'
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
