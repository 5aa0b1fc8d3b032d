/** A number of places, given out in the order of asking. */
export interface Slots {
  /** Resolves with what gives the place back; rejects when the signal aborts before there is one. */
  take(signal: AbortSignal): Promise<() => void>
}

export function createSlots(count: number): Slots {
  let free = count
  const waiting: (() => void)[] = []
  const giveBack = () => {
    const next = waiting.shift()
    if (next) next()
    else free++
  }
  return {
    async take(signal) {
      signal.throwIfAborted()
      if (free > 0) free--
      else {
        await new Promise<void>((resolve, reject) => {
          const abort = () => {
            waiting.splice(waiting.indexOf(go), 1)
            reject(signal.reason)
          }
          const go = () => {
            signal.removeEventListener('abort', abort)
            resolve()
          }
          waiting.push(go)
          signal.addEventListener('abort', abort, { once: true })
        })
      }
      return giveBack
    },
  }
}
