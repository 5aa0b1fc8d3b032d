import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { releaseWhole } from '../../core/bytes.ts'
import { orAborted } from '../../core/or-aborted.ts'
import type { Clock, Random } from '../../core/ports/clock.ts'
import { StoreError } from '../../core/ports/errors.ts'
import type { CallOptions, Condition, ObjectKey, ObjectWriter, PutResult } from '../../core/ports/store.ts'
import { again } from '../again.ts'
import { tagOf } from '../bucket.ts'
import { Gathered } from '../gathered.ts'
import { at, call, type Place } from './call.ts'
import { failureOf } from './errors.ts'

export interface Tools {
  readonly clock: Clock
  readonly random: Random
}

/**
 * An object on its way to S3. Up to one part it is a single request; more is uploaded in parts while it is written, so
 * that no more than five parts of it are in memory.
 */
export class Upload implements ObjectWriter {
  readonly #place: Place
  readonly #tools: Tools
  readonly #key: ObjectKey
  readonly #signal: AbortSignal | undefined
  /** Ends the parts in flight. */
  readonly #given = new AbortController()
  readonly #either: AbortSignal
  #open = true
  readonly #gathered = new Gathered()
  /** Of the upload in parts, once there is one that is neither completed nor given up. */
  #id: Promise<string> | undefined
  readonly #parts: Promise<CompletedPart>[] = []
  readonly #flying = new Set<Promise<unknown>>()

  constructor(place: Place, tools: Tools, key: ObjectKey, { signal }: CallOptions) {
    this.#place = place
    this.#tools = tools
    this.#key = key
    this.#signal = signal
    this.#either = AbortSignal.any([this.#given.signal, ...(signal ? [signal] : [])])
  }

  async write(block: Uint8Array): Promise<void> {
    this.#check()
    this.#gathered.push(block)
    while (this.#gathered.bytes > PART_BYTES) await this.#startPart(PART_BYTES)
  }

  async commit(when: Condition): Promise<PutResult> {
    this.#check()
    this.#open = false
    // An ETag that was never given to anybody matches nothing.
    const never = when !== 'absent' && when !== 'none' && when.tag === ''
    if (!never && !this.#id) return this.#put(joined(this.#gathered.take()), when)
    if (!never) {
      await this.#startPart()
      const result = await this.#complete(await Promise.all(this.#parts), when)
      if (result.stored) return result
    }
    await this.#giveUp()
    return { stored: false }
  }

  async abort(): Promise<void> {
    this.#open = false
    this.#gathered.take()
    await this.#giveUp()
  }

  #check(): void {
    if (!this.#open) throw new Error('the writer is finished')
    this.#signal?.throwIfAborted()
  }

  /** Sends so many of the bytes that were gathered, or all, once there is room for a part. */
  async #startPart(length?: number): Promise<void> {
    while (this.#flying.size >= PARTS_IN_FLIGHT) await Promise.race(this.#flying)
    const bytes = joined(this.#gathered.take(length))
    const { client } = this.#place
    const object = at(this.#place, this.#key)
    // Not ended by an abort: an upload whose id nobody learns is one that nobody can remove.
    this.#id ??= call(this.#place, this.#key, {}, async (options) => {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(object), options)
      return UploadId ?? ''
    })
    const id = this.#id
    const PartNumber = this.#parts.length + 1
    const part = again(this.#tools, this.#either, async () => {
      const command = new UploadPartCommand({
        ...object,
        UploadId: await orAborted(id, this.#either),
        PartNumber,
        Body: bytes,
      })
      const { ETag } = await this.#call((options) => client.send(command, options))
      releaseWhole(bytes)
      return { PartNumber, ETag }
    })
    this.#parts.push(part)
    this.#flying.add(part)
    // Who waits for the part hears of a failure.
    const landed = () => this.#flying.delete(part)
    part.then(landed, landed)
  }

  #call<T>(send: Parameters<typeof call<T>>[3]): Promise<T> {
    return call(this.#place, this.#key, { signal: this.#either }, send)
  }

  async #put(bytes: Uint8Array, when: Condition): Promise<PutResult> {
    const input = { ...at(this.#place, this.#key), Body: bytes, ...conditionOf(when) }
    for (let attempt = 1; ; attempt++) {
      const result = await call(
        this.#place,
        this.#key,
        this.#options(),
        async (options) => stored(await this.#place.client.send(new PutObjectCommand(input), options)),
        (error) => notStored(error, when, attempt),
      )
      if (result !== 'again') return result
      await this.#tools.clock.sleep(attempt * AGAIN_MILLIS, this.#signal)
    }
  }

  async #complete(parts: CompletedPart[], when: Condition): Promise<PutResult> {
    const UploadId = await this.#id
    const input = { ...at(this.#place, this.#key), UploadId, MultipartUpload: { Parts: parts }, ...conditionOf(when) }
    let attempts = 0
    const result = await again(this.#tools, this.#either, (attempt) => {
      attempts = attempt
      return call(
        this.#place,
        this.#key,
        this.#options(),
        async (options) => stored(await this.#place.client.send(new CompleteMultipartUploadCommand(input), options)),
        // After a 409 the parts would have to be uploaded again: a failure.
        (error) => notStored(error, when, ATTEMPTS),
      )
    })
    // What is there after an attempt that failed may be this very object: whoever asked looks.
    const isDoubtful = result !== 'again' && !result.stored && attempts > 1
    if (result === 'again' || isDoubtful) throw new StoreError('unavailable', this.#place.name, this.#key)
    if (result.stored) this.#id = undefined
    return result
  }

  #options(): CallOptions {
    return this.#signal ? { signal: this.#signal } : {}
  }

  /** Removes what was uploaded of the parts. What cannot be removed now is left to the bucket's rules. */
  async #giveUp(): Promise<void> {
    const id = this.#id
    this.#id = undefined
    if (!id) return
    this.#given.abort(new Error('the object was given up'))
    // A part that arrives later would stay.
    await Promise.allSettled(this.#flying)
    const abortSignal = AbortSignal.timeout(GIVE_UP_MILLIS)
    const UploadId = await orAborted(id, abortSignal).catch(() => undefined)
    if (UploadId === undefined) return
    const command = new AbortMultipartUploadCommand({ ...at(this.#place, this.#key), UploadId })
    await this.#place.client.send(command, { abortSignal }).catch(() => undefined)
  }
}

/** S3 takes parts from 5 MiB, and some of its likes want all but the last alike. */
const PART_BYTES = 8 * 1024 * 1024
const PARTS_IN_FLIGHT = 4
const ATTEMPTS = 5
const AGAIN_MILLIS = 50
const GIVE_UP_MILLIS = 2000

/** One array of them all: a copy only where they are several. */
function joined(blocks: readonly Uint8Array[]): Uint8Array {
  const [first] = blocks
  if (first && blocks.length === 1) return first
  const whole = Buffer.concat(blocks)
  for (const block of blocks) releaseWhole(block)
  return whole
}

function conditionOf(when: Condition): { readonly IfNoneMatch?: '*'; readonly IfMatch?: string } {
  if (when === 'none') return {}
  return when === 'absent' ? { IfNoneMatch: '*' } : { IfMatch: `"${when.tag}"` }
}

function stored({ ETag }: { readonly ETag?: string | undefined }): PutResult {
  return { stored: true, tag: tagOf(ETag) }
}

/** What a failed write means: the condition did not hold, another write of the object was under way, or a failure. */
function notStored(error: unknown, when: Condition, attempt: number): { answer: PutResult | 'again' } | undefined {
  const { code, status } = failureOf(error)
  if (status === 409 && code === 'ConditionalRequestConflict' && attempt < ATTEMPTS) return { answer: 'again' }
  const gone = status === 404 && code === 'NoSuchKey' && typeof when === 'object'
  return when !== 'none' && (status === 412 || gone) ? { answer: { stored: false } } : undefined
}
