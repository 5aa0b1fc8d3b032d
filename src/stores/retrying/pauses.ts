import type { Clock, Random } from '../../core/ports/clock.ts'
import { StoreError } from '../../core/ports/errors.ts'
import type { Millis } from '../../core/ports/store.ts'

/** What another attempt may not meet. */
export function isPassing(error: unknown): error is StoreError {
  return error instanceof StoreError && (error.kind === 'unavailable' || error.kind === 'throttled')
}

/** Before the next attempt: a tenth of a second, then twice as long each time, give or take; on top of what was asked. */
export function pauseAfter({ retryAfterMillis = 0 }: StoreError, attempt: number, random: Random): Millis {
  const [byte = 0] = random(1)
  return retryAfterMillis + Math.min(LONGEST_MILLIS, 100 * 2 ** (attempt - 1)) * (0.5 + byte / 256)
}

/**
 * For adapters: sends a part of an object, and again if it fails in passing. A part belongs to its writer alone, so it
 * does not matter what became of the attempt before.
 */
export async function sentAgain<T>(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  signal: AbortSignal | undefined,
  send: (attempt: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(attempt)
    } catch (error) {
      if (!isPassing(error) || attempt === ATTEMPTS) throw error
      const wait = pauseAfter(error, attempt, random)
      if (wait > MOST_MILLIS) throw error
      await clock.sleep(wait, signal)
    }
  }
}

const LONGEST_MILLIS = 5000
const ATTEMPTS = 5
const MOST_MILLIS = 20_000
