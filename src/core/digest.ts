import { hash } from 'node:crypto'

/** SHA-256, 32 bytes in an array of their own. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer')
}

/** SHA-256 as 64 lower-case hex digits: the fastest form to get one in. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash('sha256', bytes)
}
