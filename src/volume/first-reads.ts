import type { Manifest } from '../core/manifest.ts'
import { planWhole, type Range } from '../core/restore-plan.ts'
import { SpareArrays } from '../core/spare-arrays.ts'
import { type Begun, BUDGET_BYTES } from './fetch.ts'
import { beginRead, type Read, unhedged } from './read.ts'
import type { Context } from './types.ts'

/**
 * The first reads of a restore to where nothing lies, begun before it is known what goes where: working that out takes
 * as long as the way to a store and back.
 */
export class FirstReads implements Begun {
  readonly arrays = new SpareArrays()
  readonly #reads = new Map<string, Read>()
  readonly #stop = new AbortController()

  constructor(context: Context, namespace: string, { frames, packs }: Manifest) {
    const { signal, store } = context
    const either = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal
    let left = BUDGET_BYTES
    for (const range of planWhole(frames, store.traits.readBytes).slice(0, store.traits.concurrency)) {
      left -= range.length
      if (left < 0) break
      const read = beginRead(context, namespace, packs, range, either, unhedged, this.arrays.take)
      this.#reads.set(nameOf(range), read)
    }
  }

  take(range: Range): Read | undefined {
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
