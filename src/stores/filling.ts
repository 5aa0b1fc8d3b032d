import { newArray } from '../core/bytes.ts'
import type { GetOptions } from '../core/ports/store.ts'

/** An array that is filled from its start with the pieces of an answer. */
export class Filling {
  readonly bytes: Uint8Array<ArrayBuffer>
  #received = 0
  readonly #moved: GetOptions['moved']

  constructor(length: number, { array = newArray, moved }: GetOptions) {
    this.bytes = array(length)
    this.#moved = moved
  }

  /** Copies a piece. Throws if more comes than was said to. */
  take(piece: Uint8Array): void {
    if (piece.length > this.bytes.length - this.#received) throw new Error('more came than was asked for')
    this.bytes.set(piece, this.#received)
    this.#received += piece.length
    this.#moved?.(this.bytes, this.#received)
  }

  isFull(): boolean {
    return this.#received === this.bytes.length
  }
}
