import type { Clock, Random } from '../../core/ports/clock.ts'
import type { CallOptions } from '../../core/ports/store.ts'
import type { Send } from '../http/exchange.ts'
import type { StoreCounts } from '../metered.ts'

/** What every exchange with GitHub works with. */
export interface Wire {
  readonly fetch: Send
  readonly clock: Clock
  readonly random: Random
  readonly counts: EntryCounts
}

/** A wire that has counted nothing yet. */
export function createWire(parts: Omit<Wire, 'counts'>): Wire {
  const none = { requests: 0, upkeepRequests: 0, objectsPut: 0, uploadedBytes: 0, fetchedBytes: 0 }
  return { ...parts, counts: { ...none, serviceCalls: 0, ranges: 0 } }
}

/** Counts a request; upkeep only as such. */
export function count({ counts }: Wire, what: 'serviceCalls' | 'ranges', { upkeep }: CallOptions): void {
  if (upkeep) counts.upkeepRequests++
  else {
    counts.requests++
    counts[what]++
  }
}

/** What was done since the start of the run. `requests` is the sum of the two below and of what was uploaded. */
export interface EntryCounts extends StoreCounts {
  /** Calls of the service, those again included: what its rate limits count. */
  serviceCalls: number
  /** Reads of signed URLs, those again included. */
  ranges: number
}

/** Waits before the next attempt: about half a second, then three times as long each time. */
export function backOff({ clock, random }: Wire, attempt: number, signal: AbortSignal | undefined): Promise<void> {
  const [byte = 0] = random(1)
  return clock.sleep(500 * 3 ** (attempt - 1) * (0.5 + byte / 256), signal)
}
