import { isRecord } from '../core/keys.ts'
import type { Clock, Random } from '../core/ports/clock.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { EventSink } from '../core/ports/events.ts'
import type { CallOptions, GetOptions, ManagedStore, ObjectInfo, ObjectKey } from '../core/ports/store.ts'
import { createBreaker } from './retrying/breaker.ts'
import { type Attempt, type Calls, repeated } from './retrying/calls.ts'
import { createGate } from './retrying/concurrency.ts'
import { openWriter } from './retrying/writer.ts'

export interface RetryingOptions {
  readonly clock: Clock
  readonly random: Random
  readonly events: EventSink
}

/**
 * A store across a network, asked again where that helps. The one place where calls are repeated:
 *
 * - What failed as `unavailable` or `throttled` is tried again after a pause, at least the one that the store asked for.
 * - A read of which nothing comes any more is asked for again, what had come not; damaged bytes are read again once.
 * - A write on condition is repeated too; when it then fails its condition, the object is looked at, because it may have
 *   been this very write that came first.
 * - A store that asks for less is asked for less.
 * - A store that is down is said to be, once, and every later call fails at once with the same error.
 *
 * `prepare` comes before the first call, and its time is not the store's: it fetches credentials. Those that cannot be had
 * are for the call to complain about.
 */
export function retrying(
  store: ManagedStore,
  { clock, random, events }: RetryingOptions,
  prepare: () => Promise<unknown> = async () => undefined,
): ManagedStore {
  const { name, traits } = store
  const breaker = createBreaker(clock, ({ message }) => {
    events.emit({ type: 'store-down', store: name, detail: message })
  })
  const gate = createGate(traits.concurrency)
  const calls: Calls = { store: name, clock, random, breaker, gate, prepared: onceWithin(clock, prepare) }
  return {
    name,
    traits,
    get: (key, options = {}) => readAgain(() => get(store, calls, key, options)),
    read: (key, options = {}) => readAgain(() => repeated(calls, key, options, (a) => store.read(key, by(options, a)))),
    stat: (key, options = {}) => repeated(calls, key, options, (attempt) => store.stat(key, by(options, attempt))),
    now: (options = {}) => repeated(calls, '', options, (attempt) => store.now(by(options, attempt))),
    open: (key, options = {}) => openWriter(store, calls, key, options),
    list: (prefix, options = {}) => list(store, calls, prefix, options),
    async remove(keys, options = {}) {
      const all = [...keys]
      const extra = all.length * REMOVE_MILLIS
      await repeated(calls, all[0] ?? '', options, (attempt) => store.remove(all, by(options, attempt)), extra)
    },
    renew: (key, options = {}) =>
      repeated(calls, key, options, (attempt) => store.renew(key, by(options, attempt)), COPY_MILLIS),
  }
}

/** Begun once, and waited for no longer than its time; resolves whatever comes of it. */
function onceWithin(clock: Clock, prepare: () => Promise<unknown>): () => Promise<unknown> {
  let begun: Promise<unknown> | undefined
  return () => {
    const over = new AbortController()
    begun ??= Promise.race([
      (async () => prepare())().finally(() => over.abort()),
      clock.sleep(PREPARE_MILLIS, over.signal),
    ]).catch(() => undefined)
    return begun
  }
}

const PREPARE_MILLIS = 10_000
/** Stores that can remove only one object at a time show nothing until all are gone. */
const REMOVE_MILLIS = 200
/** A pack is copied within the store. */
const COPY_MILLIS = 10_000

/** The caller's options with the attempt's signal. */
function by<O extends CallOptions>(options: O, { signal }: Pick<Attempt, 'signal'>): O {
  return { ...options, signal }
}

async function readAgain<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof StoreError && error.kind === 'corrupt')) throw error
    return read()
  }
}

/** What an attempt left of a blob is kept, and the next asks for the rest: blobs do not change. */
function get(store: ManagedStore, calls: Calls, key: ObjectKey, options: GetOptions) {
  const from = options.range?.offset ?? 0
  let whole: Uint8Array<ArrayBuffer> | undefined
  let done = 0
  let last: Uint8Array<ArrayBuffer> | undefined
  return repeated(calls, key, options, async (attempt) => {
    // A record may be another one by now.
    if (isRecord(key)) done = 0
    else whole ??= last
    if (whole && done === whole.length) return whole
    const before = done
    const range = whole ? { offset: from + before, length: whole.length - before } : options.range
    const bytes = await store.get(key, {
      ...by(options, attempt),
      ...(range && { range }),
      moved(filling, received) {
        // What an attempt says that was given up is not heard any more.
        if (attempt.signal.aborted) return
        attempt.moved()
        last = filling
        whole?.set(filling.subarray(done - before, received), done)
        done = before + received
        options.moved?.(whole ?? filling, done)
      },
    })
    if (!whole || !bytes) return bytes
    whole.set(bytes.subarray(done - before), done)
    return whole
  })
}

/** A listing that broke off is begun again, without what it gave already. */
async function* list(
  store: ManagedStore,
  calls: Calls,
  prefix: string,
  options: CallOptions,
): AsyncGenerator<ObjectInfo, void> {
  const given = new Set<ObjectKey>()
  let abandon = new AbortController()
  let items: AsyncIterator<ObjectInfo> | undefined
  const next = async (attempt: Attempt): Promise<ObjectInfo | undefined> => {
    if (!items) {
      abandon = new AbortController()
      const signals = [abandon.signal, calls.breaker.down, ...(options.signal ? [options.signal] : [])]
      items = store.list(prefix, { ...options, signal: AbortSignal.any(signals) })[Symbol.asyncIterator]()
    }
    const stop = () => abandon.abort(attempt.signal.reason)
    attempt.signal.addEventListener('abort', stop)
    try {
      for (;;) {
        const { done, value } = await items.next()
        if (done) return undefined
        if (!given.has(value.key)) return value
      }
    } catch (error) {
      items = undefined
      throw error
    } finally {
      attempt.signal.removeEventListener('abort', stop)
    }
  }
  try {
    for (;;) {
      const info = await repeated(calls, prefix, options, next)
      if (!info) return
      given.add(info.key)
      yield info
    }
  } finally {
    abandon.abort()
    await items?.return?.().catch(() => undefined)
  }
}
