import { closeSync, constants, fstatSync, lstatSync, openSync, type Stats } from 'node:fs'
import process from 'node:process'
import { type BytePath, toDisplay, toFsPath } from '../core/bytes.ts'

// Between looking at a directory and using a name in it, another process may put a link in its place. On Linux that
// gains nothing: directories are held open, each opened in the one above it and never through a link, and a name is
// used in the directory held: `/proc/self/fd/<directory>/<name>`, which is what openat(2) and its kin are to other
// languages. Elsewhere Node has no such way, and paths are used as they are.

/** Where `O_PATH` is: a handle that only names its file, for which no permission on it is needed. */
const O_PATH = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch) ? 0o10000000 : 0
const HELD = '/proc/self/fd'

interface Step {
  /** Of the absolute path so far. */
  readonly length: number
  readonly fd: number
}

/**
 * The way to the files below one directory, for calls that come roughly in walk order: the directories on the way to
 * the last file stay open for the next. Close it in the end.
 */
export class Reach {
  readonly #root: BytePath
  readonly #holds: boolean
  #steps: Step[] = []
  /** The directory that `#steps` lead to. */
  #directory: BytePath = ''

  /** Links in the path of `root` itself are followed: what lies above a mount is the machine's affair. */
  constructor(root: BytePath, holds: boolean = CAN_HOLD) {
    this.#root = root
    this.#holds = holds
  }

  /**
   * Does something with the file at an absolute path below the root, last links not followed by anything but the call
   * itself. Throws `ENOTDIR` where a directory on the way is a link. Errors name the path that was given.
   */
  use<T>(path: BytePath, call: (place: string | Buffer) => T): T {
    const place = this.#placeOf(path)
    try {
      return call(place)
    } catch (error) {
      throw this.#holds ? named(error, String(place), path) : error
    }
  }

  /** `lstat`; `undefined`: it is not there, or what is on the way to it is no directory. */
  stat(path: BytePath): Stats | undefined {
    try {
      return this.use(path, (place) => lstatSync(place, { throwIfNoEntry: false }))
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
      throw error
    }
  }

  /**
   * Does something with the very file or directory that stands there now, whatever takes its place meanwhile. `place`
   * may be given to calls that follow links: it leads to no other. Throws for a link.
   */
  hold<T>(path: BytePath, call: (place: string | Buffer, stat: Stats) => T): T {
    return this.use(path, (place) => {
      if (!this.#holds) return call(place, unlinked(lstatSync(place), path))
      const fd = openSync(place, O_PATH | constants.O_NOFOLLOW)
      try {
        return call(`${HELD}/${fd}`, unlinked(fstatSync(fd), path))
      } finally {
        closeSync(fd)
      }
    })
  }

  close(): void {
    for (const { fd } of this.#steps.splice(0)) closeSync(fd)
    this.#directory = ''
  }

  #placeOf(path: BytePath): string | Buffer {
    if (!this.#holds || path === this.#root) return toFsPath(path)
    const slash = path.lastIndexOf('/')
    const directory = slash === 0 ? '/' : path.slice(0, slash)
    if (directory !== this.#directory || this.#steps.length === 0) this.#walk(directory)
    const { fd } = this.#steps.at(-1) as Step
    return toFsPath(`${HELD}/${fd}/${path.slice(slash + 1)}`)
  }

  /** What fails here names the directory. */
  #walk(directory: BytePath): void {
    const within = this.#root === '/' ? '/' : `${this.#root}/`
    if (directory !== this.#root && !directory.startsWith(within)) throw new Error(`${directory} is out of reach`)
    while (this.#steps.length > 0 && !this.#leadsTo(directory)) closeSync((this.#steps.pop() as Step).fd)
    if (this.#steps.length === 0) this.#push(this.#root, toFsPath(this.#root), 0)
    while (this.#directory.length < directory.length) {
      const from = this.#directory === '/' ? 1 : this.#directory.length + 1
      const slash = directory.indexOf('/', from)
      const next = slash === -1 ? directory : directory.slice(0, slash)
      const { fd } = this.#steps.at(-1) as Step
      this.#push(next, toFsPath(`${HELD}/${fd}/${next.slice(from)}`), constants.O_NOFOLLOW)
    }
  }

  #push(path: BytePath, place: string | Buffer, flags: number): void {
    try {
      this.#steps.push({ length: path.length, fd: openSync(place, O_PATH | constants.O_DIRECTORY | flags) })
    } catch (error) {
      throw named(error, String(place), path)
    }
    this.#directory = path
  }

  /** Is the last step the directory, or on the way to it? */
  #leadsTo(directory: BytePath): boolean {
    const { length } = this.#steps.at(-1) as Step
    this.#directory = this.#directory.slice(0, length)
    if (!directory.startsWith(this.#directory)) return false
    return directory.length === length || this.#directory === '/' || directory[length] === '/'
  }
}

const CAN_HOLD = O_PATH !== 0 && canHold()

/** Some sandboxes have no /proc, or one that cannot do this. */
function canHold(): boolean {
  try {
    const fd = openSync('/', O_PATH | constants.O_DIRECTORY)
    try {
      return lstatSync(`${HELD}/${fd}/.`).isDirectory()
    } finally {
      closeSync(fd)
    }
  } catch {
    return false
  }
}

function unlinked(stat: Stats, path: BytePath): Stats {
  if (!stat.isSymbolicLink()) return stat
  throw Object.assign(new Error(`${toDisplay(path)} was replaced by a link`), { code: 'ELOOP' })
}

/** A system error with the path that a person knows. */
function named(error: unknown, place: string, path: BytePath): unknown {
  if (!(error instanceof Error) || !('path' in error)) return error
  const known = toDisplay(path)
  error.message = error.message.replace(place, known)
  if (String(error.path) === place) error.path = known
  return error
}
