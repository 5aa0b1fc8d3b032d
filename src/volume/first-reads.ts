import type { Manifest } from '../core/manifest.ts'
import { planWhole, type Range } from '../core/restore-plan.ts'
import { type Begun, BUDGET_BYTES, readRange, unhedged } from './fetch.ts'
import type { Context } from './types.ts'

/**
 * The first reads of a restore to where nothing lies, begun before it is known what goes where: working that out takes
 * as long as the way to a store and back.
 */
export class FirstReads implements Begun {
  readonly #reads = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()
  readonly #stop = new AbortController()

  constructor(context: Context, namespace: string, manifest: Manifest) {
    const { signal } = context
    const either = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal
    let left = BUDGET_BYTES
    for (const range of planWhole(manifest.frames).slice(0, context.store.traits.concurrency)) {
      left -= range.length
      if (left < 0) break
      const read = readRange(context, namespace, manifest, range, either, unhedged)
      // Nobody may ever want it.
      read.catch(() => undefined)
      this.#reads.set(nameOf(range), read)
    }
  }

  take(range: Range): Promise<Uint8Array<ArrayBuffer>> | undefined {
    const name = nameOf(range)
    const read = this.#reads.get(name)
    this.#reads.delete(name)
    return read
  }

  drop(): void {
    this.#reads.clear()
    this.#stop.abort()
  }
}

function nameOf({ pack, offset, length }: Range): string {
  return `${pack} ${offset} ${length}`
}
