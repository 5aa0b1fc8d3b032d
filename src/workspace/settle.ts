import { randomBytes } from 'node:crypto'
import { closeSync, fstatSync, openSync, statSync, unlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BytePath, joinBytes, toBytePath, toFsPath } from '../core/bytes.ts'
import type { LocalMount } from '../core/mount.ts'

/** No file system has stamps coarser than two seconds (FAT); one further ahead is another machine's wrong clock. */
const SETTLE_MILLIS = 3000
/** How far the machine's clock may stand ahead of the clock of a file system that cannot be asked. */
const UNSURE_NS = 2_000_000_000n

/** What a file made on a mount's file system tells. */
export interface Probe {
  /**
   * The clock that stamps the mount's files, in ns: the file's ctime. Where none can be made, the machine's clock less
   * two seconds, so that it is not ahead.
   */
  readonly nowNs: bigint
  /** The file system on which a directory's ctime tells that entries came or went: not every one in user space does. */
  readonly tellingDev: bigint | undefined
}

export function probe(mount: LocalMount, stateDir: string): Probe {
  return probeIn(probeDirectories(mount, stateDir))
}

/**
 * Waits until whatever is written to the mount from then on gets a later ctime than `newestCtimeNs`, so that a stat
 * tells every change; at most three seconds. Returns what that clock says then.
 */
export async function settle(mount: LocalMount, stateDir: string, newestCtimeNs: bigint): Promise<bigint> {
  const directories = probeDirectories(mount, stateDir)
  const giveUpAt = Date.now() + SETTLE_MILLIS
  for (let wait = 1; ; wait = Math.min(wait * 2, 50)) {
    const stamp = probeIn(directories).nowNs
    if (stamp > newestCtimeNs || Date.now() >= giveUpAt) return stamp
    await sleep(wait)
  }
}

/** Directories on the mount's file system, the least conspicuous first: the state's, the one it lies in, itself. */
function probeDirectories(mount: LocalMount, stateDir: string): readonly BytePath[] {
  const above = dirname(mount.path)
  const own = device(mount.path) ?? device(above)
  return [toBytePath(stateDir), above, mount.path].filter((path) => own !== undefined && device(path) === own)
}

/** `undefined` for what is no directory, or cannot be asked. */
function device(path: BytePath): bigint | undefined {
  try {
    const stat = statSync(toFsPath(path), { bigint: true })
    return stat.isDirectory() ? stat.dev : undefined
  } catch {
    return undefined
  }
}

function probeIn(directories: readonly BytePath[]): Probe {
  for (const directory of directories) {
    // Named like everything of ours that lies in a mount for a moment: scans pass it over.
    const name = `.probe.warmstart-${process.pid}-${randomBytes(4).toString('hex')}`
    const path = toFsPath(joinBytes(directory, name))
    let file: number
    try {
      file = openSync(path, 'wx')
    } catch {
      continue
    }
    try {
      const nowNs = fstatSync(file, { bigint: true }).ctimeNs
      const around = statSync(toFsPath(directory), { bigint: true })
      return { nowNs, tellingDev: around.ctimeNs >= nowNs ? around.dev : undefined }
    } finally {
      closeSync(file)
      unlinkSync(path)
    }
  }
  return { nowNs: BigInt(Date.now()) * 1_000_000n - UNSURE_NS, tellingDev: undefined }
}
