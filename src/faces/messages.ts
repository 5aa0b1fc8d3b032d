import { StoreError } from '../core/ports/errors.ts'
import type { Event, NotSaved, NotShared, Phase } from '../core/ports/events.ts'
import type { Distrust } from '../core/signature.ts'
import type { RestoreOutcome, SaveOutcome } from '../volume/types.ts'
import type { Config } from './config.ts'
import { GITHUB_STORE, V1_STORE } from './environment.ts'
import { bytes, count, counted, duration, logSafe, rate } from './text.ts'

/** One sentence for a person. `warning`: read this; `notice`: once a run, explains; `info`: goes by. */
export interface Message {
  readonly level: 'info' | 'notice' | 'warning'
  /** One line, safe to print (`logSafe`). */
  readonly text: string
}

export type ProgressEvent = Extract<Event, { type: 'progress' }>

/** The sentence for an event; `undefined` for those that the outcome's sentence tells. */
export function describeEvent(event: Exclude<Event, ProgressEvent>): Message | undefined {
  switch (event.type) {
    case 'found':
      return info(
        event.match === 'exact'
          ? `Found “${event.key}” in lane ${placeOf(event)}, version ${event.version}.`
          : `Found no version of this key; the nearest is “${event.key}” in lane ${placeOf(event)}, version ${event.version}.`,
      )
    case 'not-shared':
      return warning(
        `Nothing is read from ${event.namespace}: ${NOT_SHARED[event.reason](event.namespace, event.reader)}.`,
      )
    case 'missed':
      return event.why === 'no-lane' ? undefined : info(MISSED[event.why](event.key))
    case 'listing-cut':
      return notice(
        `There are too many keys that start with “${event.keyPrefix}” in lane ${event.lane}; only the first were compared.`,
      )
    case 'head-refused':
      return warning(
        `What is stored for “${event.key}” in lane ${event.lane} is not used: its head ${DISTRUSTED[event.reason](event.signer)}.`,
      )
    case 'rolled-back':
      return warning(rolledBack(event))
    case 'no-identity':
      return notice(
        `The CI did not say who this job is, so the version does not either: ${event.detail.replace(/\.$/, '')}.`,
      )
    case 'store-failed':
      return warning(storeFailed(event))
    case 'store-down':
      return warning(
        `The store ${event.store} is down or cannot be reached, and this step goes on without it: ${event.detail.replace(/\.$/, '')}.`,
      )
    case 'version-unusable':
      return warning(`Version ${event.version} cannot be used, it ${UNUSABLE[event.reason]}: ${event.detail}`)
    case 'tier-skipped':
      return warning(
        `The store ${event.store} ${STORE_FAILED[event.kind]}, so ${event.isRead ? 'it gets no copies' : 'it is left out'} for the rest of this step: ${event.detail}`,
      )
    case 'home-down':
      return notice(
        `What a nearer store has seen of ${event.store} stands in for it: that may be out of date, and nothing can be saved.`,
      )
    case 'copy-damaged':
      return notice(
        `A copy in the store ${event.store} was damaged and is fetched again from farther away: ${event.key}`,
      )
    case 'target-failed':
      return warning(`${event.path} could not be written: ${event.detail}`)
    case 'recovered':
      return notice(
        `A run before this one was killed while it restored ${event.path}: removed ${counted(event.files, 'half-written file')} and ${counted(event.siblings, 'abandoned directory', 'abandoned directories')}.`,
      )
    case 'purged':
      return info(`Removed ${counted(event.files, 'file')} that a job of lane ${event.lane} left in ${event.path}.`)
    case 'kept-tracked':
      return notice(`${event.path} is tracked by git (or git could not be asked), so it was not removed.`)
    case 'mount-absent':
      return warning(
        event.others > 0
          ? `Nothing exists at “${event.label}”; the other declared paths are saved without it.`
          : `Nothing exists at “${event.label}”.`,
      )
    case 'mount-unpaired':
      return notice(`The version has nothing for “${event.label}”, or no declared path pairs with it: not restored.`)
    case 'nested-mount':
      return notice(`${event.path} lies in “${event.label}” but belongs to another step's volume: left to that step.`)
    case 'left-out':
      return (event.reason === 'unreadable' ? warning : info)(
        `${event.label}: ${event.path} ${LEFT_OUT[event.reason]} and is left out.`,
      )
    case 'changing':
      return warning(
        `${event.path} kept changing while it was read; stop what writes it, or exclude it with the path “!${event.path}”.`,
      )
    case 'secrets':
      return SECRETS[event.doing](some(event))
    case 'tokens':
      return warning(
        `${some(event)} ${event.total === 1 ? 'holds' : 'hold'} what looks like a token and ${event.total === 1 ? 'is' : 'are'} saved; exclude with “!path” what must not be shared.`,
      )
    case 'too-large':
      return warning(
        `The volume holds ${bytes(event.bytes)}, more than its limit of ${bytes(event.limit)}. Largest directories: ${event.largest
          .map(({ path, bytes: size }) => `${path || '.'} (${bytes(size)})`)
          .join(', ')}.`,
      )
    case 'not-collected':
      return notice(
        `What is superseded on ${event.store} could not be removed${event.isDenied ? ' (the input token needs the permission actions: write)' : ''} and stays for now: ${event.detail}`,
      )
    case 'nothing-declared-exists':
    case 'not-saved':
      return undefined
  }
}

/** What happened, in the store's own words, and where the store is one that we know, what can be done about it. */
function storeFailed({ store, kind, doing, detail }: Extract<Event, { type: 'store-failed' }>): string {
  const github = store === GITHUB_STORE
  const name = github ? 'GitHub’s cache service' : `The store ${store}`
  const advice = github ? ` ${ON_GITHUB[kind]}` : ''
  return `${name} ${STORE_FAILED[kind]} while ${doing}: ${detail.replace(/\.$/, '')}.${advice}`
}

function rolledBack({ key, lane, committedAt, seenAt, isRefused }: Extract<Event, { type: 'rolled-back' }>): string {
  const [from, to] = [seenAt, committedAt].map((millis) => new Date(millis).toISOString())
  return `“${key}” in lane ${lane} was set back: this machine has seen it as of ${from}, and the store has it as of ${to}, from before that. ${isRefused ? 'It is not used' : 'It is used all the same'}; if nobody restored the store from a copy, find out who can write to it.`
}

/** A lane, and whose it is where that is another namespace than the job's. */
export function placeOf({
  lane,
  namespace,
}: {
  readonly lane: string
  readonly namespace?: string | undefined
}): string {
  return namespace === undefined ? lane : `${lane} of ${namespace}`
}

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

/** `fetching: 45.0 MiB of 114.0 MiB (39 %), 9,120 files, 95.2 MiB/s`. `millis`: since the phase began. */
export function describeProgress(event: ProgressEvent, millis: number): string {
  const { phase, done, total, files, totalFiles } = event
  const parts: string[] = []
  if (total > 0) parts.push(`${bytes(done)} of ${bytes(total)} (${Math.floor((100 * done) / total)} %)`)
  else if (done > 0) parts.push(bytes(done))
  if (totalFiles > 0) parts.push(`${count(files)} of ${counted(totalFiles, 'file')}`)
  else if (files > 0) parts.push(counted(files, 'file'))
  const speed = done > 0 ? rate(done, millis) : undefined
  if (speed) parts.push(speed)
  return logSafe(`${PHASES[phase]}: ${parts.join(', ')}`)
}

// What only a face knows.

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

/** An error as one line, without its stack. */
export function errorText(error: unknown): string {
  if (error instanceof StoreError) return `${error.store}: ${error.message}`
  return error instanceof Error ? error.message || error.name : String(error)
}

const PHASES: Record<Phase, string> = { scan: 'scanning', read: 'reading', fetch: 'fetching', finish: 'finishing' }

const MISSED = {
  'nothing-stored': (key: string) => `No version is stored for “${key}”, nor one to fall back on.`,
  unusable: (key: string) => `No usable version is left for “${key}”.`,
}

const NOT_SHARED: Record<NotShared, (namespace: string, reader: string) => string> = {
  'not-declared': (namespace, reader) =>
    `it does not share with ${reader}; somebody who may write its lane trusted runs “warmstart share ${reader} --namespace ${namespace} --lane trusted”`,
  denied: () => 'the store does not let this job look there',
  unsupported: () => 'GitHub’s cache service shows each repository its own entries only; sharing needs another store',
}

const STORE_FAILED: Record<Extract<Event, { type: 'store-failed' }>['kind'], string> = {
  unavailable: 'could not be reached',
  throttled: 'asked to slow down',
  denied: 'refused access',
  corrupt: 'returned damaged data',
  range: 'returned less than was stored',
  full: 'has no room',
  unsupported: 'cannot do what was needed',
}

const ON_GITHUB: typeof STORE_FAILED = {
  unavailable: 'If it lasts, see githubstatus.com; on a runner of your own, see its network and its proxy variables.',
  throttled:
    'GitHub lets a repository make 200 uploads and 1,500 look-ups a minute; start fewer jobs at once, or name another store in `store`.',
  denied:
    'What a job may do there goes by its event and the workflow’s `cache-mode`; its token also ends in jobs that last many hours.',
  corrupt: 'The next save replaces it; there is nothing to do.',
  range: 'The next save replaces it; there is nothing to do.',
  full: 'Delete caches (in the repository’s Actions tab), raise its cache limit or budget, or name another store in `store`.',
  unsupported: 'Use the latest release of Warmstart.',
}

const UNUSABLE: Record<Extract<Event, { type: 'version-unusable' }>['reason'], string> = {
  missing: 'is incomplete',
  damaged: 'is damaged',
  'needs-newer': 'was written by a newer Warmstart',
  'no-key': 'is encrypted',
  'other-key': 'is encrypted with another key',
  'not-encrypted': 'is not encrypted',
  untrusted: 'is not trusted',
}

const DISTRUSTED: Record<Distrust, (signer: string) => string> = {
  unsigned: () => 'is not signed',
  'unknown-signer': (signer) => `is signed with the key ${signer}, which is none of verify-keys`,
  'wrong-signature': () => 'has a wrong signature, so it was altered or belongs elsewhere',
}

const LEFT_OUT: Record<Extract<Event, { type: 'left-out' }>['reason'], string> = {
  vanished: 'vanished while it was read',
  unreadable: 'cannot be read',
  special: 'is no file, directory or link',
}

const WARNED: ReadonlySet<SaveOutcome['reason']> = new Set(['nothing-to-save', 'other-lane', 'encrypted'])

const SECRETS = {
  omitted: (files: string) => notice(`Left out, because they hold a credential: ${files}.`),
  refused: (files: string) => warning(`These files hold a credential: ${files}. Nothing is saved (secrets: refuse).`),
  kept: (files: string) =>
    warning(
      `These files hold a credential: ${files}. The archive has them, because nothing can be left out of it; exclude them with “!path”.`,
    ),
  lacking: (files: string) => notice(`The version was saved without files that held a credential: ${files}.`),
} satisfies Record<Extract<Event, { type: 'secrets' }>['doing'], (files: string) => Message>

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

/** A few names out of many; long ones are cut, since whoever wrote the version chose them. */
function some({ files, total }: { readonly files: readonly string[]; readonly total: number }): string {
  const names = files.map((name) => (name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH)}…` : name)).join(', ')
  return total > files.length ? `${names} and ${count(total - files.length)} more` : names
}

const NAME_LENGTH = 200

function info(text: string): Message {
  return { level: 'info', text: logSafe(text) }
}

function notice(text: string): Message {
  return { level: 'notice', text: logSafe(text) }
}

function warning(text: string): Message {
  return { level: 'warning', text: logSafe(text) }
}
