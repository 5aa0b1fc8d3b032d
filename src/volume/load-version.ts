import { sha256Hex } from '../core/digest.ts'
import { bombIn } from '../core/expansion.ts'
import type { VersionRef } from '../core/head.ts'
import type { Line } from '../core/identity.ts'
import { FormatError } from '../core/ports/errors.ts'
import type { CallOptions } from '../core/ports/store.ts'
import { openVersion, sealOf } from '../core/sealed-object.ts'
import { versionDistrust } from '../core/trust.ts'
import type { Version } from '../core/version.ts'
import { decodeVersionTables, decodeVersionTrees } from '../core/version-codec.ts'
import { type KeyFault, keyFor } from './keys.ts'
import { type Context, signalOf } from './types.ts'

/** Why a version cannot be used; never an exception, because the version before may do. */
export interface VersionFault {
  readonly reason: 'missing' | 'damaged' | 'needs-newer' | 'untrusted' | KeyFault['reason']
  readonly detail: string
}

export type LoadedVersion =
  /** `bytes` as they are stored, sealed with the key of this id (`''`: not sealed). */
  { readonly version: Version; readonly bytes: Uint8Array; readonly keyId: string } | VersionFault

/**
 * Fetches and checks a version object against what its line's head says of it. Rejects only with `StoreError`. With
 * `tables` its trees are neither decoded nor checked before they are looked at, which may then throw `FormatError`.
 */
export async function loadVersion(
  context: Context,
  line: Line,
  ref: VersionRef,
  what: 'whole' | 'tables' = 'whole',
  options: CallOptions = signalOf(context),
): Promise<LoadedVersion> {
  const bytes = await context.heads.version(line, ref, options)
  if (!bytes) return { reason: 'missing', detail: 'its object is not there' }
  if (bytes.length !== ref.bytes)
    return { reason: 'damaged', detail: `its object has ${bytes.length} bytes, not ${ref.bytes}` }
  if (sha256Hex(bytes) !== ref.sha256) return { reason: 'damaged', detail: 'its object is not what was stored' }
  try {
    const seal = sealOf('V', bytes)
    const opener = keyFor(context, seal)
    if ('reason' in opener) return opener
    const object = opener.key ? openVersion(opener.key, ref.ulid, bytes) : bytes
    const version = decodeVersionTables(object)
    if (version.ulid !== ref.ulid) return { reason: 'damaged', detail: 'its object belongs to another version' }
    if (version.manifest.packs.some(({ keyId }) => keyId !== (seal?.keyId ?? '')))
      return { reason: 'damaged', detail: 'it refers to packs that its key does not open' }
    const place = { namespace: line.namespace, lane: ref.lane, volume: line.volume }
    const untrusted = context.trust && versionDistrust(context.trust, place, version, object)
    if (untrusted) return { reason: 'untrusted', detail: untrusted }
    const loaded = { version, bytes, keyId: seal?.keyId ?? '' }
    return what === 'whole' ? withTrees(loaded) : loaded
  } catch (error) {
    return faultOf(error)
  }
}

/** A version loaded with its `tables`, as if it had been loaded `whole`. */
export function withTrees(loaded: Exclude<LoadedVersion, VersionFault>): LoadedVersion {
  try {
    decodeVersionTrees(loaded.version)
    const bomb = bombIn(loaded.version.manifest)
    return bomb === undefined ? loaded : { reason: 'damaged', detail: bomb }
  } catch (error) {
    return faultOf(error)
  }
}

function faultOf(error: unknown): VersionFault {
  if (!(error instanceof FormatError)) throw error
  return { reason: error.required === undefined ? 'damaged' : 'needs-newer', detail: error.message }
}
