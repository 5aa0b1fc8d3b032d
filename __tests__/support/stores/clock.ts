import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Clock, Random } from '../../../src/core/ports/clock.ts'

/** The machine's own clock and randomness. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { ...(signal && { signal }) }),
}
export const realRandom: Random = (length) => randomBytes(length)
