import type { Clock } from '../../../src/core/ports/clock.ts'
import type { Millis } from '../../../src/core/ports/store.ts'
import { type Counts, fire, type Switches } from './switches.ts'

export interface CacheEntry {
  /** In the order of reservations. */
  readonly id: number
  readonly scope: string
  readonly key: string
  readonly version: string
  /** Its object on the blob side. */
  readonly blob: string
  readonly reservedAt: Millis
  /** Absent: reserved, and its name is taken for good. `order` counts finalisations. */
  finalised?: { readonly at: Millis; readonly order: number; readonly bytes: number }
  accessedAt: Millis
  /** Lookups see it from then on, … */
  shownAt: Millis
  /** … once this many that match it have missed it. */
  missesLeft: number
}

/** The service's table: names are written once in each scope and version, lookups are by prefix and late. */
export class Entries {
  readonly all: CacheEntry[] = []
  readonly #clock: Clock
  readonly #switches: Switches
  readonly #counts: Counts
  #reserved = 0
  #finalised = 0

  constructor(clock: Clock, switches: Switches, counts: Counts) {
    this.#clock = clock
    this.#switches = switches
    this.#counts = counts
  }

  get(scope: string, key: string, version: string): CacheEntry | undefined {
    return this.all.find((entry) => entry.scope === scope && entry.key === key && entry.version === version)
  }

  /** `undefined`: the name is taken. */
  reserve(scope: string, key: string, version: string): CacheEntry | undefined {
    if (this.get(scope, key, version)) return undefined
    const id = ++this.#reserved
    const now = this.#clock.now()
    const blob = `${id.toString(16).padStart(8, '0')}-cache`
    const entry = { id, scope, key, version, blob, reservedAt: now, accessedAt: now, shownAt: 0, missesLeft: 0 }
    this.all.push(entry)
    return entry
  }

  finalise(entry: CacheEntry, bytes: number): void {
    const now = this.#clock.now()
    entry.finalised = { at: now, order: ++this.#finalised, bytes }
    entry.shownAt = now + this.#switches.lagMillis
    entry.missesLeft = this.#switches.lagLookups
  }

  /** In each scope: the key itself, then what starts with it, then what starts with each restore key; newest first. */
  lookup(
    scopes: readonly string[],
    key: string,
    restoreKeys: readonly string[],
    version: string,
  ): CacheEntry | undefined {
    const { ignoreKey } = this.#switches
    const seen = this.#shown(scopes, ignoreKey ? restoreKeys : [key, ...restoreKeys], version)
    const find = (from: readonly CacheEntry[]) => {
      const exact = ignoreKey ? undefined : from.find((entry) => entry.key === key)
      if (exact) return exact
      for (const prefix of ignoreKey ? restoreKeys : [key, ...restoreKeys]) {
        const found = this.#newest(from.filter((entry) => entry.key.startsWith(prefix)))
        if (found) return found
      }
      return undefined
    }
    if (ignoreKey && !restoreKeys.includes(key)) fire(this.#counts, 'ignoreKey')
    for (const scope of scopes) {
      const found = find(seen.filter((entry) => entry.scope === scope))
      if (found) return found
    }
    return undefined
  }

  /** Forgets entries; their names are free again. */
  remove(which: (entry: CacheEntry) => boolean): CacheEntry[] {
    const gone = this.all.filter(which)
    for (const entry of gone) this.all.splice(this.all.indexOf(entry), 1)
    return gone
  }

  /** Every finalised entry that the lookup would match, without those that it does not see yet. */
  #shown(scopes: readonly string[], prefixes: readonly string[], version: string): CacheEntry[] {
    const now = this.#clock.now()
    return this.all.filter((entry) => {
      if (!entry.finalised || entry.version !== version || !scopes.includes(entry.scope)) return false
      if (!prefixes.some((prefix) => entry.key.startsWith(prefix))) return false
      if (entry.shownAt > now) {
        fire(this.#counts, 'lagMillis')
        return false
      }
      if (entry.missesLeft > 0) {
        entry.missesLeft--
        fire(this.#counts, 'lagLookups')
        return false
      }
      return true
    })
  }

  #newest(entries: readonly CacheEntry[]): CacheEntry | undefined {
    const last = (order: (entry: CacheEntry) => number) =>
      entries.reduce<CacheEntry | undefined>(
        (best, entry) => (best && order(best) > order(entry) ? best : entry),
        undefined,
      )
    const reserved = last((entry) => entry.id)
    const finalised = last((entry) => entry.finalised?.order ?? 0)
    if (reserved !== finalised) fire(this.#counts, 'newestBy')
    return this.#switches.newestBy === 'reservation' ? reserved : finalised
  }
}
