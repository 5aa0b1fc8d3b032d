import type { Clock } from '../core/ports/clock.ts'
import type { CallOptions, ManagedStore } from '../core/ports/store.ts'

/**
 * A store that leaves room on the line: of what is read and written, no more than so many bytes a second over time. One
 * read or block goes at whatever the line gives.
 */
export function limited(store: ManagedStore, bytesPerSecond: number, clock: Clock): ManagedStore {
  // Late for want of its turn is not late: nothing would be won by asking twice.
  const { hedged: _, ...traits } = store.traits
  /** When what was let through so far would have passed. */
  let passed = 0
  const use = (bytes: number) => {
    passed = Math.max(clock.now(), passed) + (bytes / bytesPerSecond) * 1000
  }
  const turn = async (bytes: number, { signal }: CallOptions = {}) => {
    const wait = passed - clock.now()
    use(bytes)
    if (wait > 0) await clock.sleep(wait, signal).catch(() => undefined)
    signal?.throwIfAborted()
  }
  return {
    ...store,
    traits,
    async get(key, options) {
      const asked = options?.range?.length ?? 0
      await turn(asked, options)
      let came = 0
      try {
        const bytes = await store.get(key, options)
        came = bytes?.length ?? 0
        return bytes
      } finally {
        // How much a whole object is shows when it is there, and of what is not there nothing came.
        use(came - asked)
      }
    },
    open(key, options) {
      const writer = store.open(key, options)
      return {
        async write(block) {
          await turn(block.length, options)
          await writer.write(block)
        },
        commit: (when) => writer.commit(when),
        abort: () => writer.abort(),
      }
    },
  }
}
