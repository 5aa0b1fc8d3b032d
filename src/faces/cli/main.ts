import { CommanderError } from 'commander'
import { UserError } from '../../core/ports/errors.ts'
import { signalStatus } from '../interrupt.ts'
import { errorText } from '../messages/message.ts'
import { logSafe } from '../text.ts'
import { createProgram, type Options } from './program.ts'
import { openSession, printJson, type Session } from './session.ts'
import { restoreCommand, runCommand, saveCommand } from './volume-commands.ts'

/**
 * Runs the command line and resolves with its exit status: 0, a miss included; 1 for a miss with
 * `--fail-on-cache-miss`, for what `verify` found damaged or could not check, and for a store that fails the commands
 * that look into it; 2 for bad input; `run` ends as its command does.
 */
export async function main(argv: readonly string[]): Promise<number> {
  let status = 0
  // What jobs do is loaded at once; what people do between them when they do it.
  const looking = () => import('./store-commands.ts')
  const program = createProgram(
    {
      run: (command, options) => attempt('run', options, (session) => runCommand(command, session)),
      save: (options) => attempt('save', options, saveCommand),
      restore: (options) => attempt('restore', options, restoreCommand),
      list: (options) => attempt('list', options, async (session) => (await looking()).listCommand(session)),
      show: (key, options) => attempt('show', options, async (session) => (await looking()).showCommand(key, session)),
      rm: (key, options) => attempt('rm', options, async (session) => (await looking()).removeCommand(key, session)),
      verify: (key, options) =>
        attempt('verify', options, async (session) => (await looking()).verifyCommand(key, session)),
      audit: (options) =>
        attempt('audit', options, async (session) => (await import('./audit-command.ts')).auditCommand(session)),
      share: (reader, options) =>
        attempt('share', options, async (session) =>
          (await import('./share-command.ts')).shareCommand(reader, session),
        ),
      store: (action, options) =>
        attempt('store', options, async (session) =>
          (await import('./setup-command.ts')).storeCommand(action, session),
        ),
      key: async (action) => (await import('./key-command.ts')).keyCommand(action),
    },
    (result) => {
      status = result
    },
    argv[0] ?? '',
  )
  for (const command of [program, ...program.commands]) command.exitOverride()
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    // commander has said what was wrong, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    throw error
  }
  return status
}

async function attempt(name: string, options: Options, run: (session: Session) => Promise<number>): Promise<number> {
  const session = openSession(options)
  const { terminal, interrupt } = session
  try {
    return await run(session)
  } catch (error) {
    const stoppedBy = interrupt.received
    if (stoppedBy) {
      terminal.clear()
      return signalStatus(stoppedBy)
    }
    const text = logSafe(errorText(error))
    terminal.fail(text)
    if (options.json) printJson({ command: name, error: text })
    return error instanceof UserError ? 2 : 1
  } finally {
    terminal.clear()
    interrupt.close()
  }
}
