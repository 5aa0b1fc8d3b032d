import type { RestoreOutcome } from '../../volume/types.ts'
import type { Config } from '../config.ts'
import { V1_STORE } from '../environment.ts'
import { describeRestore } from '../messages/outcomes.ts'
import { sentences } from '../messages/sentences.ts'
import type { Reporter } from '../reporter.ts'
import type { Ran } from '../steps.ts'
import { restoreArchive } from './archives.ts'

/** May this restore's miss be made good by an entry of actions/cache? Only where a save can make it a version. */
export function adopts(config: Config, outcome: RestoreOutcome): boolean {
  const { adopt, access, lookupOnly, store } = config
  // The old service's entries are those of actions/cache already.
  if (!adopt || store === V1_STORE || outcome.hit !== 'miss' || lookupOnly || access.dry) return false
  return access.reads.length > 0 && access.writes !== undefined
}

/**
 * After a miss: restores what actions/cache would have restored for the same paths and keys. The outcome is its hit
 * without a version. This machine remembers a miss, so the job's save stores everything.
 */
export async function adoptArchive(
  config: Config,
  missed: Ran<RestoreOutcome>,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<Ran<RestoreOutcome>> {
  const began = performance.now()
  const found = await restoreArchive(config, config, reporter).catch((error: unknown) => {
    reporter.say(sentences.unexpected('Adopting', error))
    return undefined
  })
  reporter.finish()
  signal.throwIfAborted()
  if (!found) {
    reporter.say(sentences.nothingToAdopt(config))
    return missed
  }
  const millis = performance.now() - began
  const outcome = {
    ...missed,
    ...found,
    seconds: missed.seconds + millis / 1000,
    millis: { ...missed.millis, fetchAndWrite: missed.millis.fetchAndWrite + millis },
  }
  reporter.say(describeRestore(config, outcome))
  reporter.say(sentences.adopted(config, found.matchedKey))
  return outcome
}
