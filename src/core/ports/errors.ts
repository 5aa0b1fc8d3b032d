/** Why a store call failed; wrappers and use cases decide by this and by nothing else. */
export type StoreErrorKind =
  | 'unavailable' // not reachable, or an answer that may change when asked again
  | 'throttled' // asked to slow down
  | 'denied' // credentials or policy
  | 'corrupt' // what came back is not what was stored
  | 'range' // the object is shorter than what was asked for
  | 'full' // no room
  | 'unsupported' // the store cannot do this

/** The message has the cause's own words and the object's name; `store` is for whoever shows it. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly kind: StoreErrorKind
  readonly store: string
  readonly key: string
  /** How long the store asked to be left alone. */
  readonly retryAfterMillis?: number
  /** By its name: an adapter is a bundle of its own, with its own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'StoreError'
  }
  constructor(kind: StoreErrorKind, store: string, key: string, cause?: unknown, retryAfterMillis?: number) {
    super(wordsOf(kind, key, cause), { cause })
    this.kind = kind
    this.store = store
    this.key = key
    if (retryAfterMillis !== undefined) this.retryAfterMillis = retryAfterMillis
  }
}

/** Somebody's input is wrong. The message is one whole sentence for a person; faces print it without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError'
  /** As of `StoreError`. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'UserError'
  }
}

/** Bytes that do not decode: truncated, out of bounds, over a cap, or of a format this release cannot read. */
export class FormatError extends Error {
  override readonly name = 'FormatError'
  /** The feature bits this release lacks, when that is the reason. */
  readonly required: number | undefined
  constructor(message: string, required?: number) {
    super(message)
    this.required = required
  }
}

function wordsOf(kind: StoreErrorKind, key: string, cause: unknown): string {
  const words = cause instanceof Error ? cause.message : kind
  return words.includes(key) ? words : `${words} (${key})`
}
