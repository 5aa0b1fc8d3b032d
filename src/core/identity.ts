import type { Lane } from './lane.ts'

/** Names the versions that follow one another: what a head is kept for. */
export interface Line {
  readonly namespace: string
  readonly lane: Lane
  /** A name, or 64 hex digits derived from the paths (`volumeOf`). */
  readonly volume: string
  readonly key: string
}
