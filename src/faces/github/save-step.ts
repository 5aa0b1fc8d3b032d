import * as core from '@actions/core'
import { UserError } from '../../core/ports/errors.ts'
import { type Config, configure } from '../config.ts'
import { Interrupt } from '../interrupt.ts'
import { currentJob } from '../job.ts'
import { errorText, sentences } from '../messages.ts'
import { Reporter } from '../reporter.ts'
import { type Fork, NO_FORK } from '../requests.ts'
import { runSave } from '../steps.ts'
import { logSafe } from '../text.ts'
import { savesAfter, takeOver } from './handover.ts'
import { hashFiles, readInputs, readMachine } from './inputs.ts'
import { stepLog } from './log.ts'
import { saveRows, writeSummary } from './summary.ts'

/** The post step: saves if the job's status asks for it. Never fails the job. */
export async function postStep(): Promise<void> {
  const reporter = new Reporter(stepLog)
  await neverFailing(reporter, async (interrupt) => {
    const handover = takeOver()
    if (!handover) return
    const { config, fork, lookedUp } = handover
    const status = core.getInput('job-status')
    if (!savesAfter(status, config.saveOn)) reporter.say(sentences.abandoned(status))
    else if (lookedUp) reporter.say(sentences.lookedUp())
    else await saveAndSummarise(config, fork, reporter, interrupt)
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
      else await saveAndSummarise(config, NO_FORK, reporter, interrupt)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      core.setFailed(logSafe(errorText(error)))
    }
  })
}

async function saveAndSummarise(config: Config, fork: Fork, reporter: Reporter, interrupt: Interrupt): Promise<void> {
  const outcome = await runSave(config, fork, reporter, interrupt.signal)
  await writeSummary('save', config, saveRows(config, outcome))
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
