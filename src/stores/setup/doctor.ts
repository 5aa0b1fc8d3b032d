import { sameBytes } from '../../core/bytes.ts'
import { headKey, lanePrefix } from '../../core/keys.ts'
import type { Lane } from '../../core/lane.ts'
import type { Clock, Random } from '../../core/ports/clock.ts'
import { StoreError } from '../../core/ports/errors.ts'
import type { ManagedStore, Millis, ObjectKey, Tag } from '../../core/ports/store.ts'
import { put } from '../../core/ports/store.ts'
import { probeConditions, type Tried } from '../probe.ts'

export interface Patient {
  readonly store: ManagedStore
  readonly clock: Clock
  readonly random: Random
  readonly signal: AbortSignal
  readonly namespace: string
  readonly reads: readonly Lane[]
  /** The lane the caller writes; `undefined`: none, and nothing is written. */
  readonly writes: Lane | undefined
  /** Conditions and rights are a server's to see to; a directory has neither. */
  readonly isServer: boolean
  /** The days that the store's URL says things expire after. */
  readonly expires: number | undefined
  /** As the bucket's own rules say, where they can be read: 0 for a fixed day, `undefined` for never. */
  readonly readExpiry: (() => Promise<number | undefined>) | undefined
}

/** `FAIL`: the store cannot be used as it is; `warn`: it can, and something is not as it should be. */
export type Finding = { readonly state: 'ok' | 'warn' | 'FAIL'; readonly detail?: string } & (
  | { readonly check: 'list'; readonly lane: Lane }
  | { readonly check: 'read' | 'write' | 'delete' }
  | { readonly check: 'conditions'; readonly tried: readonly Tried[] }
  | { readonly check: 'clock'; readonly skewMillis: Millis }
  | { readonly check: 'latency'; readonly medianMillis: Millis }
  | { readonly check: 'throughput'; readonly upBytesPerSecond: number; readonly downBytesPerSecond: number }
  | { readonly check: 'lifecycle'; readonly expires: number | undefined; readonly rule: number | 'unknown' | undefined }
  | { readonly check: 'lane'; readonly lane: Lane; readonly mayWrite: boolean; readonly own: Lane }
)

/**
 * Looks at a store as a job with these rights would use it, one finding after the other. All it writes has names of its
 * own in the lane that the caller writes, and is removed again as far as that is allowed. Rejects when the signal aborts.
 */
export async function* examine(patient: Patient): AsyncGenerator<Finding> {
  const { store, signal, namespace, reads, writes } = patient
  for (const lane of new Set([...(writes === undefined ? [] : [writes]), ...reads])) {
    const listed = await attempt(signal, () => firstOf(store, lanePrefix(namespace, lane), signal))
    yield { check: 'list', lane, ...verdict(listed) }
    if ('failure' in listed) return
  }
  yield await clockOf(patient)
  if (patient.readExpiry) yield await lifecycleOf(patient, patient.readExpiry)
  if (writes === undefined) return
  const scratch = `${lanePrefix(namespace, writes)}~probe-${hex(patient.random(8))}`
  try {
    yield* throughWrites(patient, writes, scratch)
  } finally {
    // What could not be removed has been said.
    await store.remove([scratch, `${scratch}-bulk`]).catch(() => undefined)
  }
}

/**
 * Makes a store ready for the first job: a directory is there afterwards, and of a server it is remembered that it
 * honours conditions. Rejects with `StoreError`; of kind `unsupported` if it does not.
 */
export async function prepare({ store, random, signal, namespace, writes }: Patient): Promise<void> {
  if (writes === undefined) return
  const scratch = `${lanePrefix(namespace, writes)}~probe-${hex(random(8))}`
  const first = await put(store, scratch, random(16), 'none', { signal })
  // A head that follows what no head was: before it is refused, the store has to have been tried.
  const head = headKey({ namespace, lane: writes, volume: 'warmstart', key: hex(random(8)) })
  await put(store, head, random(16), { tag: first.stored ? first.tag : ('' as Tag) }, { signal })
  await store.remove([scratch], { signal }).catch(onlyStore)
}

async function* throughWrites(patient: Patient, own: Lane, scratch: ObjectKey): AsyncGenerator<Finding> {
  const { store, random, signal } = patient
  const content = random(16)
  const written = await attempt(signal, () => put(store, scratch, content, 'none', { signal }))
  yield { check: 'write', ...verdict(written) }
  if ('failure' in written) return
  const read = await attempt(signal, () => store.get(scratch, { signal }))
  const isSame = 'value' in read && read.value !== undefined && sameBytes(read.value, content)
  yield { check: 'read', ...('failure' in read || isSame ? verdict(read) : { state: 'FAIL', detail: 'other bytes' }) }
  if (!isSame) return
  if (patient.isServer) {
    const tried = await attempt(signal, () => probeConditions(store, `${scratch}-when`, random, { signal }))
    const isHonoured = 'value' in tried && tried.value.every(({ honoured }) => honoured)
    const all = 'value' in tried ? tried.value : []
    yield { check: 'conditions', tried: all, ...verdict(tried), ...(!isHonoured && { state: 'FAIL' }) }
    if (isHonoured && written.value.stored) yield* rightsElsewhere(patient, own, written.value.tag)
  }
  yield await latencyOf(patient, scratch)
  yield await throughputOf(patient, `${scratch}-bulk`)
  const gone = await attempt(signal, () => store.remove([scratch, `${scratch}-bulk`], { signal }))
  // Saves work without; only what they leave when they are tried stays.
  yield { check: 'delete', ...verdict(gone), ...('failure' in gone && { state: 'warn' }) }
}

/** A condition that cannot hold leaves nothing, and the server looks at rights before it. */
async function* rightsElsewhere({ store, namespace, signal, random }: Patient, own: Lane, tag: Tag) {
  const classes: Lane[] = ['trusted', 'ref/heads/warmstart-doctor', 'pr/999999999']
  const ownClass = own.split('/')[0]
  for (const lane of classes.filter((other) => other.split('/')[0] !== ownClass)) {
    const key = `${lanePrefix(namespace, lane)}~probe-${hex(random(8))}`
    const tried = await attempt(signal, () => put(store, key, random(16), { tag }, { signal }))
    const mayWrite = !('failure' in tried && tried.failure.kind === 'denied')
    // Whoever is at a desk may well be the one who sets the bucket up.
    const state = mayWrite && own !== 'local' ? 'warn' : 'ok'
    yield { check: 'lane', lane: lane.split('/')[0] as string, mayWrite, own, state } as const
  }
}

async function clockOf({ store, clock, signal }: Patient): Promise<Finding> {
  const told = await attempt(signal, () => store.now({ signal }))
  if ('failure' in told) return { check: 'clock', skewMillis: 0, ...verdict(told) }
  const skewMillis = told.value - clock.now()
  // Signed requests are refused from a quarter of an hour on.
  const state = Math.abs(skewMillis) > MOST_SKEW ? 'FAIL' : Math.abs(skewMillis) > MUCH_SKEW ? 'warn' : 'ok'
  return { check: 'clock', skewMillis, state }
}

/** A rule that is sooner than the store's URL says removes what is in use; so does one of which it says nothing. */
async function lifecycleOf(
  { signal, expires }: Patient,
  readExpiry: () => Promise<number | undefined>,
): Promise<Finding> {
  const read = await attempt(signal, readExpiry)
  if ('failure' in read) return { check: 'lifecycle', expires, rule: 'unknown', state: 'ok' }
  const rule = read.value
  const fits = rule === undefined ? expires === undefined : expires !== undefined && expires <= rule
  return { check: 'lifecycle', expires, rule, state: fits ? 'ok' : 'warn' }
}

async function latencyOf({ store, clock, signal }: Patient, key: ObjectKey): Promise<Finding> {
  const times: Millis[] = []
  for (let read = 0; read < READS; read++) {
    const began = clock.now()
    const answer = await attempt(signal, () => store.get(key, { signal }))
    if ('failure' in answer) return { check: 'latency', medianMillis: 0, ...verdict(answer) }
    times.push(clock.now() - began)
  }
  const medianMillis = times.sort((a, b) => a - b)[READS / 2] as number
  return { check: 'latency', medianMillis, state: medianMillis > SLOW_READ ? 'warn' : 'ok' }
}

async function throughputOf({ store, clock, random, signal }: Patient, key: ObjectKey): Promise<Finding> {
  const rates: number[] = []
  const bulk = random(BULK_BYTES)
  for (const call of [() => put(store, key, bulk, 'none', { signal }), () => store.get(key, { signal })]) {
    const began = clock.now()
    const done = await attempt<unknown>(signal, call)
    if ('failure' in done) return { check: 'throughput', upBytesPerSecond: 0, downBytesPerSecond: 0, ...verdict(done) }
    rates.push((BULK_BYTES / Math.max(1, clock.now() - began)) * 1000)
  }
  const [upBytesPerSecond = 0, downBytesPerSecond = 0] = rates
  const state = Math.min(upBytesPerSecond, downBytesPerSecond) < SLOW_BYTES ? 'warn' : 'ok'
  return { check: 'throughput', upBytesPerSecond, downBytesPerSecond, state }
}

const MUCH_SKEW = 60_000
const MOST_SKEW = 15 * 60_000
const READS = 10
const SLOW_READ = 500
const BULK_BYTES = 4 * 1024 * 1024
const SLOW_BYTES = 1024 * 1024

type Attempt<T> = { readonly value: T } | { readonly failure: StoreError }

async function attempt<T>(signal: AbortSignal, call: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await call() }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof StoreError)) throw error
    return { failure: error }
  }
}

function verdict(tried: Attempt<unknown>): { readonly state: 'ok' | 'FAIL'; readonly detail?: string } {
  return 'failure' in tried ? { state: 'FAIL', detail: tried.failure.message } : { state: 'ok' }
}

async function firstOf(store: ManagedStore, prefix: string, signal: AbortSignal): Promise<void> {
  for await (const _ of store.list(prefix, { signal })) return
}

function onlyStore(error: unknown): void {
  if (!(error instanceof StoreError)) throw error
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
