import { packKey } from '../core/keys.ts'
import type { PackRow } from '../core/manifest.ts'
import { FormatError, StoreError } from '../core/ports/errors.ts'
import type { GetOptions } from '../core/ports/store.ts'
import type { Range } from '../core/restore-plan.ts'
import type { Hedge } from './hedge.ts'
import type { Context } from './types.ts'

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

/** A read of a pack that goes on. */
export interface Read {
  /** All of it. Rejects with `PackFault` where the pack cannot be had. */
  readonly bytes: Promise<Uint8Array<ArrayBuffer>>
  /** From now on tells what is there of it, if the store does; at once what came before. */
  watch(moved: NonNullable<GetOptions['moved']>): void
}

export const unhedged: Hedge = (signal, ask) => ask(signal)

/** Begins a read; nobody may ever want its bytes. */
export function beginRead(
  context: Context,
  namespace: string,
  packs: readonly PackRow[],
  range: Range,
  signal: AbortSignal,
  hedge: Hedge,
  array: NonNullable<GetOptions['array']>,
): Read {
  let there: Parameters<NonNullable<GetOptions['moved']>> | undefined
  let tell: GetOptions['moved']
  const moved = (...now: NonNullable<typeof there>) => {
    there = now
    tell?.(...now)
  }
  const how = { moved, array }
  const bytes = readPack(context, namespace, packs[range.pack] as PackRow, range, signal, hedge, how)
  bytes.catch(() => undefined)
  return {
    bytes,
    watch(moved) {
      tell = moved
      if (there) moved(...there)
    },
  }
}

async function readPack(
  context: Context,
  namespace: string,
  { lane, ulid, footerOffset, footerLength }: PackRow,
  { offset, length }: Range,
  signal: AbortSignal,
  hedge: Hedge,
  how: Pick<GetOptions, 'moved' | 'array'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const options = { range: { offset, length }, copy: { bytes: footerOffset + footerLength }, ...how }
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
