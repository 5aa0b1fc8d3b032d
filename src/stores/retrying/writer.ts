import { StoreError } from '../../core/ports/errors.ts'
import type {
  CallOptions,
  Condition,
  ManagedStore,
  Millis,
  ObjectKey,
  ObjectWriter,
  PutResult,
} from '../../core/ports/store.ts'
import { type Attempt, attempted, type Calls, repeated } from './calls.ts'

/**
 * Writes an object. One that is small is held until its commit, which can then be made again from the start. A larger
 * one goes out as it comes; its blocks are the store's, and only its commit can still be found to have had its effect.
 */
export function openWriter(store: ManagedStore, calls: Calls, key: ObjectKey, options: CallOptions): ObjectWriter {
  let held: Uint8Array[] | undefined = []
  let bytes = 0
  let stream: Stream | undefined
  let finished = false

  const write = async (block: Uint8Array) => {
    if (finished) throw new Error('the writer is finished')
    options.signal?.throwIfAborted()
    bytes += block.length
    if (held && bytes <= HELD_BYTES) {
      held.push(block)
      return
    }
    stream ??= openStream(store, calls, key, options)
    const blocks = [...(held ?? []), block]
    held = undefined
    for (const each of blocks) await stream.write(each)
  }

  return {
    write,
    async commit(when) {
      if (finished) throw new Error('the writer is finished')
      finished = true
      return held ? commitHeld(store, calls, key, held, when, options) : (stream as Stream).commit(when, bytes)
    },
    async abort() {
      finished = true
      await stream?.abort()
    },
  }
}

/** Small objects, whole: heads, most versions, the last pack of a save. */
const HELD_BYTES = 8 * 1024 * 1024

async function commitHeld(
  store: ManagedStore,
  calls: Calls,
  key: ObjectKey,
  blocks: readonly Uint8Array[],
  when: Condition,
  options: CallOptions,
): Promise<PutResult> {
  const once = async ({ signal, doubt }: Attempt): Promise<PutResult> => {
    const writer = store.open(key, { ...options, signal })
    let result: PutResult
    try {
      for (const block of blocks) await writer.write(new Uint8Array(block))
      result = await writer.commit(when)
    } catch (error) {
      await writer.abort().catch(() => undefined)
      throw error
    }
    if (result.stored || !doubt) return result
    // The attempt before may have been stored after all, and be what the condition fails for now.
    const present = await store.read(key, { ...options, signal })
    return present && Buffer.compare(present.bytes, Buffer.concat(blocks)) === 0
      ? { stored: true, tag: present.info.tag }
      : result
  }
  const bytes = blocks.reduce((sum, block) => sum + block.length, 0)
  return repeated(calls, key, options, once, bytes / SLOWEST_BYTES_PER_MILLI)
}

interface Stream {
  write(block: Uint8Array): Promise<void>
  commit(when: Condition, bytes: number): Promise<PutResult>
  abort(): Promise<void>
}

function openStream(store: ManagedStore, calls: Calls, key: ObjectKey, options: CallOptions): Stream {
  const abandon = new AbortController()
  const { signal } = options
  const writer = store.open(key, { ...options, signal: AbortSignal.any([abandon.signal, ...(signal ? [signal] : [])]) })
  const attempt = async <T>(millis: Millis, step: () => Promise<T>): Promise<T> =>
    attempted(calls, key, millis, options, (either) => {
      const stop = () => abandon.abort(either.signal.reason)
      either.signal.addEventListener('abort', stop)
      return step().finally(() => either.signal.removeEventListener('abort', stop))
    })
  return {
    write: (block) => attempt(UPLOAD_MILLIS, () => writer.write(block)),
    async commit(when, bytes) {
      try {
        return await attempt(UPLOAD_MILLIS, () => writer.commit(when))
      } catch (error) {
        if (!(error instanceof StoreError) || error.kind !== 'unavailable') throw error
        // Its answer may be all that was lost. Nobody else writes an object of this size under a random name.
        const present = await repeated(calls, key, options, ({ signal }) => store.stat(key, { ...options, signal }))
        if (present?.bytes !== bytes) throw error
        return { stored: true, tag: present.tag }
      }
    },
    abort: () => writer.abort(),
  }
}

/** Nobody shows how far an upload has come. Adapters notice a connection on which nothing moves; this is for the rest. */
const UPLOAD_MILLIS = 60_000
const SLOWEST_BYTES_PER_MILLI = 128
