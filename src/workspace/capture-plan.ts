import { joinBytes } from '../core/bytes.ts'
import { FRAME_RAW_BYTES } from '../core/frame.ts'
import type { CaptureRequest, CaptureTask } from '../core/ports/workspace.ts'
import type { Tree } from '../core/tree.ts'
import {
  type Amended,
  type Look,
  type Piece,
  type ReadFiles,
  type ReadWindow,
  sizeOf,
  WINDOW_BYTES,
} from './read-tasks.ts'

/** Smaller files than these fill a message before they fill a slab. */
const BATCH_FILES = 2048
/** A small capture is still cut into this many batches a worker, so that no worker waits long for another's last. */
const BATCHES_A_WORKER = 4

/** A batch of files that fit a slab together, in the order of the tasks. */
export interface Batch {
  readonly kind: 'batch'
  /** Indices of tasks. */
  readonly tasks: readonly number[]
  readonly bytes: number
  /** Set if it is one file that has to be read again. */
  readonly amended: Amended | undefined
}

/** A file larger than a window. */
export interface Stream {
  readonly kind: 'stream'
  readonly task: number
  readonly bytes: number
  readonly windows: readonly Window[]
  readonly amended: Amended | undefined
}

interface Window {
  readonly length: number
  readonly pieces: readonly Piece[] | undefined
}

export type Unit = Batch | Stream

/** A capture's tasks with what is worked out of them once. */
export class TaskList {
  readonly tasks: readonly CaptureTask[]
  readonly totalBytes: number
  readonly #request: CaptureRequest

  constructor(request: CaptureRequest) {
    this.#request = request
    this.tasks = request.tasks
    this.totalBytes = this.tasks.reduce((sum, _, index) => sum + this.bytesOf(index), 0)
  }

  treeOf(index: number): Tree {
    return this.#mountOf(index).tree
  }

  /** Bytes to read. */
  bytesOf(index: number): number {
    const { entry, pieces } = this.tasks[index] as CaptureTask
    return pieces ? sizeOf(pieces) : (this.treeOf(index).size[entry] as number)
  }

  /** Everything in the order it should be begun: large files first, so that none of them is alone at the end. */
  plan(workers: number): Unit[] {
    const frames = Math.ceil(this.totalBytes / (workers * BATCHES_A_WORKER) / FRAME_RAW_BYTES)
    const target = Math.min(frames * FRAME_RAW_BYTES, WINDOW_BYTES)
    const streams: Stream[] = []
    const batches: Batch[] = []
    let tasks: number[] = []
    let bytes = 0
    const close = () => {
      if (tasks.length > 0) batches.push({ kind: 'batch', tasks, bytes, amended: undefined })
      tasks = []
      bytes = 0
    }
    for (let index = 0; index < this.tasks.length; index++) {
      const size = this.bytesOf(index)
      if (size > WINDOW_BYTES) {
        streams.push(this.#stream(index, size, undefined))
        continue
      }
      if (bytes + size > target || tasks.length === BATCH_FILES) close()
      tasks.push(index)
      bytes += size
    }
    close()
    return [...streams.sort((a, b) => b.bytes - a.bytes), ...batches]
  }

  /** One file, to be read again as it is now. */
  again(index: number, amended: Amended | undefined): Unit {
    const bytes = amended ? amended.stat.size : this.bytesOf(index)
    return bytes > WINDOW_BYTES
      ? this.#stream(index, bytes, amended)
      : { kind: 'batch', tasks: [index], bytes, amended }
  }

  readFiles({ tasks, amended }: Batch, slab: number): ReadFiles {
    const expected = {
      size: new Float64Array(tasks.length),
      mtimeNs: new BigInt64Array(tasks.length),
      ctimeNs: new BigInt64Array(tasks.length),
      ino: new BigUint64Array(tasks.length),
    }
    const pieces = new Map<number, readonly Piece[]>()
    tasks.forEach((index, file) => {
      const look = amended?.stat ?? this.#look(index)
      expected.size[file] = look.size
      expected.mtimeNs[file] = look.mtimeNs
      expected.ctimeNs[file] = look.ctimeNs
      expected.ino[file] = look.ino
      const parts = this.tasks[index]?.pieces
      if (parts) pieces.set(file, parts)
    })
    const suspect = Uint8Array.from(tasks, (index) => (this.tasks[index]?.suspect ? 1 : 0))
    const paths = tasks.map((index) => this.#path(index)).join('\0')
    const readings = amended?.readings ?? 0
    return { for: 'read', kind: 'files', slab, paths, expected, pieces, suspect, readings, keys: this.#request.keys }
  }

  /** `number` names this reading of the file. */
  readWindow({ task, windows, amended }: Stream, number: number, window: number, slab: number): ReadWindow {
    return {
      for: 'read',
      kind: 'window',
      slab,
      stream: number,
      path: this.#path(task),
      expected: amended?.stat ?? this.#look(task),
      readings: amended?.readings ?? 0,
      first: window === 0,
      last: window === windows.length - 1,
      ...(windows[window] as Window),
      keys: this.#request.keys,
    }
  }

  #stream(task: number, bytes: number, amended: Amended | undefined): Stream {
    const { pieces } = this.tasks[task] as CaptureTask
    return { kind: 'stream', task, bytes, windows: pieces ? windowsOfPieces(pieces) : windowsOf(bytes), amended }
  }

  #mountOf(index: number): CaptureRequest['mounts'][number] {
    return this.#request.mounts[(this.tasks[index] as CaptureTask).mount] as CaptureRequest['mounts'][number]
  }

  #path(index: number): string {
    const { mount, tree } = this.#mountOf(index)
    return joinBytes(mount.path, tree.path((this.tasks[index] as CaptureTask).entry))
  }

  #look(index: number): Look {
    const { entry } = this.tasks[index] as CaptureTask
    const tree = this.treeOf(index)
    return {
      size: tree.size[entry] as number,
      mtimeNs: tree.mtimeNs[entry] as bigint,
      ctimeNs: tree.ctimeNs[entry] as bigint,
      ino: tree.ino[entry] as bigint,
    }
  }
}

function windowsOf(bytes: number): Window[] {
  return Array.from({ length: Math.ceil(bytes / WINDOW_BYTES) }, (_, window) => ({
    length: Math.min(WINDOW_BYTES, bytes - window * WINDOW_BYTES),
    pieces: undefined,
  }))
}

function windowsOfPieces(pieces: readonly Piece[]): Window[] {
  const windows: Window[] = []
  let members: Piece[] = []
  let length = 0
  for (const piece of pieces) {
    if (length + piece.length > WINDOW_BYTES && length > 0) {
      windows.push({ length, pieces: members })
      members = []
      length = 0
    }
    members.push(piece)
    length += piece.length
  }
  windows.push({ length, pieces: members })
  return windows
}
