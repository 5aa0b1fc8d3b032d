import { releaseWhole } from '../../core/bytes.ts'
import type { Random } from '../../core/ports/clock.ts'
import { StoreError } from '../../core/ports/errors.ts'
import { ulid } from '../../core/ulid.ts'
import type { Entry, EntryWriter } from './entries.ts'
import { type Service, STORE_NAME } from './service.ts'
import type { Slots } from './slots.ts'
import { putBlob, putPart, putPartList } from './transfer.ts'
import { backOff, type Wire } from './wire.ts'

/** What all writers of a run share. */
export interface Uploads {
  readonly wire: Wire
  readonly service: Service
  readonly slots: Slots
}

/**
 * Writes one entry. Blocks are gathered to parts, which go out while the caller goes on; content of one part goes at
 * once. A name is never asked for twice: after any doubt about a reservation another one is drawn, and content that is
 * still held (one part) is written again under another name when its upload or its finalisation is in doubt.
 */
export class Upload implements EntryWriter {
  readonly #uploads: Uploads
  readonly #prefix: string
  readonly #cancel = new AbortController()
  readonly #signal: AbortSignal
  readonly #parts: Promise<void>[] = []
  #gathered: Uint8Array[] = []
  #gatheredBytes = 0
  #bytes = 0
  #reserved: Promise<Reservation> | undefined
  #failed: unknown
  #finished = false

  constructor(uploads: Uploads, prefix: string, signal: AbortSignal | undefined) {
    this.#uploads = uploads
    this.#prefix = prefix
    this.#signal = signal ? AbortSignal.any([signal, this.#cancel.signal]) : this.#cancel.signal
  }

  async write(block: Uint8Array): Promise<void> {
    if (this.#finished) throw new Error('the writer is finished')
    this.#signal.throwIfAborted()
    if (this.#failed) throw this.#failed
    void this.#reserve()
    this.#bytes += block.length
    let room: Promise<unknown> | undefined
    for (let at = 0; at < block.length; ) {
      // Only when there is more: what fits into one part goes at once, at the end.
      if (this.#gatheredBytes === PART_BYTES) room = this.#cut()
      const end = Math.min(block.length, at + PART_BYTES - this.#gatheredBytes)
      this.#gathered.push(block.subarray(at, end))
      this.#gatheredBytes += end - at
      at = end
    }
    await room
  }

  async commit(after?: Promise<unknown>): Promise<Entry> {
    if (this.#finished) throw new Error('the writer is finished')
    this.#finished = true
    this.#signal.throwIfAborted()
    const name = await (this.#parts.length === 0 ? this.#commitHeld(after) : this.#commitParts(after))
    this.#uploads.wire.counts.objectsPut++
    return { name }
  }

  async abort(): Promise<void> {
    this.#finished = true
    this.#cancel.abort()
    this.#gathered = []
    await Promise.allSettled([...this.#parts, this.#reserved])
  }

  /** Sends what is gathered as a part; resolves when that has begun. */
  #cut(): Promise<unknown> {
    const { wire, slots } = this.#uploads
    const blocks = this.#gathered
    const bytes = this.#gatheredBytes
    const number = this.#parts.length
    this.#gathered = []
    this.#gatheredBytes = 0
    const slot = slots.take(this.#signal)
    const send = async () => {
      const giveBack = await slot
      try {
        const { name, url } = await this.#reserve()
        await putPart(wire, name, url, number, blocks, this.#signal)
        wire.counts.uploadedBytes += bytes
        for (const block of blocks) releaseWhole(block)
      } finally {
        giveBack()
      }
    }
    const part = send()
    part.catch((error: unknown) => {
      this.#failed ??= error
    })
    this.#parts.push(part)
    return slot
  }

  /** Nobody goes on until the last bytes are there: they go by several connections. */
  #cutRest(): void {
    const rest = Buffer.concat(this.#gathered)
    for (const block of this.#gathered) releaseWhole(block)
    const parts = Math.max(1, Math.min(PARTS_AT_ONCE, Math.floor(rest.length / LEAST_PART_BYTES)))
    const share = Math.ceil(rest.length / parts)
    for (let at = 0; at < rest.length; at += share) {
      this.#gathered = [rest.subarray(at, at + share)]
      this.#gatheredBytes = Math.min(share, rest.length - at)
      void this.#cut()
    }
  }

  async #commitParts(after: Promise<unknown> | undefined): Promise<string> {
    this.#cutRest()
    await Promise.all(this.#parts)
    const { name, url } = await this.#reserve()
    await putPartList(this.#uploads.wire, name, url, this.#parts.length, this.#signal)
    await after
    await this.#finalize(name)
    return name
  }

  async #commitHeld(after: Promise<unknown> | undefined): Promise<string> {
    const { wire, slots } = this.#uploads
    // Its failure is no doubt about this entry.
    let refused = false
    after?.catch(() => {
      refused = true
    })
    for (let start = 1; ; start++) {
      const { name, url } = await this.#reserve()
      try {
        const giveBack = await slots.take(this.#signal)
        await putBlob(wire, name, url, this.#gathered, this.#signal).finally(giveBack)
        await after
        await this.#finalize(name)
        wire.counts.uploadedBytes += this.#bytes
        return name
      } catch (error) {
        if (refused || !isDoubt(error) || start === STARTS) throw error
        this.#reserved = undefined
        await backOff(wire, start, this.#signal)
      }
    }
  }

  #reserve(): Promise<Reservation> {
    if (!this.#reserved) {
      this.#reserved = this.#draw()
      this.#reserved.catch(() => undefined) // whoever needs it awaits it
    }
    return this.#reserved
  }

  /** A name that was never asked for. One that is taken, or may be reserved without our knowing, is left alone. */
  async #draw(): Promise<Reservation> {
    const { wire, service } = this.#uploads
    for (let attempt = 1; ; attempt++) {
      const name = this.#prefix + randomText(wire.random)
      let error: unknown = new StoreError(
        'unavailable',
        STORE_NAME,
        name,
        new Error('CreateCacheEntry: names are taken'),
      )
      try {
        const url = await service.create(name, { signal: this.#signal })
        if (url !== undefined) return { name, url }
      } catch (failure) {
        if (!isDoubt(failure)) throw failure
        error = failure
      }
      if (attempt === NAMES) throw error
      await backOff(wire, attempt, this.#signal)
    }
  }

  /** Asking again does no harm, and tells whether a call whose answer was lost had its effect. */
  async #finalize(name: string): Promise<void> {
    const { wire, service } = this.#uploads
    const options = { signal: this.#signal }
    const isVisible = async () => (await service.lookup(name, options))?.name === name
    let doubt: unknown
    for (let unseen = 0, failures = 0; unseen <= UNSEEN && failures < FAILURES; ) {
      this.#signal.throwIfAborted()
      try {
        const outcome = await service.finalize(name, this.#bytes, options)
        if (outcome === 'done' || (outcome === 'done before' && doubt !== undefined)) return
        if (outcome === 'done before' || (doubt !== undefined && (await isVisible()))) break
        if (++unseen <= UNSEEN) await wire.clock.sleep(UNSEEN_MILLIS, this.#signal)
      } catch (error) {
        if (!isDoubt(error)) throw error
        doubt = error
        if (++failures < FAILURES) await backOff(wire, failures, this.#signal)
      }
    }
    if (await isVisible()) return
    throw doubt ?? new StoreError('unavailable', STORE_NAME, name, new Error('FinalizeCacheEntryUpload: not found'))
  }
}

interface Reservation {
  readonly name: string
  readonly url: string
}

const PART_BYTES = 8 * 1024 * 1024
const LEAST_PART_BYTES = 1024 * 1024
/** Of all writers together. Each holds up to 8 MiB, and each writer gathers as much again. */
export const PARTS_AT_ONCE = 4
/** Names tried for one entry, and times that content which is still held is written. */
const NAMES = 3
const STARTS = 3
const FAILURES = 3
/** The service may see an upload late. */
const UNSEEN = 5
const UNSEEN_MILLIS = 2000

/** May it have happened? */
function isDoubt(error: unknown): boolean {
  return error instanceof StoreError && error.kind === 'unavailable'
}

/** 80 random bits in 16 characters. */
function randomText(random: Random): string {
  return ulid(0, random).slice(10)
}
