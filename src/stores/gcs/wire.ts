import type { Clock, Random } from '../../core/ports/clock.ts'
import { StoreError, type StoreErrorKind } from '../../core/ports/errors.ts'
import type { ObjectKey } from '../../core/ports/store.ts'
import { exchange, isPassing, type Reply, type Request, type Send } from '../http/exchange.ts'
import { createServerClock, type ServerClock } from '../server-clock.ts'

export interface GcsWireParts {
  /** What messages call the store. */
  readonly name: string
  readonly send: Send
  readonly clock: Clock
  readonly random: Random
  /** Headers that say who asks: none for nobody in particular. Throws what `refusal` understands. */
  readonly authorize: () => Promise<Readonly<Record<string, string>>>
}

export type GcsRequest = Pick<Request, 'method' | 'url' | 'body'> & { readonly headers?: Request['headers'] }

/** Requests of Cloud Storage's JSON API, and what they fail with. */
export interface GcsWire extends Pick<GcsWireParts, 'name' | 'clock' | 'random'> {
  /**
   * One request. `use` gets the answers whose status is good or among `expected`; every other is a `StoreError`, and so
   * is none at all. Rejects with the signal's reason once that is aborted.
   */
  call<T>(
    key: ObjectKey,
    request: GcsRequest,
    options: { readonly signal?: AbortSignal | undefined; readonly expected?: readonly number[] },
    use: (reply: Reply) => Promise<T>,
  ): Promise<T>
  readonly time: ServerClock
}

export function createGcsWire({ name, send, clock, random, authorize }: GcsWireParts): GcsWire {
  const time = createServerClock(clock)
  return {
    name,
    clock,
    random,
    time,
    async call(key, { headers, ...request }, { signal, expected = [] }, use) {
      signal?.throwIfAborted()
      const identity = await authorize().catch((error) => {
        throw refusal(name, key, error)
      })
      const whole = { ...request, headers: { ...identity, ...headers }, patience: PATIENCE_MILLIS }
      try {
        return await exchange({ fetch: send, clock }, whole, signal, async (reply) => {
          time.saw(reply.headers.get('date'))
          if (reply.status < 300 || expected.includes(reply.status)) return use(reply)
          throw await failure(name, key, reply)
        })
      } catch (error) {
        signal?.throwIfAborted()
        // No answer, or none that can be read.
        throw error instanceof StoreError ? error : new StoreError('unavailable', name, key, error)
      }
    },
  }
}

/** A failed answer in the service's own words. */
async function failure(name: string, key: ObjectKey, reply: Reply): Promise<StoreError> {
  const { status, headers } = reply
  const kind = KINDS[status] ?? (isPassing(status) ? 'unavailable' : 'unsupported')
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  const words = new Error([`${status}`, wordsOf(await reply.text())].filter(Boolean).join(' '))
  return new StoreError(kind, name, key, words, Number.isNaN(seconds) ? undefined : seconds * 1000)
}

const KINDS: Readonly<Record<number, StoreErrorKind>> = {
  401: 'denied',
  403: 'denied',
  404: 'denied', // no bucket of this name, or none that may be seen: a missing object is told apart before
  429: 'throttled',
}
/** How long an answer may take once everything was sent. */
const PATIENCE_MILLIS = 30_000

/** What an answer says went wrong. */
export function wordsOf(text: string): string {
  try {
    return (JSON.parse(text) as { error?: { message?: string } }).error?.message ?? ''
  } catch {
    return text.trim().slice(0, 200)
  }
}

/** Who asks could not be found out. The library's error has the request in it, and with it secrets: only its words pass. */
function refusal(name: string, key: ObjectKey, error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const { message, status, code } = error as Error & { status?: number | string; code?: number | string }
  const answered = [status, code].map(Number).find((number) => number >= 100)
  const passing = answered === undefined ? typeof code === 'string' : isPassing(answered)
  return new StoreError(passing ? 'unavailable' : 'denied', name, key, new Error(message))
}
