import type { NotSaved } from '../../core/ports/events.ts'
import type { RestoreOutcome, SaveOutcome } from '../../volume/types.ts'
import type { Config } from '../config.ts'
import { V1_STORE } from '../environment.ts'
import { bytes, counted, duration, rate } from '../text.ts'
import { info, type Message, warning } from './message.ts'

/** What became of a restore. */
export function describeRestore(config: Config, outcome: RestoreOutcome): Message {
  if (config.access.reads.length === 0) return info(`Nothing is restored: ${config.access.why}.`)
  if (outcome.hit === 'miss')
    return info(`Cache miss for “${config.key}”${config.adopt ? '' : ': the job starts cold'}.`)
  const what = `${counted(outcome.files, 'file')}, ${bytes(outcome.totalBytes)}`
  const key = outcome.matchedKey ?? config.key
  const kind = outcome.hit === 'exact' ? 'Cache hit' : 'Fallback hit'
  if (config.lookupOnly) return info(`${kind}: “${key}” can be restored; it was only looked up.`)
  const { fetchAndWrite, find, finish } = outcome.millis
  if (outcome.version === undefined) {
    const verb = config.access.dry ? 'would be restored' : `restored in ${duration(fetchAndWrite)}`
    return info(`${kind}: “${key}” ${verb}, an archive as actions/cache makes them.`)
  }
  const speed = rate(outcome.fetchedBytes, fetchAndWrite)
  const fetched = `fetched ${bytes(outcome.fetchedBytes)}${speed ? ` at ${speed}` : ''}`
  const wrote = `wrote ${counted(outcome.writtenFiles, 'file')}`
  const verb = config.access.dry ? 'would be restored' : 'restored'
  return info(`${kind}: “${key}” ${verb} in ${duration(find + fetchAndWrite + finish)}: ${what}; ${fetched}, ${wrote}.`)
}

/** What became of a save. */
export function describeSave(config: Config, outcome: SaveOutcome): Message {
  const what = `${counted(outcome.files, 'file')}, ${bytes(outcome.totalBytes)}`
  if (outcome.reason === 'linked') {
    return info(`“${config.key}” now names version ${outcome.version ?? ''}, which is equal: ${what}, nothing stored.`)
  }
  if (outcome.reason === 'saved') {
    const { scan, read, commit } = outcome.millis
    if (outcome.version === undefined) {
      return info(`Saved “${config.key}” as an archive in ${duration(scan + commit)}: ${what}.`)
    }
    const stored = `${bytes(outcome.newBytes)} new, ${bytes(outcome.uploadedBytes)} stored`
    return info(
      `Saved “${config.key}” as version ${outcome.version ?? ''} in ${duration(scan + read + commit)}: ${what}; ${stored}.`,
    )
  }
  if (outcome.reason === 'dry-run') {
    return info(`A dry run: “${config.key}” would be saved with ${what}; ${bytes(outcome.newBytes)} new.`)
  }
  // What a store failed to do was said when it did; nobody else tells of the old service's failures.
  const warned = WARNED.has(outcome.reason) || (outcome.reason === 'store-failed' && config.store === V1_STORE)
  const level = warned ? warning : info
  return level(`Nothing was saved under “${config.key}”: ${notSaved(outcome.reason, config)}.`)
}

/** A clause for why a save stored nothing. */
export function notSaved(reason: NotSaved, config: Config): string {
  if (reason === 'read-only') return `this job may not write (${config.access.why})`
  return (config.store === V1_STORE && NOT_SAVED_BY_V1[reason]) || NOT_SAVED[reason]
}

const WARNED: ReadonlySet<SaveOutcome['reason']> = new Set(['nothing-to-save', 'other-lane', 'encrypted'])

const NOT_SAVED: Record<Exclude<NotSaved, 'read-only'>, string> = {
  unchanged: 'nothing has changed',
  exists: 'the key has a version, and save-if is missing',
  'nothing-to-save': 'none of the declared paths exists',
  changing: 'a file kept changing while it was read',
  'too-large': 'the volume is over its size limit',
  superseded: 'a job that started later has saved already',
  'other-lane': "the files there were left by another lane's job",
  encrypted: 'what it would replace is encrypted, and this job has no encryption key',
  secrets: 'files there hold credentials',
  'store-failed': 'the store failed',
  'dry-run': 'this was a dry run',
}

const NOT_SAVED_BY_V1: Partial<Record<NotSaved, string>> = {
  exists: 'the key has an archive, which is never overwritten',
  'store-failed': 'the cache service did not take it, for the reason above',
}
