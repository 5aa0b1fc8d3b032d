import { copyOf } from '../core/bytes.ts'
import { packKey } from '../core/keys.ts'
import type { Manifest, PackRow } from '../core/manifest.ts'
import type { Staging } from '../core/ports/workspace.ts'
import { type PlannedRange, piecesOf, type Range } from '../core/restore-plan.ts'
import { SpareArrays } from '../core/spare-arrays.ts'
import { createHedge } from './hedge.ts'
import { sealOfPack } from './keys.ts'
import { beginRead, PackFault, type Read, unhedged } from './read.ts'
import type { Context } from './types.ts'

/** Stored bytes fetched and not yet written: bounds memory whatever the volume's size. */
export const BUDGET_BYTES = 24 * 1024 * 1024

/** Reads that somebody has begun before. */
export interface Begun {
  /** What they are read into. */
  readonly arrays: SpareArrays
  /** What was begun of a read, once. */
  take(range: Range): Read | undefined
  /** Ends them all, those that were taken, too. */
  drop(): void
}

/**
 * Fetches planned ranges and hands each to the staging area piece by piece as it comes: reads, verification,
 * decompression and writes overlap, within a read, too. Resolves with the stored bytes fetched.
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
  const arrays = begun?.arrays ?? new SpareArrays()
  let inFlight = 0
  let done = 0
  let files = 0
  let wake: (() => void)[] = []

  const wakeAll = () => {
    for (const resolve of wake) resolve()
    wake = []
  }
  const fail = (error: unknown) => {
    abort.abort(error)
    begun?.drop()
    wakeAll()
  }

  const write = async (piece: PlannedRange, bytes: Uint8Array<ArrayBuffer>) => {
    const pack = manifest.packs[piece.pack] as PackRow
    const { parts, writes, length } = piece
    try {
      await staging.write({ bytes, parts, frames: manifest.frames, seal: sealOfPack(context, pack), writes })
    } catch (error) {
      if ((error as Error).name !== 'FormatError') throw error
      const isCopy = await context.store.distrust?.(packKey(namespace, pack.lane, pack.ulid))
      throw new PackFault(pack.ulid, 'damaged', (error as Error).message, isCopy)
    }
    done += length
    files += writes.length
    inFlight -= length
    wakeAll()
    context.events.emit({
      type: 'progress',
      phase: 'fetch',
      done,
      total,
      files: Math.min(files, totalFiles),
      totalFiles,
    })
  }

  const one = async (range: PlannedRange) => {
    const read = begun?.take(range) ?? beginRead(context, namespace, manifest.packs, range, signal, hedge, arrays.take)
    const written: Promise<void>[] = []
    const hand = (piece: PlannedRange, bytes: Uint8Array<ArrayBuffer>) => {
      const writing = write(piece, bytes)
      // The read may go on for long, and is for nothing then.
      writing.catch(fail)
      written.push(writing)
    }
    const pieces = piecesOf(range, manifest.frames)
    let handed = 0
    const handUpTo = (filling: Uint8Array<ArrayBuffer>, received: number) => {
      for (let piece = pieces[handed]; piece && !signal.aborted; piece = pieces[++handed]) {
        const begin = piece.offset - range.offset
        if (begin + piece.length > received) return
        hand(piece, copyOf(filling, begin, begin + piece.length))
      }
    }
    read.watch((filling, received) => {
      if (received < range.length) handUpTo(filling, received)
    })
    const bytes = await read.bytes
    // What came at once needs no copies.
    if (handed === 0) hand(range, bytes)
    else {
      handUpTo(bytes, bytes.length)
      arrays.give(bytes)
    }
    await Promise.all(written)
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
      await one(range)
    }
  }

  const width = Math.min(ranges.length, context.store.traits.concurrency)
  const lanes = Array.from({ length: width }, () =>
    lane().catch((error) => {
      fail(error)
      throw error
    }),
  )
  const results = await Promise.allSettled(lanes)
  arrays.drop()
  const failed = results.find((result) => result.status === 'rejected')
  // The first failure is the reason; those after it are its echo.
  if (failed) throw abort.signal.aborted ? abort.signal.reason : failed.reason
  return total
}
