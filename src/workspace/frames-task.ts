import { copyOf, release } from '../core/bytes.ts'
import type { FrameBatch } from '../core/ports/workspace.ts'
import { Content, type MountPlan } from './stage-plan.ts'
import { type FramesTask, rootColumns, type StatColumns } from './write-worker.ts'

/** A batch as a worker takes it, and where the stats of its answer belong. */
export interface PreparedBatch {
  readonly task: FramesTask
  readonly writtenBytes: number
  /** Puts the stats of the files that are finished into their trees. */
  record(stats: StatColumns): void
}

/**
 * Cuts a batch into one for each worker that has nothing to do: a small volume is one read, and the first read of a
 * large one is what everybody waits for. The others are not worth the copies.
 */
export function splitBatch(batch: FrameBatch, ways: number): FrameBatch[] {
  const { bytes, parts, frames, seal, writes } = batch
  if (ways === 1 || parts.length < 2 * ways) return [batch]
  const size = Math.ceil(parts.length / ways)
  const shareOf = new Map(parts.map(({ frame }, number) => [frame, Math.floor(number / size)]))
  const shares: FrameBatch['writes'][number][][] = Array.from({ length: Math.ceil(parts.length / size) }, () => [])
  for (const write of writes) shares[shareOf.get(write.frame) ?? 0]?.push(write)
  const split = shares.map((its, share) => {
    const own = parts.slice(share * size, (share + 1) * size)
    const begin = Math.min(...own.map(({ at }) => at))
    const end = Math.max(...own.map(({ at, frame }) => at + (frames.storedLength[frame] as number)))
    return {
      bytes: copyOf(bytes, begin, end),
      parts: own.map(({ at, frame }) => ({ frame, at: at - begin })),
      frames,
      seal,
      writes: its,
    }
  })
  release(bytes)
  return split
}

/** Turns a batch into columns. The writes of one entry from one frame must come one after the other. */
export function prepareBatch(batch: FrameBatch, plans: readonly MountPlan[], umask: number): PreparedBatch {
  const { bytes, parts, frames, seal, writes } = batch
  const at = new Uint32Array(parts.length)
  const storedLength = new Uint32Array(parts.length)
  const rawLength = new Uint32Array(parts.length)
  const codec = new Uint8Array(parts.length)
  const sha256 = new Uint8Array(parts.length * 32)
  const ownNumber = new Uint32Array(parts.length)
  const filesEnd = new Uint32Array(parts.length)
  const numbers = new Map<number, number>()
  parts.forEach((part, number) => {
    at[number] = part.at
    storedLength[number] = frames.storedLength[part.frame] as number
    rawLength[number] = frames.rawLength[part.frame] as number
    codec[number] = frames.codec[part.frame] as number
    sha256.set(frames.sha256.subarray(part.frame * 32, part.frame * 32 + 32), number * 32)
    ownNumber[number] = frames.number[part.frame] as number
    numbers.set(part.frame, number)
  })
  const byPart: (typeof writes)[number][][] = parts.map(() => [])
  for (const write of writes) {
    const number = numbers.get(write.frame)
    if (number === undefined) throw new Error(`a write from frame ${write.frame}, which is not in the batch`)
    byPart[number]?.push(write)
  }

  const owners: { readonly plan: MountPlan; readonly entry: number }[] = []
  const paths: string[] = []
  const whole: number[] = []
  const mode: number[] = []
  const mtimeNs: bigint[] = []
  const runsEnd: number[] = []
  const from: number[] = []
  const length: number[] = []
  const to: number[] = []
  let writtenBytes = 0
  byPart.forEach((its, number) => {
    let last: (typeof writes)[number] | undefined
    for (const write of its) {
      const plan = plans[write.mount] as MountPlan
      const { entry } = write
      const place = plan.places[entry]
      if (place === undefined) throw new Error(`a write to entry ${entry}, which is not to be written`)
      if (last?.entry !== entry || last.mount !== write.mount) {
        owners.push({ plan, entry })
        paths.push(place)
        whole.push(plan.content[entry] === Content.whole ? 1 : 0)
        mode.push(plan.tree.mode[entry] as number)
        mtimeNs.push(plan.tree.mtimeNs[entry] as bigint)
        runsEnd.push(from.length)
      }
      from.push(write.frameOffset)
      length.push(write.length)
      to.push(write.fileOffset)
      runsEnd[runsEnd.length - 1] = from.length
      writtenBytes += write.length
      last = write
    }
    filesEnd[number] = owners.length
  })
  return {
    task: {
      for: 'write',
      kind: 'frames',
      bytes,
      umask,
      at,
      storedLength,
      rawLength,
      codec,
      sha256,
      number: ownNumber,
      seal,
      filesEnd,
      paths: paths.join('\0'),
      ...rootColumns(owners.map(({ plan }) => plan.root)),
      whole: Uint8Array.from(whole),
      mode: Uint16Array.from(mode),
      mtimeNs: BigInt64Array.from(mtimeNs),
      runsEnd: Uint32Array.from(runsEnd),
      from: Uint32Array.from(from),
      length: Uint32Array.from(length),
      to: Float64Array.from(to),
    },
    writtenBytes,
    record(stats) {
      owners.forEach(({ plan: { tree }, entry }, row) => {
        if (!whole[row]) return
        tree.ctimeNs[entry] = stats.ctimeNs[row] as bigint
        tree.ino[entry] = stats.ino[row] as bigint
        tree.dev[entry] = stats.dev[row] as bigint
      })
    },
  }
}
