import { setImmediate } from 'node:timers/promises'
import type { BytePath } from '../core/bytes.ts'
import type { CallOptions } from '../core/ports/store.ts'
import { type StatFiles, type StatRows, statFiles } from './stat-files.ts'
import type { WorkerPool } from './workers.ts'

/** Files looked at by one task: 4 ms or so. */
const TASK_FILES = 1024
/** With fewer a worker that is still starting would come too late. */
const FEW_FILES = 4 * TASK_FILES
/** So that a worker has something to do until this thread gets to see its answers. */
const TASKS_A_WORKER = 4

/** Takes what was seen of listed files: entry `entries[row]` is the one of a row. */
export type Fill = (entries: readonly number[], rows: StatRows) => void

/**
 * Files that a walk has listed and not looked at. In a large tree workers begin with that while the walk goes on, if
 * there are any: starting one takes as much time as it would save. The rest is for this thread when the walk is over.
 */
export class ListedFiles {
  readonly #fill: Fill
  readonly #pool: WorkerPool | undefined
  readonly #waiting: Files[] = []
  readonly #load: number[]
  readonly #answers: Promise<void>[] = []
  #open = new Files()
  #added = 0

  constructor(fill: Fill, pool: WorkerPool | undefined) {
    this.#fill = fill
    this.#pool = pool
    // This thread is as good as one of them.
    this.#load = new Array(pool?.isWarm() ? Math.max(1, pool.size - 1) : 0).fill(0)
  }

  add(entry: number, directory: BytePath, name: BytePath): void {
    this.#open.add(entry, directory, name)
    this.#added++
    if (this.#open.entries.length === TASK_FILES) this.#close()
  }

  /** Looks at what nobody has looked at yet, and waits for all that is under way. */
  async finish({ signal }: CallOptions): Promise<void> {
    if (this.#open.entries.length > 0) this.#close()
    do {
      for (let files = this.#waiting.shift(); files; files = this.#waiting.shift()) {
        this.#fill(files.entries, statFiles(files.task()))
        // Answers are noticed here.
        await setImmediate()
        signal?.throwIfAborted()
      }
      await Promise.all(this.#answers.splice(0))
      // What one worker lost another may have taken.
    } while (this.#waiting.length + this.#answers.length > 0)
  }

  #close(): void {
    this.#waiting.push(this.#open)
    this.#open = new Files()
    if (this.#added > FEW_FILES) for (const worker of this.#load.keys()) this.#give(worker)
  }

  #give(worker: number): void {
    while ((this.#load[worker] as number) < TASKS_A_WORKER) {
      const files = this.#waiting.shift()
      if (!files || !this.#pool) return
      this.#load[worker] = (this.#load[worker] as number) + 1
      const answered = (rows: StatRows) => {
        this.#load[worker] = (this.#load[worker] as number) - 1
        this.#fill(files.entries, rows)
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
