import type { Condition, ObjectWriter, PutResult } from '../core/ports/store.ts'

/** Writes one object whose blocks wait in memory for `commit`, which hands them to `put` as one array. */
export function heldWriter(
  signal: AbortSignal | undefined,
  put: (bytes: Uint8Array, when: Condition) => Promise<PutResult>,
): ObjectWriter {
  let blocks: Uint8Array[] | undefined = []
  return {
    async write(block) {
      signal?.throwIfAborted()
      if (!blocks) throw new Error('the writer is finished')
      blocks.push(block)
    },
    async commit(when) {
      if (!blocks) throw new Error('the writer is finished')
      const bytes = Buffer.concat(blocks)
      blocks = undefined
      signal?.throwIfAborted()
      return put(bytes, when)
    },
    async abort() {
      blocks = undefined
    },
  }
}
