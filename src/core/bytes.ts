/**
 * A path inside a mount, byte for byte: a latin1 string (one character a byte), `/` between components,
 * `''` is the mount itself. File names are bytes on Linux; this keeps them exact, compact and sortable by byte.
 */
export type BytePath = string

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is meant, every byte below 0x80
const ASCII = /^[\x00-\x7f]*$/

/** What `node:fs` takes for a byte path: the string itself where it is ASCII, else a Buffer of the bytes. */
export function toFsPath(path: BytePath): string | Buffer {
  return ASCII.test(path) ? path : Buffer.from(path, 'latin1')
}

/** An ordinary string (UTF-16) as a byte path (its UTF-8 bytes). */
export function toBytePath(text: string): BytePath {
  return ASCII.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}

/** A byte path for people: UTF-8 decoded; bytes that are none, and control characters, become U+FFFD. */
export function toDisplay(path: BytePath): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must go
  return (ASCII.test(path) ? path : Buffer.from(path, 'latin1').toString('utf8')).replace(/[\x00-\x1f\x7f]/g, '\ufffd')
}

/** Joins a mount's directory and a path inside it. */
export function joinBytes(base: BytePath, path: BytePath): BytePath {
  if (path === '') return base
  return base.endsWith('/') ? base + path : `${base}/${path}`
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

/** Are two byte strings the same? */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

/** An array in a buffer of its own, of whatever content: it takes memory that was given back, and does not clear it. */
export function newArray(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer)
}

/** A part of an array in an array of its own. */
export function copyOf(bytes: Uint8Array, begin: number, end: number): Uint8Array<ArrayBuffer> {
  const copy = newArray(end - begin)
  copy.set(bytes.subarray(begin, end))
  return copy
}

/**
 * Gives an array's memory back now: large buffers otherwise pile up until a collection that their small wrappers do
 * not bring about. The array is empty afterwards. A view of the shared pool stays as it is.
 */
export function release(bytes: Uint8Array): void {
  if (bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength > Buffer.poolSize) bytes.buffer.transfer(0)
}

/**
 * As `release`, for an array that may be a part of a buffer in which others have theirs: those stay. One that has its
 * buffer for itself is no view of the pool, so smaller ones go, too: pieces of a connection are.
 */
export function releaseWhole(bytes: Uint8Array): void {
  const { buffer, byteLength } = bytes
  if (byteLength === buffer.byteLength && byteLength >= PAGE && buffer instanceof ArrayBuffer) buffer.transfer(0)
}

/** Less memory than this is not worth giving back. */
const PAGE = 4096
