import { packKey } from '../core/keys.ts'
import type { Manifest, PackRow } from '../core/manifest.ts'
import { FormatError, StoreError } from '../core/ports/errors.ts'
import type { Staging } from '../core/ports/workspace.ts'
import type { PlannedRange, Range } from '../core/restore-plan.ts'
import { createHedge, type Hedge } from './hedge.ts'
import { sealOfPack } from './keys.ts'
import type { Context } from './types.ts'

/** Stored bytes fetched and not yet written: bounds memory whatever the volume's size. */
export const BUDGET_BYTES = 24 * 1024 * 1024

/** A pack that is not there, or not what was stored. The restore is over; the pack must not be referenced again. */
export class PackFault extends Error {
  override readonly name = 'PackFault'
  readonly pack: string
  readonly reason: 'missing' | 'damaged'
  /** It was a nearer tier's copy, which is gone now: the same is worth trying again. */
  readonly isCopy: boolean
  constructor(pack: string, reason: 'missing' | 'damaged', detail: string, isCopy = false) {
    super(detail)
    this.pack = pack
    this.reason = reason
    this.isCopy = isCopy
  }
}

/** Reads that somebody has begun before. */
export interface Begun {
  /** What was begun of a read, once. */
  take(range: Range): Promise<Uint8Array<ArrayBuffer>> | undefined
  /** Ends them all, those that were taken, too. */
  drop(): void
}

/**
 * Fetches planned ranges and hands each to the staging area as it comes: reads, verification, decompression and
 * writes of different ranges overlap. Resolves with the stored bytes fetched.
 */
export async function fetchRanges(
  context: Context,
  namespace: string,
  manifest: Manifest,
  ranges: readonly PlannedRange[],
  staging: Staging,
  totalFiles: number,
  begun?: Begun,
): Promise<number> {
  const abort = new AbortController()
  const signal = context.signal ? AbortSignal.any([context.signal, abort.signal]) : abort.signal
  const hedge = context.store.traits.hedged ? createHedge(context.clock, ranges.length) : unhedged
  const total = ranges.reduce((sum, range) => sum + range.length, 0)
  let next = 0
  let inFlight = 0
  let done = 0
  let files = 0
  let wake: (() => void)[] = []

  const one = async (range: PlannedRange) => {
    const pack = manifest.packs[range.pack] as PackRow
    const bytes = await (begun?.take(range) ?? readRange(context, namespace, manifest, range, signal, hedge))
    try {
      const seal = sealOfPack(context, pack)
      await staging.write({ bytes, parts: range.parts, frames: manifest.frames, seal, writes: range.writes })
    } catch (error) {
      if ((error as Error).name !== 'FormatError') throw error
      const isCopy = await context.store.distrust?.(packKey(namespace, pack.lane, pack.ulid))
      throw new PackFault(pack.ulid, 'damaged', (error as Error).message, isCopy)
    }
    done += range.length
    files += range.writes.length
    context.events.emit({
      type: 'progress',
      phase: 'fetch',
      done,
      total,
      files: Math.min(files, totalFiles),
      totalFiles,
    })
  }

  const lane = async () => {
    for (;;) {
      signal.throwIfAborted()
      const range = ranges[next]
      if (!range) return
      if (inFlight > 0 && inFlight + range.length > BUDGET_BYTES) {
        await new Promise<void>((resolve) => wake.push(resolve))
        continue
      }
      next++
      inFlight += range.length
      try {
        await one(range)
      } finally {
        inFlight -= range.length
        for (const resolve of wake) resolve()
        wake = []
      }
    }
  }

  const width = Math.min(ranges.length, context.store.traits.concurrency)
  const lanes = Array.from({ length: width }, () =>
    lane().catch((error) => {
      abort.abort(error)
      begun?.drop()
      throw error
    }),
  )
  const results = await Promise.allSettled(lanes)
  const failed = results.find((result) => result.status === 'rejected')
  // The first failure is the reason; those after it are its echo.
  if (failed) throw abort.signal.aborted ? abort.signal.reason : failed.reason
  return total
}

export const unhedged: Hedge = (signal, ask) => ask(signal)

/** The bytes of a read. Rejects with `PackFault` where the pack cannot be had. */
export async function readRange(
  context: Context,
  namespace: string,
  { packs }: Manifest,
  { pack, offset, length }: Range,
  signal: AbortSignal,
  hedge: Hedge,
): Promise<Uint8Array<ArrayBuffer>> {
  const { lane, ulid, footerOffset, footerLength } = packs[pack] as PackRow
  const options = { range: { offset, length }, copy: { bytes: footerOffset + footerLength } }
  try {
    const bytes = await hedge(signal, (either) =>
      context.store.get(packKey(namespace, lane, ulid), { ...options, signal: either }),
    )
    if (!bytes) throw new PackFault(ulid, 'missing', 'a pack is not there')
    return bytes
  } catch (error) {
    if (error instanceof StoreError && (error.kind === 'range' || error.kind === 'corrupt')) {
      throw new PackFault(ulid, 'damaged', 'a pack is shorter than it was stored')
    }
    if (error instanceof FormatError) throw new PackFault(ulid, 'damaged', error.message)
    throw error
  }
}
