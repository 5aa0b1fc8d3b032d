import type { Clock } from '../../core/ports/clock.ts'
import type { StoreError } from '../../core/ports/errors.ts'
import type { Millis } from '../../core/ports/store.ts'

/** Whether a store is up, as the calls of one run find it. Once it is down it stays down: nothing asks it again. */
export interface Breaker {
  /** Aborted, with the error that every call then fails with, when the store is down. */
  readonly down: AbortSignal
  /** How long nothing may come from the store before it counts as gone. */
  readonly silence: Millis
  /** The store answered, or bytes came. */
  alive(): void
  /** An attempt that began then failed, and the next would begin after `wait`. Takes the store down if that is too long. */
  failed(error: StoreError, began: Millis, attempt: number, wait: Millis): void
  /** Nobody is to ask again. */
  open(error: StoreError): void
}

export function createBreaker(clock: Clock, onDown: (error: StoreError) => void): Breaker {
  const down = new AbortController()
  let answered = false
  let lastSign = Number.NEGATIVE_INFINITY
  /** When the first of the failures began that nothing good came after. */
  let troubleSince: Millis | undefined

  const open = (error: StoreError) => {
    if (down.signal.aborted) return
    down.abort(error)
    onDown(error)
  }

  return {
    down: down.signal,
    get silence() {
      return answered ? LATER_MILLIS : FIRST_MILLIS
    },
    alive() {
      answered = true
      lastSign = clock.now()
      troubleSince = undefined
    },
    failed(error, began, attempt, wait) {
      troubleSince ??= Math.max(began, lastSign)
      const limit = answered ? LATER_MILLIS : FIRST_MILLIS
      const refused = attempt > 1 && isUnreachable(error)
      if (refused || clock.now() + wait - troubleSince > limit) open(error)
    },
    open,
  }
}

/**
 * A job restores and saves, mostly in a process each: a store that is not there costs it twice the first, one that goes
 * in the middle both. Together 5 s, which is what a dead store may cost.
 */
const FIRST_MILLIS = 1800
const LATER_MILLIS = 3000

/** Nobody listens there, or the name means nothing: the second time it is believed. */
const UNREACHABLE = /\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)\b/

/** Clients say why a connection failed in words, or hide it in causes one below the other. */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, message, cause } = error as NodeJS.ErrnoException
  const causes = error instanceof AggregateError ? [cause, ...error.errors] : [cause]
  return UNREACHABLE.test(`${code} ${message}`) || causes.some(isUnreachable)
}
