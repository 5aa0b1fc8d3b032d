import { createCipheriv, createHash } from 'node:crypto'

/** Bytes that look random and are the same for a seed every time: a cipher's stream. */
export function keystream(seed: string): (length: number) => Buffer {
  const key = createHash('sha256').update(seed).digest()
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  return (length) => cipher.update(Buffer.alloc(length))
}
