import type { LocalMount } from '../core/mount.ts'
import type { CapturedFile, CaptureTask } from '../core/ports/workspace.ts'
import { EntryType, type Tree } from '../core/tree.ts'
import { type Base, emptyBase } from './base.ts'
import { PackWriter } from './pack-writer.ts'
import type { ParentRead } from './parent.ts'
import { isContent, type SavedMount } from './reuse.ts'
import { mayBeSecret, suspicion } from './secrets.ts'
import type { Context, SaveRequest } from './types.ts'

/** Less than this is read sooner than it is worth two readings. */
const WORTH_BYTES = 64 * 1024 * 1024

/** What was read before the walk was over, and where it went. */
export interface Ahead {
  readonly base: Base
  readonly packs: PackWriter
  readonly tasks: readonly CaptureTask[]
  readonly files: readonly CapturedFile[]
}

/**
 * Reads files while the walk that finds them goes on: of a volume that has no version yet, all will have to be read. One
 * that may hold a credential waits until somebody has looked. What is read goes into packs of a save that may still come
 * to nothing; then nobody refers to them.
 */
export class ReadAhead {
  readonly #context: Context
  readonly #base = emptyBase()
  readonly #packs: PackWriter
  readonly #stop = new AbortController()
  readonly #places: { readonly mount: LocalMount; readonly tree: Tree }[] = []
  readonly #done: { readonly tasks: readonly CaptureTask[]; readonly files: readonly CapturedFile[] }[] = []
  /** Of the last place: entries that were looked at, and those before this one that were taken. */
  #seen = 0
  #taken = 0
  #bytes = 0
  #mayBegin = false
  #isOver = false
  #reading: Promise<void> | undefined
  #failure: { readonly error: unknown } | undefined

  /** Begins once it is known that there is no parent. */
  constructor(context: Context, { rights }: SaveRequest, parent: Promise<ParentRead>) {
    this.#context = context
    this.#packs = new PackWriter(context, rights.namespace, rights.writes ?? '', this.#base)
    parent.then(
      (read) => {
        this.#mayBegin = !read.parent
      },
      () => undefined,
    )
  }

  /** What a walk has found so far. */
  found(mount: LocalMount, tree: Tree): void {
    if (this.#isOver) return
    if (this.#places.at(-1)?.tree !== tree) {
      this.#places.push({ mount, tree })
      this.#seen = this.#taken = this.#bytes = 0
    }
    for (; this.#seen < tree.length; this.#seen++) {
      if (isContent(tree, this.#seen)) this.#bytes += tree.size[this.#seen] as number
      // The walk has it open now, and will close it: what lies there is read when that is done.
      else if (isClosed(tree, this.#seen)) this.#isOver = true
    }
    if (this.#isOver || !this.#mayBegin || this.#reading || this.#bytes < WORTH_BYTES) return
    const tasks = this.#take(mount, tree)
    this.#reading = this.#read(tasks)
      .catch((error) => {
        this.#isOver = true
        this.#failure = { error }
      })
      .finally(() => {
        this.#reading = undefined
      })
  }

  /** Ends it: what was read, of these mounts. `undefined`: nothing, or their trees are not what the walks found. */
  async handOver(mounts: readonly SavedMount[]): Promise<Ahead | undefined> {
    this.#isOver = true
    const numbers = this.#places.map(({ tree }) => mounts.findIndex((mount) => mount.tree === tree))
    const begun = this.#reading !== undefined || this.#done.length > 0 || this.#failure !== undefined
    if (!begun || numbers.includes(-1)) {
      await this.abandon()
      return undefined
    }
    await this.#reading
    if (this.#failure) throw this.#failure.error
    const tasks = this.#done.flatMap((done) => done.tasks)
    return {
      base: this.#base,
      packs: this.#packs,
      tasks: tasks.map((task) => ({ ...task, mount: numbers[task.mount] as number })),
      files: this.#done.flatMap(({ files }) => files),
    }
  }

  /** Gives it up; harmless afterwards. */
  async abandon(): Promise<void> {
    this.#isOver = true
    this.#stop.abort()
    await this.#reading
    await this.#packs.abort()
  }

  #take(mount: LocalMount, tree: Tree): CaptureTask[] {
    const number = this.#places.length - 1
    const isSuspect = suspicion(mount, tree)
    const tasks: CaptureTask[] = []
    for (; this.#taken < this.#seen; this.#taken++) {
      const entry = this.#taken
      if (!isContent(tree, entry) || mayBeSecret(mount, tree, entry)) continue
      tasks.push({ mount: number, entry, ...(isSuspect(entry) && { suspect: true }) })
    }
    this.#bytes = 0
    return tasks
  }

  async #read(tasks: readonly CaptureTask[]): Promise<void> {
    const { workspace, store, keys, signal } = this.#context
    const request = {
      mounts: this.#places,
      tasks,
      level: store.traits.zstdLevel,
      ahead: true as const,
      ...(keys && { keys: keys.newest.chunks }),
    }
    const either = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal
    const { files } = await workspace.capture(request, this.#packs, { signal: either })
    this.#done.push({ tasks, files })
  }
}

/** The tasks that are not done; those of whole files, in the same mounts. */
export function without(tasks: readonly CaptureTask[], done: readonly CaptureTask[]): readonly CaptureTask[] {
  if (done.length === 0) return tasks
  const entries = new Map<number, Set<number>>()
  for (const { mount, entry } of done) {
    const its = entries.get(mount) ?? new Set()
    entries.set(mount, its.add(entry))
  }
  return tasks.filter(({ mount, entry }) => !entries.get(mount)?.has(entry))
}

/** One that keeps out even its owner. */
function isClosed(tree: Tree, entry: number): boolean {
  return tree.type[entry] === EntryType.directory && ((tree.mode[entry] as number) & 0o500) !== 0o500
}
