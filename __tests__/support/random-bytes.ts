import { createCipheriv } from 'node:crypto'
import { sha256 } from '../../src/core/digest.ts'

/** Bytes without any pattern, the same for a seed everywhere. */
export function randomBytes(seed: string, length: number): Buffer {
  const key = sha256(Buffer.from(seed)).subarray(0, 16)
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
}
