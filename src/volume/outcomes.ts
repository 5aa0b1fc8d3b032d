import type { RestoreOutcome, SaveOutcome } from './types.ts'

/** A restore that found nothing, or nothing that could be used. */
export const MISS: RestoreOutcome = {
  hit: 'miss',
  matchedKey: undefined,
  matchedLane: undefined,
  version: undefined,
  digest: undefined,
  committedAt: undefined,
  parent: undefined,
  startedAt: undefined,
  files: 0,
  totalBytes: 0,
  fetchedBytes: 0,
  writtenFiles: 0,
  writtenBytes: 0,
  millis: { find: 0, fetchAndWrite: 0, finish: 0 },
}

/** A save that has stored nothing, so far or for good. */
export const NOTHING_SAVED: SaveOutcome = {
  saved: false,
  reason: 'store-failed',
  version: undefined,
  digest: undefined,
  files: 0,
  totalBytes: 0,
  newBytes: 0,
  uploadedBytes: 0,
  objectsPut: 0,
  objectsRemoved: 0,
  readFiles: 0,
  millis: { scan: 0, read: 0, commit: 0 },
}
