import { eachAtOnce } from '../../core/at-once.ts'
import type { Clock } from '../../core/ports/clock.ts'
import type { ObjectKey } from '../../core/ports/store.ts'
import { Filling, type ReadFarther } from './filling.ts'
import type { CopyWriter, NearTier } from './near.ts'

/** Bytes that wait to be written to nearer tiers. */
const BACKLOG_BYTES = 64 * 1024 * 1024
/** How long the end of a step may take for what nobody asked for. */
const SETTLE_MILLIS = 10_000
/** Objects completed at a time. */
const COMPLETED_TOGETHER = 3

/** How much waits to be written, for a whole run. */
export class Backlog {
  #bytes = 0
  #wake: (() => void)[] = []

  /** Is there room for so many bytes? Then it is taken. */
  take(bytes: number): boolean {
    if (this.#bytes > 0 && this.#bytes + bytes > BACKLOG_BYTES) return false
    this.add(bytes)
    return true
  }

  /** For what cannot wait, because others wait for it. */
  add(bytes: number): void {
    this.#bytes += bytes
  }

  /** As `take`, when there is room. */
  async taken(bytes: number): Promise<void> {
    while (!this.take(bytes)) await new Promise<void>((resolve) => this.#wake.push(resolve))
  }

  give(bytes: number): void {
    this.#bytes -= bytes
    for (const resolve of this.#wake.splice(0)) resolve()
  }
}

/**
 * Fills nearer tiers in the background with what a run reads and writes. Nothing here rejects: who does without a copy
 * finds the object farther away.
 */
export class Fills {
  readonly backlog = new Backlog()
  readonly #clock: Clock
  readonly #fillings = new Map<ObjectKey, Filling>()
  readonly #pending = new Set<Promise<unknown>>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A piece of an object of `bytes` was read past these tiers; they keep the whole of it. The piece stays the caller's. */
  keep(
    key: ObjectKey,
    { tiers, bytes, read }: { readonly tiers: readonly NearTier[]; readonly bytes: number; readonly read: ReadFarther },
    offset: number,
    piece: Uint8Array,
  ): void {
    let filling = this.#fillings.get(key)
    if (!filling) {
      filling = new Filling({ key, bytes, tiers, read, backlog: this.backlog })
      this.#fillings.set(key, filling)
    }
    filling.keep(offset, piece)
  }

  /** Puts a small object. The bytes stay the caller's. */
  put(tier: NearTier, key: ObjectKey, bytes: Uint8Array): void {
    const writer = tier.open(key)
    void writer.write(new Uint8Array(bytes))
    this.later(writer.commit())
  }

  /** What is going on is not an object's copy any more. */
  forget(key: ObjectKey): void {
    const filling = this.#fillings.get(key)
    this.#fillings.delete(key)
    if (filling) this.later(filling.abort())
  }

  /** To be finished when the run ends. */
  later(task: Promise<unknown>): void {
    this.#pending.add(task)
    task.then(
      () => this.#pending.delete(task),
      () => undefined,
    )
  }

  /**
   * Completes what was begun, those first that lack least, for ten seconds at most; the rest is dropped, and so is, once
   * the signal aborts, all that still lacks something.
   */
  async settle(signal?: AbortSignal): Promise<void> {
    const end = new AbortController()
    const timer = new AbortController()
    this.#clock.sleep(SETTLE_MILLIS, timer.signal).then(
      () => end.abort(),
      () => undefined,
    )
    const limited = signal ? AbortSignal.any([signal, end.signal]) : end.signal
    const fillings = [...this.#fillings.values()].sort((a, b) => a.missing - b.missing)
    this.#fillings.clear()
    await eachAtOnce(fillings, COMPLETED_TOGETHER, async (filling) => {
      if (!(await filling.complete(limited))) await filling.abort()
    })
    timer.abort()
    await this.#settled()
  }

  async #settled(): Promise<void> {
    while (this.#pending.size > 0) {
      const pending = [...this.#pending]
      await Promise.allSettled(pending)
      for (const task of pending) this.#pending.delete(task)
    }
  }
}

/** Blocks of an object that a job stores, on their way to one nearer tier as well. */
export function openCopy(fills: Fills, tier: NearTier, key: ObjectKey): Pick<CopyWriter, 'write' | 'commit' | 'abort'> {
  const writer = tier.open(key)
  if (tier.write === 'through') return writer
  return {
    async write(block) {
      const bytes = block.length
      await fills.backlog.taken(bytes)
      fills.later(writer.write(block).then(() => fills.backlog.give(bytes)))
      return true
    },
    async commit() {
      fills.later(writer.commit())
      return true
    },
    abort: async () => fills.later(writer.abort()),
  }
}
