import { lstatSync, readFileSync, realpathSync } from 'node:fs'
import { type BytePath, toFsPath } from '../core/bytes.ts'
import { parentOf } from './safe-path.ts'

/**
 * Is something mounted on this directory? It cannot be replaced then. A directory mounted from the same file system has
 * its parent's device; of that only the kernel's list tells (Linux, proc(5)).
 */
export function isMountPoint(directory: BytePath): boolean {
  const place = toFsPath(directory)
  if (lstatSync(place).dev !== lstatSync(toFsPath(parentOf(directory) || '/')).dev) return true
  let list: string
  try {
    list = readFileSync('/proc/self/mountinfo', 'latin1')
  } catch {
    return false
  }
  const real = realpathSync.native(place, 'latin1')
  return list.split('\n').some((line) => unescaped(line.split(' ')[4] ?? '') === real)
}

function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)))
}
