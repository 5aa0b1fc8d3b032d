import type { Keyring } from '../core/encryption-key.ts'
import type { Head, VersionRef, Writer } from '../core/head.ts'
import type { Line } from '../core/identity.ts'
import type { Lane } from '../core/lane.ts'
import type { LocalMount } from '../core/mount.ts'
import type { Archive } from '../core/ports/archive.ts'
import type { Clock, Random } from '../core/ports/clock.ts'
import type { EventSink, NotSaved } from '../core/ports/events.ts'
import type { HeadStore } from '../core/ports/heads.ts'
import type { ManagedStore, Millis } from '../core/ports/store.ts'
import type { Workspace } from '../core/ports/workspace.ts'
import type { Identity, Origin } from '../core/provenance.ts'
import type { Trust } from '../core/trust.ts'

/** What every use case works with; made once by `faces/compose.ts`. */
export interface Context {
  readonly store: ManagedStore
  readonly heads: HeadStore
  /** Only where saves also remove what is superseded. */
  readonly archive?: Archive
  readonly workspace: Workspace
  /** Given, everything stored is sealed with the newest, and nothing is used that is not sealed with one of them. */
  readonly keys?: Keyring
  readonly clock: Clock
  readonly random: Random
  readonly events: EventSink
  /** `undefined`: signatures are neither made nor asked for. */
  readonly trust?: Trust
  /** Asks the CI who it says this job is; absent where it says nothing. Rejects when it cannot be asked. */
  readonly identity?: () => Promise<Identity>
  readonly signal?: AbortSignal
}

/** The context's signal as call options. */
export function signalOf({ signal }: Context): { readonly signal?: AbortSignal } {
  return signal ? { signal } : {}
}

/** What a job may do, already decided by `access`. */
export interface Rights {
  readonly namespace: string
  /** Lanes to read, in order. */
  readonly reads: readonly Lane[]
  /** After them: other namespaces whose lane `trusted` is read if they let this one. */
  readonly shares?: readonly string[]
  /** The lane to write, `undefined`: none. */
  readonly writes: Lane | undefined
}

/** Which volume, under which keys, where. */
export interface VolumeRequest {
  readonly rights: Rights
  readonly volume: string
  readonly key: string
  readonly mounts: readonly LocalMount[]
  /** Names this job: `run/attempt/job` of a CI. Steps of one job share it. */
  readonly job: string
}

export interface RestoreRequest extends VolumeRequest {
  readonly restoreKeys: readonly string[]
  /** After the restore keys: the volume's newest version under whatever key. */
  readonly newestAsLastResort: boolean
  /** `look-up`: find only. `shadow`: find, fetch and verify, but change nothing on this machine. */
  readonly how: 'restore' | 'look-up' | 'shadow'
  /** `overlay`: what else lies there stays. `owned`: a persistent runner's rules. `exact`: nothing else stays. */
  readonly foreign: 'overlay' | 'owned' | 'exact'
}

export interface RestoreOutcome {
  readonly hit: 'exact' | 'fallback' | 'miss'
  readonly matchedKey: string | undefined
  readonly matchedLane: Lane | undefined
  /** Where the version was found, if that is another namespace than the job's. */
  readonly matchedNamespace?: string
  readonly version: string | undefined
  /** SHA-256 of the version's object. */
  readonly digest: string | undefined
  readonly committedAt: Millis | undefined
  /** Handed to the save step: what this job forked. */
  readonly parent: Parent | undefined
  /** The store's time when the fork was made; `undefined` if the store never answered. */
  readonly startedAt: Millis | undefined
  /** Of the version (0 after a miss). */
  readonly files: number
  readonly totalBytes: number
  /** Stored bytes that were fetched, the version object included. */
  readonly fetchedBytes: number
  readonly writtenFiles: number
  readonly writtenBytes: number
  readonly millis: { readonly find: number; readonly fetchAndWrite: number; readonly finish: number }
}

/** The version a job forked and the line it was found on. */
export interface Parent {
  /** If it is another than the job's: then nothing that is saved builds on it. */
  readonly namespace?: string
  readonly lane: Lane
  readonly key: string
  readonly version: string
  /** Was it what the job's own key named? */
  readonly exact: boolean
}

export interface SaveRequest extends VolumeRequest {
  /** `missing`: only if the key has no version yet. */
  readonly saveIf: 'changed' | 'missing'
  readonly conflict: 'last-write' | 'newest-start-wins'
  /** Raw bytes; over it nothing is saved. */
  readonly sizeLimit: number | undefined
  /** Scan and plan, write neither tree nor store. */
  readonly dryRun: boolean
  /** What `restore` handed over; `undefined`: look in the state, then in the store. */
  readonly parent: Parent | 'none' | undefined
  readonly startedAt: Millis | undefined
  /** As the restore had it: on a persistent runner nothing is saved from a place that another lane's job left. */
  readonly foreign: RestoreRequest['foreign']
  /** Files that hold a credential: left out, a reason to save nothing, or saved as any other. */
  readonly secrets: 'omit' | 'refuse' | 'allow'
  readonly provenance: Origin
  readonly writer: Writer
}

export interface SaveOutcome {
  readonly saved: boolean
  /** `saved`: a new version; `linked`: an equal version now stands under this key too. */
  readonly reason: 'saved' | 'linked' | NotSaved
  readonly version: string | undefined
  /** SHA-256 of the version's object. */
  readonly digest: string | undefined
  readonly files: number
  readonly totalBytes: number
  /** Raw bytes that no pack held before. */
  readonly newBytes: number
  /** What went to packs and version object. */
  readonly uploadedBytes: number
  readonly objectsPut: number
  /** Superseded objects that were removed from the store, where saves do that. */
  readonly objectsRemoved: number
  readonly readFiles: number
  readonly millis: { readonly scan: number; readonly read: number; readonly commit: number }
}

/** One version for a listing. */
export interface Listed {
  readonly line: Line
  readonly head: Head
}

export interface VerifyReport {
  readonly line: Line
  readonly version: VersionRef
  readonly frames: number
  readonly storedBytes: number
  /** One sentence a fault, empty when all is well. */
  readonly faults: readonly string[]
  /** The one fault is that the version is of another key than those given: nothing of it was checked. */
  readonly locked: boolean
}
