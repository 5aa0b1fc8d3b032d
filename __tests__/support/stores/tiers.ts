import type { Event } from '../../../src/core/ports/events.ts'
import type { ManagedStore } from '../../../src/core/ports/store.ts'
import { createHeadStore } from '../../../src/stores/heads.ts'
import { metered } from '../../../src/stores/metered.ts'
import type { OpenedStore } from '../../../src/stores/open.ts'
import { openTiers } from '../../../src/stores/tiered/open.ts'
import { realClock } from './clock.ts'

export interface TiersOf {
  readonly near: ManagedStore
  readonly home: ManagedStore | OpenedStore
  readonly write?: 'through' | 'behind' | 'around'
  readonly budgetBytes?: number
  readonly tiers?: 'filled' | 'local' | 'read'
}

/** A near store in front of another, as one run opens them. */
export async function tiersOf({ near, home, write = 'through', budgetBytes, tiers = 'filled' }: TiersOf) {
  const events: Event[] = []
  const sink = { emit: (event: Event) => void events.push(event) }
  const opened = (bare: ManagedStore): OpenedStore => {
    const { store, counts } = metered(bare)
    return { store, counts, heads: createHeadStore({ store, events: sink }) }
  }
  const nearest = opened(near)
  const farthest = 'counts' in home ? home : opened(home)
  const line = { write, budgetBytes }
  const list = {
    lines: [
      { urls: ['near'] as const, ...line },
      { urls: ['home'] as const, write: 'through' as const, budgetBytes: undefined },
    ],
    home: 1,
  }
  const options = { clock: realClock, events: sink, stateDir: '/nowhere', tiers }
  const together = await openTiers(list, options, async (url) => (url === 'near' ? nearest : farthest))
  return {
    ...together,
    settle: async (signal?: AbortSignal) => together.settle?.(signal),
    events,
    told: (type: Event['type']) => events.filter((event) => event.type === type),
    nearCounts: nearest.counts,
    homeCounts: farthest.counts,
  }
}
