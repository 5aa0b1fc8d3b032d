import { setTimeout } from 'node:timers/promises'

/** How far a transfer may lag behind its pace and still catch up, ms: timers are late on a busy machine. */
const CATCH_UP = 50

/** One direction of one connection: says when the bytes handed to it would have arrived. */
export class Pace {
  #free = 0

  /** A body begins: time that the link stood idle is no credit. */
  begin(): void {
    this.#free = Math.max(this.#free, performance.now())
  }

  /** Milliseconds until `bytes` more have passed at this rate. */
  charge(bytes: number, bytesPerSecond: number): number {
    const now = performance.now()
    this.#free = Math.max(this.#free, now - CATCH_UP) + (bytes / bytesPerSecond) * 1000
    return this.#free - now
  }

  async carry(bytes: number, bytesPerSecond: number): Promise<void> {
    const wait = this.charge(bytes, bytesPerSecond)
    if (wait >= 1) await setTimeout(wait)
  }
}
