import {
  type BigIntStats,
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
} from 'node:fs'
import { type BytePath, toFsPath } from '../core/bytes.ts'
import { sameStamp } from '../core/diff.ts'
import type { FileStat } from '../core/ports/workspace.ts'
import type { Look } from './read-tasks.ts'

// One file, synchronously: opening it without ever following or waiting for anything, and telling whether it held still.

/** A link is not followed, a pipe not waited for. Windows has neither flag, nor needs them. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** Why a file cannot be read, by the system's error; anything else is a failure of the capture. */
const REASONS: Readonly<Record<string, 'vanished' | 'unreadable' | 'changing'>> = {
  ENOENT: 'vanished',
  ENOTDIR: 'vanished',
  ESTALE: 'vanished',
  EACCES: 'unreadable',
  EPERM: 'unreadable',
  EROFS: 'unreadable',
  EBUSY: 'unreadable',
  EIO: 'unreadable',
  // Where the file was there is a link, a socket, a device, a directory or a pipe now.
  ELOOP: 'changing',
  EMLINK: 'changing',
  ENXIO: 'changing',
  ENODEV: 'changing',
  EISDIR: 'changing',
  EAGAIN: 'changing',
}

/** The reason behind an error of one of the calls below; throws what is none. */
export function reasonOf(error: unknown): 'vanished' | 'unreadable' | 'changing' {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? '']
  if (!reason) throw error
  return reason
}

export interface Opened {
  readonly fd: number
  /** It had to be made readable, and that changed its ctime from one to the other. */
  readonly restamped: { readonly before: FileStat; readonly after: FileStat } | undefined
}

/** The coarsest clocks that stamp files move by 16 ms (Windows) or 10 ms (Linux). */
const TICK_MILLIS = 20
/** Some file systems keep whole seconds, or even ones. */
const COARSE_TICK_MILLIS = 2000

/**
 * Waits until a write that is yet to come gives a file another stamp than this one it has. Without that, one that comes
 * while the file is read could go unnoticed.
 */
export function awaitTick(stampNs: bigint): void {
  const stamp = Number(stampNs / 1_000_000n)
  const wait = stamp + (stampNs % 1_000_000_000n === 0n ? COARSE_TICK_MILLIS : TICK_MILLIS) - Date.now()
  // Nothing to wait for is the rule. A clock of the future belongs to another machine.
  if (wait > 0 && wait <= COARSE_TICK_MILLIS) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait)
}

/** Opens a regular file. One of ours that its mode keeps us from reading is made readable for as long as that takes. */
export function openFile(path: BytePath): Opened {
  const fsPath = toFsPath(path)
  try {
    return { fd: openSync(fsPath, FLAGS), restamped: undefined }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error
    return openClosed(fsPath, error)
  }
}

/** Reads `length` bytes into `bytes` at `at`; from `position`, or from where the last read ended. Returns how many came. */
export function readBytes(fd: number, bytes: Uint8Array, at: number, length: number, position: number | null): number {
  let done = 0
  while (done < length) {
    const read = readSync(fd, bytes, at + done, length - done, position === null ? null : position + done)
    if (read === 0) break
    done += read
  }
  return done
}

export interface FileLook {
  readonly stat: FileStat
  /** Regular, that is. */
  readonly isFile: boolean
}

/** What an open file is now. */
export function lookAt(fd: number): FileLook {
  const stat = fstatSync(fd, { bigint: true })
  return { stat: toFileStat(stat), isFile: stat.isFile() }
}

/**
 * Is a file what it was? The expected time of modification may be the one a version recorded, which this file system
 * rounded; nothing changes a file and leaves its ctime alone.
 */
export function sameLook(a: Look, b: Look): boolean {
  return a.ctimeNs === b.ctimeNs && a.size === b.size && a.ino === b.ino && sameStamp(a.mtimeNs, b.mtimeNs)
}

function openClosed(path: string | Buffer, denied: unknown): Opened {
  // `chmod` follows links, so what stands there is looked at first.
  const before = lstatSync(path, { bigint: true })
  if (!before.isFile() || before.mode & 0o400n) throw denied
  const mode = Number(before.mode) & 0o7777
  chmodSync(path, mode | 0o400)
  let fd: number | undefined
  try {
    fd = openSync(path, FLAGS)
    fchmodSync(fd, mode)
    return { fd, restamped: { before: toFileStat(before), after: lookAt(fd).stat } }
  } catch (error) {
    if (fd === undefined) chmodSync(path, mode)
    else closeSync(fd)
    throw error
  }
}

function toFileStat(stat: BigIntStats): FileStat {
  return {
    size: Number(stat.size),
    mode: Number(stat.mode) & 0o777,
    mtimeNs: stat.mtimeNs,
    ctimeNs: stat.ctimeNs,
    ino: stat.ino,
    dev: stat.dev,
  }
}
