import type { GithubService } from '../../support/github-service/index.ts'
import type { Player, Scheduler } from './scheduler.ts'

export const NAMESPACE = 'acme/web'

/** Who sends requests. */
export interface Sender extends Player {
  readonly cancel: AbortController
  /** The save it is in, or was in. */
  readonly saving: string | undefined
}

/** A request, as far as anybody here looks into it. */
interface Outgoing {
  readonly what: string
  readonly writes: boolean
  readonly method: string
  /** Of an entry, or of the blob behind it. */
  readonly name: string
}

/** The way from the jobs to the service: each request waits for its turn, and some are none that may be made. */
export class Way {
  /** Requests that no job should have made. */
  readonly violations: string[] = []
  readonly #service: GithubService
  readonly #scheduler: Scheduler
  readonly #owners = new Map<string, string>()
  /** Entries of which somebody said that they are whole. */
  readonly #whole = new Set<string>()

  constructor(service: GithubService, scheduler: Scheduler) {
    this.#service = service
    this.#scheduler = scheduler
  }

  /** The save that asked for an entry's name. */
  ownerOf({ key }: { readonly key: string }): string {
    return this.#owners.get(key) ?? 'nobody'
  }

  /** `fetch` as a job has it; what the dead have sent may still arrive. */
  fetchFor(who: Sender): typeof globalThis.fetch {
    const [service, scheduler] = [this.#service, this.#scheduler]
    return async (input, init = {}) => {
      const { signal, ...request } = init
      const outgoing = read(`${input}`, request)
      const wrong = this.#judge(who, outgoing)
      if (wrong) this.violations.push(`${who.name} ${wrong}: ${outgoing.what}`)
      const haunt = () => void service.fetch(input as string, request).catch(() => {})
      await scheduler.turn(who, outgoing.what, signal, haunt)
      const response = await service.fetch(input as string, init)
      // Told to come again later, it may: nothing was done.
      if (outgoing.method === 'CreateCacheEntry' && response.status === 429) this.#owners.delete(outgoing.name)
      return response
    }
  }

  #judge(who: Sender, { writes, method, name }: Outgoing): string | undefined {
    if (writes && who.cancel.signal.aborted) return 'goes on writing after it was cancelled'
    if (method === 'CreateCacheEntry') {
      if (this.#owners.has(name)) return 'asks for a name again'
      this.#owners.set(name, who.saving ?? 'nobody')
    }
    if (method === 'FinalizeCacheEntryUpload') this.#whole.add(name)
    if (method === 'PUT') {
      const entry = this.#service.entries.find(({ blob }) => blob === name)
      if (entry && this.#whole.has(entry.key)) return 'uploads again to what it has called whole'
    }
    return undefined
  }
}

function read(url: string, { method = 'GET', body }: RequestInit): Outgoing {
  const { pathname, searchParams } = new URL(url)
  const last = pathname.slice(pathname.lastIndexOf('/') + 1)
  if (typeof body !== 'string' || !pathname.includes('/twirp/')) {
    const what = `${method} ${last} ${searchParams.get('comp') ?? ''}`.trimEnd()
    return { what, writes: method === 'PUT', method, name: last }
  }
  const { key } = JSON.parse(body) as { key: string }
  return { what: `${last} ${shown(key)}`, writes: last !== 'GetCacheEntryDownloadURL', method: last, name: key }
}

/** A name without what all names begin with. */
export function shown(name: string): string {
  return name.replace(`warmstart/v1/${NAMESPACE}/`, '').replace(/([0-9a-f]{6})[0-9a-f]{58}/, '$1…')
}
