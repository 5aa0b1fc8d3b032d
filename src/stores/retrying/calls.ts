import { orAborted } from '../../core/or-aborted.ts'
import type { Clock, Random } from '../../core/ports/clock.ts'
import { StoreError } from '../../core/ports/errors.ts'
import type { CallOptions, Millis, ObjectKey } from '../../core/ports/store.ts'
import type { Breaker } from './breaker.ts'
import type { Gate } from './concurrency.ts'
import { isPassing, pauseAfter } from './pauses.ts'
import { Stall, watched } from './stalls.ts'

/** Everything that the calls of one store have in common. */
export interface Calls {
  readonly store: string
  readonly clock: Clock
  readonly random: Random
  readonly breaker: Breaker
  readonly gate: Gate
  /** What has to come before the first call. Never rejects. */
  readonly prepared: () => Promise<unknown>
}

export interface Attempt {
  readonly signal: AbortSignal
  /** The call is alive. */
  readonly moved: () => void
  /** From 1. */
  readonly number: number
  /** An attempt before this one may have had its effect. */
  readonly doubt: boolean
}

/** A call that is made again if the store's trouble may pass. `extraMillis`: how long what is sent may take. */
export async function repeated<T>(
  calls: Calls,
  key: ObjectKey,
  { signal }: CallOptions,
  once: (attempt: Attempt) => Promise<T>,
  extraMillis: Millis = 0,
): Promise<T> {
  const { clock } = calls
  const began = clock.now()
  let doubt = false
  for (let number = 1; ; number++) {
    try {
      return await single(calls, key, { signal, extraMillis, share: number / 3 }, (attempt) =>
        once({ ...attempt, number, doubt }),
      )
    } catch (error) {
      if (!(error instanceof Trouble)) throw error
      const { failure } = error
      doubt ||= failure.kind === 'unavailable'
      const wait = pauseAfter(failure, number, calls.random)
      const asked = failure.retryAfterMillis !== undefined
      const limit = asked ? ASKED_MILLIS : THROTTLED_MILLIS
      if (asked || failure.kind === 'throttled') {
        // It answers, so it is up; but who asks for more patience than there is ends the run's dealings with it.
        if (clock.now() + wait - began > limit) calls.breaker.open(failure)
      } else if (number >= ATTEMPTS) throw failure
      else calls.breaker.failed(failure, error.began, number, wait)
      const either = signal ? AbortSignal.any([signal, calls.breaker.down]) : calls.breaker.down
      await clock.sleep(wait, either).catch(() => signal?.throwIfAborted())
    }
  }
}

/** As `repeated`, but once. */
export async function attempted<T>(
  calls: Calls,
  key: ObjectKey,
  extraMillis: Millis,
  { signal }: CallOptions,
  once: (attempt: Omit<Attempt, 'number' | 'doubt'>) => Promise<T>,
): Promise<T> {
  try {
    return await single(calls, key, { signal, extraMillis, share: 1 }, once)
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    if (error.failure.kind !== 'throttled') calls.breaker.failed(error.failure, error.began, 1, 0)
    throw error.failure
  }
}

/** A failure that another attempt may not meet. */
class Trouble extends Error {
  readonly failure: StoreError
  readonly began: Millis
  constructor(failure: StoreError, began: Millis) {
    super(failure.message)
    this.failure = failure
    this.began = began
  }
}

interface Limits {
  readonly signal: AbortSignal | undefined
  /** Of the silence after which a store counts as gone: a third, then two, so that it is asked twice in that time. */
  readonly share: number
  readonly extraMillis: Millis
}

async function single<T>(
  { store, clock, breaker, gate, prepared }: Calls,
  key: ObjectKey,
  { signal, extraMillis, share }: Limits,
  once: (attempt: Omit<Attempt, 'number' | 'doubt'>) => Promise<T>,
): Promise<T> {
  breaker.down.throwIfAborted()
  await orAborted(prepared(), signal)
  const call = await gate.enter()
  const began = clock.now()
  try {
    signal?.throwIfAborted()
    const patience = () => breaker.silence * share + extraMillis
    const result = await watched(clock, patience, { signal, down: breaker.down }, (either, moved) =>
      once({
        signal: either,
        moved() {
          breaker.alive()
          moved()
        },
      }),
    )
    breaker.alive()
    gate.succeeded()
    return result
  } catch (error) {
    signal?.throwIfAborted()
    breaker.down.throwIfAborted()
    const failure = error instanceof Stall ? new StoreError('unavailable', store, key, error) : error
    if (!(failure instanceof StoreError)) throw error
    if (failure.kind === 'throttled') gate.throttled(call)
    if (isPassing(failure)) throw new Trouble(failure, began)
    breaker.alive()
    throw failure
  } finally {
    gate.leave()
  }
}

const ATTEMPTS = 6
/** How long one call goes on with a store that wants to be asked less, when it does not say for how long and when it does. */
const THROTTLED_MILLIS = 20_000
const ASKED_MILLIS = 60_000
