import { readFileSync } from 'node:fs'
import process from 'node:process'

/**
 * Names a process by its number and, where the system tells, when it started: numbers are used again, in containers
 * soon.
 */
export function processName(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name in parentheses may hold anything; the start is the 20th field after it (proc(5)).
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return `${pid}`
  }
}

/** Does the process that was named so still run? */
export function isAlive(name: string): boolean {
  const pid = Number(name.split(' ')[0])
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return name === processName(pid)
}
