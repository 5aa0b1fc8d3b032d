import type { Clock } from '../core/ports/clock.ts'
import type { Millis } from '../core/ports/store.ts'

/** Asks, and asks again where the answer takes long; the first answer counts and the other call is aborted. */
export type Hedge = <T>(signal: AbortSignal, ask: (signal: AbortSignal) => Promise<T>) => Promise<T>

/**
 * For a known number of reads that are much alike: one that takes three times as long as half of them did, and a second
 * at least, is asked for a second time. That is done for one read in twenty, rounded up.
 */
export function createHedge(clock: Clock, reads: number): Hedge {
  const took: Millis[] = []
  let left = Math.ceil(reads / READS_A_HEDGE)

  /** Resolves when a read that began then is late. */
  const late = async (began: Millis, signal: AbortSignal) => {
    for (;;) {
      const wait = began + patience(took) - clock.now()
      if (wait <= 0) return
      await clock.sleep(Math.min(wait, LOOK_MILLIS), signal)
    }
  }

  return async (signal, ask) => {
    const began = clock.now()
    const answered = new AbortController()
    const failed = new AbortController()
    const either = AbortSignal.any([signal, answered.signal])
    const first = ask(either)
    // Nobody waits until a failed read is late. Once there is a second call that may still answer.
    first.catch(() => failed.abort())
    const second = late(began, AbortSignal.any([either, failed.signal])).then(() => {
      if (left === 0) return first
      left--
      return ask(either)
    })
    try {
      const answer = await Promise.any([first, second])
      took.push(clock.now() - began)
      return answer
    } catch (error) {
      throw (error as AggregateError).errors[0]
    } finally {
      answered.abort(new Error('the other call was answered'))
    }
  }
}

const READS_A_HEDGE = 20
const LEAST_MILLIS = 1000
/** Reads that must have come before one can be late. */
const LIKE_READS = 4
/** What is late changes with what comes: it is looked at this often. */
const LOOK_MILLIS = 250

function patience(took: readonly Millis[]): Millis {
  if (took.length < LIKE_READS) return Number.POSITIVE_INFINITY
  const median = took.toSorted((a, b) => a - b)[took.length >> 1] as Millis
  return Math.max(LEAST_MILLIS, 3 * median)
}
