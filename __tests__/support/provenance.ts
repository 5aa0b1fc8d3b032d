import type { Origin, Provenance } from '../../src/core/provenance.ts'

/** What a job of a test says of itself: next to nothing. */
export const ORIGIN: Origin = {
  engine: 'test',
  os: 'Linux',
  arch: 'x64',
  repository: '',
  commit: '',
  ref: '',
  workflow: '',
  workflowRef: '',
  run: '',
  job: '',
  actor: '',
  runner: '',
  runnerImage: '',
  toolchain: '',
  inputHash: '',
}

export const PROVENANCE: Provenance = { ...ORIGIN, createdAt: 1_700_000_000_000, identity: {} }
