import type { Millis } from './ports/store.ts'

/** Where a version came from. Only these fields: no other environment value ever enters a version. */
export interface Provenance {
  readonly createdAt: Millis
  readonly engine: string
  readonly os: string
  readonly arch: string
  readonly repository: string
  readonly commit: string
  readonly ref: string
  readonly workflow: string
  readonly run: string
  readonly job: string
  readonly actor: string
  readonly runner: string
  /** The hash of the input files that made the key, `''` for none. */
  readonly inputHash: string
}
