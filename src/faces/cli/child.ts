import { spawn } from 'node:child_process'
import { type Interrupt, signalStatus } from '../interrupt.ts'

/**
 * Runs a command with this process's terminal, environment and directory, and resolves with its exit status as a shell
 * would have it: its own, `128 + n` for a signal, 127 if there is no such command, 126 if it cannot be started (with
 * the reason to `say`). Signals that reach this process are passed on.
 */
export function runChild(
  command: readonly string[],
  interrupt: Interrupt,
  say: (text: string) => void,
): Promise<number> {
  const [file, ...args] = command as [string, ...string[]]
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: 'inherit' })
    const end = (status: number) => {
      interrupt.forward = undefined
      resolve(status)
    }
    interrupt.forward = (name) => {
      // A key on the terminal reaches the whole foreground group: the child has it already.
      if (name !== 'SIGINT' || !process.stdin.isTTY) child.kill(name)
    }
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return // could not be signalled; it runs on
      const absent = error.code === 'ENOENT'
      say(absent ? `“${file}” was not found.` : `“${file}” cannot be started: ${error.code ?? error.message}.`)
      end(absent ? 127 : 126)
    })
    child.on('exit', (code, signal) => end(signal ? signalStatus(signal) : (code ?? 1)))
  })
}
