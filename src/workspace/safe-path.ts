import { accessSync, chmodSync, constants, lstatSync, realpathSync, type Stats, statSync } from 'node:fs'
import { sep } from 'node:path'
import { type BytePath, joinBytes, toDisplay, toFsPath } from '../core/bytes.ts'
import { FormatError } from '../core/ports/errors.ts'
import { Reach } from './reach.ts'

// The one place that keeps restores inside their mounts: nothing is written, linked, stamped or removed below a
// directory that `Ground` has not found to be a real one, and no name leads out of its directory.

// biome-ignore lint/suspicious/noControlCharactersInRegex: Windows refuses control characters too
const WINDOWS_CHARACTERS = /[\x00-\x1f<>:"|?*\\]/
const WINDOWS_DEVICES = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3]) *(\.|$)/i

/**
 * Refuses a name that is none (`FormatError`: no decoder should have let it through), or that Windows gives another
 * meaning: devices, alternate streams, separators, endings it drops.
 */
export function checkName(name: BytePath, platform: NodeJS.Platform = process.platform): void {
  if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0')) {
    throw new FormatError(`"${toDisplay(name)}" is no file name`)
  }
  if (platform !== 'win32') return
  const text = Buffer.from(name, 'latin1').toString()
  if (WINDOWS_CHARACTERS.test(text) || WINDOWS_DEVICES.test(text) || text.endsWith('.') || text.endsWith(' ')) {
    throw new Error(`"${toDisplay(name)}" cannot be a file name on Windows`)
  }
}

/** `checkName` for each component of a path inside a mount; `''`, the mount itself, is fine. */
export function checkPath(path: BytePath, platform?: NodeJS.Platform): void {
  if (path !== '') for (const name of path.split('/')) checkName(name, platform)
}

/** The directory that holds a path: `''` for what lies directly in the mount. */
export function parentOf(path: BytePath): BytePath {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/**
 * Where a mount really is. A base that is a symbolic link to a directory is followed, so that work is done in the
 * directory and the link stays; any other base is taken as it stands. What lies above a base is the machine's affair.
 */
export function resolveBase(path: BytePath): BytePath {
  const link = lstatSync(toFsPath(path), { throwIfNoEntry: false })
  if (!link?.isSymbolicLink() || !statSync(toFsPath(path), { throwIfNoEntry: false })?.isDirectory()) return path
  return realpathSync.native(toFsPath(path), 'latin1').replaceAll(sep, '/')
}

/** Where everything of a mount is reached from: the directory that holds its base, and the temporary place beside it. */
export function rootOf(base: BytePath): BytePath {
  return parentOf(base) || '/'
}

/** What stands where a directory is looked for. `other`: something that must not be walked through. */
export type Standing = 'directory' | 'absent' | 'other'

/**
 * The directories of one mount as they are on the disk. Each is looked at once and remembered. One that this process
 * may not use (read-only, or not even searchable) is made usable for as long as the ground is open.
 */
export class Ground {
  readonly base: BytePath
  readonly #needs: number
  readonly #reach: Reach
  readonly #standing = new Map<BytePath, Standing>()
  readonly #opened = new Map<BytePath, number>()

  /** `look`: directories need only be read and searched; `change`: written too. */
  constructor(base: BytePath, needs: 'look' | 'change') {
    this.base = base
    this.#reach = new Reach(rootOf(base))
    this.#needs = constants.R_OK | constants.X_OK | (needs === 'change' ? constants.W_OK : 0)
  }

  /** Directories that were made usable, and the permission bits they had. */
  get opened(): ReadonlyMap<BytePath, number> {
    return this.#opened
  }

  /** `directory` only if the path and everything on the way to it, from the mount down, are real directories. */
  at(path: BytePath): Standing {
    const known = this.#standing.get(path)
    if (known) return known
    const above = path === '' ? 'directory' : this.at(parentOf(path))
    const standing = above === 'directory' ? this.#look(path) : above
    this.#standing.set(path, standing)
    return standing
  }

  /** Throws if the directory that holds a path, which is to be written or stamped, is no real one. */
  hold(path: BytePath): void {
    if (path === '' || this.at(parentOf(path)) === 'directory') return
    throw targetError(joinBytes(this.base, path), 'would lie below something that is no directory')
  }

  /** `Reach.use` for a path inside the mount. */
  use<T>(path: BytePath, call: (place: string | Buffer) => T): T {
    return this.#reach.use(joinBytes(this.base, path), call)
  }

  /** `Reach.stat` for a path inside the mount. */
  stat(path: BytePath): Stats | undefined {
    return this.#reach.stat(joinBytes(this.base, path))
  }

  /** The directory is gone: whatever comes in its place has nothing to do with it. */
  forget(path: BytePath): void {
    this.#standing.delete(path)
    this.#opened.delete(path)
  }

  /**
   * Gives opened directories their bits back, deepest first, except those that `stays` names, and lets go of what it
   * holds.
   */
  close(stays: (path: BytePath) => boolean = () => false): void {
    try {
      for (const [path, mode] of [...this.#opened].reverse()) {
        if (stays(path)) continue
        this.#opened.delete(path)
        this.#reach.hold(joinBytes(this.base, path), (place) => chmodSync(place, mode))
      }
    } finally {
      this.#reach.close()
    }
  }

  #look(path: BytePath): Standing {
    const stat = this.stat(path)
    if (!stat) return 'absent'
    if (!stat.isDirectory()) return 'other'
    this.#reach.hold(joinBytes(this.base, path), (place, { mode }) => {
      if (isAllowed(place, this.#needs)) return
      chmodSync(place, mode | 0o700)
      this.#opened.set(path, mode & 0o7777)
    })
    return 'directory'
  }
}

/** An error of the target, in the shape of a system error, so that it can be told which path it was. */
export function targetError(path: BytePath, what: string): Error {
  return Object.assign(new Error(`${toDisplay(path)} ${what}`), { path: toDisplay(path) })
}

/** May this process use the directory so? */
export function isAllowed(place: string | Buffer, needs: number): boolean {
  try {
    accessSync(place, needs)
    return true
  } catch {
    return false
  }
}
