import { execFileSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/**
 * Runs a script as a user whom permissions bind, and returns the JSON it prints. Root becomes user 65534; the script
 * must call `refuseRoot` first. `directory` is made writable for that user.
 */
export function asOrdinaryUser(script: URL, directory: string): unknown {
  const command = [process.execPath, fileURLToPath(script), directory]
  if (process.getuid?.() === 0) {
    chmodSync(directory, 0o777)
    command.unshift('setpriv', '--reuid=65534', '--regid=65534', '--clear-groups')
  }
  const [file, ...args] = command as [string, ...string[]]
  return JSON.parse(execFileSync(file, args, { encoding: 'utf8' }))
}

/** A test of permissions that runs as root tests nothing. */
export function refuseRoot(): void {
  if (process.getuid?.() === 0) throw new Error('permissions do not bind root')
}
