import type { ObjectKey } from '../../core/ports/store.ts'
import type { Backlog } from './fills.ts'
import type { CopyWriter, NearTier } from './near.ts'

/** Reads a range from beyond the tiers that are being filled; `undefined`: it is not to be had. */
export type ReadFarther = (
  range: { readonly offset: number; readonly length: number },
  signal: AbortSignal,
) => Promise<Uint8Array | undefined>

export interface FillingOptions {
  readonly key: ObjectKey
  /** Of the whole object. */
  readonly bytes: number
  readonly tiers: readonly NearTier[]
  readonly read: ReadFarther
  readonly backlog: Backlog
}

/** Nothing larger is asked for in one read. */
const PIECE_BYTES = 8 * 1024 * 1024

/**
 * One object's way into nearer tiers: what is read of it anyway is appended in order, pieces that came early wait, and
 * what nobody read is read in the end. So little is fetched twice: only what found no room to wait in.
 */
export class Filling {
  readonly #options: FillingOptions
  readonly #copies: CopyWriter[]
  /** How many bytes, from the start, are on their way. */
  #at = 0
  /** Pieces beyond those, by offset. */
  readonly #early = new Map<number, Uint8Array>()
  /** Is there still a tier that takes it? */
  #isTaken: Promise<boolean> = Promise.resolve(true)
  #isAborted = false

  constructor(options: FillingOptions) {
    this.#options = options
    this.#copies = options.tiers.map((tier) => tier.open(options.key))
  }

  /** Bytes that would have to be read for it. */
  get missing(): number {
    return [...this.#early.values()].reduce((left, piece) => left - piece.length, this.#options.bytes - this.#at)
  }

  /** The piece stays the caller's. */
  keep(offset: number, piece: Uint8Array): void {
    const isKnown = offset + piece.length <= this.#at || this.#early.has(offset)
    if (this.#isAborted || isKnown || !this.#options.backlog.take(piece.length)) return
    this.#early.set(offset, new Uint8Array(piece))
    this.#append()
  }

  /** Reads what is missing, unless the signal aborts, and finishes the copies; `false`: it cannot. */
  async complete(signal: AbortSignal): Promise<boolean> {
    const { bytes, read, backlog } = this.#options
    try {
      while (this.#at < bytes) {
        const next = Math.min(bytes, ...this.#early.keys())
        const length = Math.min(next - this.#at, PIECE_BYTES)
        const piece = await read({ offset: this.#at, length }, signal)
        if (piece?.length !== length) return false
        backlog.add(length)
        this.#early.set(this.#at, piece)
        this.#append()
        if (!(await this.#isTaken)) return false
      }
    } catch {
      return false
    }
    const stored = await Promise.all(this.#copies.map((copy) => copy.commit()))
    return stored.some(Boolean)
  }

  /** Leaves nothing. */
  async abort(): Promise<void> {
    this.#isAborted = true
    for (const piece of this.#early.values()) this.#options.backlog.give(piece.length)
    this.#early.clear()
    await Promise.all(this.#copies.map((copy) => copy.abort()))
  }

  /** Sends on all that now follows without a gap. */
  #append(): void {
    for (;;) {
      const offset = [...this.#early.keys()].find((start) => start <= this.#at)
      const piece = offset === undefined ? undefined : this.#early.get(offset)
      if (offset === undefined || !piece) return
      this.#early.delete(offset)
      const { length } = piece
      const block = piece.subarray(Math.min(length, this.#at - offset))
      this.#at += block.length
      // Writers keep their blocks: each has one of its own.
      const writing = this.#copies.map((copy, i) => copy.write(i === 0 ? block : new Uint8Array(block)))
      this.#isTaken = Promise.all(writing).then((written) => {
        this.#options.backlog.give(length)
        return written.some(Boolean)
      })
    }
  }
}
