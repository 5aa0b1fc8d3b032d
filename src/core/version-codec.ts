import type { Version } from './version.ts'

export function encodeVersion(_version: Version): Uint8Array<ArrayBuffer> {
  throw new Error('not written yet')
}

export function decodeVersion(_bytes: Uint8Array): Version {
  throw new Error('not written yet')
}

export function decodeVersionSummary(_bytes: Uint8Array): Omit<Version, 'manifest'> {
  throw new Error('not written yet')
}
