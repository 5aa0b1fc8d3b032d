import type { Event } from '../../../src/core/ports/events.ts'
import type { ManagedStore } from '../../../src/core/ports/store.ts'
import { createMemoryStore } from '../../../src/stores/memory.ts'
import { retrying } from '../../../src/stores/retrying.ts'
import { VirtualClock } from './virtual-clock.ts'

/** A retrying store over a memory store that `between` may change, with a clock that jumps over every pause. Pauses are not random. */
export function retried(
  between: (memory: ManagedStore, clock: VirtualClock) => ManagedStore,
  prepare: (clock: VirtualClock) => Promise<unknown> = async () => undefined,
) {
  const clock = new VirtualClock()
  const memory = createMemoryStore({ clock })
  const events: Event[] = []
  const options = {
    clock,
    random: (length: number) => new Uint8Array(length).fill(128),
    events: { emit: (event: Event) => void events.push(event) },
  }
  const store = retrying(between(memory, clock), options, () => prepare(clock))
  /** How long the work takes by the clock, and what comes of it. */
  const timed = async <T>(work: () => Promise<T>) => {
    const began = clock.now()
    const result = await clock.run(
      work().then(
        (value) => ({ value, error: undefined }),
        (error: unknown) => ({ value: undefined, error }),
      ),
    )
    return { ...result, millis: clock.now() - began }
  }
  return { store, memory, clock, events, timed }
}
