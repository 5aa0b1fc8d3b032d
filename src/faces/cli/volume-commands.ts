import { sentences } from '../messages/sentences.ts'
import { forkOf, NO_FORK } from '../requests.ts'
import { runRestore, runSave } from '../steps.ts'
import { logSafe } from '../text.ts'
import { runChild } from './child.ts'
import { printJson, readConfig, restoreResult, type Session, saveResult } from './session.ts'

/** Restores. Exit status: 0, a miss included; 1 for a miss with `--fail-on-cache-miss`. */
export async function restoreCommand({ options, reporter, terminal, interrupt }: Session): Promise<number> {
  const config = await readConfig(options)
  const outcome = await runRestore(config, reporter, interrupt.signal, options.dryRun)
  const refused = outcome.hit === 'miss' && config.failOnCacheMiss
  if (refused) terminal.fail(sentences.missFails(config))
  if (options.json) printJson({ command: 'restore', ...restoreResult(config, outcome) })
  await outcome.recorded
  return refused ? 1 : 0
}

/** Saves. Exit status: 0; 2 when no declared path exists. */
export async function saveCommand({ options, reporter, interrupt }: Session): Promise<number> {
  const config = await readConfig(options)
  const outcome = await runSave(config, NO_FORK, reporter, interrupt.signal, options.dryRun)
  if (options.json) printJson({ command: 'save', ...saveResult(config, outcome) })
  return outcome.reason === 'nothing-to-save' ? 2 : 0
}

/** Restores, runs the command, saves if it exits with 0. Exit status: the command's. */
export async function runCommand(command: readonly string[], session: Session): Promise<number> {
  const { options, reporter, terminal, interrupt } = session
  const config = await readConfig(options)
  const restored = await runRestore(config, reporter, interrupt.signal, options.dryRun)
  const result = { command: 'run', ...restoreResult(config, restored) }
  const finish = async (exitCode: number, saved?: ReturnType<typeof saveResult>) => {
    await restored.recorded
    if (options.json) printJson({ ...result, exitCode, save: saved })
    return exitCode
  }
  if (restored.hit === 'miss' && config.failOnCacheMiss) {
    terminal.fail(sentences.missFails(config))
    return finish(1)
  }
  terminal.clear()
  const status = await runChild(command, interrupt, (text) => terminal.fail(logSafe(text)))
  if (interrupt.received || status !== 0) {
    reporter.say(interrupt.received ? sentences.interrupted() : sentences.commandFailed(status))
    return finish(status)
  }
  const saved = await runSave(config, forkOf(restored), reporter, interrupt.signal, options.dryRun)
  return finish(0, saveResult(config, saved))
}
