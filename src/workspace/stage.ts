import { existsSync, mkdirSync, rmdirSync } from 'node:fs'
import process from 'node:process'
import { type BytePath, toDisplay, toFsPath } from '../core/bytes.ts'
import { FormatError } from '../core/ports/errors.ts'
import type { EventSink } from '../core/ports/events.ts'
import type { CallOptions } from '../core/ports/store.ts'
import type { FrameBatch, StagedMount, Staging, StagingStats } from '../core/ports/workspace.ts'
import { EntryType } from '../core/tree.ts'
import { clearMark, type DirtyMark, writeMark } from './dirty-mark.ts'
import { prepareBatch, splitBatch } from './frames-task.ts'
import { trackedFiles } from './git-tracked.ts'
import { forgetTemps, noteTemps } from './litter.ts'
import { clearDirty } from './recover.ts'
import { removeTree } from './remove.ts'
import { checkRoom } from './room.ts'
import { parentOf, rootOf } from './safe-path.ts'
import { inOrder, spread } from './spread.ts'
import { type CommitPlan, carryOut, isIdle, planCommit } from './stage-commit.ts'
import { completeStaged, stagedItems } from './stage-complete.ts'
import { Content, expectedBytes, type MountPlan, planMount } from './stage-plan.ts'
import { beginStage, endStage, type StageId } from './temp-names.ts'
import type { WorkerPool } from './workers.ts'

const PROGRESS_MILLIS = 100

/**
 * Starts putting versions in place. Rejects if a tree cannot be put where it is to go. What follows (making
 * directories, creating files) goes on in the workers; a failure of that shows at the next `write` or `commit`.
 */
export async function stage(
  pool: WorkerPool,
  stateDir: string,
  events: EventSink,
  mounts: readonly StagedMount[],
  options: CallOptions,
): Promise<Staging> {
  options.signal?.throwIfAborted()
  const id = beginStage()
  try {
    const plans = mounts.map((mount) => planMount(mount, id))
    checkRoom(plans)
    return new Stage(pool, stateDir, events, id, plans, options.signal)
  } catch (error) {
    endStage(id)
    throw error
  }
}

class Stage implements Staging {
  readonly #pool: WorkerPool
  readonly #stateDir: string
  readonly #events: EventSink
  readonly #id: StageId
  readonly #plans: readonly MountPlan[]
  readonly #signal: AbortSignal | undefined
  /** Resolves when every directory and every file that gets its content in pieces is made. */
  readonly #ready: Promise<void>
  readonly #writes: Promise<void>[] = []
  readonly #load: number[]
  readonly #umask = process.umask()
  /** Directories made on the way to a mount, outermost first. */
  readonly #parents: BytePath[] = []
  readonly #steps: number
  #stepsDone = 0
  #shownAt = 0
  #writtenBytes = 0
  #mark: DirtyMark | undefined
  #ended = false

  constructor(
    pool: WorkerPool,
    stateDir: string,
    events: EventSink,
    id: StageId,
    plans: readonly MountPlan[],
    signal: AbortSignal | undefined,
  ) {
    this.#pool = pool
    this.#stateDir = stateDir
    this.#events = events
    this.#id = id
    this.#plans = plans
    this.#signal = signal
    this.#load = new Array(pool.size).fill(0)
    this.#steps = plans.reduce((sum, { roots, restamp }) => sum + roots.length + restamp.length, 0)
    this.#ready = this.#make()
    // Whoever comes first awaits it; until then it is no unhandled failure.
    this.#ready.catch(() => {})
  }

  write(batch: FrameBatch): Promise<void> {
    const written = this.#write(batch)
    this.#writes.push(written)
    return written
  }

  async commit(): Promise<StagingStats> {
    try {
      await this.#ready
      await Promise.all(this.#writes)
      const expected = this.#plans.reduce((sum, plan) => sum + expectedBytes(plan), 0)
      if (this.#writtenBytes !== expected) throw new Error(`${this.#writtenBytes} of ${expected} bytes were written`)
      await completeStaged(this.#pool, this.#plans)
      this.#signal?.throwIfAborted()
      const commits = this.#plans
        .map((plan) => planCommit(plan, this.#tracked(plan)))
        .filter((commit) => !isIdle(commit))
      const stats = await this.#carryOut(commits)
      this.#end()
      return stats
    } catch (error) {
      await this.abort()
      throw error
    }
  }

  async abort(): Promise<void> {
    if (this.#ended) return
    await Promise.allSettled([this.#ready, ...this.#writes])
    try {
      for (const { base, roots, places } of this.#plans) {
        for (const root of roots) removeTree(places[root] as BytePath, rootOf(base))
      }
      if (this.#mark) clearDirty(this.#stateDir, this.#mark)
      for (const parent of this.#parents.reverse()) rmdirSync(toFsPath(parent))
    } catch {
      // What cannot be removed now is litter that the next run looks for.
      this.#ended = true
      return endStage(this.#id)
    }
    this.#end()
  }

  async #make(): Promise<void> {
    for (const plan of this.#plans) {
      const { mount, base, roots, places } = plan
      if (places[0] !== undefined) this.#makeParents(base)
      const within = `${base}/`
      const noted = roots.flatMap((root) => {
        const place = places[root] as BytePath
        return place.startsWith(within) ? [place.slice(within.length)] : []
      })
      if (noted.length > 0) noteTemps(this.#stateDir, mount, this.#id, noted)
    }
    const directories = stagedItems(this.#plans, (plan, entry) => plan.tree.type[entry] === EntryType.directory)
    await inOrder(this.#pool, 0, 'mkdir', directories, () => {})
    await spread(
      this.#pool,
      'create',
      stagedItems(this.#plans, ({ content }, entry) => content[entry] === Content.pieces),
      () => {},
    )
  }

  #makeParents(base: BytePath): void {
    const missing: BytePath[] = []
    for (let above = parentOf(base); above !== '' && !existsSync(toFsPath(above)); above = parentOf(above)) {
      missing.unshift(above)
    }
    for (const path of missing) {
      mkdirSync(toFsPath(path))
      this.#parents.push(path)
    }
  }

  async #write(batch: FrameBatch): Promise<void> {
    await this.#ready
    this.#signal?.throwIfAborted()
    const idle = this.#load.filter((bytes) => bytes === 0).length
    const calls = splitBatch(batch, Math.max(1, idle)).map((share) => this.#send(share))
    const failed = (await Promise.allSettled(calls)).find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
  }

  async #send(batch: FrameBatch): Promise<void> {
    const { task, writtenBytes, record } = prepareBatch(batch, this.#plans, this.#umask)
    const bytes = batch.bytes.length
    const worker = this.#load.indexOf(Math.min(...this.#load))
    this.#load[worker] = (this.#load[worker] as number) + bytes
    try {
      record(await this.#pool.call(worker, task, [batch.bytes.buffer]))
      this.#writtenBytes += writtenBytes
    } catch (error) {
      const { name, message } = error as Error
      throw name === 'FormatError' ? new FormatError(message) : error
    } finally {
      this.#load[worker] = (this.#load[worker] as number) - bytes
    }
  }

  /** Everything is complete and verified: from here on a failure leaves a mount empty, not as it was. */
  async #carryOut(commits: readonly CommitPlan[]): Promise<StagingStats> {
    const [first] = commits
    if (commits.length > 1 || (first && !first.plan.fresh)) {
      const mounts = commits.map(({ plan }) => ({ ...plan, paths: [...plan.paths, ...plan.remove] }))
      this.#mark = writeMark(this.#stateDir, this.#id, mounts)
    }
    let removedFiles = 0
    for (const commit of commits) removedFiles += await carryOut(this.#pool, commit, (count) => this.#progress(count))
    if (this.#mark) clearMark(this.#stateDir, this.#mark)
    return { ...this.#written(), removedFiles }
  }

  #written(): Omit<StagingStats, 'removedFiles'> {
    let writtenFiles = 0
    let writtenBytes = 0
    for (const { tree, write, content } of this.#plans) {
      for (const entry of write) {
        if (tree.type[entry] !== EntryType.directory) writtenFiles++
        if (content[entry] !== Content.stays) writtenBytes += tree.size[entry] as number
      }
    }
    return { writtenFiles, writtenBytes }
  }

  #tracked({ base, remove }: MountPlan): ReadonlySet<BytePath> {
    if (remove.length === 0) return new Set()
    const tracked = trackedFiles(base)
    if (!tracked) this.#events.emit({ type: 'kept-tracked', path: toDisplay(base) })
    return tracked ?? new Set(remove)
  }

  #progress(count: number): void {
    this.#stepsDone += count
    const now = Date.now()
    if (now - this.#shownAt < PROGRESS_MILLIS) return
    this.#shownAt = now
    const [done, total] = [this.#stepsDone, this.#steps]
    this.#events.emit({ type: 'progress', phase: 'finish', done, total, files: done, totalFiles: total })
  }

  #end(): void {
    this.#ended = true
    endStage(this.#id)
    for (const { mount } of this.#plans) forgetTemps(this.#stateDir, mount, this.#id)
  }
}
