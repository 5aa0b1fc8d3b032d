// The half of a download that a restore leaves to its threads: bytes are checked, and written. Both ends of it.
import { writeSync } from 'node:fs'
import { parentPort, Worker, workerData } from 'node:worker_threads'
import { release } from '../../src/core/bytes.ts'
import { sha256 } from '../../src/core/digest.ts'
import type { Checks } from './contestants.ts'

/** A frame, and where it belongs. */
export interface Piece {
  readonly fd: number
  readonly offset: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

export class FileThread {
  readonly #worker: Worker
  readonly #written: (() => void)[] = []

  constructor(checks: Checks) {
    this.#worker = new Worker(new URL(import.meta.url), { workerData: checks })
    this.#worker.on('message', () => this.#written.shift()?.())
  }

  get waiting(): number {
    return this.#written.length
  }

  write(piece: Piece): Promise<void> {
    return new Promise((resolve) => {
      this.#written.push(resolve)
      this.#worker.postMessage(piece, [piece.bytes.buffer])
    })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }
}

parentPort?.on('message', ({ fd, offset, bytes }: Piece) => {
  if ((workerData as Checks) === 'checked') sha256(bytes)
  writeSync(fd, bytes, 0, bytes.length, offset)
  release(bytes)
  parentPort?.postMessage(undefined)
})
