import type { Clock, Random } from '../../core/ports/clock.ts'
import type { EventSink } from '../../core/ports/events.ts'
import { createSend } from '../http/client.ts'
import type { ProxySetting } from '../http/proxy.ts'
import type { OpenedStore } from '../open.ts'
import { createGithubArchive } from './archive.ts'
import { createEntries } from './entries.ts'
import { createGithubHeads } from './heads.ts'
import { createRest } from './rest.ts'
import { createGithubStore } from './store.ts'

/** What the runner tells an action about GitHub's services. */
export interface GithubAccess {
  /** `ACTIONS_RESULTS_URL` and `ACTIONS_RUNTIME_TOKEN`. */
  readonly resultsUrl: string
  readonly runtimeToken: string
  /** `GITHUB_API_URL`, `GITHUB_REPOSITORY` and `GITHUB_REF`. */
  readonly apiUrl: string
  readonly repository: string
  readonly ref: string
  /** For the REST API, which lists and removes what the job's ref has stored; `''`: neither. */
  readonly token: string
  readonly proxy: ProxySetting
}

/** GitHub's cache service as store and heads that share one wire. Throws `UserError`; nothing is called yet. */
export function openGithub(
  access: GithubAccess,
  parts: { readonly clock: Clock; readonly random: Random; readonly events: EventSink },
): OpenedStore {
  const { clock, random, events } = parts
  const fetch = createSend(access.proxy)
  const entries = createEntries({
    clock,
    random,
    fetch,
    resultsUrl: access.resultsUrl,
    token: access.runtimeToken,
  })
  const rest = access.token === '' || access.ref === '' ? undefined : createRest({ fetch, clock }, access)
  const admin = rest && { admin: rest }
  return {
    store: createGithubStore({ entries, clock, ...admin }),
    heads: createGithubHeads({ entries, events, ...admin }),
    ...(rest && { archive: createGithubArchive(entries, rest) }),
    counts: entries.counts,
  }
}
