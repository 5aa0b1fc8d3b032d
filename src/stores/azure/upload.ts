import { Readable } from 'node:stream'
import type { BlobRequestConditions, BlockBlobClient } from '@azure/storage-blob'
import { StoreError } from '../../core/ports/errors.ts'
import type { Condition, ObjectKey, ObjectWriter, PutResult } from '../../core/ports/store.ts'
import { again } from '../again.ts'
import { tagOf } from '../bucket.ts'
import { Gathered, releaseSent } from '../gathered.ts'
import { call, type Place } from './call.ts'

/**
 * Writes one blob. What waits when it is committed goes in one request, so content of one block, or of less than a part,
 * is one request. Longer content is staged in parts, a few in flight while the next is gathered, and the list of them
 * is what is committed. Parts without a list are invisible; the service forgets them in a week.
 */
export class AzureUpload implements ObjectWriter {
  readonly #place: Place
  readonly #key: ObjectKey
  readonly #blob: BlockBlobClient
  readonly #cancel = new AbortController()
  readonly #signal: AbortSignal
  readonly #gathered = new Gathered()
  /** Begins the names of this writer's parts: of one blob several writers may stage parts at once. */
  readonly #mark: string
  readonly #parts: string[] = []
  readonly #flying = new Set<Promise<void>>()
  #failed: unknown
  #finished = false

  constructor(place: Place, key: ObjectKey, signal: AbortSignal | undefined) {
    this.#place = place
    this.#key = key
    this.#blob = place.container.getBlockBlobClient(place.prefix + key)
    this.#mark = Buffer.from(place.random(12)).toString('hex')
    this.#signal = signal ? AbortSignal.any([signal, this.#cancel.signal]) : this.#cancel.signal
  }

  async write(block: Uint8Array): Promise<void> {
    if (this.#finished) throw new Error('the writer is finished')
    this.#signal.throwIfAborted()
    if (this.#gathered.bytes >= PART_BYTES) {
      while (this.#flying.size >= PARTS_IN_FLIGHT) await Promise.race(this.#flying)
      if (this.#failed) throw this.#failed
      this.#stage(this.#gathered.take())
    }
    this.#gathered.push(block)
  }

  async commit(when: Condition): Promise<PutResult> {
    if (this.#finished) throw new Error('the writer is finished')
    this.#finished = true
    this.#signal.throwIfAborted()
    const conditions = conditionsOf(when)
    if (!conditions) return { stored: false }
    const rest = this.#gathered.take()
    if (this.#parts.length === 0) return this.#put(rest, conditions)
    this.#stage(rest)
    await Promise.all(this.#flying)
    if (this.#failed) throw this.#failed
    let attempts = 0
    const result = await again(this.#place, this.#signal, (attempt) => {
      attempts = attempt
      return this.#stored((options) => this.#blob.commitBlockList(this.#parts, { ...options, conditions }))
    })
    // What is there after an attempt that failed may be this very object: whoever asked looks.
    if (!result.stored && attempts > 1) throw new StoreError('unavailable', this.#place.name, this.#key)
    return result
  }

  async abort(): Promise<void> {
    if (this.#finished) return
    this.#finished = true
    this.#cancel.abort(new Error('the writer is finished'))
    await Promise.all(this.#flying)
  }

  async #put(blocks: readonly Uint8Array[], conditions: BlobRequestConditions): Promise<PutResult> {
    const result = await this.#stored((options) =>
      this.#blob.upload(bodyOf(blocks), lengthOf(blocks), { ...options, conditions }),
    )
    releaseSent(blocks)
    return result
  }

  #stage(blocks: readonly Uint8Array[]): void {
    const id = Buffer.from(`${this.#mark}${`${this.#parts.length}`.padStart(6, '0')}`).toString('base64')
    this.#parts.push(id)
    const send = () =>
      call(this.#place, this.#key, this.#signal, (options) =>
        this.#blob.stageBlock(id, bodyOf(blocks), lengthOf(blocks), options),
      )
    const part = again(this.#place, this.#signal, send)
      .then(() => releaseSent(blocks))
      .catch((error: unknown) => {
        this.#failed ??= error
      })
      .finally(() => this.#flying.delete(part))
    this.#flying.add(part)
  }

  #stored(
    send: (options: { readonly abortSignal?: AbortSignal }) => Promise<{ etag?: string; date?: Date }>,
  ): Promise<PutResult> {
    return call(
      this.#place,
      this.#key,
      this.#signal,
      async (options): Promise<PutResult> => {
        const { etag, date } = await send(options)
        this.#place.time.saw(date?.toUTCString())
        return { stored: true, tag: tagOf(etag) }
      },
      (code) => (NOT_STORED.has(code) ? { stored: false } : 'failure'),
    )
  }
}

const PART_BYTES = 8 * 1024 * 1024
const PARTS_IN_FLIGHT = 4
/** What a condition that does not hold is answered with, on a blob that is there and on one that is not. */
const NOT_STORED: ReadonlySet<string> = new Set(['ConditionNotMet', 'BlobAlreadyExists', 'BlobNotFound'])

/** `undefined`: no blob can be so. */
function conditionsOf(when: Condition): BlobRequestConditions | undefined {
  if (when === 'none') return {}
  if (when === 'absent') return { ifNoneMatch: '*' }
  return when.tag === '' ? undefined : { ifMatch: `"${when.tag}"` }
}

/** Sent as they are; several are not joined before. */
function bodyOf(blocks: readonly Uint8Array[]): Uint8Array | (() => NodeJS.ReadableStream) {
  const [first = new Uint8Array(0)] = blocks
  return blocks.length < 2 ? first : () => Readable.from(blocks, { objectMode: false })
}

function lengthOf(blocks: readonly Uint8Array[]): number {
  return blocks.reduce((sum, { length }) => sum + length, 0)
}
