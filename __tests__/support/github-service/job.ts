import { createHash } from 'node:crypto'
import type { Head } from '../../../src/core/head.ts'
import type { Line } from '../../../src/core/identity.ts'
import type { Clock, Random } from '../../../src/core/ports/clock.ts'
import type { EventSink } from '../../../src/core/ports/events.ts'
import type { StoredHead } from '../../../src/core/ports/heads.ts'
import { createEntries } from '../../../src/stores/github/entries.ts'
import { createGithubHeads } from '../../../src/stores/github/heads.ts'
import { createRest } from '../../../src/stores/github/rest.ts'
import { realRandom } from '../stores/clock.ts'
import { headOf } from '../stores/heads.ts'
import type { GithubService, Scope } from './index.ts'

export interface JobOptions {
  readonly scopes?: readonly Scope[]
  /** With it the job may list and remove. */
  readonly rest?: { readonly apiUrl: string; readonly token: string; readonly repository: string }
  readonly random?: Random
  readonly events?: EventSink
}

/** A run of its own: it knows nothing that another has read or written. In the process, without a socket. */
export function startJob(service: GithubService, clock: Clock, options: JobOptions = {}) {
  const { scopes, rest, random = realRandom, events } = options
  const { fetch, resultsUrl } = service
  const token = scopes ? service.tokenFor(...scopes) : service.token
  const entries = createEntries({ resultsUrl, token, clock, random, fetch })
  const admin = rest && createRest({ fetch, clock }, rest)
  const heads = createGithubHeads({ entries, ...(admin && { admin }), ...(events && { events }) })
  /** Commits a version with these bytes on top of what is shown. */
  const save = async (line: Line, version: Uint8Array, more: Partial<Head> = {}): Promise<StoredHead> => {
    const current = await heads.read(line)
    const next = nextHead(line, version, clock.now(), current?.head, more)
    const made = await heads.advance(line, next, current?.tag ?? 'absent', { version })
    if (made === 'conflict') throw new Error('a conflict')
    return made
  }
  return { entries, heads, save }
}

/** The head of a commit of these bytes. */
export function nextHead(
  line: Line,
  version: Uint8Array,
  committedAt: number,
  current?: Head,
  more: Partial<Head> = {},
): Head {
  const made = headOf(committedAt, more)
  const sha256 = createHash('sha256').update(version).digest('hex')
  return {
    ...made,
    from: current?.commit ?? '',
    key: line.key,
    current: { ...made.current, lane: line.lane, bytes: version.length, sha256 },
    history: current ? [{ ...current.current, committedAt: current.committedAt }, ...current.history].slice(0, 16) : [],
  }
}
