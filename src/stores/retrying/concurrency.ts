/**
 * Lets as many calls through at once as the store bears: half as many after each time that it asks for less, then slowly
 * more again.
 */
export interface Gate {
  /** Resolves, with the number of this call, when there is room. Each `enter` is followed by one `leave`. */
  enter(): Promise<number>
  leave(): void
  /** The call went through. */
  succeeded(): void
  /** The store asked for less when this call was made. */
  throttled(call: number): void
  /** Calls that may be under way together. */
  readonly limit: number
}

export function createGate(most: number): Gate {
  let limit = most
  let running = 0
  let calls = 0
  /** Calls up to this one were made before the limit was lowered: they tell nothing new. */
  let lowered = 0
  const waiting: (() => void)[] = []
  return {
    get limit() {
      return Math.floor(limit)
    },
    async enter() {
      while (running >= Math.floor(limit)) await new Promise<void>((resolve) => waiting.push(resolve))
      running++
      return ++calls
    },
    leave() {
      running--
      for (let room = Math.floor(limit) - running; room > 0; room--) waiting.shift()?.()
    },
    succeeded() {
      limit = Math.min(most, limit + 1 / limit)
    },
    throttled(call) {
      if (call <= lowered) return
      lowered = calls
      limit = Math.max(1, limit / 2)
    },
  }
}
