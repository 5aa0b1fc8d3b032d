import { newArray } from './bytes.ts'

/** Arrays that are filled again and again: memory that is given back and taken anew costs a page fault for every 4 KiB. */
export class SpareArrays {
  readonly #spare: ArrayBuffer[] = []

  /** An array of this length, of whatever content; its buffer may be longer. */
  readonly take = (length: number): Uint8Array<ArrayBuffer> => {
    const found = this.#spare.findIndex(({ byteLength }) => byteLength >= length)
    const [spare] = found === -1 ? [] : this.#spare.splice(found, 1)
    // All of a few lengths, so that they fit again; what is never touched costs nothing.
    return new Uint8Array(spare ?? newArray(2 ** Math.ceil(Math.log2(length))).buffer, 0, length)
  }

  /** Nobody needs its content any more: whoever still holds the array has an empty one from now on. */
  give({ buffer }: Uint8Array<ArrayBuffer>): void {
    this.#spare.push(buffer.transfer())
  }

  /** Gives their memory back at once. */
  drop(): void {
    for (const buffer of this.#spare.splice(0)) buffer.transfer(0)
  }
}
