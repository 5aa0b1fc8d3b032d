import { planFrames } from '../core/frame.ts'
import { orAborted } from '../core/or-aborted.ts'
import type { EventSink } from '../core/ports/events.ts'
import type { CallOptions } from '../core/ports/store.ts'
import type {
  CapturedFile,
  CapturedFrame,
  CaptureRequest,
  CaptureResult,
  CaptureSink,
} from '../core/ports/workspace.ts'
import { HOLE } from '../core/tree.ts'
import { type Batch, type Stream, TaskList, type Unit } from './capture-plan.ts'
import { type Amended, type MadeFrame, type Outcome, type Reading, SLABS } from './read-tasks.ts'
import type { WorkerPool } from './workers.ts'

const PROGRESS_MILLIS = 100

/**
 * `Workspace.capture`. Each slab of each worker goes round on its own: it is read into, its chunks are offered, those
 * that are wanted come back as frames, and when the sink has taken these it is read into again. So reading, hashing,
 * compressing and storing overlap, and what is in memory is bounded by the slabs. Frames are handed over one at a
 * time. One capture at a time uses a pool.
 */
export async function capture(
  pool: WorkerPool,
  request: CaptureRequest,
  sink: CaptureSink,
  events: EventSink,
  options: CallOptions,
): Promise<CaptureResult> {
  options.signal?.throwIfAborted()
  return await new Capture(pool, request, sink, events).run(options.signal)
}

/** A stream while its windows are being read. */
interface OpenStream {
  readonly stream: Stream
  readonly number: number
  /** Windows asked for. */
  asked: number
  /** It ended before its last window. */
  ended: boolean
  readonly chunks: Uint32Array[]
  readonly lengths: Uint32Array[]
}

class Capture {
  readonly #pool: WorkerPool
  readonly #sink: CaptureSink
  readonly #events: EventSink
  readonly #list: TaskList
  readonly #workers: number
  readonly #level: number
  readonly #sealed: boolean
  readonly #files: CapturedFile[] = []
  /** Files that must be read again are added at the end. */
  readonly #units: Unit[]
  #nextUnit = 0
  /** Each worker's. */
  readonly #streams: (OpenStream | undefined)[] = []
  #streamCount = 0
  #handedOver: Promise<void> = Promise.resolve()
  #readBytes = 0
  #doneBytes = 0
  #doneFiles = 0
  #lastProgress = performance.now()
  #over = false

  constructor(pool: WorkerPool, request: CaptureRequest, sink: CaptureSink, events: EventSink) {
    this.#pool = pool
    this.#sink = sink
    this.#events = events
    this.#list = new TaskList(request)
    this.#level = request.level
    this.#sealed = request.keys !== undefined
    const threads = pool.threadsFor(this.#list.totalBytes)
    this.#units = this.#list.plan(threads)
    this.#workers = Math.min(threads, this.#units.length)
  }

  async run(signal: AbortSignal | undefined): Promise<CaptureResult> {
    const rounds: Promise<void>[] = []
    try {
      for (let slab = 0; slab < SLABS; slab++) {
        for (let worker = 0; worker < this.#workers; worker++) rounds.push(this.#goRound(worker, slab))
      }
      await orAborted(Promise.all(rounds), signal)
      return { files: this.#files, readBytes: this.#readBytes }
    } finally {
      this.#over = true
      for (let worker = 0; worker < this.#workers; worker++) {
        // Not waited for. It only fails if the pool is closed, and the memory is free then too.
        this.#pool.call(worker, { for: 'read', kind: 'release' }).catch(() => undefined)
      }
    }
  }

  /** Ends when there is nothing left to begin. What has to be read again is begun by the round that found it, at the latest. */
  async #goRound(worker: number, slab: number): Promise<void> {
    while (!this.#over) {
      const open = this.#openStream(worker)
      if (open) {
        await this.#readWindow(worker, slab, open)
        continue
      }
      const unit = this.#units[this.#nextUnit]
      if (!unit) return
      this.#nextUnit++
      if (unit.kind === 'batch') await this.#readBatch(worker, slab, unit)
      else {
        const fresh = { stream: unit, number: this.#streamCount++, asked: 0, ended: false, chunks: [], lengths: [] }
        this.#streams[worker] = fresh
        await this.#readWindow(worker, slab, fresh)
      }
    }
  }

  /** The stream a worker is in the middle of. */
  #openStream(worker: number): OpenStream | undefined {
    const open = this.#streams[worker]
    return open && !open.ended && open.asked < open.stream.windows.length ? open : undefined
  }

  async #readBatch(worker: number, slab: number, batch: Batch): Promise<void> {
    const reading = await this.#pool.call(worker, this.#list.readFiles(batch, slab))
    if (this.#over) return
    const offered = this.#offer(reading)
    let first = 0
    batch.tasks.forEach((index, file) => {
      const end = first + (reading.counts[file] as number)
      const amended = reading.amended.get(file) ?? batch.amended
      const lengths = reading.lengths.subarray(first, end)
      this.#settle(
        index,
        reading.outcomes[file] as Outcome,
        amended,
        offered.chunks.subarray(first, end),
        lengths,
        reading.tokens.get(file),
      )
      first = end
    })
    await this.#store(worker, slab, offered)
    if (!batch.amended) this.#progress(batch.bytes)
  }

  async #readWindow(worker: number, slab: number, open: OpenStream): Promise<void> {
    const { stream } = open
    const window = open.asked++
    const reading = await this.#pool.call(worker, this.#list.readWindow(stream, open.number, window, slab))
    const outcome = reading.outcomes[0] as Outcome
    if (this.#over || outcome === 'ended') return
    const offered = this.#offer(reading)
    open.chunks.push(offered.chunks)
    open.lengths.push(reading.lengths)
    open.ended = outcome !== 'read'
    if (open.ended || window === stream.windows.length - 1) {
      const amended = reading.amended.get(0) ?? stream.amended
      this.#settle(stream.task, outcome, amended, joined(open.chunks), joined(open.lengths))
    }
    await this.#store(worker, slab, offered)
    if (!stream.amended) this.#progress(stream.windows[window]?.length ?? 0)
  }

  /** Numbers of all chunks of a reading, holes too; numbers of the others, and which of them are wanted. */
  #offer({ ids, lengths, holes, readBytes }: Reading): Offered {
    this.#readBytes += readBytes
    const solid = lengths.filter((_, chunk) => holes[chunk] === 0)
    const { numbers, pack } = solid.length > 0 ? this.#sink.offer(ids, solid) : NOTHING
    if (solid.length === lengths.length) return { chunks: numbers, numbers, lengths: solid, pack }
    let next = 0
    const chunks = lengths.map((_, chunk) => (holes[chunk] === 0 ? (numbers[next++] as number) : HOLE))
    return { chunks, numbers, lengths: solid, pack }
  }

  #settle(
    index: number,
    outcome: Outcome,
    amended: Amended | undefined,
    chunks: Uint32Array,
    lengths: Uint32Array,
    token?: string,
  ): void {
    if (outcome === 'again') {
      this.#units.push(this.#list.again(index, amended))
      return
    }
    if (outcome === 'ended') throw new Error('a stream ended that was not given up')
    this.#doneFiles++
    this.#files[index] =
      outcome === 'read'
        ? { kind: outcome, chunks, lengths, stat: amended?.stat, ...(token !== undefined && { token }) }
        : { kind: outcome }
  }

  /** Has the wanted chunks of a slab made into frames and hands these over. */
  async #store(worker: number, slab: number, { numbers, lengths, pack }: Offered): Promise<void> {
    const wanted = numbers.filter((_, chunk) => pack[chunk] === 1)
    if (wanted.length === 0) return
    const task = { for: 'read', kind: 'frames', slab, pack, level: this.#level } as const
    if (this.#sealed) {
      const count = planFrames([...lengths.filter((_, chunk) => pack[chunk] === 1)]).length
      const made = this.#pool.call(worker, { ...task, seal: this.#sink.seals?.(count) })
      // They have their numbers, so they wait for those with lower ones.
      this.#handedOver = Promise.all([made, this.#handedOver]).then(([frames]) => this.#take(frames, wanted))
      return await this.#handedOver
    }
    for (const frame of captured(await this.#pool.call(worker, { ...task, seal: undefined }), wanted)) {
      this.#handedOver = this.#handedOver.then(() => (this.#over ? undefined : this.#sink.frame(frame)))
      await this.#handedOver
    }
  }

  async #take(frames: readonly MadeFrame[], wanted: Uint32Array): Promise<void> {
    for (const frame of captured(frames, wanted)) if (!this.#over) await this.#sink.frame(frame)
  }

  #progress(bytes: number): void {
    this.#doneBytes += bytes
    const now = performance.now()
    if (this.#over || now - this.#lastProgress < PROGRESS_MILLIS) return
    this.#lastProgress = now
    this.#events.emit({
      type: 'progress',
      phase: 'read',
      done: this.#doneBytes,
      total: this.#list.totalBytes,
      files: this.#doneFiles,
      totalFiles: this.#list.tasks.length,
    })
  }
}

interface Offered {
  readonly chunks: Uint32Array
  /** One a chunk that is no hole. */
  readonly numbers: Uint32Array
  readonly lengths: Uint32Array
  readonly pack: Uint8Array
}

const NOTHING = { numbers: new Uint32Array(), pack: new Uint8Array() }

function captured(frames: readonly MadeFrame[], wanted: Uint32Array): CapturedFrame[] {
  let first = 0
  return frames.map(({ chunks, ...frame }) => {
    first += chunks
    return { ...frame, chunks: [...wanted.subarray(first - chunks, first)] }
  })
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
