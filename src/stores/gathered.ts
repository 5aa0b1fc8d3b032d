import { release } from '../core/bytes.ts'

/** Blocks of an object that wait to be sent, as they came: none is copied. */
export class Gathered {
  bytes = 0
  #blocks: Uint8Array[] = []

  push(block: Uint8Array): void {
    this.#blocks.push(block)
    this.bytes += block.length
  }

  /** Takes so much from the front. */
  take(length = this.bytes): Uint8Array[] {
    const taken: Uint8Array[] = []
    let left = length
    this.bytes -= left
    while (left > 0 || this.#blocks[0]?.length === 0) {
      const block = this.#blocks.shift() as Uint8Array
      taken.push(block.subarray(0, left))
      if (block.length > left) this.#blocks.unshift(block.subarray(left))
      left -= Math.min(left, block.length)
    }
    return taken
  }
}

/** Gives the memory of blocks back that were sent. One of which a part is still gathered keeps its own. */
export function releaseSent(blocks: readonly Uint8Array[]): void {
  for (const block of blocks) {
    if (block.byteOffset + block.length === block.buffer.byteLength) release(block)
  }
}
