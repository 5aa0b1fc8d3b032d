import type { Lane } from '../core/lane.ts'
import type { SavedMount } from './reuse.ts'
import type { Context, SaveOutcome, SaveRequest } from './types.ts'

/** One run of a save: what its steps share and what its outcome is made from. */
export interface Run {
  readonly context: Context
  readonly request: SaveRequest
  readonly writes: Lane
  readonly outcome: { -readonly [K in keyof SaveOutcome]: SaveOutcome[K] } & {
    readonly millis: { scan: number; read: number; commit: number }
  }
}

/** The head, and the version with it or in an object of its own. */
export function countCommit({ context, outcome }: Run, version: Uint8Array | undefined): void {
  outcome.objectsPut += version && !context.heads.versionsTravel ? 2 : 1
  outcome.uploadedBytes += version?.length ?? 0
}

export function measure({ outcome }: Run, mounts: readonly SavedMount[]): void {
  outcome.files = mounts.reduce((sum, { tree }) => sum + tree.fileCount(), 0)
  outcome.totalBytes = mounts.reduce((sum, { tree }) => sum + tree.totalBytes(), 0)
}
