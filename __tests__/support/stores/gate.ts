/** Holds requests to URLs with this text back until it is opened; then all pass. */
export function gated(fetch: typeof globalThis.fetch, text: string) {
  const held: (() => void)[] = []
  let isOpen = false
  let inside = 0
  let most = 0
  const gate: typeof globalThis.fetch = async (input, init) => {
    if (!String(input).includes(text)) return fetch(input, init)
    inside++
    most = Math.max(most, inside)
    try {
      if (!isOpen) {
        await new Promise<void>((resolve, reject) => {
          held.push(resolve)
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
        })
      }
      return await fetch(input, init)
    } finally {
      inside--
    }
  }
  return {
    fetch: gate,
    held: () => inside,
    most: () => most,
    async waiting(count: number) {
      while (held.length < count) await new Promise(setImmediate)
    },
    open(order: 'in order' | 'last first' = 'in order') {
      isOpen = true
      for (const go of order === 'in order' ? held : held.reverse()) go()
    },
  }
}
