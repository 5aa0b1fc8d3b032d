import type { Lane } from '../lane.ts'
import type { CallOptions, Millis } from './store.ts'

/** What the collection needs of a store and its heads, a lane at a time. What it shows may be late, never wrong. */
export interface Archive {
  /** Everything that lies in a lane. */
  survey(namespace: string, lane: Lane, options?: CallOptions): Promise<Survey>
  /** What an object says; `undefined`: it has gone, or nobody can read it. */
  examine(object: SurveyedObject, options?: CallOptions): Promise<Contents | undefined>
  /** Removes objects and packs, by their ids. One that is not there is no error. */
  remove(ids: Iterable<string>, options?: CallOptions): Promise<void>
}

export interface Survey {
  readonly objects: readonly SurveyedObject[]
  readonly packs: readonly SurveyedPack[]
}

/** A head, a version, or both in one. */
export interface SurveyedObject {
  /** Names the object as it is now: what was once read of it stays true. */
  readonly id: string
  readonly modified: Millis
  /** It is the head of a line. */
  readonly isHead: boolean
  /** ULID of the version it holds. */
  readonly version: string | undefined
}

export interface SurveyedPack {
  readonly id: string
  readonly ulid: string
  readonly bytes: number
  readonly modified: Millis
  /** When it was last read, where the store tells. */
  readonly used?: Millis
}

export interface Contents {
  /** ULIDs of the versions that a head names: its current one and its history. */
  readonly linked: readonly string[]
  /** Those that a version refers to. */
  readonly packs: readonly { readonly lane: Lane; readonly ulid: string }[]
}
