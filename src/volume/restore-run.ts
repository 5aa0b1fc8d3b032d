import type { VersionRef } from '../core/head.ts'
import type { Millis } from '../core/ports/store.ts'
import type { Found } from './find.ts'
import type { Context, Parent, RestoreOutcome, RestoreRequest } from './types.ts'

/** One run of a restore: what its steps share. */
export interface Run {
  readonly context: Context
  readonly request: RestoreRequest
  readonly millis: { find: number; fetchAndWrite: number; finish: number }
  /** Packs found missing or damaged on the way. */
  readonly broken: Set<string>
  /** What was said of keys: the version before is no other in that. */
  readonly keyFaults: Set<string>
  startedAt: Millis | undefined
}

/** What was done to put a version in place. */
export type Work = Pick<RestoreOutcome, 'files' | 'totalBytes' | 'fetchedBytes' | 'writtenFiles' | 'writtenBytes'>

/** An older version of the exact key is a fallback: the job must not skip the work that made the newer one. */
export function parentOf({ request }: Run, { stored, match }: Found, ref: VersionRef): Parent {
  const exact = match === 'exact' && ref.ulid === stored.head.current.ulid
  const { namespace, lane } = stored.line
  const from = namespace === request.rights.namespace ? {} : { namespace }
  return { ...from, lane, key: stored.head.key, version: ref.ulid, exact }
}
