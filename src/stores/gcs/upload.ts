import { StoreError } from '../../core/ports/errors.ts'
import type { Condition, ObjectKey, ObjectWriter, PutResult, Tag } from '../../core/ports/store.ts'
import { again } from '../again.ts'
import { Gathered, releaseSent } from '../gathered.ts'
import type { Reply } from '../http/exchange.ts'
import type { GcsWire } from './wire.ts'

/**
 * Writes one object. What waits when it is committed goes in one request, so content of one block, or of less than a
 * part, is one request with any condition. Longer content goes out in a resumable upload, a part in flight while the
 * next is gathered: that has to be told its condition first, so such an object can only be new.
 */
export class GcsUpload implements ObjectWriter {
  readonly #wire: GcsWire
  readonly #key: ObjectKey
  /** Where uploads of this object begin, its name in the query. */
  readonly #url: string
  readonly #cancel = new AbortController()
  readonly #signal: AbortSignal
  readonly #gathered = new Gathered()
  /** The resumable upload's own URL; `lost`: there is an object of this name already. */
  #session: string | 'lost' | undefined
  #sent = 0
  #flying: Promise<unknown> = Promise.resolve()
  #finished = false

  constructor(wire: GcsWire, key: ObjectKey, url: string, signal: AbortSignal | undefined) {
    this.#wire = wire
    this.#key = key
    this.#url = url
    this.#signal = signal ? AbortSignal.any([signal, this.#cancel.signal]) : this.#cancel.signal
  }

  async write(block: Uint8Array): Promise<void> {
    if (this.#finished) throw new Error('the writer is finished')
    this.#signal.throwIfAborted()
    const { bytes } = this.#gathered
    if (bytes >= PART_BYTES) {
      await this.#flying
      this.#flying = this.#part(this.#gathered.take(bytes - (bytes % UNIT_BYTES)))
      this.#flying.catch(() => undefined) // whoever writes or commits next is told
    }
    this.#gathered.push(block)
  }

  async commit(when: Condition): Promise<PutResult> {
    if (this.#finished) throw new Error('the writer is finished')
    this.#finished = true
    this.#signal.throwIfAborted()
    await this.#flying
    const rest = this.#gathered.take()
    if (this.#session === undefined) return this.#whole(rest, when)
    if (this.#session === 'lost' && when === 'absent') return { stored: false }
    if (this.#session === 'lost' || typeof when === 'object') throw this.#onlyNew()
    const tag = await this.#send(this.#session, rest, true)
    this.#session = undefined
    if (tag !== undefined) return { stored: true, tag }
    if (when === 'absent') return { stored: false }
    throw this.#onlyNew()
  }

  /** What was sent of a resumable upload is forgotten by the service, in a week if not at once. */
  async abort(): Promise<void> {
    if (!this.#finished) {
      this.#finished = true
      this.#cancel.abort(new Error('the writer is finished'))
    }
    await this.#flying.catch(() => undefined)
    const session = this.#session
    this.#session = undefined
    if (session === undefined || session === 'lost') return
    const options = { signal: AbortSignal.timeout(ABORT_MILLIS), expected: FORGOTTEN }
    await this.#wire
      .call(this.#key, { method: 'DELETE', url: session }, options, async () => undefined)
      .catch(() => undefined)
  }

  async #whole(blocks: readonly Uint8Array[], when: Condition): Promise<PutResult> {
    if (typeof when === 'object' && !isGeneration(when.tag)) return { stored: false }
    const condition = when === 'none' ? '' : `&ifGenerationMatch=${when === 'absent' ? 0 : when.tag}`
    const url = `${this.#url}&uploadType=media&fields=generation${condition}`
    const request = { method: 'POST' as const, url, headers: CONTENT, body: blocks }
    const result = await this.#wire.call(
      this.#key,
      request,
      { signal: this.#signal, expected: [412] },
      async (reply): Promise<PutResult> =>
        reply.status === 412 ? { stored: false } : { stored: true, tag: await generationOf(reply) },
    )
    releaseSent(blocks)
    return result
  }

  async #part(blocks: readonly Uint8Array[]): Promise<void> {
    this.#session ??= await this.#begin()
    if (this.#session !== 'lost') await this.#send(this.#session, blocks, false)
    releaseSent(blocks)
  }

  #begin(): Promise<string> {
    const url = `${this.#url}&uploadType=resumable&fields=generation&ifGenerationMatch=0`
    const headers = { 'x-upload-content-type': CONTENT['content-type'] }
    return again(this.#wire, this.#signal, () =>
      this.#wire.call(
        this.#key,
        { method: 'POST', url, headers },
        { signal: this.#signal, expected: [412] },
        async (reply) => (reply.status === 412 ? 'lost' : (reply.headers.get('location') ?? '')),
      ),
    )
  }

  /**
   * Sends what comes next of a resumable upload, and again from where the service has it to when it has less. The
   * object's tag, if this was the last of it; `undefined`: it was not, or an object of this name was there before.
   */
  async #send(url: string, blocks: readonly Uint8Array[], last: boolean): Promise<Tag | undefined> {
    const from = this.#sent
    const end = from + blocks.reduce((sum, { length }) => sum + length, 0)
    const total = last ? `${end}` : '*'
    this.#sent = end
    let at = from
    for (let idle = 0; idle < ATTEMPTS; idle++) {
      const range = at < end ? `bytes ${at}-${end - 1}/${total}` : `bytes */${total}`
      const answer = await again(this.#wire, this.#signal, (attempt) =>
        // After a failure the service is asked what it has.
        attempt === 1 ? this.#put(url, range, without(blocks, at - from)) : this.#put(url, `bytes */${total}`, []),
      )
      if (answer.kind === 'whole') return answer.tag
      if (answer.kind === 'lost') return undefined
      if (answer.kind === 'gone' || answer.bytes < from) throw this.#failed('the service has forgotten the upload')
      if (answer.bytes >= end && !last) return undefined
      if (answer.bytes > at) idle = -1
      at = answer.bytes
    }
    throw this.#failed('the service takes no more of the upload')
  }

  #put(url: string, range: string, body: readonly Uint8Array[]): Promise<Answer> {
    // A 308 would be taken for a redirection.
    const headers = { 'content-range': range, 'x-guploader-no-308': 'yes' }
    const options = { signal: this.#signal, expected: [404, 410, 412] }
    return this.#wire.call(
      this.#key,
      { method: 'PUT', url, headers, body },
      options,
      async (reply): Promise<Answer> => {
        if (reply.status === 412) return { kind: 'lost' }
        if (reply.status >= 400) return { kind: 'gone' }
        if (reply.headers.get('x-http-status-code-override') !== '308') {
          return { kind: 'whole', tag: await generationOf(reply) }
        }
        const [, last] = /-(\d+)$/.exec(reply.headers.get('range') ?? '') ?? []
        return { kind: 'has', bytes: last === undefined ? 0 : Number(last) + 1 }
      },
    )
  }

  #onlyNew(): StoreError {
    return new StoreError('unsupported', this.#wire.name, this.#key, new Error('content in parts replaces nothing'))
  }

  #failed(words: string): StoreError {
    return new StoreError('unavailable', this.#wire.name, this.#key, new Error(words))
  }
}

/** Is it a tag of this store's objects? */
function isGeneration(tag: Tag): boolean {
  return /^[1-9]\d*$/.test(tag)
}

type Answer =
  | { readonly kind: 'whole'; readonly tag: Tag }
  | { readonly kind: 'has'; readonly bytes: number }
  | { readonly kind: 'lost' }
  | { readonly kind: 'gone' }

/** What is gathered before a part goes out; the unit of every part but the last is the service's. */
const PART_BYTES = 8 * 1024 * 1024
const UNIT_BYTES = 256 * 1024
/** Answers in a row after which the service has no more than before. */
const ATTEMPTS = 4
const CONTENT = { 'content-type': 'application/octet-stream' }
/** What the service answers to whoever gives an upload up, and how long that may take. */
const FORGOTTEN = [404, 410, 499]
const ABORT_MILLIS = 2000

/** The blocks without their first bytes. */
function without(blocks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  const rest: Uint8Array[] = []
  let skip = bytes
  for (const block of blocks) {
    if (block.length > skip) rest.push(block.subarray(skip))
    skip -= Math.min(skip, block.length)
  }
  return rest
}

async function generationOf(reply: Reply): Promise<Tag> {
  return (JSON.parse(await reply.text()) as { generation: string }).generation as Tag
}
