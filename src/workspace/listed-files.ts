import { setImmediate } from 'node:timers/promises'
import type { BytePath } from '../core/bytes.ts'
import type { CallOptions } from '../core/ports/store.ts'
import { type StatFiles, type StatRows, statFiles } from './stat-files.ts'
import type { WorkerPool } from './workers.ts'

/** Files looked at by one task: 4 ms or so. */
const TASK_FILES = 1024
/** So that a worker has something to do until this thread gets to see its answers. */
const TASKS_A_WORKER = 4

/** Takes what was seen of listed files: entry `entries[row]` is the one of a row. */
export type Fill = (entries: readonly number[], rows: StatRows) => void

/**
 * Files that a walk has listed and not looked at. Workers that run take part while the walk goes on. None is started for
 * that, which takes as long as it would save; but files that changed after `knownNs` will have to be read, so those that
 * it takes start now.
 */
export class ListedFiles {
  readonly #fill: Fill
  readonly #pool: WorkerPool | undefined
  readonly #knownNs: bigint | undefined
  readonly #waiting: Files[] = []
  readonly #load: number[]
  readonly #answers: Promise<void>[] = []
  #open = new Files()
  #changedBytes = 0

  constructor(fill: Fill, pool?: WorkerPool, knownNs?: bigint) {
    this.#fill = fill
    this.#pool = pool
    this.#knownNs = knownNs
    // This thread is as good as one of them.
    this.#load = new Array(pool ? Math.max(1, pool.size - 1) : 0).fill(0)
  }

  add(entry: number, directory: BytePath, name: BytePath): void {
    this.#open.add(entry, directory, name)
    if (this.#open.entries.length === TASK_FILES) this.#close()
  }

  /** Looks at what nobody has looked at yet, and waits for all that is under way. */
  async finish({ signal }: CallOptions): Promise<void> {
    if (this.#open.entries.length > 0) this.#waiting.push(this.#open)
    do {
      for (let files = this.#waiting.shift(); files; files = this.#waiting.shift()) {
        this.#look(files)
        // Answers are noticed here.
        await setImmediate()
        signal?.throwIfAborted()
        this.#share()
      }
      await Promise.all(this.#answers.splice(0))
      // What one worker lost another may have taken.
    } while (this.#waiting.length + this.#answers.length > 0)
  }

  #close(): void {
    const files = this.#open
    this.#open = new Files()
    if (this.#pool?.isWarm()) {
      this.#waiting.push(files)
      this.#share()
    } else this.#look(files)
  }

  #look(files: Files): void {
    this.#take(files, statFiles(files.task()))
  }

  #take({ entries }: Files, rows: StatRows): void {
    this.#fill(entries, rows)
    if (this.#knownNs === undefined || !this.#pool) return
    let isChanged = false
    for (let row = 0; row < entries.length; row++) {
      if ((rows.ctimeNs[row] as bigint) <= this.#knownNs) continue
      isChanged = true
      this.#changedBytes += rows.size[row] as number
    }
    if (isChanged) this.#pool.warm(this.#pool.threadsFor(this.#changedBytes))
  }

  #share(): void {
    for (const worker of this.#load.keys()) if (this.#pool?.isReady(worker)) this.#give(worker)
  }

  #give(worker: number): void {
    while ((this.#load[worker] as number) < TASKS_A_WORKER) {
      const files = this.#waiting.shift()
      if (!files || !this.#pool) return
      this.#load[worker] = (this.#load[worker] as number) + 1
      const answered = (rows: StatRows) => {
        this.#load[worker] = (this.#load[worker] as number) - 1
        this.#take(files, rows)
        this.#give(worker)
      }
      // A worker that is lost gets no more, and what it had is for this thread.
      const lost = () => void this.#waiting.push(files)
      this.#answers.push(this.#pool.call(worker, files.task()).then(answered, lost))
    }
  }
}

/** Files by the directories they lie in. */
class Files {
  readonly entries: number[] = []
  readonly #names: BytePath[] = []
  readonly #directories: BytePath[] = []
  readonly #ends: number[] = []

  add(entry: number, directory: BytePath, name: BytePath): void {
    if (this.#directories.at(-1) !== directory) {
      this.#directories.push(directory)
      this.#ends.push(0)
    }
    this.entries.push(entry)
    this.#names.push(name)
    this.#ends[this.#ends.length - 1] = this.#names.length
  }

  task(): StatFiles {
    const [directories, names] = [this.#directories.join('\0'), this.#names.join('\0')]
    return { for: 'stat', directories, names, ends: Uint32Array.from(this.#ends) }
  }
}
