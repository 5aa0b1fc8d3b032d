import { newArray } from '../../core/bytes.ts'
import { StoreError } from '../../core/ports/errors.ts'
import type { CallOptions, GetOptions, Millis } from '../../core/ports/store.ts'
import { Broken, exchange, isPassing, type Reply, type Request } from '../http/exchange.ts'
import { STORE_NAME } from './service.ts'
import { backOff, count, type Wire } from './wire.ts'

/*
 * Both ways between this process and signed URLs of Azure's blob storage: what is sent is sent again after trouble, what
 * is read goes on where it ended.
 */

/** Uploads the whole content at once. */
export async function putBlob(
  wire: Wire,
  name: string,
  url: string,
  blocks: readonly Uint8Array[],
  signal: AbortSignal | undefined,
): Promise<void> {
  await put(wire, name, { url, headers: { 'x-ms-blob-type': 'BlockBlob' }, body: blocks }, signal)
}

/** Uploads one of at most 50,000 parts. It counts once a list names it. */
export async function putPart(
  wire: Wire,
  name: string,
  url: string,
  number: number,
  blocks: readonly Uint8Array[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const part = withQuery(url, { comp: 'block', blockid: partId(number) })
  await put(wire, name, { url: part, headers: {}, body: blocks }, signal)
}

/** Makes the parts 0 to `count - 1` the content. */
export async function putPartList(
  wire: Wire,
  name: string,
  url: string,
  count: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const ids = Array.from({ length: count }, (_, number) => `<Latest>${partId(number)}</Latest>`)
  const body = `<?xml version="1.0" encoding="utf-8"?><BlockList>${ids.join('')}</BlockList>`
  const headers = { 'content-type': 'application/xml' }
  await put(wire, name, { url: withQuery(url, { comp: 'blocklist' }), headers, body: [Buffer.from(body)] }, signal)
}

/** Signed URLs of one entry. `refused`: the one that stopped working; `undefined`: there is no such entry. */
export type UrlSource = (refused: string | undefined) => Promise<{ url: string; fresh: boolean } | undefined>

export type ReadOptions = Pick<GetOptions, 'signal' | 'upkeep' | 'moved' | 'array'>

export interface Part {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Of the whole blob. */
  readonly total: number
  /** 0 if the answer did not say. */
  readonly modified: Millis
}

/**
 * Reads a range, clipped to the blob's end, or all from its offset on. A URL that has done its time is replaced once;
 * `undefined`: nothing is there. Gives up after five attempts in a row that brought nothing.
 */
export async function fetchPart(
  wire: Wire,
  name: string,
  urls: UrlSource,
  range: { readonly offset: number; readonly length?: number },
  options: ReadOptions,
): Promise<Part | undefined> {
  const download = new Download(range.offset, range.length, options)
  let source = await urls(undefined)
  for (let idle = 0; source !== undefined; ) {
    const before = download.filled
    const outcome = await readSome(wire, source.url, download, options)
    if (outcome === 'all') return download.part()
    if (outcome === 'gone') return undefined
    const moved = download.filled > before
    if (outcome.kind === 'refused' && (source.fresh || idle >= ATTEMPTS)) throw failure('denied', name, outcome.words)
    if (outcome.kind === 'wrong') throw failure('unavailable', name, outcome.words)
    idle = moved ? 0 : idle + 1
    if (idle === ATTEMPTS) throw failure('unavailable', name, outcome.words)
    if (outcome.kind === 'refused') source = await urls(source.url)
    else if (!moved) await backOff(wire, idle, options.signal)
    // It has worked: refused later, it has done its time.
    if (moved && source) source = { ...source, fresh: false }
  }
  return undefined
}

const ATTEMPTS = 5
const PUTS = 3
/** Storage answers at once; a proxy or the system may still hold some of what was sent. */
const READ_PATIENCE_MILLIS = 10_000
const WRITE_PATIENCE_MILLIS = 30_000

async function put(
  wire: Wire,
  name: string,
  what: Pick<Request, 'url' | 'headers' | 'body'>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const request = { method: 'PUT' as const, ...what, patience: WRITE_PATIENCE_MILLIS }
  for (let attempt = 1; ; attempt++) {
    wire.counts.requests++
    const failed = await exchange(wire, request, signal, async (reply) =>
      reply.status < 300 ? undefined : { words: await wordsOf(reply), passing: isPassing(reply.status) },
    ).catch(asOutcome)
    if (!failed) return
    // A signed URL for an upload cannot be had again: one that is refused is the end of it.
    if (!failed.passing || attempt === PUTS) throw failure('unavailable', name, failed.words)
    await backOff(wire, attempt, signal)
  }
}

type Outcome = 'all' | 'gone' | { readonly kind: 'refused' | 'broken' | 'wrong'; readonly words: string }

/** One request for what is missing. */
async function readSome(wire: Wire, url: string, download: Download, options: CallOptions): Promise<Outcome> {
  count(wire, 'ranges', options)
  const headers = { range: download.header(), 'accept-encoding': 'identity' }
  const request = { method: 'GET' as const, url, headers, patience: READ_PATIENCE_MILLIS }
  const use = async (reply: Reply): Promise<Outcome> => {
    const { status } = reply
    if (status === 416) return download.empty(reply.headers)
    if (status === 404) return 'gone'
    if (status === 401 || status === 403) return { kind: 'refused', words: await wordsOf(reply) }
    if (status !== 206) return { kind: isPassing(status) ? 'broken' : 'wrong', words: await wordsOf(reply) }
    const wrong = download.accept(reply.headers)
    if (wrong) return { kind: 'wrong', words: wrong }
    await reply.drain((piece) => {
      wire.counts.fetchedBytes += piece.length
      download.take(piece)
    })
    return download.isWhole() ? 'all' : { kind: 'broken', words: 'the answer was cut off' }
  }
  return exchange(wire, request, options.signal, use).catch((error) => ({
    kind: 'broken' as const,
    ...asOutcome(error),
  }))
}

/** A range as far as it has come. */
class Download {
  filled = 0
  readonly #offset: number
  readonly #length: number | undefined
  #bytes: Uint8Array<ArrayBuffer> | undefined
  #total = 0
  #modified: Millis = 0
  readonly #array: NonNullable<GetOptions['array']>
  readonly #moved: GetOptions['moved']

  constructor(offset: number, length: number | undefined, { array = newArray, moved }: ReadOptions) {
    this.#offset = offset
    this.#length = length
    this.#array = array
    this.#moved = moved
  }

  header(): string {
    const end = this.#length === undefined ? '' : this.#offset + this.#length - 1
    return `bytes=${this.#offset + this.filled}-${end}`
  }

  /** Makes room by what the answer holds, not by what was asked for: that may come out of a damaged object. */
  accept(headers: Reply['headers']): string | undefined {
    const said = headers.get('content-range') ?? ''
    const [, from, total] = (/^bytes (\d+)-\d+\/(\d+)$/.exec(said) ?? []).map(Number)
    if (from === undefined || total === undefined) return `a range without its place: ${said}`
    const end = Math.min(this.#length === undefined ? total : this.#offset + this.#length, total)
    const changed = this.#bytes !== undefined && total !== this.#total
    if (from !== this.#offset + this.filled || changed) return `not the range asked for: ${said}`
    this.#bytes ??= this.#array(end - this.#offset)
    this.#total = total
    this.#modified = Date.parse(headers.get('last-modified') ?? '') || 0
    return undefined
  }

  take(piece: Uint8Array): void {
    const bytes = this.#bytes ?? new Uint8Array(0)
    if (piece.length > bytes.length - this.filled) throw new Broken('more came than was asked for')
    bytes.set(piece, this.filled)
    this.filled += piece.length
    this.#moved?.(bytes, this.filled)
  }

  isWhole(): boolean {
    return this.filled === this.#bytes?.length
  }

  /** The range begins at the end, or past it; where the end is not told it is not beyond the offset. */
  empty(headers: Reply['headers']): 'all' {
    this.#bytes = new Uint8Array(0)
    this.#total = Number(/^bytes \*\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? this.#offset)
    this.#modified = Date.parse(headers.get('last-modified') ?? '') || 0
    return 'all'
  }

  part(): Part {
    return { bytes: this.#bytes ?? new Uint8Array(0), total: this.#total, modified: this.#modified }
  }
}

function partId(number: number): string {
  return Buffer.from(`part-${`${number}`.padStart(5, '0')}`).toString('base64')
}

function withQuery(url: string, query: Record<string, string>): string {
  return `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`
}

function asOutcome(error: unknown): { words: string; passing: boolean } {
  if (!(error instanceof Broken)) throw error
  return { words: error.message, passing: true }
}

/** The storage's own words, without the signature it may quote. */
async function wordsOf(reply: Reply): Promise<string> {
  const text = await reply.text()
  const said = [/<Code>([^<]*)/, /<Message>([^<\n]*)/].map((part) => part.exec(text)?.[1]).filter(Boolean)
  return [`${reply.status}`, ...said].join(' ')
}

function failure(kind: 'unavailable' | 'denied', name: string, words: string): StoreError {
  return new StoreError(kind, STORE_NAME, name, new Error(words))
}
