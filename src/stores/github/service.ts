import { createHash } from 'node:crypto'
import { StoreError, type StoreErrorKind, UserError } from '../../core/ports/errors.ts'
import type { CallOptions, Millis } from '../../core/ports/store.ts'
import { Broken, exchange, isPassing, type Reply } from '../http/exchange.ts'
import { backOff, count, type Wire } from './wire.ts'

/** For people and messages; there is one such service for a job. */
export const STORE_NAME = 'github:'

/**
 * The three calls of GitHub's cache service, version 2 (Twirp, in JSON). Errors are `StoreError`, their cause has the
 * service's own words. `unavailable` after `create` or `finalize`: it may have had its effect. 429 is waited out, for
 * at most a minute in the whole run.
 */
export interface Service {
  /** Reserves a name and gives the signed URL to upload to; `undefined`: somebody has it. Asks once. */
  create(name: string, options?: CallOptions): Promise<string | undefined>
  /** Makes what was uploaded an entry. `unseen`: the service does not see the upload (yet). Asks once. */
  finalize(name: string, bytes: number, options?: CallOptions): Promise<'done' | 'done before' | 'unseen'>
  /** The first readable scope's newest entry whose name starts with `prefix`, with a signed URL to read it. */
  lookup(prefix: string, options?: CallOptions): Promise<Found | undefined>
  /** The service's clock: this machine's, corrected by what the service's answers said. */
  now(): Millis
}

export interface Found {
  readonly name: string
  readonly url: string
}

export interface ServiceOptions {
  /** `ACTIONS_RESULTS_URL` and `ACTIONS_RUNTIME_TOKEN`, as the runner gives them to actions. */
  readonly resultsUrl: string
  readonly token: string
}

export function createService({ resultsUrl, token }: ServiceOptions, wire: Wire): Service {
  if (!URL.canParse(resultsUrl)) throw new UserError('ACTIONS_RESULTS_URL is no URL.')
  const gate = createGate(wire)
  let offset = 0

  /** One exchange; what the service said, whatever it was. */
  const ask = async (method: string, body: object, options: CallOptions): Promise<Answer> => {
    count(wire, 'serviceCalls', options)
    const sentAt = wire.clock.now()
    const request = {
      method: 'POST' as const,
      url: new URL(`${PATH}${method}`, resultsUrl).href,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'user-agent': 'warmstart' },
      body: JSON.stringify({ ...body, version: VERSION }),
      patience: PATIENCE_MILLIS,
    }
    return exchange(wire, request, options.signal, async (reply) => {
      offset = corrected(offset, reply, sentAt, wire.clock.now())
      return answerOf(method, reply.status, reply.headers, await reply.text())
    })
  }

  /** As `ask`, for answers that say what was asked for. Everything else is an error, or the refusals named. */
  const call = async (
    method: string,
    name: string,
    body: object,
    options: CallOptions = {},
  ): Promise<Record<string, unknown> | 'taken' | 'not found'> => {
    for (;;) {
      await gate.pass(options.signal)
      let answer: Answer
      try {
        answer = await ask(method, body, options)
      } catch (error) {
        if (!(error instanceof Broken)) throw error
        throw new StoreError('unavailable', STORE_NAME, name, new Error(`${method}: ${error.message}`))
      }
      const { fields, words } = answer
      if (fields?.['ok'] === true) return fields
      const kind = refusal(answer)
      if (kind === 'taken' || kind === 'not found') return kind
      if (kind !== 'throttled' || !gate.close(answer.retryAfter)) throw new StoreError(kind, STORE_NAME, name, words)
    }
  }

  return {
    async create(name, options) {
      const fields = await call('CreateCacheEntry', name, { key: name }, options)
      if (fields === 'taken') return undefined
      return fields === 'not found' ? unexpected(name, 'CreateCacheEntry') : urlIn(fields, 'signed_upload_url', name)
    },

    async finalize(name, bytes, options) {
      const fields = await call('FinalizeCacheEntryUpload', name, { key: name, size_bytes: `${bytes}` }, options)
      if (fields === 'not found') return 'unseen'
      return fields === 'taken' ? 'done before' : 'done'
    },

    async lookup(prefix, options) {
      // Both ways to ask, for it is told differently which of them the service looks at.
      const body = { key: prefix, restore_keys: [prefix] }
      const fields = await patiently(wire, options, () => call('GetCacheEntryDownloadURL', prefix, body, options))
      if (fields === 'not found') return undefined
      const name = typeof fields === 'object' ? fields['matched_key'] : undefined
      if (typeof name !== 'string' || typeof fields !== 'object') return unexpected(prefix, 'matched_key')
      return name.startsWith(prefix) ? { name, url: urlIn(fields, 'signed_download_url', prefix) } : undefined
    },

    now: () => wire.clock.now() + offset,
  }
}

const PATH = '/twirp/github.actions.results.api.v1.CacheService/'
/** Half of an entry's identity in the service's eyes, made for archives of other tools: ours is always the same. */
const VERSION = createHash('sha256').update('warmstart/v1').digest('hex')
const PATIENCE_MILLIS = 20_000
const LOOKUPS = 3
const THROTTLED_MILLIS = 60_000
/** Where no time is told. */
const RETRY_MILLIS = 5000

interface Answer {
  readonly method: string
  readonly status: number
  /** `undefined`: no JSON. */
  readonly fields: Record<string, unknown> | undefined
  readonly words: Error
  readonly retryAfter: Millis | undefined
}

function answerOf(method: string, status: number, headers: Reply['headers'], text: string): Answer {
  let fields: Record<string, unknown> | undefined
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null) fields = parsed as Record<string, unknown>
  } catch {
    // A page of some proxy or load balancer.
  }
  const parts = [fields?.['code'], fields?.['msg'] ?? fields?.['message']]
  const said = fields ? parts.filter((part) => typeof part === 'string' && part !== '').join(': ') : plain(text)
  const words = new Error(`${method}: ${status}${said && ` ${said}`}`)
  return { method, status, fields, words, retryAfter: retryAfterOf(headers) }
}

/** What an answer means that does not say `ok`. Denials and want of room come with several statuses: the words decide. */
function refusal({ method, status, fields, words, retryAfter }: Answer): StoreErrorKind | 'taken' | 'not found' {
  const code = fields?.['code']
  if (/\bcache (?:write|read) denied:/.test(words.message)) return 'denied'
  if (status === 409 || code === 'already_exists') return 'taken'
  if (code === 'not_found') return 'not found'
  if (status === 429 && retryAfter !== undefined) return 'throttled'
  if (/insufficient usage|quota|storage limit|read[- ]only/i.test(words.message)) return 'full'
  if (status === 429) return 'throttled'
  if (status === 401 || status === 403) return 'denied'
  if (isPassing(status) || !fields) return 'unavailable'
  if (status !== 200) return 'unsupported'
  // Not `ok`, and no reason given: nothing is found, or the name is taken.
  if (method === 'GetCacheEntryDownloadURL') return 'not found'
  return method === 'CreateCacheEntry' && !fields['message'] ? 'taken' : 'unavailable'
}

function urlIn(fields: Record<string, unknown>, field: string, name: string): string {
  const url = fields[field]
  return typeof url === 'string' && URL.canParse(url) ? url : unexpected(name, field)
}

function unexpected(name: string, what: string): never {
  throw new StoreError('unavailable', STORE_NAME, name, new Error(`${what}: an answer without what was asked for`))
}

/** Asks again while the service is unavailable. */
async function patiently<T>(wire: Wire, { signal }: CallOptions = {}, ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      const passing = error instanceof StoreError && error.kind === 'unavailable'
      if (!passing || attempt === LOOKUPS) throw error
      await backOff(wire, attempt, signal)
    }
  }
}

/** Closed while the service asks for patience. Callers that wait at the same time wait once. */
function createGate({ clock, random }: Wire) {
  let until = 0
  let waited = 0
  return {
    async pass(signal: AbortSignal | undefined): Promise<void> {
      for (let left = until - clock.now(); left > 0; left = until - clock.now()) await clock.sleep(left, signal)
    },
    /** False: that would be more than a run waits in all. */
    close(millis: Millis = RETRY_MILLIS): boolean {
      const [byte = 0] = random(1)
      const now = clock.now()
      // Not all jobs at the same moment.
      const end = now + millis * (1 + byte / 1024)
      const more = Math.max(0, end - Math.max(until, now))
      if (waited + more > THROTTLED_MILLIS) return false
      waited += more
      until = Math.max(until, end)
      return true
    },
  }
}

/** `Retry-After` is in seconds, or a date. */
function retryAfterOf(headers: Reply['headers']): Millis | undefined {
  const text = headers.get('retry-after') ?? ''
  const millis = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.parse(headers.get('date') ?? '')
  return Number.isNaN(millis) ? undefined : Math.max(millis, 1000)
}

/** The offset nearest to the one before that the answer's date (whole seconds) allows. */
function corrected(offset: Millis, { headers }: Reply, sentAt: Millis, receivedAt: Millis): Millis {
  const date = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(date)) return offset
  return Math.min(Math.max(offset, date - receivedAt), date + 999 - sentAt)
}

/** The text of a page, roughly, and not much of it. */
function plain(text: string): string {
  return text
    .slice(0, 4096)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200)
}
