import { type EncryptionKey, packKeyOf } from '../core/encryption-key.ts'
import type { PackSeal } from '../core/frame.ts'
import type { PackRow } from '../core/manifest.ts'
import { FormatError } from '../core/ports/errors.ts'
import type { Seal } from '../core/sealed-object.ts'
import type { Context } from './types.ts'

/** Why the keys that a job has do not let it use a version. */
export interface KeyFault {
  readonly reason: 'no-key' | 'other-key' | 'not-encrypted'
  readonly detail: string
}

const KEY_FAULTS: readonly string[] = ['no-key', 'other-key', 'not-encrypted'] satisfies KeyFault['reason'][]

export function isKeyFault({ reason }: { readonly reason: string }): boolean {
  return KEY_FAULTS.includes(reason)
}

/** The id of the key that everything stored now is sealed with; `''`: nothing is. */
export function writingKeyId({ keys }: Pick<Context, 'keys'>): string {
  return keys?.newest.id ?? ''
}

/** The key that opens a version, `undefined` if none is needed; or why it may not be used. */
export function keyFor(
  { keys }: Context,
  seal: Seal | undefined,
): { readonly key: EncryptionKey | undefined } | KeyFault {
  if (!seal) {
    // Whoever can write to the store could have put it there, which a key is given to rule out.
    return keys ? { reason: 'not-encrypted', detail: 'sealed with no key, and one is given' } : { key: undefined }
  }
  const key = keys?.byId.get(seal.keyId)
  if (key) return { key }
  return keys
    ? { reason: 'other-key', detail: `sealed with key ${seal.keyId}, which is not among those given` }
    : { reason: 'no-key', detail: `sealed with key ${seal.keyId}, and no key is given` }
}

/** What a pack's frames and footer are sealed with, `undefined` for none. `FormatError` if the key is not there. */
export function sealOfPack({ keys }: Context, { keyId, ulid }: Pick<PackRow, 'keyId' | 'ulid'>): PackSeal | undefined {
  if (keyId === '') return undefined
  const key = keys?.byId.get(keyId)
  if (!key) throw new FormatError(`it is sealed with a key that is not given, ${keyId}`)
  return { key: packKeyOf(key, ulid), ulid }
}
