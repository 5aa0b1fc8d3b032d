import type { Head } from './head.ts'

export function encodeHead(_head: Head): Uint8Array<ArrayBuffer> {
  throw new Error('not written yet')
}

export function decodeHead(_bytes: Uint8Array): Head {
  throw new Error('not written yet')
}
