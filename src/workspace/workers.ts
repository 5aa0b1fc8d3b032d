import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { ReadReply, ReadTask } from './read-tasks.ts'
import type { StatFiles, StatRows } from './stat-files.ts'
import type { WriteReply, WriteTask } from './write-worker.ts'

/** What a worker can be asked; each kind has one handler, in the file that names its types. */
export type Task = ReadTask | WriteTask | StatFiles
export type ReplyTo<T extends Task> = T extends ReadTask
  ? ReadReply<T>
  : T extends WriteTask
    ? WriteReply<T>
    : T extends StatFiles
      ? StatRows
      : never

/** A worker's answer on the wire. */
export type Answer =
  | { readonly id: number; readonly reply: unknown }
  | { readonly id: number; readonly error: WireError }
export interface WireError {
  readonly name: string
  readonly message: string
  /** `errno` name of a system error. */
  readonly code?: string
  readonly path?: string
}

/** A failure inside a worker, with the system error's code where there was one. */
export class WorkerError extends Error {
  readonly code: string | undefined
  readonly path: string | undefined
  constructor(wire: WireError) {
    super(wire.message)
    this.name = wire.name
    this.code = wire.code
    this.path = wire.path
  }
}

/** Of changed files: a choice. To deal with so many takes about twice as long as to start a thread. */
const BYTES_A_THREAD = 16 * 1024 * 1024

/**
 * Threads that do synchronous file calls, hashing and compression. A worker handles its tasks one at a time in the
 * order they were sent, and keeps memory between them, so callers choose the worker. More than four never paid in
 * measurements, and each idle one costs 14 MB.
 */
export class WorkerPool {
  readonly size: number
  readonly #url: URL
  readonly #bytesAThread: number
  readonly #workers: (Worker | undefined)[] = []
  readonly #running = new WeakSet<Worker>()
  readonly #waiting = new Map<
    number,
    { thread: Worker; resolve: (reply: never) => void; reject: (error: Error) => void }
  >()
  readonly #ending: Promise<unknown>[] = []
  #nextId = 0
  #closed = false

  constructor(url: URL, size = Math.max(1, Math.min(availableParallelism(), 4)), bytesAThread = BYTES_A_THREAD) {
    this.#url = url
    this.size = size
    this.#bytesAThread = bytesAThread
  }

  /** How many threads it takes to deal with so many bytes of files: with less each, starting one costs more than it gives. */
  threadsFor(bytes: number): number {
    return Math.min(this.size, Math.max(1, Math.ceil(bytes / this.#bytesAThread)))
  }

  /** Starts threads ahead of the first task (about 50 ms each), so that it overlaps other work. */
  warm(threads = this.size): void {
    for (let worker = 0; worker < threads; worker++) this.#worker(worker)
  }

  /** Is there a thread, at least on its way? */
  isWarm(): boolean {
    return this.#workers.some((thread) => thread !== undefined)
  }

  /** Does that thread run, so that a task would not wait for its start? */
  isReady(worker: number): boolean {
    const thread = this.#workers[worker]
    return thread !== undefined && this.#running.has(thread)
  }

  call<T extends Task>(worker: number, task: T, transfer: readonly ArrayBuffer[] = []): Promise<ReplyTo<T>> {
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      const thread = this.#worker(worker)
      this.#waiting.set(id, { thread, resolve, reject })
      thread.ref()
      thread.postMessage({ id, task }, transfer)
    })
  }

  /** Ends the threads in the background: it takes 20 ms and more. A later task starts new ones. */
  cool(): void {
    for (const thread of this.#workers.splice(0)) {
      // Or the process could end first, with this left unsettled.
      thread?.ref()
      if (thread) this.#ending.push(thread.terminate())
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.cool()
    await Promise.all(this.#ending)
  }

  #worker(index: number): Worker {
    if (this.#closed) throw new Error('the worker pool is closed')
    const running = this.#workers[index]
    if (running) return running
    const thread = new Worker(this.#url)
    thread.on('online', () => this.#running.add(thread))
    thread.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      // A thread that is being ended keeps the process until it has.
      const idle = ![...this.#waiting.values()].some((other) => other.thread === thread)
      if (idle && !this.#closed) thread.unref()
      if ('error' in answer) waiting?.reject(new WorkerError(answer.error))
      else waiting?.resolve(answer.reply as never)
    })
    const lost = (error: Error) => {
      // A new thread may have taken its place between its error and its end.
      if (this.#workers[index] === thread) this.#workers[index] = undefined
      for (const [id, waiting] of this.#waiting) {
        if (waiting.thread !== thread) continue
        this.#waiting.delete(id)
        waiting.reject(error)
      }
    }
    thread.on('error', lost)
    thread.on('exit', (code) => lost(new Error(`a worker thread ended with code ${code}`)))
    // Last: listening for messages takes it back.
    thread.unref()
    this.#workers[index] = thread
    return thread
  }
}
