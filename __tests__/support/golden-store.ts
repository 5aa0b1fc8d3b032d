import type { BytePath } from '../../src/core/bytes.ts'
import { type Snapshot, snapshot } from './random-tree.ts'

/** One version of a golden store, as `expected.json` has it: what lies at each place once it is restored. */
export interface GoldenVersion {
  readonly lane: string
  readonly key: string
  readonly version: string
  readonly places: Readonly<Record<string, PlainSnapshot>>
}

/** Path → what is there and its time in ns, as decimal text. */
type PlainSnapshot = Readonly<Record<string, readonly [what: string, mtimeNs: string]>>

export function plainSnapshot(place: BytePath): PlainSnapshot {
  return Object.fromEntries([...snapshot(place)].map(([path, { what, mtimeNs }]) => [path, [what, `${mtimeNs}`]]))
}

export function toSnapshot(plain: PlainSnapshot): Snapshot {
  return new Map(Object.entries(plain).map(([path, [what, mtimeNs]]) => [path, { what, mtimeNs: BigInt(mtimeNs) }]))
}
