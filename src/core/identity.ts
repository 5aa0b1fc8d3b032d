import { createHash } from 'node:crypto'
import type { Lane } from './lane.ts'

/** Names the versions that follow one another: what a head is kept for. */
export interface Line {
  readonly namespace: string
  readonly lane: Lane
  /** A name, or 64 hex digits derived from the paths (`volumeOf`). */
  readonly volume: string
  readonly key: string
}

/**
 * The volume of a step without a name: 64 hex digits from its path patterns as written, in their order, and the family
 * of the system (`undefined`: any system may share it). Two steps with one key and other paths never meet.
 */
export function volumeOf(patterns: readonly string[], os: 'Linux' | 'macOS' | 'Windows' | undefined): string {
  return createHash('sha256')
    .update(JSON.stringify(['volume', patterns, os ?? null]))
    .digest('hex')
}
