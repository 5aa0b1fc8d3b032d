import type { Clock, Random } from '../core/ports/clock.ts'
import { StoreError } from '../core/ports/errors.ts'

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
      const passing = error instanceof StoreError && (error.kind === 'unavailable' || error.kind === 'throttled')
      if (!passing || attempt === ATTEMPTS) throw error
      const [byte = 0] = random(1)
      const pause = error.retryAfterMillis ?? PAUSE_MILLIS * 2 ** attempt * (0.5 + byte / 256)
      await clock.sleep(Math.min(pause, LONGEST_MILLIS), signal)
    }
  }
}

const ATTEMPTS = 4
const PAUSE_MILLIS = 200
const LONGEST_MILLIS = 10_000
