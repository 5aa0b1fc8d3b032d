import type { Clock } from '../../core/ports/clock.ts'
import type { Millis } from '../../core/ports/store.ts'

/** Nothing moved for too long. */
export class Stall extends Error {
  override readonly name = 'Stall'
}

/**
 * Makes a call and gives up on it, with `Stall`, when nothing moves for as long as `patience` says. It counts ticks, not
 * the clock: a machine that was busy or slept has not waited. The signal that the call gets is then aborted, and also
 * when one of `signals` is, whose reason is thrown if that one is `down`.
 */
export async function watched<T>(
  clock: Clock,
  patience: () => Millis,
  { signal, down }: { readonly signal: AbortSignal | undefined; readonly down: AbortSignal },
  call: (signal: AbortSignal, moved: () => void) => Promise<T>,
): Promise<T> {
  const stalled = new AbortController()
  const ended = new AbortController()
  let quiet = 0
  const moved = () => {
    quiet = 0
  }
  const watch = async (): Promise<never> => {
    for (; quiet < patience(); quiet += TICK_MILLIS) await clock.sleep(TICK_MILLIS, ended.signal)
    const stall = new Stall(`nothing came for ${Math.round(quiet / 100) / 10} s`)
    stalled.abort(stall)
    throw stall
  }
  const gone = new Promise<never>((_, reject) => {
    const reason = () => reject(down.reason)
    if (down.aborted) reason()
    else down.addEventListener('abort', reason, { signal: ended.signal })
  })
  const signals = [stalled.signal, down, ...(signal ? [signal] : [])]
  const work = call(AbortSignal.any(signals), moved)
  const watching = watch()
  // Whoever comes second is nobody's.
  for (const promise of [work, watching, gone]) promise.catch(() => undefined)
  try {
    return await Promise.race([work, watching, gone])
  } finally {
    ended.abort()
  }
}

const TICK_MILLIS = 200
