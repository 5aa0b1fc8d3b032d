import type { Clock, Random } from '../core/ports/clock.ts'
import { isPassing, pauseAfter } from './retrying/pauses.ts'

/**
 * A part of an upload, again while that may help: whoever repeats whole writes no longer has the bytes of a long one.
 * The step is told which attempt it is, from 1.
 */
export async function again<T>(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  signal: AbortSignal,
  step: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await step(attempt)
    } catch (error) {
      if (!isPassing(error) || attempt === ATTEMPTS) throw error
      await clock.sleep(Math.min(pauseAfter(error, attempt, random), LONGEST_MILLIS), signal)
    }
  }
}

const ATTEMPTS = 5
const LONGEST_MILLIS = 10_000
