import * as core from '@actions/core'
import { UserError } from '../../core/ports/errors.ts'
import type { SaveOutcome } from '../../volume/types.ts'
import { type Config, configure } from '../config.ts'
import { V1_STORE } from '../environment.ts'
import { Interrupt } from '../interrupt.ts'
import { currentJob } from '../job.ts'
import { errorText } from '../messages/message.ts'
import { sentences } from '../messages/sentences.ts'
import { Reporter } from '../reporter.ts'
import { NO_FORK } from '../requests.ts'
import { type Ran, runSave } from '../steps.ts'
import { logSafe } from '../text.ts'
import { savesAfter, takeOver } from './handover.ts'
import { hashFiles, readInputs, readMachine } from './inputs.ts'
import { stepLog } from './log.ts'
import { saveRows, writeSummary } from './summary.ts'
import { saveV1 } from './v1.ts'

/** The post step: saves if the job's status asks for it. Never fails the job. */
export async function postStep(): Promise<void> {
  const reporter = new Reporter(stepLog)
  await neverFailing(reporter, async (interrupt) => {
    const handover = takeOver()
    if (!handover) return
    const { config, fork, exact } = handover
    const status = core.getInput('job-status')
    if (!savesAfter(status, config.saveOn)) reporter.say(sentences.abandoned(status))
    else if (exact && config.lookupOnly) reporter.say(sentences.lookedUp())
    else if (config.store === V1_STORE)
      await summarise(config, await saveV1(config, exact, reporter, interrupt.signal), reporter)
    else await summarise(config, await runSave(config, fork, reporter, interrupt.signal), reporter)
  })
}

/** The step of the `save` action: the workflow's own `if:` decided that it runs. Fails for bad input only. */
export async function saveStep(): Promise<void> {
  const reporter = new Reporter(stepLog)
  await neverFailing(reporter, async (interrupt) => {
    try {
      const machine = readMachine()
      const { asked, uploadChunkSize } = readInputs(machine)
      if (uploadChunkSize) reporter.say(sentences.chunkSize())
      const config = await configure(asked, currentJob(machine), machine, hashFiles)
      if (config.mode === 'off') reporter.say(sentences.off())
      else if (config.store === V1_STORE) {
        reporter.say(sentences.oldService())
        await summarise(config, await saveV1(config, false, reporter, interrupt.signal), reporter)
      } else await summarise(config, await runSave(config, NO_FORK, reporter, interrupt.signal), reporter)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      core.setFailed(logSafe(errorText(error)))
    }
  })
}

async function summarise(config: Config, outcome: Ran<SaveOutcome>, { warnings }: Reporter): Promise<void> {
  await writeSummary('save', config, saveRows(config, outcome), warnings)
}

async function neverFailing(reporter: Reporter, step: (interrupt: Interrupt) => Promise<void>): Promise<void> {
  const interrupt = new Interrupt()
  try {
    await step(interrupt)
  } catch (error) {
    reporter.say(interrupt.received ? sentences.interrupted() : sentences.unexpected('Saving', error))
  } finally {
    interrupt.close()
  }
}
