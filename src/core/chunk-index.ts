const ID_BYTES = 32
const EMPTY = -1
/** Instead of a frame: the chunk is stored nowhere that may be used. */
export const ABSENT = -2
/** Instead of a frame: it is being stored, its frame is not made yet. */
export const PENDING = -1

/**
 * Which chunks exist and where: 32-byte id → number, and by number the frame, the offset in it and the raw length.
 * Open addressing over typed arrays, because a volume can have millions of chunks. Ids are SHA-256 (or a keyed hash),
 * so their first bytes are spread evenly and serve as the hash.
 */
export class ChunkIndex {
  length = 0
  frame = new Int32Array(1024)
  offset = new Uint32Array(1024)
  rawLength = new Uint32Array(1024)
  #ids = new Uint8Array(1024 * ID_BYTES)
  #slots = new Int32Array(4096).fill(EMPTY)

  /** Makes room for so many chunks at once, if there are none yet. */
  reserve(chunks: number): void {
    if (this.length > 0) return
    while (this.frame.length < chunks) this.#growColumns()
    // Half empty at most, and a save adds some.
    let slots = this.#slots.length
    while (slots < chunks * 2.5) slots *= 2
    this.#slots = new Int32Array(slots).fill(EMPTY)
  }

  /** The number of the chunk whose id stands at `ids[at]`, or -1. */
  find(ids: Uint8Array, at: number): number {
    return this.#slots[this.#slot(ids, at)] as number
  }

  /** Adds a chunk as `ABSENT` unless it is there; returns its number. */
  add(ids: Uint8Array, at: number, rawLength: number): number {
    const slot = this.#slot(ids, at)
    const known = this.#slots[slot] as number
    if (known !== EMPTY) return known
    const number = this.length++
    if (number >= this.frame.length) this.#growColumns()
    copy(ids, at, this.#ids, number * ID_BYTES)
    this.frame[number] = ABSENT
    this.rawLength[number] = rawLength
    this.#slots[slot] = number
    if (this.length * 2 > this.#slots.length) this.#growSlots()
    return number
  }

  /** Copies a chunk's id to `to[at]`. */
  copyId(number: number, to: Uint8Array, at: number): void {
    copy(this.#ids, number * ID_BYTES, to, at)
  }

  place(number: number, frame: number, offset: number): void {
    this.frame[number] = frame
    this.offset[number] = offset
  }

  /** The slot that holds the id, or the empty one where it belongs. */
  #slot(ids: Uint8Array, at: number): number {
    const mask = this.#slots.length - 1
    const hash =
      (ids[at] as number) |
      ((ids[at + 1] as number) << 8) |
      ((ids[at + 2] as number) << 16) |
      ((ids[at + 3] as number) << 24)
    let slot = hash & mask
    for (;;) {
      const number = this.#slots[slot] as number
      if (number === EMPTY || this.#same(number, ids, at)) return slot
      slot = (slot + 1) & mask
    }
  }

  #same(number: number, ids: Uint8Array, at: number): boolean {
    const base = number * ID_BYTES
    for (let i = 0; i < ID_BYTES; i++) if (this.#ids[base + i] !== ids[at + i]) return false
    return true
  }

  #growColumns(): void {
    const size = this.frame.length * 2
    const ids = new Uint8Array(size * ID_BYTES)
    ids.set(this.#ids)
    this.#ids = ids
    const frame = new Int32Array(size)
    frame.set(this.frame)
    this.frame = frame
    const offset = new Uint32Array(size)
    offset.set(this.offset)
    this.offset = offset
    const rawLength = new Uint32Array(size)
    rawLength.set(this.rawLength)
    this.rawLength = rawLength
  }

  #growSlots(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(EMPTY)
    for (let number = 0; number < this.length; number++) this.#slots[this.#slot(this.#ids, number * ID_BYTES)] = number
  }
}

/** Byte by byte: for 32 of them a view and a native copy take several times as long. */
function copy(from: Uint8Array, at: number, to: Uint8Array, into: number): void {
  for (let i = 0; i < ID_BYTES; i++) to[into + i] = from[at + i] as number
}
