import type { GetOptions } from '../core/ports/store.ts'

/** An array of its own that is filled from its start with the pieces of an answer. */
export class Filling {
  readonly bytes: Uint8Array<ArrayBuffer>
  #received = 0
  readonly #moved: GetOptions['moved']

  constructor(length: number, moved: GetOptions['moved']) {
    this.bytes = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer)
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
