import type { Event } from '../../core/ports/events.ts'
import { GITHUB_STORE } from '../environment.ts'

/** What a store failed to do, in the store's own words, and where the store is one that we know, what can be done about it. */
export function storeFailed({ store, kind, doing, detail }: Extract<Event, { type: 'store-failed' }>): string {
  const github = store === GITHUB_STORE
  const name = github ? 'GitHub’s cache service' : `The store ${store}`
  const advice = github ? ` ${ON_GITHUB[kind]}` : ''
  return `${name} ${STORE_FAILED[kind]} while ${doing}: ${detail.replace(/\.$/, '')}.${advice}`
}

/** A clause for what is the matter with a store. */
export const STORE_FAILED: Record<Extract<Event, { type: 'store-failed' }>['kind'], string> = {
  unavailable: 'could not be reached',
  throttled: 'asked to slow down',
  denied: 'refused access',
  corrupt: 'returned damaged data',
  range: 'returned less than was stored',
  full: 'has no room',
  unsupported: 'cannot do what was needed',
}

const ON_GITHUB: typeof STORE_FAILED = {
  unavailable: 'If it lasts, see githubstatus.com; on a runner of your own, see its network and its proxy variables.',
  throttled:
    'GitHub lets a repository make 200 uploads and 1,500 look-ups a minute; start fewer jobs at once, or name another store in `store`.',
  denied:
    'What a job may do there goes by its event and the workflow’s `cache-mode`; its token also ends in jobs that last many hours.',
  corrupt: 'The next save replaces it; there is nothing to do.',
  range: 'The next save replaces it; there is nothing to do.',
  full: 'Delete caches (in the repository’s Actions tab), raise its cache limit or budget, or name another store in `store`.',
  unsupported: 'Use the latest release of Warmstart.',
}
