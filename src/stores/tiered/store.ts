import { isContent } from '../../core/keys.ts'
import type { Clock } from '../../core/ports/clock.ts'
import type { StoreError } from '../../core/ports/errors.ts'
import type { EventSink } from '../../core/ports/events.ts'
import type { GetOptions, ManagedStore, ObjectKey, StoreTraits } from '../../core/ports/store.ts'
import { type Fills, openCopy } from './fills.ts'
import type { NearTier } from './near.ts'

/** The tier where heads live, for one run. */
export interface Home {
  readonly store: ManagedStore
  /** Set when its heads could not be read: nothing more is asked of it, and nothing can be committed. */
  down: StoreError | undefined
}

export interface TieredOptions {
  readonly home: Home
  /** Nearest first. */
  readonly near: readonly NearTier[]
  /** Farther than home, and only read: for what home has lost. */
  readonly beyond: readonly NearTier[]
  readonly fills: Fills
  readonly clock: Clock
  readonly events: EventSink
}

/** A last read that ends so close to the object's end goes on to it: that saves the read which would fetch the rest. */
const TAIL_BYTES = 1024 * 1024

/**
 * One store out of several, and where its heads live it is that one: only packs and versions have copies elsewhere.
 * Those who check what they read (`copy`) get it from the nearest tier that has it, and nearer ones are filled with the
 * whole object meanwhile. What is stored goes to home and to the nearer tiers; what these fail to do is no failure.
 */
export function createTieredStore(options: TieredOptions): ManagedStore {
  const { home, near, beyond, fills, clock, events } = options
  const { store } = home
  const all = [...near, ...beyond]

  const atHome = (): ManagedStore => {
    if (home.down) throw home.down
    return store
  }

  /** From home or beyond it. */
  const getFar = async (key: ObjectKey, how: GetOptions) => {
    const bytes = home.down ? undefined : await store.get(key, how)
    if (bytes) return bytes
    for (const tier of beyond) {
      const found = await tier.get(key, how)
      if (found) return found
    }
    if (home.down) throw home.down
    return undefined
  }

  const getCopy = async (key: ObjectKey, bytes: number, how: GetOptions) => {
    const lacking: NearTier[] = []
    for (const [i, tier] of near.entries()) {
      const found = await tier.get(key, how)
      if (found) return keepIn(lacking, key, bytes, how, found, near.slice(i))
      if (tier.isWritten) lacking.push(tier)
    }
    const { range } = how
    const rest = range ? bytes - range.offset - range.length : 0
    if (lacking.length === 0 || !range || rest <= 0 || rest > TAIL_BYTES) {
      const found = await getFar(key, how)
      return found && keepIn(lacking, key, bytes, how, found, [])
    }
    const toEnd = { ...how, range: { offset: range.offset, length: range.length + rest } }
    const found = await getFar(key, toEnd)
    return found && keepIn(lacking, key, bytes, toEnd, found, []).slice(0, range.length)
  }

  /** The tiers keep the object that these bytes are of; what they lack they read from the others, or from home. */
  const keepIn = (
    tiers: readonly NearTier[],
    key: ObjectKey,
    bytes: number,
    { range }: GetOptions,
    found: Uint8Array<ArrayBuffer>,
    others: readonly NearTier[],
  ) => {
    if (tiers.length === 0) return found
    const read = async (missing: NonNullable<GetOptions['range']>, signal: AbortSignal) => {
      for (const tier of others) {
        const piece = await tier.get(key, { range: missing, signal })
        if (piece) return piece
      }
      return getFar(key, { range: missing, signal })
    }
    fills.keep(key, { tiers, bytes, read }, range?.offset ?? 0, found)
    return found
  }

  return {
    name: store.name,
    traits: traitsOf(store.traits),

    async get(key, { copy, ...how } = {}) {
      return copy && isContent(key) ? getCopy(key, copy.bytes, how) : atHome().get(key, how)
    },
    read: async (key, how) => atHome().read(key, how),
    stat: async (key, how) => atHome().stat(key, how),
    now: async (how) => (home.down ? clock.now() : store.now(how)),

    async distrust(key) {
      fills.forget(key)
      let isCopy = false
      for (const tier of all) {
        if (!(await tier.drop(key))) continue
        isCopy = true
        events.emit({ type: 'copy-damaged', store: tier.store.name, key })
      }
      return isCopy
    },

    open(key, how) {
      const writer = atHome().open(key, how)
      if (!isContent(key)) return writer
      const copies = near.filter(({ isWritten }) => isWritten).map((tier) => openCopy(fills, tier, key))
      return {
        async write(block) {
          const also = copies.map((copy) => copy.write(new Uint8Array(block)))
          await Promise.all([writer.write(block), ...also])
        },
        async commit(when) {
          let isStored = false
          try {
            const result = await writer.commit(when)
            isStored = result.stored
            return result
          } finally {
            await Promise.all(copies.map((copy) => (isStored ? copy.commit() : copy.abort())))
          }
        },
        async abort() {
          await Promise.all([writer.abort(), ...copies.map((copy) => copy.abort())])
        },
      }
    },

    async *list(prefix, how) {
      yield* atHome().list(prefix, how)
    },

    async remove(keys, how) {
      const gone = [...keys]
      await atHome().remove(gone, how)
      for (const key of gone.filter(isContent)) for (const tier of near) await tier.drop(key)
    },

    renew: async (key, how) => atHome().renew(key, how),
  }
}

/** A read may have been another tier's, so it keeps nothing at home from expiring. */
function traitsOf(traits: StoreTraits): StoreTraits {
  return { ...traits, touch: traits.touch && { ...traits.touch, how: 'renew' } }
}
