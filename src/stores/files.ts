import { createHash } from 'node:crypto'
import * as fs from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Random } from '../core/ports/clock.ts'
import { StoreError, type StoreErrorKind } from '../core/ports/errors.ts'
import type { Millis, ObjectKey } from '../core/ports/store.ts'

/** A file that nobody knows by name yet. */
export interface TempFile {
  readonly path: string
  readonly handle: fs.FileHandle
}

/** `fs.link`, or what a file system without hard links does instead. */
export type Link = (existing: string, path: string) => Promise<void>

/**
 * Where a store's files are made before they get their names, `tmp/` below its root. A name that `lasts` is there after
 * a loss of power; to make sure of that costs a flush of its directory.
 */
export interface TempFiles {
  /** A new empty file; makes the directory if it has to. The first one sweeps what writers dead for a day left. */
  create(): Promise<TempFile>
  /** Gives a closed file its name, over whatever has it. */
  replace(temp: string, target: string, lasts: boolean): Promise<void>
  /** Gives a closed file its name if nothing has it; `unsupported`: this file system has no hard links. */
  link(temp: string, target: string, lasts: boolean): Promise<'linked' | 'taken' | 'unsupported'>
  /** As `link`, for a file system without hard links: one writer at a time may look and then rename. */
  claim(temp: string, target: string): Promise<'linked' | 'taken'>
  /** Closes and removes; harmless for a file that got its name. */
  discard(temp: TempFile): Promise<void>
  /** The file system's clock; `undefined` where nothing can be written (or was, ever). */
  now(): Promise<Millis | undefined>
}

export function createTempFiles(root: string, random: Random, link: Link = fs.link): TempFiles {
  const directory = join(root, 'tmp')
  let swept: Promise<void> | undefined

  const open = async (): Promise<TempFile> => {
    const path = join(directory, Buffer.from(random(16)).toString('hex'))
    return { path, handle: await fs.open(path, 'wx') }
  }
  const discard = async ({ path, handle }: TempFile) => {
    await handle.close()
    await fs.rm(path, { force: true })
  }
  const replace = async (temp: string, target: string, lasts: boolean) => {
    await inDirectory(dirname(target), () => fs.rename(temp, target))
    if (lasts) await syncDirectory(dirname(target))
  }

  return {
    async create() {
      const temp = await inDirectory(directory, open)
      swept ??= temp.handle.stat().then(({ mtimeMs }) => sweep(directory, mtimeMs - DAY))
      await swept
      return temp
    },

    replace,

    async link(temp, target, lasts) {
      try {
        await inDirectory(dirname(target), () => link(temp, target))
      } catch (error) {
        if (NO_LINKS.has(codeOf(error))) return 'unsupported'
        if (codeOf(error) !== 'EEXIST') throw error
        // Over a network the answer to a link that succeeded can get lost, and asking again says EEXIST.
        if (!(await sameFile(temp, target))) return 'taken'
      }
      if (lasts) await syncDirectory(dirname(target))
      return 'linked'
    },

    async claim(temp, target) {
      const claim = join(directory, createHash('sha256').update(relative(root, target)).digest('hex'))
      try {
        await fs.mkdir(claim)
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return 'taken'
        throw error
      }
      try {
        if (await exists(target)) return 'taken'
        await replace(temp, target, false)
        return 'linked'
      } finally {
        await fs.rmdir(claim)
      }
    },

    discard,

    async now() {
      try {
        const temp = await open()
        try {
          return Math.floor((await temp.handle.stat()).mtimeMs)
        } finally {
          await discard(temp)
        }
      } catch {
        return undefined
      }
    },
  }
}

/** Writes the whole block at a place. */
export async function writeAll(handle: fs.FileHandle, block: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < block.length; ) {
    done += (await handle.write(block, done, block.length - done, at + done)).bytesWritten
  }
}

/** Makes a rename or link in a directory durable. Windows can neither do that nor needs it. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await fs.open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export async function exists(path: string): Promise<boolean> {
  return (await ifThere(fs.lstat(path))) !== undefined
}

/** The answer of a call about a path, `undefined` if nothing is there. */
export async function ifThere<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw error
  }
}

/** Runs one store call; a system error becomes a `StoreError`, everything else passes. */
export async function asStoreCall<T>(store: string, key: ObjectKey, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    const code = codeOf(error)
    if (!/^E[A-Z0-9]+$/.test(code)) throw error
    throw new StoreError(KINDS[code] ?? 'unavailable', store, key, error)
  }
}

/** The name of a system error, `''` for any other error. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return typeof code === 'string' ? code : ''
}

const DAY = 24 * 60 * 60 * 1000
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])
const KINDS: Readonly<Record<string, StoreErrorKind>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  ENAMETOOLONG: 'unsupported',
}

/** Tries; if the directory is what is missing, makes it and tries again. */
async function inDirectory<T>(directory: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    await makeDirectory(directory)
    return await call()
  }
}

/** Makes a directory and what it lies in, each durably in its parent. */
async function makeDirectory(directory: string): Promise<void> {
  const first = await fs.mkdir(directory, { recursive: true })
  if (first === undefined) return
  for (let made = directory; ; made = dirname(made)) {
    await syncDirectory(dirname(made))
    if (made === first || dirname(made) === made) return
  }
}

async function sameFile(a: string, b: string): Promise<boolean> {
  const [x, y] = await Promise.all([fs.lstat(a, { bigint: true }), ifThere(fs.lstat(b, { bigint: true }))])
  return x.ino === y?.ino && x.dev === y.dev
}

/** Removes what lies unchanged since before `before`. Best effort: another process may be doing the same. */
async function sweep(directory: string, before: Millis): Promise<void> {
  try {
    for (const name of await fs.readdir(directory)) {
      const path = join(directory, name)
      const info = await ifThere(fs.lstat(path))
      if (info && info.mtimeMs < before) await fs.rm(path, { recursive: true, force: true })
    }
  } catch {
    // What cannot be swept now is swept by a later writer.
  }
}
