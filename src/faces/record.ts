import { type Author, append, mayAppend, type Told } from '../volume/journal.ts'
import type { Context } from '../volume/types.ts'
import type { Config, Setting } from './config.ts'
import type { Job } from './job.ts'
import { sentences } from './messages/sentences.ts'
import type { Reporter } from './reporter.ts'
import { rightsOf } from './requests.ts'
import { ENGINE } from './version.ts'

/** A store that takes longer for one small object gets none. */
const WITHIN_MILLIS = 2000

/**
 * Leaves what a step has to tell in the journal. Never rejects: it is best effort, and where it was asked for and fails,
 * a warning says so.
 */
export async function record(
  context: Context,
  setting: Pick<Setting, 'namespace' | 'access'>,
  audit: Config['audit'],
  author: Author,
  told: readonly Told[],
  reporter: Reporter,
): Promise<void> {
  if (audit === 'off' || told.length === 0) return
  const rights = rightsOf(setting)
  const required = audit === 'on'
  if (!mayAppend(context, rights)) {
    if (required) reporter.say(sentences.noJournal(rights.writes === undefined ? setting.access.why : undefined))
    return
  }
  const late = AbortSignal.timeout(WITHIN_MILLIS)
  try {
    await append(context, rights, author, told, context.signal ? AbortSignal.any([context.signal, late]) : late)
  } catch (error) {
    if (required) reporter.say(sentences.notRecorded(error))
  }
}

export function authorOf({ writer, provenance, job }: Config): Author {
  return { ...writer, job, runner: provenance.runner, engine: provenance.engine }
}

/** Of a command that goes by no configuration. */
export function authorOfJob({ origin, id }: Job): Author {
  const { repository, run, actor, runner } = origin
  return { repository, run, actor, runner, job: id, engine: ENGINE }
}
