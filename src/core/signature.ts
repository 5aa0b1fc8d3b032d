import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { sha256Hex } from './digest.ts'
import type { Line } from './identity.ts'
import { UserError } from './ports/errors.ts'

/*
 * Signatures of heads and versions: Ed25519 (RFC 8032). As text, everywhere: 16 hex digits that name the key, a dot, and
 * the 64 bytes of the signature in base64url. What is signed is in docs/format.md.
 */

/** The one who signs. Deterministic: the same message gives the same text. */
export interface Signer {
  /** The key's name: the first 16 hex digits of the SHA-256 of its 32 public bytes. */
  readonly id: string
  /** `SIGNATURE_LENGTH` ASCII characters. */
  sign(message: Uint8Array): string
}

/** Public keys by their names. */
export type VerifyKeys = ReadonlyMap<string, KeyObject>

/** Why a signature is not one to go by. */
export type Distrust = 'unsigned' | 'unknown-signer' | 'wrong-signature'

export const SIGNATURE_LENGTH = 16 + 1 + 86

/** The key that a signature says it was made with; `''` if it says none. */
export function signerOf(signature: string): string {
  return PARTS.exec(signature)?.[1] ?? ''
}

/** `undefined`: one of the keys made this signature of this message. */
export function distrust(keys: VerifyKeys, signature: string, message: Uint8Array): Distrust | undefined {
  if (signature === '') return 'unsigned'
  const [, id = '', encoded = ''] = PARTS.exec(signature) ?? []
  const key = keys.get(id)
  if (!key) return id === '' ? 'wrong-signature' : 'unknown-signer'
  const bytes = Buffer.from(encoded, 'base64url')
  // The last character has bits that mean nothing: only one of its spellings is a signature.
  const isTrue = bytes.toString('base64url') === encoded && verify(null, message, key, bytes)
  return isTrue ? undefined : 'wrong-signature'
}

/** What the signature of a head covers: the line it is the head of, and its text (`signedTextOf`). */
export function headMessage({ namespace, lane, volume, key }: Line, text: string): Uint8Array {
  return Buffer.from(`warmstart head 1\n${JSON.stringify([namespace, lane, volume, key])}\n${text}`)
}

/**
 * What the signature of a version covers: where it lies, and all bytes of its object before the signature, of which
 * `digest` is the SHA-256 in hex.
 */
export function versionMessage({ namespace, lane, volume }: Omit<Line, 'key'>, digest: string): Uint8Array {
  return Buffer.from(`warmstart version 1\n${JSON.stringify([namespace, lane, volume])}\n${digest}`)
}

/** A pair of keys as people keep them, from 32 random bytes. */
export function signingPair(seed: Uint8Array): {
  readonly secret: string
  readonly verify: string
  readonly id: string
} {
  const publicKey = createPublicKey(privateKey(seed))
  return {
    secret: SECRET + Buffer.from(seed).toString('base64url'),
    verify: PUBLIC + publicBytes(publicKey).toString('base64url'),
    id: nameOf(publicKey),
  }
}

/** Reads what `signingPair` calls `secret`. Throws `UserError`, which never has the key's text in it. */
export function parseSigningKey(text: string): Signer & { readonly publicKey: KeyObject } {
  const seed = bytesBehind(SECRET, text.trim())
  if (!seed) throw new UserError(`The signing key is none; “warmstart key signing” makes one, which begins ${SECRET}.`)
  const key = privateKey(seed)
  const publicKey = createPublicKey(key)
  const id = nameOf(publicKey)
  return { id, publicKey, sign: (message) => `${id}.${sign(null, message, key).toString('base64url')}` }
}

/** Reads what `signingPair` calls `verify`, a key each. Throws `UserError`. */
export function parseVerifyKeys(texts: readonly string[]): Map<string, KeyObject> {
  return new Map(
    texts.map((text, i) => {
      // Not quoted: somebody may have taken the wrong half of a pair.
      const what = `Key ${i + 1} of verify-keys`
      if (text.startsWith(SECRET))
        throw new UserError(
          `${what} is a signing key, which is a secret: give the public half, which begins ${PUBLIC}.`,
        )
      const bytes = bytesBehind(PUBLIC, text)
      if (!bytes)
        throw new UserError(`${what} is none; “warmstart key signing” prints the one to give, which begins ${PUBLIC}.`)
      const key = createPublicKey({
        key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') },
        format: 'jwk',
      })
      return [nameOf(key), key] as const
    }),
  )
}

const PARTS = /^([0-9a-f]{16})\.([\w-]{86})$/
const SECRET = 'warmstart-sign-'
const PUBLIC = 'warmstart-verify-'
/** PKCS #8 around a seed of Ed25519 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

function privateKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
}

function publicBytes(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x as string, 'base64url')
}

function nameOf(key: KeyObject): string {
  return sha256Hex(publicBytes(key)).slice(0, 16)
}

/** The 32 bytes that stand behind a prefix in their one spelling; `undefined`: anything else. */
function bytesBehind(prefix: string, text: string): Buffer | undefined {
  if (!text.startsWith(prefix)) return undefined
  const bytes = Buffer.from(text.slice(prefix.length), 'base64url')
  return bytes.length === 32 && prefix + bytes.toString('base64url') === text ? bytes : undefined
}
