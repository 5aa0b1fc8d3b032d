import { UserError } from '../core/ports/errors.ts'
import { type Seen, type Told, toldByRestore, toldBySave, witnessed } from '../volume/journal.ts'
import { MISS, NOTHING_SAVED } from '../volume/outcomes.ts'
import { restore } from '../volume/restore.ts'
import { save } from '../volume/save.ts'
import type { Context, RestoreOutcome, SaveOutcome } from '../volume/types.ts'
import { type Composed, compose } from './compose.ts'
import type { Config } from './config.ts'
import { describeRestore, describeSave } from './messages/outcomes.ts'
import { sentences } from './messages/sentences.ts'
import { authorOf, record } from './record.ts'
import type { Reporter } from './reporter.ts'
import { type Fork, guardedMounts, restoreRequest, saveRequest } from './requests.ts'

export interface TierUse {
  readonly store: string
  readonly requests: number
  readonly fetchedBytes: number
  readonly uploadedBytes: number
}

/** An outcome with what only a face can count. */
export type Ran<T> = T & {
  /** Without upkeep: reads that keep packs from expiring. */
  readonly requests: number
  readonly upkeepRequests: number
  /** Of several stores, what each was asked and what went through it, nearest first. */
  readonly tiers?: readonly TierUse[]
  readonly seconds: number
  /** What is left of recording it in the journal. Never rejects. */
  readonly recorded?: Promise<void>
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
  sayWithheld(config, reporter)
  const tiers = tiersFor(config, !dryRun && !config.access.dry)
  const step = (context: Context) => restore(context, request)
  const tell = (outcome: RestoreOutcome, seen: Seen) => (tiers === 'read' ? [] : toldByRestore(request, outcome, seen))
  const outcome = await run('Restoring', config, reporter, signal, tiers, MISS, step, tell)
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
  sayWithheld(config, reporter)
  const tiers = tiersFor(config, !request.dryRun)
  const step = (context: Context) => save(context, request)
  const tell = (outcome: SaveOutcome, seen: Seen) => (tiers === 'read' ? [] : toldBySave(request, outcome, seen))
  const outcome = await run('Saving', config, reporter, signal, tiers, NOTHING_SAVED, step, tell)
  await outcome.recorded
  reporter.say(describeSave(config, outcome))
  return outcome
}

function sayWithheld(config: Config, reporter: Reporter): void {
  for (const { label, path } of guardedMounts(config).withheld) reporter.say(sentences.withheld(label, path))
}

/** A dry run changes nothing anywhere; a job that may write nowhere changes nothing that others share. */
function tiersFor({ access }: Config, changes: boolean): 'filled' | 'local' | 'read' {
  if (!changes) return 'read'
  return access.writes === undefined ? 'local' : 'filled'
}

async function run<T>(
  doing: string,
  config: Config,
  reporter: Reporter,
  signal: AbortSignal,
  use: 'filled' | 'local' | 'read',
  otherwise: T,
  step: (context: Context) => Promise<T>,
  tell: (outcome: T, seen: Seen) => readonly Told[],
): Promise<Ran<T>> {
  const began = performance.now()
  let composed: Composed | undefined
  let outcome = otherwise
  let recorded: Promise<void> | undefined
  try {
    composed = await compose(config, reporter, signal, use)
    const { context, seen } = witnessed(composed.context)
    outcome = await step(context)
    recorded = record(context, config, config.audit, authorOf(config), tell(outcome, seen), reporter)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof UserError) throw error
    reporter.say(sentences.unexpected(doing, error))
  } finally {
    await composed?.close()
    reporter.finish()
  }
  const { requests = 0, upkeepRequests = 0 } = composed?.counts ?? {}
  const tiers = composed?.tiers?.map(({ name: store, counts }) => {
    const { requests, fetchedBytes, uploadedBytes } = counts
    return { store, requests, fetchedBytes, uploadedBytes }
  })
  const seconds = (performance.now() - began) / 1000
  return { ...outcome, requests, upkeepRequests, ...(tiers && { tiers }), seconds, ...(recorded && { recorded }) }
}
