import { fileURLToPath } from 'node:url'
import type { Clock } from '../../../src/core/ports/clock.ts'
import { realClock } from '../stores/clock.ts'
import { type BlobSide, MemoryBlobs } from './blobs.ts'
import { CacheService, TWIRP } from './cache-service.ts'
import { type CacheEntry, Entries } from './entries.ts'
import { breakByte, faultAnswer } from './fault-answers.ts'
import { fetchFrom } from './in-process.ts'
import { type Answer, blobError, type Head, text } from './message.ts'
import { type Scope, tokenFor } from './scopes.ts'
import {
  type Counts,
  defaultSwitches,
  drawFault,
  type Fault,
  fire,
  type Operation,
  type Switches,
  zeroCounts,
} from './switches.ts'
import { certificate, Wire } from './wire.ts'

export type { CacheEntry } from './entries.ts'
export type { Answer, Head } from './message.ts'
export type { Scope } from './scopes.ts'
export type { Counts, Fault, FaultKind, Fired, Operation, Switches } from './switches.ts'

export interface GithubServiceOptions {
  /** The service's clock: lag, expiry, stamps. Latency within the process too; over the wire that is real time. */
  readonly clock?: Clock
  /** The scopes of `token`; the default branch's alone unless told. */
  readonly scopes?: readonly Scope[]
  readonly blobs?: BlobSide
  /** Every URL is `https:`, by a certificate of the tests' own authority, which `env` names. */
  readonly secure?: boolean
}

/** One request, from the moment its head is read. */
export interface Call {
  readonly operation: Operation
  /** What the transport does: `reset`, `reset-after`, `stall` and `cut`. The other kinds are in the answer. */
  readonly fault: Fault | undefined
  /** Does what was asked. The body belongs to the service from then on. */
  answer(body: Uint8Array): Promise<Answer>
  done(): void
}

/** More paths than the service has, for a test that needs them. */
export type Handler = (head: Head, body: Uint8Array) => Answer | Promise<Answer>

const AZURE = '.blob.core.windows.net'

/**
 * GitHub's cache service, version 2, with its blob storage: a loopback server that is also an HTTP proxy for
 * `*.blob.core.windows.net`, or a `fetch` within the process. What GitHub's documentation leaves open is a switch.
 */
export class GithubService {
  readonly switches: Switches = defaultSwitches()
  readonly counts: Counts = zeroCounts()
  readonly token: string
  /** The service without a socket: the same answers, for tests that drive a clock. */
  readonly fetch: typeof globalThis.fetch
  readonly #entries: Entries
  readonly #cache: CacheService
  readonly #blobs: BlobSide
  readonly #clock: Clock
  readonly #wire: Wire
  readonly #mounts = new Map<string, Handler>()
  readonly #urlUses = new Map<string, number>()
  readonly #secure: boolean
  #base = 'http://cache-service.test'
  #proxy = this.#base
  #underWay = 0

  constructor(options: GithubServiceOptions = {}) {
    const clock = options.clock ?? realClock
    const { switches, counts } = this
    this.#clock = clock
    this.#secure = options.secure ?? false
    this.#blobs = options.blobs ?? new MemoryBlobs(clock)
    this.#entries = new Entries(clock, switches, counts)
    const publish = (path: string) => this.#publish(path)
    this.#cache = new CacheService({ clock, switches, counts, entries: this.#entries, blobs: this.#blobs, publish })
    this.#wire = new Wire(this)
    this.token = tokenFor(options.scopes ?? [['refs/heads/main', 'rw']])
    this.fetch = (input, init) => fetchFrom(this, clock, input as string | URL, init)
  }

  async start(): Promise<this> {
    const { plain, secure } = await this.#wire.listen()
    this.#proxy = `http://127.0.0.1:${plain}`
    this.#base = this.#secure ? `https://127.0.0.1:${secure}` : this.#proxy
    return this
  }

  /** Breaks every connection. */
  async close(): Promise<void> {
    await this.#wire.close()
  }

  /** Origin of the server. */
  get url(): string {
    return this.#base
  }

  /** The proxy's, which is always in the clear. */
  get proxyUrl(): string {
    return this.#proxy
  }

  /** What a job has in `ACTIONS_RESULTS_URL`. */
  get resultsUrl(): string {
    return `${this.#base}/`
  }

  tokenFor(...scopes: readonly Scope[]): string {
    return tokenFor(scopes)
  }

  /** What a client's process needs to use this service, and nothing else of the network. */
  env(token = this.token): Record<string, string> {
    return {
      ACTIONS_RESULTS_URL: this.resultsUrl,
      ACTIONS_RUNTIME_TOKEN: token,
      ACTIONS_CACHE_SERVICE_V2: 'True',
      GITHUB_SERVER_URL: 'https://github.com',
      HTTP_PROXY: this.proxyUrl,
      HTTPS_PROXY: this.proxyUrl,
      NO_PROXY: '127.0.0.1,localhost',
      ...(this.#secure && { NODE_EXTRA_CA_CERTS: fileURLToPath(certificate) }),
    }
  }

  get entries(): readonly CacheEntry[] {
    return this.#entries.all
  }

  /** Removes entries by their key, or by what is said of them. Their signed URLs answer 404. Returns how many there were. */
  async evict(which: string | ((entry: CacheEntry) => boolean)): Promise<number> {
    const gone = this.#entries.remove(typeof which === 'string' ? ({ key }) => key === which : which)
    for (const { blob } of gone) await this.#blobs.remove(blob)
    return gone.length
  }

  /** Puts other content in the place of entries', as no client can. Returns how many there were. */
  async replace(which: (entry: CacheEntry) => boolean, content: Uint8Array): Promise<number> {
    const entries = this.entries.filter(which)
    for (const { blob } of entries) {
      const url = new URL(this.#blobs.sign(blob, 'cw', this.#clock.now() + 60_000), this.#base)
      await this.#blobs.answer({ method: 'PUT', url, headers: { 'x-ms-blob-type': 'BlockBlob' } }, content)
    }
    return entries.length
  }

  mount(prefix: string, handler: Handler): void {
    this.#mounts.set(prefix, handler)
  }

  /** Planned faults that have not hit what they were planned for. */
  unfired(): readonly Fault[] {
    return this.switches.faults.filter(({ times }) => times > 0)
  }

  /** For transports: a request whose head has come. */
  begin(head: Head): Call {
    const { counts } = this
    const path = pathOf(head.url)
    const operation = operationOf(head, path)
    counts.requests[operation] = (counts.requests[operation] ?? 0) + 1
    counts.maxConcurrent = Math.max(counts.maxConcurrent, ++this.#underWay)
    const fault = drawFault(this.switches, counts, operation)
    return {
      operation,
      fault,
      answer: async (body) => {
        const answer = (fault && faultAnswer(fault, operation)) ?? (await this.#answer(operation, head, path, body))
        return {
          ...answer,
          headers: { date: new Date(this.#clock.now()).toUTCString(), ...answer.headers },
          body: fault?.kind === 'wrong-bytes' ? breakByte(answer.body) : answer.body,
        }
      },
      done: () => {
        this.#underWay--
      },
    }
  }

  async #answer(operation: Operation, head: Head, path: string, body: Uint8Array): Promise<Answer> {
    if (path.startsWith(TWIRP)) return await this.#cache.answer(operation, head, body)
    for (const [prefix, handler] of this.#mounts) if (path.startsWith(prefix)) return await handler(head, body)
    if (operation === 'Other') return text(404, 'text/plain', 'not found')
    return await this.#answerBlob({ ...head, url: new URL(path + head.url.search, this.#base) }, body)
  }

  async #answerBlob(head: Head, body: Uint8Array): Promise<Answer> {
    const { switches, counts } = this
    const signature = head.url.searchParams.get('sig') ?? ''
    const used = this.#urlUses.get(signature) ?? 0
    this.#urlUses.set(signature, used + 1)
    if (switches.urlUses !== undefined && used >= switches.urlUses) {
      fire(counts, 'urlUses')
      return blobError(403, 'AuthenticationFailed', 'Server failed to authenticate the request.')
    }
    const answer = await this.#blobs.answer(head, body)
    const expiry = Date.parse(head.url.searchParams.get('se') ?? '')
    if (answer.status === 403 && expiry <= this.#clock.now()) fire(counts, 'urlLifeMillis')
    const entry = this.entries.find(({ blob }) => head.url.pathname.endsWith(`/${blob}`))
    if (entry && head.method === 'GET') entry.accessedAt = this.#clock.now()
    const range = /^bytes (\d+)-(\d+)\//.exec(answer.headers['content-range'] ?? '')
    if (answer.status === 206 && range) {
      const offset = Number(range[1])
      counts.ranges.push({ name: entry?.key ?? '', offset, length: Number(range[2]) - offset + 1 })
    }
    return answer
  }

  #publish(path: string): string {
    if (this.switches.signedHost === 'loopback') return this.#base + path
    fire(this.counts, 'signedHost')
    const [, account, rest] = /^\/([^/]+)(.*)$/.exec(path) as RegExpExecArray
    return `${this.#secure ? 'https' : 'http'}://${account}${AZURE}${rest}`
  }
}

/** Azure's hosts name the account that paths name elsewhere. */
function pathOf({ hostname, pathname }: URL): string {
  return hostname.endsWith(AZURE) ? `/${hostname.slice(0, -AZURE.length)}${pathname}` : pathname
}

function operationOf({ method, url }: Head, path: string): Operation {
  if (path.startsWith(TWIRP)) return path.slice(TWIRP.length) as Operation
  if (!/^\/[^/]+\/actions-cache\//.test(path)) return 'Other'
  if (method === 'GET') return 'GetBlob'
  if (method === 'HEAD') return 'HeadBlob'
  if (method !== 'PUT') return 'Other'
  return ({ block: 'PutBlock', blocklist: 'PutBlockList' } as const)[url.searchParams.get('comp') ?? ''] ?? 'PutBlob'
}
