import type { BytePath } from './bytes.ts'
import type { FrameTable, PackRow } from './manifest.ts'
import type { Millis } from './ports/store.ts'
import type { Tree } from './tree.ts'

/**
 * What a machine remembers of one mount after a restore or a save: proof of content by stat, never storage. Trust it
 * only for the same store, namespace and lane; for any other it only says what may lie around.
 */
export interface State {
  /** The store's name, and the line's parts. `lane` is the one the job may write, `none` if it may write nothing. */
  readonly store: string
  readonly namespace: string
  readonly lane: string
  readonly volume: string
  readonly key: string
  /** The version the tree is equal to (after a miss or an unsaved job: `undefined`). */
  readonly version: { readonly lane: string; readonly ulid: string } | undefined
  readonly fork: ForkRecord | undefined
  /** By the mount's file system, ns: what was changed by the job or after it has a ctime that is not below this. */
  readonly stampNs: bigint
  /** Packs found missing or damaged; never reference them again. */
  readonly broken: readonly string[]
  /** When this machine last kept the version's packs from expiring, by the store's clock. */
  readonly touchedAt?: Millis
  /** Files of the job that were left out of the version because they hold a credential: paths inside the mount. */
  readonly omitted?: readonly BytePath[]
  /** As the version has it: see `Version.vetted`. */
  readonly vetted?: number
  /** As the version has it, with stat columns of what lies there (mtimes are the version's); an entry whose content is not known to be in a pack has no extents but a size. */
  readonly tree: Tree
  /** The packs and frames the tree's extents refer to. */
  readonly packs: readonly PackRow[]
  readonly frames: FrameTable
  /** 32 bytes of chunk id for each extent of `tree`, zeros where unknown. */
  readonly ids: Uint8Array
}

/** When a mount was forked and from what; kept in its state. */
export interface ForkRecord {
  /** `run/attempt/job` of the CI, or a random id at a desk. */
  readonly job: string
  readonly key: string
  /** The version the job started from, `undefined` after a miss. */
  readonly parent: { readonly lane: string; readonly key: string; readonly version: string } | undefined
  /** The store's time when the fork was made. */
  readonly startedAt: Millis
}
