import * as core from '@actions/core'
import { UserError } from '../../core/ports/errors.ts'
import { MISS } from '../../volume/outcomes.ts'
import type { RestoreOutcome } from '../../volume/types.ts'
import { type Config, configure } from '../config.ts'
import { V1_STORE } from '../environment.ts'
import { Interrupt } from '../interrupt.ts'
import { currentJob } from '../job.ts'
import { errorText } from '../messages/message.ts'
import { sentences } from '../messages/sentences.ts'
import { Reporter } from '../reporter.ts'
import { forkOf } from '../requests.ts'
import { type Ran, runRestore } from '../steps.ts'
import { logSafe } from '../text.ts'
import { adoptArchive, adopts } from './adopt.ts'
import { handOver } from './handover.ts'
import { hashFiles, readInputs, readMachine } from './inputs.ts'
import { stepLog } from './log.ts'
import { outputsOf } from './outputs.ts'
import { restoreRows, writeSummary } from './summary.ts'
import { restoreV1 } from './v1.ts'

/**
 * The step that restores. It fails the job for bad input and for a miss with `fail-on-cache-miss`, and for nothing
 * else. With a post step to follow, it hands over what that needs.
 */
export async function restoreStep({ hasPost }: { readonly hasPost: boolean }): Promise<void> {
  const reporter = new Reporter(stepLog)
  const interrupt = new Interrupt()
  try {
    const config = await readConfig(reporter)
    const outcome = config.mode === 'off' ? off(reporter) : await restored(config, reporter, interrupt.signal)
    if (hasPost && config.mode !== 'off') handOver({ config, fork: forkOf(outcome), exact: outcome.hit === 'exact' })
    for (const [name, value] of Object.entries(outputsOf(config, outcome))) core.setOutput(name, value)
    await writeSummary('restore', config, restoreRows(config, outcome), reporter.warnings)
    await outcome.recorded
    if (outcome.hit === 'miss' && config.failOnCacheMiss) core.setFailed(sentences.missFails(config))
  } catch (error) {
    if (interrupt.received) core.info('The restore was cancelled.')
    else if (error instanceof UserError) core.setFailed(logSafe(errorText(error)))
    else reporter.say(sentences.unexpected('Restoring', error))
  } finally {
    interrupt.close()
  }
}

async function readConfig(reporter: Reporter): Promise<Config> {
  const machine = readMachine()
  const { asked, uploadChunkSize, saveAlways } = readInputs(machine)
  if (uploadChunkSize) reporter.say(sentences.chunkSize())
  if (saveAlways) reporter.say(sentences.saveAlways())
  return configure(asked, currentJob(machine), machine, hashFiles)
}

async function restored(config: Config, reporter: Reporter, signal: AbortSignal): Promise<Ran<RestoreOutcome>> {
  if (config.store === V1_STORE) return restoreV1(config, reporter, signal)
  const outcome = await runRestore(config, reporter, signal)
  return adopts(config, outcome) ? adoptArchive(config, outcome, reporter, signal) : outcome
}

function off(reporter: Reporter): Ran<RestoreOutcome> {
  reporter.say(sentences.off())
  return { ...MISS, requests: 0, upkeepRequests: 0, seconds: 0 }
}
