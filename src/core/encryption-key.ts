import { createHmac, hkdfSync } from 'node:crypto'
import { toHex } from './bytes.ts'
import { UserError } from './ports/errors.ts'

/** A key as somebody keeps it, with what is derived from it once. Nothing in it but `id` may be shown or stored. */
export interface EncryptionKey {
  /** 16 hex digits: which key something is sealed with. Says nothing about the key. */
  readonly id: string
  /** 32 bytes. */
  readonly secret: Uint8Array
  readonly chunks: ChunkKeys
}

/** What makes chunk ids and cuts mean nothing to whoever has no key. */
export interface ChunkKeys {
  /** For HMAC-SHA-256 over a chunk, which is its id. */
  readonly ids: Uint8Array
  /** For the gear table. */
  readonly gear: Uint8Array
}

/** The keys a job has. Only the newest seals; all open. */
export interface Keyring {
  readonly newest: EncryptionKey
  readonly byId: ReadonlyMap<string, EncryptionKey>
}

export const KEY_BYTES = 32

/**
 * Keys as text, one a line, newest first; `undefined` if there is none. Each is 32 bytes in base64 (of either alphabet)
 * or hex. `UserError` for one that is not, or that nobody can have drawn at random; it never quotes the text.
 */
export function parseKeys(text: string): Keyring | undefined {
  const lines = text.split('\n').map((line) => line.trim())
  const given = lines.filter((line) => line !== '')
  const keys = given.map((line, index) => encryptionKey(parseKey(line, given.length > 1 ? ` ${index + 1}` : '')))
  const [newest] = keys
  return newest && { newest, byId: new Map(keys.map((key) => [key.id, key])) }
}

export function encryptionKey(secret: Uint8Array): EncryptionKey {
  return {
    id: toHex(derive(secret, 'key id').subarray(0, 8)),
    secret,
    chunks: { ids: derive(secret, 'chunk ids'), gear: derive(secret, 'gear') },
  }
}

/** What seals the frames and the footer of one pack. */
export function packKeyOf({ id, secret }: EncryptionKey, ulid: string): Uint8Array {
  return derive(secret, `pack ${id} ${ulid}`)
}

/** What seals one version. */
export function versionKeyOf({ id, secret }: EncryptionKey, ulid: string): Uint8Array {
  return derive(secret, `version ${id} ${ulid}`)
}

/** The gear table of a key: entry `i` is the first 8 bytes, little endian, of HMAC-SHA-256(gear key, one byte `i`). */
export function keyedGearTable(gear: Uint8Array): BigUint64Array<ArrayBuffer> {
  return BigUint64Array.from({ length: 256 }, (_, i) =>
    createHmac('sha256', gear).update(Uint8Array.of(i)).digest().readBigUInt64LE(),
  )
}

/** RFC 5869 with SHA-256: 32 bytes of the secret for one use, which `info` names. */
function derive(secret: Uint8Array, info: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'warmstart v1', info, KEY_BYTES))
}

const HEX = /^[0-9a-f]{64}$/i
const BASE64 = /^[0-9a-z+/_-]{43}=?$/i
/** Of 32 random bytes about 30 differ; fewer than this do once in more than 10^15 keys. */
const DISTINCT_BYTES = 16

function parseKey(line: string, which: string): Uint8Array {
  const format = HEX.test(line) ? 'hex' : BASE64.test(line) ? 'base64' : undefined
  if (!format) {
    throw new UserError(
      `Encryption key${which} is not 32 bytes as base64 or hex; make one with “warmstart key new”. A passphrase will not do.`,
    )
  }
  const secret = new Uint8Array(Buffer.from(line, format))
  const isText = secret.every((byte) => byte >= 0x20 && byte < 0x7f)
  if (isText || new Set(secret).size < DISTINCT_BYTES) {
    throw new UserError(
      `Encryption key${which} is not random, so it protects nothing; make one with “warmstart key new”.`,
    )
  }
  return secret
}
