import type { Clock } from '../core/ports/clock.ts'
import type { Millis } from '../core/ports/store.ts'

/** A server's time, as the dates of its answers say it. */
export interface ServerClock {
  /** A date came with an answer. */
  saw(date: string | null | undefined): void
  /** One did. */
  isSet(): boolean
  /** This machine's time until then. */
  now(): Millis
}

export function createServerClock(clock: Clock): ServerClock {
  let ahead: Millis | undefined
  return {
    saw(date) {
      const said = Date.parse(date ?? '') - clock.now()
      if (Number.isNaN(said)) return
      // Its seconds are cut off and it took time to come, so the largest is the nearest to the truth, unless this
      // machine's own clock was set.
      if (ahead === undefined || said > ahead || said < ahead - DOUBT_MILLIS) ahead = said
    },
    isSet: () => ahead !== undefined,
    now: () => clock.now() + (ahead ?? 0),
  }
}

const DOUBT_MILLIS = 5000
