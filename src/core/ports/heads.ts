import type { Head, VersionRef } from '../head.ts'
import type { Line } from '../identity.ts'
import type { Lane } from '../lane.ts'
import type { CallOptions, Millis, Tag } from './store.ts'

/** A head as read, with the mark its replacement needs. */
export interface StoredHead {
  readonly line: Line
  readonly head: Head
  readonly tag: Tag
  /** A later head was written and is damaged: who starts from this one has not got what the key names. */
  readonly stale?: true
  /** It may not be gone by (`volume/trust.ts`), only replaced. */
  readonly refused?: true
}

export interface AdvanceOptions extends CallOptions {
  /** The bytes of the version that the new head names, where the line's lane (or, if versions travel, the line) lacks it. */
  readonly version?: Uint8Array
  /** What the head must not be seen before (its packs being stored); if it rejects, so does `advance`. */
  readonly after?: Promise<unknown>
}

/** The heads of a store, with the version objects they link. */
export interface HeadStore {
  /** A head and its version are one object here; another line's head needs the version's bytes again. */
  readonly versionsTravel: boolean
  /** The bytes, unchecked, of a version that this line's head links; `undefined` if they are not there. */
  version(line: Line, ref: VersionRef, options?: CallOptions): Promise<Uint8Array | undefined>
  read(line: Line, options?: CallOptions): Promise<StoredHead | undefined>
  /** The newest head of a volume in a lane among the keys that start with `keyPrefix`; `''`: whatever the key (one read). */
  latest(
    namespace: string,
    lane: Lane,
    volume: string,
    keyPrefix: string,
    options?: CallOptions,
  ): Promise<StoredHead | undefined>
  /**
   * Makes `next` the head if `from` still is (`absent`: if there is none); the version given is stored before. After any
   * doubt it looks for its own commit before it says `conflict`. Also advances what `latest` with an empty prefix reads,
   * best effort.
   */
  advance(line: Line, next: Head, from: Tag | 'absent', options?: AdvanceOptions): Promise<StoredHead | 'conflict'>
  /** Every head of a namespace: for listings, not for jobs. */
  list(namespace: string, options?: CallOptions): AsyncIterable<StoredHead & { readonly modified: Millis }>
  /** Removes a line's head (its versions and packs become collectable). */
  remove(line: Line, options?: CallOptions): Promise<void>
}
