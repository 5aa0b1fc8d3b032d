import type { Distrust } from '../signature.ts'
import type { StoreErrorKind } from './errors.ts'
import type { Millis } from './store.ts'

/**
 * What happened, as data. Core and use cases emit; faces turn each into a sentence, once, in `faces/messages/`.
 * `warning` events are what a person should read; `notice` events explain; `progress` is live and may be dropped.
 */
export type Event =
  // Finding
  | {
      readonly type: 'found'
      readonly match: 'exact' | 'fallback'
      readonly key: string
      readonly lane: string
      /** Of whom it was read, where that is another namespace than the job's. */
      readonly namespace?: string
      readonly version: string
    }
  /** A namespace that the job asked to read from and does not. */
  | { readonly type: 'not-shared'; readonly namespace: string; readonly reader: string; readonly reason: NotShared }
  | { readonly type: 'missed'; readonly key: string; readonly why: 'nothing-stored' | 'no-lane' | 'unusable' }
  | { readonly type: 'listing-cut'; readonly lane: string; readonly keyPrefix: string }
  // Trust
  /** A head that is treated as if it were not there; `signer` is whom it names. */
  | {
      readonly type: 'head-refused'
      readonly key: string
      readonly lane: string
      readonly reason: Distrust
      readonly signer: string
    }
  /** This machine has seen a later head of the line, which this one does not follow. */
  | {
      readonly type: 'rolled-back'
      readonly key: string
      readonly lane: string
      readonly committedAt: Millis
      readonly seenAt: Millis
      readonly isRefused: boolean
    }
  | { readonly type: 'no-identity'; readonly detail: string }
  // Faults that became a miss or a version before
  | {
      readonly type: 'store-failed'
      readonly kind: StoreErrorKind
      readonly store: string
      readonly doing: 'looking up' | 'restoring' | 'saving'
      readonly detail: string
    }
  /** Nobody asks it again in this step: what fails for that is not said any more. */
  | { readonly type: 'store-down'; readonly store: string; readonly detail: string }
  | {
      readonly type: 'version-unusable'
      readonly version: string
      readonly reason: 'missing' | 'damaged' | 'needs-newer' | 'untrusted' | 'no-key' | 'other-key' | 'not-encrypted'
      readonly detail: string
    }
  | { readonly type: 'target-failed'; readonly path: string; readonly detail: string }
  // Tiers
  /** A nearer tier failed and is not written any more in this run, nor (unless `isRead`) asked. */
  | {
      readonly type: 'tier-skipped'
      readonly store: string
      readonly kind: StoreErrorKind
      readonly detail: string
      readonly isRead: boolean
    }
  /** Heads come from what a nearer tier remembers, and nothing can be committed in this run. */
  | { readonly type: 'home-down'; readonly store: string }
  /** A nearer tier's copy was not what was stored; it is read again from farther away. */
  | { readonly type: 'copy-damaged'; readonly store: string; readonly key: string }
  // The workspace
  | { readonly type: 'recovered'; readonly path: string; readonly files: number; readonly siblings: number }
  | { readonly type: 'purged'; readonly path: string; readonly files: number; readonly lane: string }
  | { readonly type: 'kept-tracked'; readonly path: string }
  | { readonly type: 'mount-absent'; readonly label: string; readonly others: number }
  | { readonly type: 'nothing-declared-exists' }
  | { readonly type: 'mount-unpaired'; readonly label: string }
  | { readonly type: 'nested-mount'; readonly label: string; readonly path: string }
  | {
      readonly type: 'left-out'
      readonly label: string
      readonly path: string
      readonly reason: 'vanished' | 'unreadable' | 'special'
    }
  /**
   * Files with credentials. `files`: some of them, `label: path`. `kept`: what is stored cannot do without them. `lacking`:
   * the version that was restored was saved without them.
   */
  | {
      readonly type: 'secrets'
      readonly doing: 'omitted' | 'refused' | 'kept' | 'lacking'
      readonly files: readonly string[]
      readonly total: number
    }
  /** Files that are saved and hold what is shaped like a token. */
  | { readonly type: 'tokens'; readonly files: readonly string[]; readonly total: number }
  /** `path` is written as a pattern would name it. */
  | { readonly type: 'changing'; readonly path: string }
  | {
      readonly type: 'too-large'
      readonly bytes: number
      readonly limit: number
      readonly largest: readonly { readonly path: string; readonly bytes: number }[]
    }
  // Committing
  /** What is superseded stays, for now. */
  | {
      readonly type: 'not-collected'
      readonly store: string
      readonly isDenied: boolean
      readonly detail: string
    }
  | { readonly type: 'not-saved'; readonly reason: NotSaved }
  // Live
  | {
      readonly type: 'progress'
      readonly phase: Phase
      readonly done: number
      readonly total: number
      readonly files: number
      readonly totalFiles: number
    }

export type Phase = 'scan' | 'read' | 'fetch' | 'finish'

/** Why another namespace is not read: it does not say that it may be, the store refuses, or the store has no namespaces. */
export type NotShared = 'not-declared' | 'denied' | 'unsupported'

/** Why a save stored nothing. */
export type NotSaved =
  | 'unchanged'
  | 'exists'
  | 'nothing-to-save'
  | 'changing'
  | 'too-large'
  | 'superseded'
  | 'read-only'
  | 'other-lane'
  | 'encrypted'
  | 'secrets'
  | 'store-failed'
  | 'dry-run'

export interface EventSink {
  emit(event: Event): void
}
