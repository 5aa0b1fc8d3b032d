import { NONE } from './tree.ts'

/**
 * Which chunk lies where: place → number of a chunk, a place being a frame and an offset in it. The chunks of a frame
 * lie one after the other, so a frame is a run of rows in order, and a place is found by halving. (A map of places took
 * ten times as long to make, and a save of little makes one of everything there is.)
 */
export class ChunkPlaces {
  /** By row, in the order they were added. */
  length = 0
  chunk = new Uint32Array(1024)
  offset = new Uint32Array(1024)
  /** By frame: its first row, and the one after its last. */
  #first = new Uint32Array(256)
  #end = new Uint32Array(256)
  #hint = 0

  /** Adds the chunk that follows the one added last, or the first of a frame. */
  push(frame: number, offset: number, chunk: number): void {
    const row = this.length++
    if (row >= this.chunk.length) this.#growRows()
    if (frame >= this.#first.length) this.#growFrames(frame)
    if (offset === 0) this.#first[frame] = row
    this.#end[frame] = row + 1
    this.chunk[row] = chunk
    this.offset[row] = offset
  }

  /** The row of a place, or `NONE`. */
  find(frame: number, offset: number): number {
    let low = this.#first[frame] ?? 0
    let high = this.#end[frame] ?? 0
    // What is asked for in the order of a walk lies in that order, mostly.
    const next = this.#hint + 1
    if (next >= low && next < high && this.offset[next] === offset) {
      this.#hint = next
      return next
    }
    while (low < high) {
      const middle = (low + high) >>> 1
      const at = this.offset[middle] as number
      if (at === offset) {
        this.#hint = middle
        return middle
      }
      if (at < offset) low = middle + 1
      else high = middle
    }
    return NONE
  }

  #growRows(): void {
    const size = this.chunk.length * 2
    this.chunk = grown(this.chunk, size)
    this.offset = grown(this.offset, size)
  }

  #growFrames(frame: number): void {
    const size = Math.max(frame + 1, this.#first.length * 2)
    this.#first = grown(this.#first, size)
    this.#end = grown(this.#end, size)
  }
}

function grown(column: Uint32Array<ArrayBuffer>, size: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(size)
  larger.set(column)
  return larger
}
