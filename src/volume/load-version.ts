import { sha256Hex } from '../core/digest.ts'
import { bombIn } from '../core/expansion.ts'
import type { VersionRef } from '../core/head.ts'
import type { Line } from '../core/identity.ts'
import { FormatError } from '../core/ports/errors.ts'
import type { Version } from '../core/version.ts'
import { decodeVersion } from '../core/version-codec.ts'
import { type Context, signalOf } from './types.ts'

/** Why a version cannot be used; never an exception, because the version before may do. */
export interface VersionFault {
  readonly reason: 'missing' | 'damaged' | 'needs-newer'
  readonly detail: string
}

export type LoadedVersion = { readonly version: Version; readonly bytes: Uint8Array } | VersionFault

/** Fetches and checks a version object against what its line's head says of it. Rejects only with `StoreError`. */
export async function loadVersion(context: Context, line: Line, ref: VersionRef): Promise<LoadedVersion> {
  const bytes = await context.heads.version(line, ref, signalOf(context))
  if (!bytes) return { reason: 'missing', detail: 'its object is not there' }
  if (bytes.length !== ref.bytes)
    return { reason: 'damaged', detail: `its object has ${bytes.length} bytes, not ${ref.bytes}` }
  if (sha256Hex(bytes) !== ref.sha256) return { reason: 'damaged', detail: 'its object is not what was stored' }
  try {
    const version = decodeVersion(bytes)
    if (version.ulid !== ref.ulid) return { reason: 'damaged', detail: 'its object belongs to another version' }
    const bomb = bombIn(version.manifest)
    if (bomb !== undefined) return { reason: 'damaged', detail: bomb }
    return { version, bytes }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    return { reason: error.required === undefined ? 'damaged' : 'needs-newer', detail: error.message }
  }
}
