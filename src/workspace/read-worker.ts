import { closeSync } from 'node:fs'
import type { BytePath } from '../core/bytes.ts'
import type { FileStat } from '../core/ports/workspace.ts'
import { tokenIn } from '../core/secrets/tokens.ts'
import { awaitTick, type FileLook, lookAt, openFile, readBytes, reasonOf, sameLook } from './read-file.ts'
import {
  type Amended,
  type Look,
  type Outcome,
  type Piece,
  READINGS,
  type ReadFiles,
  type Reading,
  type ReadTask,
  type ReadWindow,
  SLAB_BYTES,
  sizeOf,
} from './read-tasks.ts'
import { type Cutting, Slabs } from './slabs.ts'

// The half of a capture that runs in worker threads: reading, cutting, hashing and compression, nothing decided.

let slabs: Slabs | undefined
let stream: Stream | undefined

/** A file that is read window by window. */
interface Stream {
  readonly number: number
  readonly fd: number
  readonly expected: Look
  /** As it became when it was made readable. */
  readonly restamped: FileStat | undefined
  /** What the window before left uncut. */
  tailAt: number
  tailLength: number
}

/** Throws the system's errors, but for those that say what became of a file. */
export function handleRead(task: ReadTask): { reply: unknown; transfer: ArrayBuffer[] } {
  if (task.kind === 'release') {
    closeStream()
    slabs = undefined
    return { reply: undefined, transfer: [] }
  }
  if (task.kind === 'frames') {
    if (!slabs) throw new Error('frames of nothing')
    const frames = slabs.makeFrames(task)
    return { reply: frames, transfer: frames.map(({ stored }) => stored.buffer) }
  }
  slabs ??= new Slabs(task.keys)
  const reading = task.kind === 'files' ? readFiles(slabs, task) : readWindow(slabs, task)
  return { reply: reading, transfer: [reading.ids.buffer] }
}

function readFiles(slabs: Slabs, task: ReadFiles): Reading {
  const { expected } = task
  const cutting = slabs.begin(task.slab)
  let at = task.slab * SLAB_BYTES
  const end = at + SLAB_BYTES
  task.paths.split('\0').forEach((path, file) => {
    const look = {
      size: expected.size[file] as number,
      mtimeNs: expected.mtimeNs[file] as bigint,
      ctimeNs: expected.ctimeNs[file] as bigint,
      ino: expected.ino[file] as bigint,
    }
    const pieces = task.pieces.get(file)
    const read = readFile(slabs.bytes, { path, look, pieces, readings: task.readings }, at, end)
    cutting.readBytes += read.readBytes
    const token = task.suspect[file] && tokenIn(slabs.bytes.subarray(at, at + read.length))
    if (token) cutting.tokens.set(file, token)
    if (read.outcome === 'read') at = pieces ? cutPieces(cutting, pieces, at) : cutFile(cutting, at, read.length)
    cutting.close(read.outcome, read.amended)
  })
  return cutting.reading()
}

interface FileRead {
  readonly outcome: Outcome
  readonly amended: Amended | undefined
  /** Bytes of it that lie in memory now. */
  readonly length: number
  readonly readBytes: number
}

/** Reads a file to `at` until two looks at it agree. It is opened each time: its name may stand for another by then. */
function readFile(
  bytes: Uint8Array,
  file: { path: BytePath; look: Look; pieces: readonly Piece[] | undefined; readings: number },
  at: number,
  end: number,
): FileRead {
  let stat: FileStat | undefined
  let done = 0
  for (let readings = file.readings; ; readings++) {
    const result = (outcome: Outcome, length = 0) => ({
      outcome,
      amended: stat && { stat, readings },
      length,
      readBytes: done,
    })
    const length = file.pieces ? sizeOf(file.pieces) : (stat ?? file.look).size
    if (length > end - at) return result('again')
    let after: FileLook
    try {
      const { fd, restamped } = openFile(file.path)
      try {
        if (restamped && sameLook(restamped.before, stat ?? file.look)) stat = restamped.after
        awaitTick(tellingStamp(stat ?? file.look, restamped !== undefined))
        const got = file.pieces ? readPieces(fd, bytes, at, file.pieces) : readBytes(fd, bytes, at, length, null)
        done += got
        after = lookAt(fd)
        if (got === length && sameLook(after.stat, stat ?? file.look)) return result('read', length)
      } finally {
        closeSync(fd)
      }
    } catch (error) {
      return result(reasonOf(error))
    }
    if (!mayBeReadAgain(after, file.pieces, readings + 1)) return result('changing')
    stat = after.stat
  }
}

function readWindow(slabs: Slabs, task: ReadWindow): Reading {
  const cutting = slabs.begin(task.slab)
  if (!task.first && stream?.number !== task.stream) {
    cutting.close('ended', undefined)
    return cutting.reading()
  }
  let outcome: Outcome = 'read'
  let amended: Amended | undefined
  try {
    if (task.first) openStream(task)
    const now = fillWindow(slabs, cutting, task, stream as Stream)
    if (now) {
      const readings = task.readings + 1
      outcome = mayBeReadAgain(now, task.pieces, readings) ? 'again' : 'changing'
      amended = { stat: now.stat, readings }
    } else if (stream?.restamped) amended = { stat: stream.restamped, readings: task.readings }
  } catch (error) {
    outcome = reasonOf(error)
  }
  if (task.last || outcome !== 'read') closeStream()
  cutting.close(outcome, amended)
  return cutting.reading()
}

function openStream(task: ReadWindow): void {
  closeStream()
  const { fd, restamped } = openFile(task.path)
  const after = restamped && sameLook(restamped.before, task.expected) ? restamped.after : undefined
  awaitTick(tellingStamp(task.expected, after !== undefined))
  stream = { number: task.stream, fd, expected: after ?? task.expected, restamped: after, tailAt: 0, tailLength: 0 }
}

/** Reads on and cuts what can be cut; returns what the file is now if that is not what it was. */
function fillWindow(slabs: Slabs, cutting: Cutting, task: ReadWindow, stream: Stream): FileLook | undefined {
  const { bytes } = slabs
  const at = task.slab * SLAB_BYTES
  let end = at
  let got: number
  if (task.pieces) {
    got = readPieces(stream.fd, bytes, at, task.pieces)
  } else {
    bytes.copyWithin(at, stream.tailAt, stream.tailAt + stream.tailLength)
    end += stream.tailLength
    got = readBytes(stream.fd, bytes, end, task.length, null)
  }
  cutting.readBytes += got
  const now = lookAt(stream.fd)
  if (got !== task.length || !sameLook(now.stat, stream.expected)) return now
  if (task.pieces) {
    cutPieces(cutting, task.pieces, at)
  } else {
    end += got
    stream.tailAt = cutting.part(at, end, task.last)
    stream.tailLength = end - stream.tailAt
  }
  return undefined
}

/** A file that was made readable has a ctime of this moment, but a write would still change its mtime. */
function tellingStamp(look: Look, restamped: boolean): bigint {
  return restamped ? look.mtimeNs : look.ctimeNs
}

/** The pieces of a file that changed are pieces of nothing. */
function mayBeReadAgain(now: FileLook, pieces: readonly Piece[] | undefined, readings: number): boolean {
  return now.isFile && !pieces && readings < READINGS
}

function readPieces(fd: number, bytes: Uint8Array, at: number, pieces: readonly Piece[]): number {
  let done = 0
  for (const { offset, length } of pieces) done += readBytes(fd, bytes, at + done, length, offset)
  return done
}

function cutFile(cutting: Cutting, at: number, length: number): number {
  cutting.file(at, at + length)
  return at + length
}

function cutPieces(cutting: Cutting, pieces: readonly Piece[], at: number): number {
  for (const { length } of pieces) {
    cutting.piece(at, at + length)
    at += length
  }
  return at
}

function closeStream(): void {
  if (stream) closeSync(stream.fd)
  stream = undefined
}
