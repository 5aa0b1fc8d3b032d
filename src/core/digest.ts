import { createHmac, createSecretKey, hash } from 'node:crypto'

/** SHA-256, 32 bytes in an array of their own. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer')
}

/** SHA-256 as 64 lower-case hex digits: the fastest form to get one in. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash('sha256', bytes)
}

/** What names a chunk, in hex: its SHA-256, or with a key its HMAC-SHA-256. */
export function chunkNamer(key: Uint8Array | undefined): (bytes: Uint8Array) => string {
  if (!key) return sha256Hex
  const secret = createSecretKey(key)
  return (bytes) => createHmac('sha256', secret).update(bytes).digest('hex')
}
