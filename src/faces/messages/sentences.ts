import type { Config } from '../config.ts'
import { counted, logSafe } from '../text.ts'
import { errorText, info, notice, warning } from './message.ts'

/** What only a face knows. */
export const sentences = {
  nothingHashed: (config: Config) =>
    warning(`hash-files matches no file, so the key is “${config.key}”: every such job shares it.`),
  chunkSize: () => notice('upload-chunk-size has no effect: Warmstart chooses the size of what it uploads.'),
  saveAlways: () => notice('save-always is deprecated; write “save-on: always” instead.'),
  unexpected: (doing: string, error: unknown) =>
    warning(`${doing} failed and the job goes on without the cache: ${errorText(error)}`),
  off: () => info('Warmstart is off (mode: off): nothing is restored and nothing saved.'),
  abandoned: (status: string) => info(`Nothing was saved: the job's status is “${status}”.`),
  lookedUp: () => info('Nothing was saved: the key has a version, and it was only looked up.'),
  oldService: () =>
    notice(
      'This server has only the first version of the cache service: each version is an archive of its own, stored whole and never overwritten, as with actions/cache. A store of your own lifts that.',
    ),
  adopted: (config: Config, key: string) =>
    notice(
      `Adopted “${key}”, which actions/cache had saved: its archive is trusted as actions/cache trusts it, and what this job saves under “${config.key}” is a version.`,
    ),
  nothingToAdopt: (config: Config) => info(`actions/cache has nothing for “${config.key}” that could be adopted.`),
  halfRestored: (path: string, files: number) =>
    warning(`The archive could not be restored whole; removed what it left in ${path} (${counted(files, 'file')}).`),
  withheld: (label: string, path: string) =>
    notice(`“${label}” goes without ${path}, which no cache should fill; allow-dangerous-paths takes it in.`),
  missFails: (config: Config) => logSafe(`No version was found for “${config.key}”, and fail-on-cache-miss is set.`),
  commandFailed: (code: number) => info(`Nothing was saved: the command ended with exit code ${code}.`),
  interrupted: () => info('Nothing was saved: the run was interrupted.'),
  noJournal: (why: string | undefined) =>
    warning(
      why === undefined
        ? 'Nothing was recorded in the journal: this store keeps none (audit: on).'
        : `Nothing was recorded in the journal: this job may write no lane (${why}).`,
    ),
  notRecorded: (error: unknown) => warning(`What was done could not be recorded in the journal: ${errorText(error)}`),
  omitted: (number: number) => info(`… and ${counted(number, 'more message')} of that kind.`),
  needsNode: (version: string) =>
    `Warmstart needs Node 24 or later (with zstd built in); this is Node ${version.replace(/^v/, '')}.`,
}
