import { hash } from 'node:crypto'

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
  return key ? hmacNamer(key) : sha256Hex
}

const BLOCK_BYTES = 64
const DIGEST_BYTES = 32
const INNER_PAD = 0x36
const OUTER_PAD = 0x5c

/**
 * HMAC (RFC 2104) by two hashes of one call each. For a chunk of a kilobyte `createHmac` takes nine times as long, nearly
 * all of it to make its object; a copy behind the padded key is cheap beside that.
 */
function hmacNamer(key: Uint8Array): (bytes: Uint8Array) => string {
  const block = key.length > BLOCK_BYTES ? sha256(key) : key
  let inner = padded(block, INNER_PAD, BLOCK_BYTES)
  const outer = padded(block, OUTER_PAD, BLOCK_BYTES + DIGEST_BYTES)
  return (bytes) => {
    const end = BLOCK_BYTES + bytes.length
    if (end > inner.length) inner = padded(block, INNER_PAD, 2 * end)
    inner.set(bytes, BLOCK_BYTES)
    outer.write(hash('sha256', inner.subarray(0, end)), BLOCK_BYTES, 'hex')
    return hash('sha256', outer)
  }
}

function padded(key: Uint8Array, pad: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  bytes.fill(pad, 0, BLOCK_BYTES)
  for (const [i, byte] of key.entries()) bytes[i] = byte ^ pad
  return bytes
}
