import type { Random } from '../../core/ports/clock.ts'
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

const LONGEST_MILLIS = 5000
