import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../../src/core/ports/clock.ts'

interface Sleeper {
  readonly until: number
  readonly wake: () => void
}

/** A clock that stands while anything can go on, and then jumps to where the next sleeper wakes. No real time passes. */
export class VirtualClock implements Clock {
  /** What was slept, to the end. */
  readonly slept: number[] = []
  #now: number
  #sleepers: Sleeper[] = []

  constructor(start = Date.UTC(2026, 5, 1)) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const end = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
        signal?.removeEventListener('abort', stop)
      }
      const stop = () => {
        end()
        reject(signal?.reason)
      }
      const wake = () => {
        end()
        this.slept.push(ms)
        resolve()
      }
      const sleeper = { until: this.#now + ms, wake }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', stop)
    })
  }

  /** Lets time pass until the work is done. Work that waits for anything but this clock and the event loop never is. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false
    const settle = () => {
      done = true
    }
    work.then(settle, settle)
    for (let idle = 0; !done; idle++) {
      await setImmediate()
      if (idle < TURNS || done) continue
      const next = this.#sleepers.reduce<Sleeper | undefined>(
        (first, sleeper) => (first && first.until <= sleeper.until ? first : sleeper),
        undefined,
      )
      if (!next) {
        if (idle > STUCK) throw new Error('nothing goes on, and nobody sleeps')
        continue
      }
      this.#now = Math.max(this.#now, next.until)
      next.wake()
      idle = 0
    }
    return await work
  }
}

/** Turns of the event loop after which nothing goes on that does not wait for the clock. */
const TURNS = 6
const STUCK = 10_000
