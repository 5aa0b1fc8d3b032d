import { isRecord } from '../../core/keys.ts'
import { StoreError } from '../../core/ports/errors.ts'
import type { EventSink } from '../../core/ports/events.ts'
import type { GetOptions, ManagedStore, ObjectInfo, ObjectKey, ObjectWriter } from '../../core/ports/store.ts'

/** When a nearer tier gets what a job stores: at once, in the background, or never (it is only read). */
export type WritePolicy = 'through' | 'behind' | 'around'

export interface NearOptions {
  readonly store: ManagedStore
  readonly write: WritePolicy
  /** What it may hold; what was used least recently goes. */
  readonly budgetBytes?: number | undefined
  readonly events: EventSink
}

/**
 * A tier beside the one where heads live: copies of packs and versions, none of which anybody depends on. What it fails
 * to do is said once; it is then written no more, or, if it was a read, asked no more in this run.
 */
export class NearTier {
  readonly store: ManagedStore
  readonly write: WritePolicy
  /** What it gave in this run. */
  readonly #served = new Set<ObjectKey>()
  /** What it is known not to have. */
  readonly #absent = new Set<ObjectKey>()
  readonly #budgetBytes: number | undefined
  readonly #events: EventSink
  #isRead = true
  #isWritten: boolean
  #hasGrown = false
  #isSaid = false

  constructor({ store, write, budgetBytes, events }: NearOptions) {
    this.store = store
    this.write = write
    this.#budgetBytes = budgetBytes
    this.#events = events
    this.#isWritten = write !== 'around'
  }

  /** Does it take copies? */
  get isWritten(): boolean {
    return this.#isWritten
  }

  /** As a store's `get`; whatever fails, but an aborted signal, is a miss. A copy cut short is dropped. */
  async get(key: ObjectKey, options: GetOptions = {}): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (!this.#isRead || this.#absent.has(key)) return undefined
    try {
      const bytes = await this.store.get(key, options)
      if (bytes) this.#served.add(key)
      else this.#absent.add(key)
      return bytes
    } catch (error) {
      options.signal?.throwIfAborted()
      if (!(error instanceof StoreError)) throw error
      if (error.kind === 'range' || error.kind === 'corrupt') await this.drop(key)
      else this.#skip(error, 'all')
      return undefined
    }
  }

  /** Every object whose key starts so, by key; none if that fails. */
  async keys(prefix: string): Promise<ObjectKey[]> {
    const keys: ObjectKey[] = []
    if (this.#isRead) {
      await this.#attempt('all', async () => {
        for await (const { key } of this.store.list(prefix)) keys.push(key)
      })
    }
    return keys
  }

  /** Forgets its copy; `true`: it had given it in this run. */
  async drop(key: ObjectKey): Promise<boolean> {
    const hadGiven = this.#served.delete(key)
    this.#absent.add(key)
    if (this.#isWritten) await this.#attempt('writes', () => this.store.remove([key]))
    return hadGiven
  }

  /** Starts a copy. */
  open(key: ObjectKey): CopyWriter {
    return new CopyWriter({
      open: () => this.store.open(key),
      attempt: (call) => this.#attempt('writes', call),
      stored: () => {
        this.#hasGrown = true
        this.#absent.delete(key)
      },
    })
  }

  /** Marks what was used as used, and makes room if anything was added. For the end of a run: it walks the tier once. */
  async tidy(): Promise<void> {
    const budget = this.#budgetBytes
    if (budget === undefined || !this.#isWritten) return
    await this.#attempt('writes', async () => {
      for (const key of this.#served) await this.store.renew(key, { upkeep: true })
      if (this.#hasGrown) await evict(this.store, budget)
    })
  }

  async #attempt(fails: 'all' | 'writes', call: () => Promise<unknown>): Promise<boolean> {
    try {
      await call()
      return true
    } catch (error) {
      this.#skip(error instanceof StoreError ? error : new StoreError('unavailable', this.store.name, '', error), fails)
      return false
    }
  }

  #skip({ kind, store, message: detail }: StoreError, what: 'all' | 'writes'): void {
    this.#isWritten = false
    if (what === 'all') this.#isRead = false
    if (!this.#isSaid) this.#events.emit({ type: 'tier-skipped', store, kind, detail, isRead: this.#isRead })
    this.#isSaid = true
  }
}

interface CopyPlace {
  open(): ObjectWriter
  /** Resolves with whether it went well. */
  attempt(call: () => Promise<unknown>): Promise<boolean>
  stored(): void
}

/** A copy being written to one tier, block by block in the order they come. Nothing rejects. */
export class CopyWriter {
  readonly #place: CopyPlace
  #writer: ObjectWriter | undefined
  #tail = Promise.resolve(true)

  constructor(place: CopyPlace) {
    this.#place = place
  }

  /** The block is the writer's from now on. Resolves when it is written, or will never be. */
  write(block: Uint8Array): Promise<boolean> {
    return this.#then((writer) => writer.write(block))
  }

  commit(): Promise<boolean> {
    return this.#then(async (writer) => {
      await writer.commit('none')
      this.#place.stored()
    })
  }

  async abort(): Promise<void> {
    await this.#tail
    this.#tail = Promise.resolve(false)
    await this.#giveUp()
  }

  #then(step: (writer: ObjectWriter) => Promise<unknown>): Promise<boolean> {
    this.#tail = this.#tail.then(async (isWhole) => {
      if (!isWhole) return false
      const isDone = await this.#place.attempt(async () => {
        this.#writer ??= this.#place.open()
        await step(this.#writer)
      })
      if (!isDone) await this.#giveUp()
      return isDone
    })
    return this.#tail
  }

  async #giveUp(): Promise<void> {
    const writer = this.#writer
    if (writer) await this.#place.attempt(() => writer.abort())
  }
}

/**
 * Removes what was used least recently until what is left fits. Several processes may do so at once: each removes what
 * the others do, and who misses something finds it farther away.
 */
async function evict(store: ManagedStore, budgetBytes: number): Promise<void> {
  const infos: ObjectInfo[] = []
  let total = 0
  for await (const info of store.list('', { upkeep: true })) {
    // Somebody's versions live here: nothing in it is only a copy.
    if (isRecord(info.key)) throw new StoreError('unsupported', store.name, info.key, new Error(HAS_HEADS))
    infos.push(info)
    total += info.bytes
  }
  infos.sort((a, b) => a.modified - b.modified)
  const removed: ObjectKey[] = []
  for (const { key, bytes } of infos) {
    if (total <= budgetBytes) break
    total -= bytes
    removed.push(key)
  }
  await store.remove(removed, { upkeep: true })
}

const HAS_HEADS = 'versions live in it, so nothing is evicted to keep its budget'
