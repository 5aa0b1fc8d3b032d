import type { State } from './state.ts'

export function encodeState(_state: State): Uint8Array<ArrayBuffer> {
  throw new Error('not written yet')
}

export function decodeState(_bytes: Uint8Array): State {
  throw new Error('not written yet')
}
