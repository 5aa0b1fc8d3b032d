import { StoreError, type StoreErrorKind } from '../../core/ports/errors.ts'
import type { CallOptions, Millis } from '../../core/ports/store.ts'
import { Broken, exchange, type Reply, type Request } from '../http/exchange.ts'
import type { EntryAdmin, ListedEntry } from './entries.ts'
import { STORE_NAME } from './service.ts'
import type { Wire } from './wire.ts'

export interface RestOptions {
  /** `GITHUB_API_URL`: `https://api.github.com`, or that of another instance. */
  readonly apiUrl: string
  /** `owner/name`. */
  readonly repository: string
  /** With the permission `actions: read`; `actions: write` to remove. */
  readonly token: string
  /** Only entries of this scope are listed and removed, whatever else has such names; absent: of every scope. */
  readonly ref?: string
}

/**
 * The endpoints `GET` and `DELETE /repos/{owner}/{repo}/actions/caches`. Errors are `StoreError`; a rate limit is waited
 * for as its headers say, at most a minute in all for one call. Listings come oldest first; removals are a second apart.
 */
export function createRest(wire: RestWire, options: RestOptions): EntryAdmin {
  const { clock } = wire
  const url = `${options.apiUrl.replace(/\/$/, '')}/repos/${options.repository}/actions/caches`
  const scope = options.ref === undefined ? {} : { ref: options.ref }
  let lastRemoval = Number.NEGATIVE_INFINITY

  /** Asks until there is an answer: its JSON, `undefined` where there is nothing. */
  const ask = async (method: 'GET' | 'DELETE', query: Record<string, string>, key: string, signal?: AbortSignal) => {
    const request = requestOf(method, `${url}?${new URLSearchParams(query)}`, options.token)
    let waited = 0
    for (let attempt = 1; ; attempt++) {
      const answer = await once(wire, request, signal)
      if ('body' in answer) return answer.body
      const { kind, reason, after } = answer
      const pause = Math.max(FIRST_PAUSE_MILLIS, after ?? FIRST_PAUSE_MILLIS * 2 ** (attempt - 1))
      waited += pause
      const again = kind === 'throttled' || (kind === 'unavailable' && attempt < TRIES)
      if (!again || waited > PATIENCE_MILLIS) throw new StoreError(kind, STORE_NAME, key, reason)
      await clock.sleep(pause, signal)
    }
  }

  const removeOne = async (name: string, { signal }: CallOptions) => {
    const pause = lastRemoval + REMOVAL_MILLIS - clock.now()
    if (pause > 0) await clock.sleep(pause, signal)
    try {
      await ask('DELETE', { ...scope, key: name }, name, signal)
    } finally {
      lastRemoval = clock.now()
    }
  }

  return {
    async *list(prefix, { signal } = {}) {
      // Oldest first: what is made meanwhile comes at the end and moves nothing to a page that was read already.
      const query = { ...scope, key: prefix, sort: 'created_at', direction: 'asc', per_page: `${PAGE}` }
      for (let page = 1; ; page++) {
        const entries = entriesOf(await ask('GET', { ...query, page: `${page}` }, prefix, signal))
        if (!entries) throw new StoreError('corrupt', STORE_NAME, prefix, new Error('an answer that is no listing'))
        for (const entry of entries) if (entry.name.startsWith(prefix)) yield entry
        if (entries.length < PAGE) return
      }
    },

    async remove(names, callOptions = {}) {
      for (const name of names) await removeOne(name, callOptions)
    },
  }
}

type RestWire = Pick<Wire, 'fetch' | 'clock'>

const PAGE = 100
/** What GitHub asks of clients that make many requests that change something. */
const REMOVAL_MILLIS = 1000
const ANSWER_MILLIS = 30_000
const TRIES = 4
const FIRST_PAUSE_MILLIS = 1000
/** How long one call may wait for a rate limit, in all. */
const PATIENCE_MILLIS = 60_000

interface Failure {
  readonly kind: StoreErrorKind
  readonly reason: Error
  /** When to ask again, if the answer said so. */
  readonly after?: Millis
}

function requestOf(method: 'GET' | 'DELETE', url: string, token: string): Request {
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'user-agent': 'warmstart',
    'x-github-api-version': '2022-11-28',
  }
  return { method, url, headers, patience: ANSWER_MILLIS }
}

async function once(
  wire: RestWire,
  request: Request,
  signal: AbortSignal | undefined,
): Promise<{ readonly body: unknown } | Failure> {
  try {
    return await exchange(wire, request, signal, async (reply) => {
      const { status } = reply
      const text = await reply.text(Number.POSITIVE_INFINITY)
      if (status >= 200 && status < 300) return { body: text === '' ? undefined : JSON.parse(text) }
      // Nothing of that name: for a removal that is as good.
      if (status === 404 && request.method === 'DELETE') return { body: undefined }
      return failure(reply, text, wire.clock.now())
    })
  } catch (error) {
    if (error instanceof Broken || error instanceof SyntaxError) return { kind: 'unavailable', reason: error }
    throw error
  }
}

/** Both kinds of limit answer 403 or 429; a 403 without any word of waiting is a missing permission. */
function failure({ status, headers }: Reply, text: string, now: Millis): Failure {
  const reason = new Error(`GitHub's REST API answered ${status}: ${messageOf(text)}`)
  const limited =
    status === 429 ||
    (status === 403 &&
      (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0' || /rate limit/i.test(text)))
  if (limited) return { kind: 'throttled', reason, after: pauseOf(headers, now) }
  if (status >= 500) return { kind: 'unavailable', reason }
  // 404: the token may not even know that the repository is there.
  if (status === 401 || status === 403 || status === 404) return { kind: 'denied', reason }
  return { kind: 'unsupported', reason }
}

/** `retry-after` in seconds, else until the limit starts anew, else the minute that GitHub asks for. */
function pauseOf(headers: Reply['headers'], now: Millis): Millis {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  if (seconds >= 0) return seconds * 1000
  if (headers.get('x-ratelimit-remaining') !== '0') return PATIENCE_MILLIS
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN)
  return reset >= 0 ? Math.max(0, reset * 1000 - now) : PATIENCE_MILLIS
}

function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text)
    if (typeof message === 'string') return message
  } catch {
    // A proxy on the way answers in HTML.
  }
  return text.slice(0, 200)
}

/** The page's entries, `undefined` if it is no page. */
function entriesOf(body: unknown): ListedEntry[] | undefined {
  const rows = (body as { actions_caches?: unknown } | undefined)?.actions_caches
  if (!Array.isArray(rows)) return undefined
  const entries = rows.map(entryOf)
  return entries.includes(undefined) ? undefined : (entries as ListedEntry[])
}

function entryOf(row: unknown): ListedEntry | undefined {
  const { key, size_in_bytes, created_at, last_accessed_at = created_at } = (row ?? {}) as Record<string, unknown>
  if (typeof key !== 'string' || typeof size_in_bytes !== 'number') return undefined
  return { name: key, bytes: size_in_bytes, created: timeOf(created_at), used: timeOf(last_accessed_at ?? created_at) }
}

/** `NaN` for what is no time. */
function timeOf(value: unknown): Millis {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN
}
