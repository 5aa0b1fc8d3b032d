import type { Clock } from '../../core/ports/clock.ts'
import type { Millis } from '../../core/ports/store.ts'

/** As much of `fetch` as an exchange needs. Rejects if no answer came, and when the signal aborts. */
export type Send = (url: string, outgoing: Outgoing) => Promise<Answer>

export interface Outgoing {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string | AsyncIterable<Uint8Array>
  readonly signal: AbortSignal
}

export interface Answer {
  readonly status: number
  readonly headers: Pick<Headers, 'get' | 'has'>
  readonly body: ((Pourable | AsyncIterable<Uint8Array>) & { cancel(): Promise<void> }) | null
}

/** What need not be asked for each piece. */
interface Pourable {
  /** Hands pieces over until there are no more or `take` returns `false`. A piece is gone after `take`. */
  pour(take: (piece: Uint8Array) => boolean): Promise<void>
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Blocks are sent as they are, none is copied. */
  readonly body?: string | readonly Uint8Array[]
  /** How long the answer may take once everything was sent. */
  readonly patience: Millis
}

export interface Reply {
  readonly status: number
  readonly headers: Answer['headers']
  /** Hands the body over piece by piece; a piece is gone after `take`. */
  drain(take: (piece: Uint8Array) => void): Promise<void>
  /** The body as text: the first 16 KiB of it, or as many bytes as asked for. */
  text(limit?: number): Promise<string>
}

/** No whole answer came: not reachable, reset, cut off, or stalled. Whether the request had an effect is not known. */
export class Broken extends Error {
  override readonly name = 'Broken'
}

/**
 * One request and what `use` makes of its answer. Throws `Broken`, or the signal's reason once it is aborted. Nothing
 * moving for 10 s (up to 15: it is looked at every 5) while sending or receiving is a stall.
 */
export async function exchange<T>(
  wire: { readonly fetch: Send; readonly clock: Clock },
  request: Request,
  signal: AbortSignal | undefined,
  use: (reply: Reply) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const watch = watchFor(wire.clock, request.patience)
  const either = signal ? AbortSignal.any([signal, watch.stalled]) : watch.stalled
  const attempt = async <U>(step: () => Promise<U>): Promise<U> => {
    try {
      return await step()
    } catch (error) {
      signal?.throwIfAborted()
      throw watch.stalled.aborted ? watch.stalled.reason : new Broken(reasonOf(error))
    }
  }
  let reply: (Reply & { isRead(): boolean }) | undefined
  let answer: Answer | undefined
  try {
    answer = await attempt(() => wire.fetch(request.url, outgoingOf(request, either, watch)))
    watch.moved()
    reply = replyOf(answer, watch, attempt)
    return await use(reply)
  } finally {
    watch.end()
    // An unread rest would keep the connection.
    if (!reply?.isRead()) await answer?.body?.cancel().catch(() => undefined)
  }
}

/** Worth asking again: the other side's trouble, not ours. */
export function isPassing(status: number): boolean {
  return status >= 500 || status === 408 || status === 429
}

/** How long nothing may move while bytes are sent or received. */
const STALL_MILLIS = 10_000
const TICK_MILLIS = 5000
/** Bytes given to the connection at once; each is a sign of life. */
const PIECE = 256 * 1024
const TEXT_LENGTH = 16 * 1024

type Watch = ReturnType<typeof watchFor>

/** Aborts when nothing moves. It counts ticks, not the clock: a machine that was busy or slept has not stalled. */
function watchFor(clock: Clock, patience: Millis) {
  const stalled = new AbortController()
  const ended = new AbortController()
  let limit = patience
  let quiet = 0
  const look = async () => {
    for (; quiet <= limit; quiet += TICK_MILLIS) await clock.sleep(TICK_MILLIS, ended.signal)
    stalled.abort(new Broken(`nothing came for ${limit / 1000} s`))
  }
  look().catch(() => undefined) // its sleep was ended
  return {
    stalled: stalled.signal,
    /** A piece went out or came in, and there are more. */
    moved() {
      limit = STALL_MILLIS
      quiet = 0
    },
    /** Everything is sent: the answer is awaited. */
    sent() {
      limit = patience
    },
    end() {
      ended.abort()
    },
  }
}

function outgoingOf({ method, headers, body }: Request, signal: AbortSignal, watch: Watch): Outgoing {
  const common = { method, headers, signal }
  if (body === undefined || typeof body === 'string') return { ...common, ...(body && { body }) }
  const length = body.reduce((sum, block) => sum + block.length, 0)
  // An empty stream would go out in the chunked form, which the other side refuses.
  if (length === 0) return { ...common, body: '' }
  return { ...common, headers: { ...headers, 'content-length': `${length}` }, body: pieces(body, watch) }
}

async function* pieces(blocks: readonly Uint8Array[], watch: Watch): AsyncGenerator<Uint8Array> {
  for (const block of blocks) {
    for (let at = 0; at < block.length; at += PIECE) {
      yield block.subarray(at, at + PIECE)
      watch.moved()
    }
  }
  watch.sent()
}

function replyOf({ status, headers, body }: Answer, watch: Watch, attempt: <U>(step: () => Promise<U>) => Promise<U>) {
  let isRead = false
  /** Until there is no more, or `take` says that it has enough. */
  const drain = async (take: (piece: Uint8Array) => boolean) => {
    isRead = true
    if (!body) return
    // What `take` throws is no trouble of the connection.
    let thrown: { readonly error: unknown } | undefined
    const taking = (piece: Uint8Array) => {
      watch.moved()
      try {
        return take(piece)
      } catch (error) {
        thrown = { error }
        return false
      }
    }
    await attempt(async () => {
      if ('pour' in body) return body.pour(taking)
      for await (const piece of body) if (!taking(piece)) return
    }).finally(() => {
      if (thrown) throw thrown.error
    })
  }
  return {
    status,
    headers,
    isRead: () => isRead,
    drain: (take: (piece: Uint8Array) => void) =>
      drain((piece) => {
        take(piece)
        return true
      }),
    async text(limit = TEXT_LENGTH) {
      const taken: Uint8Array[] = []
      let length = 0
      await drain((piece) => {
        taken.push(new Uint8Array(piece))
        length += piece.length
        return length < limit
      })
      return Buffer.concat(taken).toString('utf8', 0, Math.min(length, limit))
    },
  }
}

/** `fetch` hides why it failed in the cause; where several addresses refuse, there is only a code. */
function reasonOf(error: unknown): string {
  const { cause } = error as Error
  const { message, code } = (cause instanceof Error ? cause : error) as NodeJS.ErrnoException
  return message || code || 'no answer'
}
