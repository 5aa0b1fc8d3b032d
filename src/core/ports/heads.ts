import type { Head } from '../head.ts'
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
}

/** The heads of a store. */
export interface HeadStore {
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
   * Makes `next` the head if `from` still is (`absent`: if there is none). After any doubt it looks for its own commit
   * before it says `conflict`. Also advances what `latest` with an empty prefix reads, best effort.
   */
  advance(line: Line, next: Head, from: Tag | 'absent', options?: CallOptions): Promise<StoredHead | 'conflict'>
  /** Every head of a namespace: for listings, not for jobs. */
  list(namespace: string, options?: CallOptions): AsyncIterable<StoredHead & { readonly modified: Millis }>
  /** Removes a line's head (its versions and packs become collectable). */
  remove(line: Line, options?: CallOptions): Promise<void>
}
