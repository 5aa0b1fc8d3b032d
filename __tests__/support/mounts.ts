import { execFileSync } from 'node:child_process'
import process from 'node:process'
import { onTestFinished } from 'vitest'
import { tempDir } from './temp.ts'

/** Mounting takes Linux, and root or a `sudo` that asks nothing (GitHub's runners have it). */
export function canMount(): boolean {
  if (process.platform !== 'linux') return false
  if (process.getuid?.() === 0) return true
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A file system of so many MiB in memory, ours to write; gone when the test ends. */
export function mountedTmpfs(mebibytes: number): string {
  const directory = tempDir()
  asRoot('mount', '-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=777`, 'tmpfs', directory)
  onTestFinished(() => asRoot('umount', '-l', directory))
  return directory
}

/** Shows one directory at the place of another until the test ends. */
export function bindMount(from: string, to: string): void {
  asRoot('mount', '--bind', from, to)
  onTestFinished(() => asRoot('umount', '-l', to))
}

/** Runs a command as root. */
export function asRoot(command: string, ...args: string[]): void {
  if (process.getuid?.() === 0) execFileSync(command, args)
  else execFileSync('sudo', ['-n', command, ...args])
}
