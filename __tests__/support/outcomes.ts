import { type Asked, NOTHING_ASKED } from '../../src/faces/asked.ts'
import { type Config, configure } from '../../src/faces/config.ts'
import type { Machine } from '../../src/faces/environment.ts'
import { currentJob } from '../../src/faces/job.ts'
import { MISS } from '../../src/volume/outcomes.ts'
import type { RestoreOutcome, SaveOutcome } from '../../src/volume/types.ts'

export const HIT: RestoreOutcome = {
  ...MISS,
  hit: 'exact',
  matchedKey: 'npm-1',
  matchedLane: 'trusted',
  version: '01J',
  files: 1000,
  totalBytes: 10 * 1024 ** 2,
  fetchedBytes: 2 * 1024 ** 2,
  writtenFiles: 900,
  millis: { find: 100, fetchAndWrite: 1000, finish: 100 },
}
export const SAVED: SaveOutcome = {
  saved: true,
  reason: 'saved',
  version: '01J',
  digest: undefined,
  files: 1000,
  totalBytes: 10 * 1024 ** 2,
  newBytes: 1024 ** 2,
  uploadedBytes: 1024,
  objectsPut: 3,
  objectsRemoved: 0,
  readFiles: 5,
  millis: { scan: 100, read: 200, commit: 200 },
}

const machine: Machine = { env: {}, platform: 'linux', arch: 'x64', home: '/h', directory: '/w' }
const asked = { ...NOTHING_ASKED, workspace: '/w', paths: ['a'] }
/** What a job of a machine outside CI makes of these requests. */
export function configOf(more: Partial<Asked> = {}): Promise<Config> {
  return configure({ ...asked, key: 'npm-1', ...more }, currentJob(machine), machine, async () => '')
}
