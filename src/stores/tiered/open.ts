import type { Clock } from '../../core/ports/clock.ts'
import type { EventSink } from '../../core/ports/events.ts'
import type { StoreCounts } from '../metered.ts'
import type { OpenedStore } from '../open.ts'
import { Fills } from './fills.ts'
import { createTieredHeads } from './heads.ts'
import { NearTier } from './near.ts'
import { createNearest } from './nearest.ts'
import { createTieredStore, type Home } from './store.ts'
import type { TierLine, TierList } from './tier-list.ts'

export interface TiersDependencies {
  readonly clock: Clock
  readonly events: EventSink
  readonly stateDir: string
  /** `filled`: copies are kept in nearer tiers; `local`: only in directories. `read`: those that are there are used. */
  readonly tiers: 'filled' | 'local' | 'read'
}

/** The stores of a list as one. `open` opens one of them. */
export async function openTiers(
  { lines, home: homeLine }: TierList,
  { clock, events, stateDir, tiers }: TiersDependencies,
  open: (url: string) => Promise<OpenedStore>,
): Promise<OpenedStore> {
  const opened: { readonly line: TierLine; readonly stores: readonly [OpenedStore, ...OpenedStore[]] }[] = []
  for (const line of lines) {
    const [first, ...replicas] = line.urls
    opened.push({ line, stores: [await open(first), ...(await Promise.all(replicas.map(open)))] })
  }
  const tiersOf = (from: number, to: number): NearTier[] =>
    opened.slice(from, to).flatMap(({ line, stores: [first, ...replicas] }) => {
      const { budgetBytes } = line
      const isKept = tiers === 'filled' || (tiers === 'local' && /^file:/i.test(line.urls[0]))
      const write = isKept ? line.write : 'around'
      const tier = new NearTier({ store: first.store, write, budgetBytes, events })
      return [...nearest(first, replicas), tier]
    })
  const nearest = (first: OpenedStore, replicas: readonly OpenedStore[]): NearTier[] => {
    if (replicas.length === 0) return []
    const store = createNearest({ stores: [first.store, ...replicas.map((one) => one.store)], stateDir, clock })
    return [new NearTier({ store, write: 'around', events })]
  }

  const [durable, ...copies] = (opened[homeLine] as (typeof opened)[number]).stores
  const near = [...tiersOf(0, homeLine), ...nearest(durable, copies)]
  const beyond = tiersOf(homeLine + 1, opened.length)
  const home: Home = { store: durable.store, down: undefined }
  const fills = new Fills(clock)
  const all = opened.flatMap(({ stores }) => stores)
  return {
    ...durable,
    store: createTieredStore({ home, near, beyond, fills, clock, events }),
    heads: createTieredHeads({ heads: durable.heads, home, near, fills, events }),
    counts: sumOf(
      all.map(({ counts }) => counts),
      durable.counts,
    ),
    tiers: all.map(({ store: { name }, counts }) => ({ name, counts })),
    async settle(signal) {
      await fills.settle(signal)
      for (const tier of near) await tier.tidy()
    },
  }
}

/** Live, as its parts are. Upkeep is what home takes: nearer tiers forget. */
function sumOf(parts: readonly Readonly<StoreCounts>[], home: Readonly<StoreCounts>): Readonly<StoreCounts> {
  const sum = (name: keyof StoreCounts) => parts.reduce((total, counts) => total + counts[name], 0)
  return {
    get requests() {
      return sum('requests')
    },
    get upkeepRequests() {
      return home.upkeepRequests
    },
    get objectsPut() {
      return sum('objectsPut')
    },
    get uploadedBytes() {
      return sum('uploadedBytes')
    },
    get fetchedBytes() {
      return sum('fetchedBytes')
    },
  }
}
