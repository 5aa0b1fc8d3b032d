import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  futimesSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { type BytePath, release, sameBytes, toDisplay, toFsPath } from '../core/bytes.ts'
import { sha256 } from '../core/digest.ts'
import { decodeFrame, type PackSeal } from '../core/frame.ts'
import type { Codec } from '../core/manifest.ts'
import { FormatError } from '../core/ports/errors.ts'
import { EntryType } from '../core/tree.ts'
import { Reach } from './reach.ts'
import { stampOf } from './stamps.ts'

// The half of a restore that runs in worker threads: system calls, hashing and decompression, nothing decided.

export type WriteTask = FramesTask | EntriesTask
export type WriteReply<T extends WriteTask> = T extends WriteTask ? StatColumns : never

/** Of each row, the directory from which its paths are reached. */
interface RootColumns {
  /** Each once, joined by NUL. */
  readonly roots: string
  readonly root: Uint16Array
}

/** Frames to be checked and decompressed, and the files their bytes go to: columns, so that a message is a few copies. */
export interface FramesTask extends RootColumns {
  readonly for: 'write'
  readonly kind: 'frames'
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly umask: number
  readonly seal: PackSeal | undefined
  // One row a frame. Its files are those before `filesEnd` that no frame before it has.
  readonly at: Uint32Array
  readonly storedLength: Uint32Array
  readonly rawLength: Uint32Array
  readonly codec: Uint8Array
  readonly sha256: Uint8Array
  /** In its pack. */
  readonly number: Uint32Array
  readonly filesEnd: Uint32Array
  // One row a file and frame. `paths` are joined by NUL. A whole file is made by this task; of another, made before, a part is written.
  readonly paths: string
  readonly whole: Uint8Array
  readonly mode: Uint16Array
  readonly mtimeNs: BigInt64Array
  readonly runsEnd: Uint32Array
  // One row a run of bytes: where in the frame, how many, where in the file.
  readonly from: Uint32Array
  readonly length: Uint32Array
  readonly to: Float64Array
}

/**
 * One operation on many entries. `mkdir`, `create`: make a directory, or a file of that size, still writable by its
 * owner. `link`: `paths` becomes another name of `others`. `symlink`: `others` are targets. `move`: `paths` are renamed
 * to `others`. `stamp`: mode and time. `look`: lstat only.
 */
export interface EntriesTask extends RootColumns {
  readonly for: 'write'
  readonly kind: 'mkdir' | 'create' | 'link' | 'symlink' | 'move' | 'stamp' | 'look'
  readonly paths: string
  readonly others: string
  readonly type: Uint8Array
  /** `NO_MODE`: the mode stays. */
  readonly mode: Uint16Array
  /** `NO_TIME`: the time stays. */
  readonly mtimeNs: BigInt64Array
  readonly size: Float64Array
}

export const NO_MODE = 0xffff
export const NO_TIME = -(2n ** 63n)

export function rootColumns(rows: readonly BytePath[]): RootColumns {
  const numbers = new Map<BytePath, number>()
  const root = new Uint16Array(rows.length)
  for (const [row, path] of rows.entries()) {
    const number = numbers.get(path) ?? numbers.size
    if (number === numbers.size) numbers.set(path, number)
    root[row] = number
  }
  return { roots: [...numbers.keys()].join('\0'), root }
}

/** What lstat said of each row's file in the end; zeros where it is not yet finished. */
export interface StatColumns {
  readonly ctimeNs: BigInt64Array<ArrayBuffer>
  readonly ino: BigUint64Array<ArrayBuffer>
  readonly dev: BigUint64Array<ArrayBuffer>
}

/** Throws `FormatError` if a frame is not what was stored, and the system's errors. */
export function handleWrite(task: WriteTask): { reply: StatColumns; transfer: ArrayBuffer[] } {
  // `from`: of what is moved or linked, which lies elsewhere than what it becomes.
  const ways = () => task.roots.split('\0').map((root) => new Reach(root))
  const reaches = { to: ways(), from: ways() }
  try {
    return replyTo(task, reaches)
  } finally {
    for (const reach of [...reaches.to, ...reaches.from]) reach.close()
  }
}

interface Reaches {
  readonly to: readonly Reach[]
  readonly from: readonly Reach[]
}

function replyTo(task: WriteTask, reaches: Reaches): { reply: StatColumns; transfer: ArrayBuffer[] } {
  const reply = task.kind === 'frames' ? writeFrames(task, reaches) : doEntries(task, reaches)
  return { reply, transfer: [reply.ctimeNs.buffer, reply.ino.buffer, reply.dev.buffer] }
}

// Windows has no O_NOFOLLOW.
const NEW_FILE = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0)
const OLD_FILE = constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0)

function writeFrames(task: FramesTask, reaches: Reaches): StatColumns {
  const paths = task.paths.split('\0')
  const stats = statColumns(task.whole.length)
  const now = Date.now() / 1000
  let file = 0
  let run = 0
  for (let frame = 0; frame < task.at.length; frame++) {
    const raw = openFrame(task, frame, wantedOf(task, frame, run))
    for (; file < (task.filesEnd[frame] as number); file++) {
      const whole = task.whole[file] === 1
      const mode = task.mode[file] as number
      const reach = reaches.to[task.root[file] as number] as Reach
      const fd = reach.use(paths[file] as BytePath, (place) => openSync(place, whole ? NEW_FILE : OLD_FILE, mode))
      try {
        for (; run < (task.runsEnd[file] as number); run++) {
          writeAll(fd, raw, task.from[run] as number, task.length[run] as number, task.to[run] as number)
        }
        if (!whole) continue
        if (mode & task.umask) fchmodSync(fd, mode)
        futimesSync(fd, now, stampOf(task.mtimeNs[file] as bigint))
        let stat = fstatSync(fd, { bigint: true })
        // An inherited access list may have changed what the umask did not.
        if ((Number(stat.mode) & 0o777) !== mode) {
          fchmodSync(fd, mode)
          stat = fstatSync(fd, { bigint: true })
        }
        setStat(stats, file, stat)
      } finally {
        closeSync(fd)
      }
    }
    // Of a raw frame it is the batch itself.
    if (raw.buffer !== task.bytes.buffer) release(raw)
  }
  release(task.bytes)
  return stats
}

/** How far a frame is wanted; `run` is the first of it. */
function wantedOf(task: FramesTask, frame: number, run: number): number {
  const files = task.filesEnd[frame] as number
  const end = files === 0 ? 0 : (task.runsEnd[files - 1] as number)
  let wanted = 0
  for (let at = run; at < end; at++) {
    wanted = Math.max(wanted, (task.from[at] as number) + (task.length[at] as number))
  }
  return wanted
}

function openFrame(task: FramesTask, frame: number, end: number): Uint8Array {
  const at = task.at[frame] as number
  const stored = task.bytes.subarray(at, at + (task.storedLength[frame] as number))
  if (!sameBytes(sha256(stored), task.sha256.subarray(frame * 32, frame * 32 + 32))) {
    throw new FormatError('a frame is not what was stored')
  }
  const seal = task.seal && { ...task.seal, number: task.number[frame] as number }
  return decodeFrame(stored, task.codec[frame] as Codec, task.rawLength[frame] as number, seal, end)
}

/** A full disk shows as a short write first and as an error at the next. */
function writeAll(fd: number, bytes: Uint8Array, from: number, length: number, to: number): void {
  for (let done = 0; done < length; ) done += writeSync(fd, bytes, from + done, length - done, to + done)
}

function doEntries(task: EntriesTask, reaches: Reaches): StatColumns {
  const paths = task.paths.split('\0')
  const others = task.others.split('\0')
  const stats = statColumns(task.type.length)
  const now = Date.now() / 1000
  for (let row = 0; row < task.type.length; row++) {
    const path = paths[row] as BytePath
    const other = others[row] ?? ''
    const to = reaches.to[task.root[row] as number] as Reach
    const from = reaches.from[task.root[row] as number] as Reach
    const mode = task.mode[row] as number
    const mtimeNs = task.mtimeNs[row] as bigint
    switch (task.kind) {
      case 'mkdir':
        to.use(path, (place) => mkdirSync(place, mode | 0o700))
        break
      case 'create':
        to.use(path, (place) => createFile(place, mode, task.size[row] as number))
        break
      case 'link':
        from.use(other, (source) => to.use(path, (place) => linkSync(source, place)))
        break
      case 'symlink':
        to.use(path, (place) => {
          symlinkSync(toFsPath(other), place)
          lutimesSync(place, now, stampOf(mtimeNs))
          setStat(stats, row, lstatSync(place, { bigint: true }))
        })
        break
      case 'move':
        from.use(path, (source) => to.use(other, (place) => renameSync(source, place)))
        look(to, other, stats, row)
        break
      case 'stamp':
        stamp(to, path, task.type[row] as EntryType, mode, mtimeNs, now)
        look(to, path, stats, row)
        break
      case 'look':
        look(to, path, stats, row)
    }
  }
  return stats
}

/** Room for the whole file at once; what is never written stays a hole. */
function createFile(path: string | Buffer, mode: number, size: number): void {
  const fd = openSync(path, NEW_FILE, mode | 0o600)
  try {
    if (size > 0) ftruncateSync(fd, size)
  } finally {
    closeSync(fd)
  }
}

/** `chmod` and `utimes` follow links, so they are given what was looked at, not what stands there. */
function stamp(reach: Reach, path: BytePath, type: EntryType, mode: number, mtimeNs: bigint, now: number): void {
  reach.hold(path, (place, stat) => {
    if (type === EntryType.directory ? !stat.isDirectory() : !stat.isFile()) {
      throw Object.assign(new Error(`${toDisplay(path)} was replaced while it was restored`), { path: toDisplay(path) })
    }
    if (mode !== NO_MODE && (stat.mode & 0o777) !== (mode & 0o777)) chmodSync(place, mode)
    if (mtimeNs !== NO_TIME) utimesSync(place, now, stampOf(mtimeNs))
  })
}

function look(reach: Reach, path: BytePath, stats: StatColumns, row: number): void {
  setStat(
    stats,
    row,
    reach.use(path, (place) => lstatSync(place, { bigint: true })),
  )
}

function statColumns(length: number): StatColumns {
  return { ctimeNs: new BigInt64Array(length), ino: new BigUint64Array(length), dev: new BigUint64Array(length) }
}

function setStat(to: StatColumns, row: number, stat: { ctimeNs: bigint; ino: bigint; dev: bigint }): void {
  to.ctimeNs[row] = stat.ctimeNs
  to.ino[row] = stat.ino
  to.dev[row] = stat.dev
}
