import type { Lane } from './lane.ts'
import type { Millis } from './ports/store.ts'

/** A version as a head names it. The object's name is derived from lane and ulid, never stored. */
export interface VersionRef {
  /** Where the version object lies. */
  readonly lane: Lane
  readonly ulid: string
  readonly bytes: number
  /** Hex SHA-256 of the version object. */
  readonly sha256: string
}

/** Who committed; what an audit shows. */
export interface Writer {
  /** `owner/repository` or similar, `''` where unknown. */
  readonly repository: string
  readonly run: string
  readonly actor: string
}

/** The small mutable record of which version of a key is current. Stored as JSON of at most 8 KiB. */
export interface Head {
  /** Random, names this commit. */
  readonly commit: string
  /** The commit it follows, `''` for the first. */
  readonly from: string
  /** The key as its author wrote it, so that a listing can show it. Never used to derive a name. */
  readonly key: string
  readonly current: VersionRef
  /** Newest first, at most 16, without the current one. */
  readonly history: readonly (VersionRef & { readonly committedAt: Millis })[]
  /** When the job that committed forked its volume, by the store's clock. */
  readonly startedAt: Millis
  readonly committedAt: Millis
  readonly touchedAt: Millis
  readonly writer: Writer
  /** By whoever committed, over `signed` and the line (`core/signature.ts`); `''` for none. */
  readonly signature: string
  /** The text that the signature covers, as it was stored. Only beside a signature. */
  readonly signed?: string
}

export const HISTORY_LENGTH = 16
export const HEAD_BYTES = 8 * 1024
