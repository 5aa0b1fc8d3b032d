import type { Millis } from './store.ts'

/** Time and randomness, handed in so that core and use cases have neither. */
export interface Clock {
  now(): Millis
  /** Resolves after `ms`, or rejects when the signal aborts. */
  sleep(ms: Millis, signal?: AbortSignal): Promise<void>
}

/** `length` random bytes. */
export type Random = (length: number) => Uint8Array
