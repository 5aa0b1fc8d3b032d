import type { Manifest } from './manifest.ts'
import type { Millis } from './ports/store.ts'
import type { Provenance } from './provenance.ts'

/** One immutable committed state of a volume. */
export interface Version {
  readonly ulid: string
  readonly provenance: Provenance
  /** The version it was made from, `''` for none. */
  readonly parent: string
  readonly manifest: Manifest
  /** Room from the first day; empty until used. */
  readonly tags: readonly string[]
  readonly expiresAt: Millis | undefined
  readonly omitted: readonly string[]
  /** By whoever made it, over all else in the object and where it lies (`core/signature.ts`); `''` for none. */
  readonly signature: string
  /** Over the manifest, so that listings need not decode it. */
  readonly files: number
  readonly totalBytes: number
  /** The rules by which the files that hold a credential were found, those in `omitted`; `undefined`: nobody looked. */
  readonly vetted?: number
}
