import { type BigIntStats, constants, lstatSync } from 'node:fs'
import { type BytePath, joinBytes, toFsPath } from '../core/bytes.ts'

/** Look at files that were listed as regular ones: what a walk leaves to whoever has time, this thread or a worker. */
export interface StatFiles {
  readonly for: 'stat'
  /** Joined by NUL, as the names are. */
  readonly directories: string
  readonly names: string
  /** Of each directory: before which name its own end. */
  readonly ends: Uint32Array
}

/** One row a file. */
export interface StatRows {
  /** `Seen`; the other columns are of files only. */
  readonly seen: Uint8Array
  readonly mode: Uint16Array
  readonly size: Float64Array
  readonly mtimeNs: BigInt64Array
  readonly ctimeNs: BigInt64Array
  readonly ino: BigUint64Array
  readonly dev: BigUint64Array
  /** 1 where the file may have other names. */
  readonly linked: Uint8Array
}

export const Seen = { file: 0, vanished: 1, unreadable: 2 } as const

export function statFiles({ directories, names, ends }: StatFiles): StatRows {
  const rows = names.split('\0')
  const stats = statRows(rows.length)
  let row = 0
  for (const [number, directory] of directories.split('\0').entries()) {
    for (; row < (ends[number] as number); row++) look(joinBytes(directory, rows[row] as BytePath), stats, row)
  }
  return stats
}

/** What was listed as a file and is something else by now has vanished. */
function look(path: BytePath, to: StatRows, row: number): void {
  let stat: BigIntStats | undefined
  try {
    stat = lstatSync(toFsPath(path), { bigint: true, throwIfNoEntry: false })
  } catch (error) {
    to.seen[row] = isAbsence(error) ? Seen.vanished : Seen.unreadable
    return
  }
  const mode = Number(stat?.mode ?? 0n)
  if (!stat || (mode & constants.S_IFMT) !== constants.S_IFREG) {
    to.seen[row] = Seen.vanished
    return
  }
  to.mode[row] = mode & 0o777
  to.size[row] = Number(stat.size)
  to.mtimeNs[row] = stat.mtimeNs
  to.ctimeNs[row] = stat.ctimeNs
  to.ino[row] = stat.ino
  to.dev[row] = stat.dev
  to.linked[row] = stat.nlink > 1n && stat.ino !== 0n ? 1 : 0
}

/** Rethrows what is no system error. */
export function isAbsence(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  return code === 'ENOENT' || code === 'ENOTDIR'
}

function statRows(length: number): StatRows {
  return {
    seen: new Uint8Array(length),
    mode: new Uint16Array(length),
    size: new Float64Array(length),
    mtimeNs: new BigInt64Array(length),
    ctimeNs: new BigInt64Array(length),
    ino: new BigUint64Array(length),
    dev: new BigUint64Array(length),
    linked: new Uint8Array(length),
  }
}
