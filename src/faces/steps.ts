import { UserError } from '../core/ports/errors.ts'
import { MISS, NOTHING_SAVED } from '../volume/outcomes.ts'
import { restore } from '../volume/restore.ts'
import { save } from '../volume/save.ts'
import type { RestoreOutcome, SaveOutcome } from '../volume/types.ts'
import { type Composed, compose } from './compose.ts'
import type { Config } from './config.ts'
import { describeRestore, describeSave, sentences } from './messages.ts'
import type { Reporter } from './reporter.ts'
import { type Fork, restoreRequest, saveRequest } from './requests.ts'

/** An outcome with what only a face can count. */
export type Ran<T> = T & {
  /** Without upkeep: reads that keep packs from expiring. */
  readonly requests: number
  readonly upkeepRequests: number
  readonly seconds: number
}

/**
 * Restores, and says what became of it. A cache never fails a build: whatever goes wrong is a warning and a miss; only
 * `UserError` and an aborted signal reject.
 */
export async function runRestore(
  config: Config,
  reporter: Reporter,
  signal: AbortSignal,
  dryRun = false,
): Promise<Ran<RestoreOutcome>> {
  if (config.nothingHashed) reporter.say(sentences.nothingHashed(config))
  const request = restoreRequest(config, dryRun)
  const outcome = await run('Restoring', config, reporter, signal, MISS, ({ context }) => restore(context, request))
  reporter.say(describeRestore(config, outcome))
  return outcome
}

/** Saves, and says what became of it. Rejects as `runRestore` does. */
export async function runSave(
  config: Config,
  fork: Fork,
  reporter: Reporter,
  signal: AbortSignal,
  dryRun = false,
): Promise<Ran<SaveOutcome>> {
  const request = saveRequest(config, fork, dryRun)
  const outcome = await run('Saving', config, reporter, signal, NOTHING_SAVED, ({ context }) => save(context, request))
  reporter.say(describeSave(config, outcome))
  return outcome
}

async function run<T>(
  doing: string,
  config: Config,
  reporter: Reporter,
  signal: AbortSignal,
  otherwise: T,
  step: (composed: Composed) => Promise<T>,
): Promise<Ran<T>> {
  const began = performance.now()
  let composed: Composed | undefined
  let outcome = otherwise
  try {
    composed = await compose(config, reporter, signal)
    outcome = await step(composed)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof UserError) throw error
    reporter.say(sentences.unexpected(doing, error))
  } finally {
    await composed?.close()
    reporter.finish()
  }
  const { requests = 0, upkeepRequests = 0 } = composed?.counts ?? {}
  return { ...outcome, requests, upkeepRequests, seconds: (performance.now() - began) / 1000 }
}
