import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../../../src/core/ports/clock.ts'

/** The machine's clock for people without patience: a pause takes a hundredth of its time, a long one a tenth. */
export const hastyClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => setTimeout(ms < 5000 ? ms / 100 : ms / 10, undefined, { ...(signal && { signal }) }),
}
