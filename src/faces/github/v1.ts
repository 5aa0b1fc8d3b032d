import { largestDirectories } from '../../core/largest.ts'
import { parsePaths } from '../../core/mount.ts'
import { UserError } from '../../core/ports/errors.ts'
import { MISS, NOTHING_SAVED } from '../../volume/outcomes.ts'
import { tellOmitted, withoutSecrets } from '../../volume/secrets.ts'
import type { RestoreOutcome, SaveOutcome } from '../../volume/types.ts'
import { createWorkspace } from '../../workspace/local.ts'
import { type Config, NO_FILES } from '../config.ts'
import { cacheService, type Machine, V1_STORE } from '../environment.ts'
import { describeRestore, describeSave } from '../messages/outcomes.ts'
import { sentences } from '../messages/sentences.ts'
import type { Reporter } from '../reporter.ts'
import type { Ran } from '../steps.ts'
import { workerUrl } from '../worker-url.ts'
import { type ArchiveKeys, findArchive, restoreArchive, saveArchive } from './archives.ts'

// Where the server has only the first protocol of GitHub's cache service there is no store to put packs in: a version
// is one archive under one key, written once, by the client of actions/cache and with its identity.

/** The store of a workflow that names none on such a server; `''` elsewhere. */
export function v1Store(machine: Machine): string {
  return !machine.env['WARMSTART_STORE'] && cacheService(machine) === 'v1' ? V1_STORE : ''
}

/** As `runRestore`; a hit has no version, and nobody knows how many files and bytes it brought. */
export async function restoreV1(config: Config, reporter: Reporter, signal: AbortSignal): Promise<Ran<RestoreOutcome>> {
  reporter.say(sentences.oldService())
  if (config.nothingHashed) reporter.say(sentences.nothingHashed(config))
  const { access, lookupOnly, namespace: reader } = config
  for (const namespace of access.shares ?? [])
    reporter.emit({ type: 'not-shared', namespace, reader, reason: 'unsupported' })
  const outcome = await run('Restoring', reporter, signal, MISS, async (): Promise<RestoreOutcome> => {
    if (access.reads.length === 0) return MISS
    const began = performance.now()
    const keys = keysOf(config)
    const found =
      lookupOnly || access.dry ? await findArchive(config, keys) : await restoreArchive(config, keys, reporter)
    signal.throwIfAborted()
    if (!found) return MISS
    const matchedKey = found.matchedKey.slice(prefixOf(config).length)
    return { ...MISS, hit: found.hit, matchedKey, millis: { ...MISS.millis, fetchAndWrite: performance.now() - began } }
  })
  reporter.say(describeRestore(config, outcome))
  return outcome
}

/** As `runSave`. `restored`: the job started from this very key, which cannot be written again. */
export async function saveV1(
  config: Config,
  restored: boolean,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<Ran<SaveOutcome>> {
  // A failed upload can throw where nobody can catch it, long after the call; a cache fails no build.
  process.on('uncaughtException', (error) => reporter.say(sentences.unexpected('Saving', error)))
  const outcome = await run('Saving', reporter, signal, NOTHING_SAVED, () => save(config, restored, reporter, signal))
  reporter.say(describeSave(config, outcome))
  return outcome
}

async function save(config: Config, restored: boolean, reporter: Reporter, signal: AbortSignal): Promise<SaveOutcome> {
  if (config.access.writes === undefined) return { ...NOTHING_SAVED, reason: 'read-only' }
  if (restored) return { ...NOTHING_SAVED, reason: 'exists' }
  const began = performance.now()
  const { found, refused, ...size } = await measure(config, reporter, signal)
  const scanned = performance.now()
  const outcome = { ...NOTHING_SAVED, ...size, millis: { scan: scanned - began, read: 0, commit: 0 } }
  if (!found) return { ...outcome, reason: 'nothing-to-save' }
  if (refused) return { ...outcome, reason: 'secrets' }
  if (config.sizeLimit !== undefined && size.totalBytes > config.sizeLimit) return { ...outcome, reason: 'too-large' }
  if (config.access.dry) return { ...outcome, reason: 'dry-run', newBytes: size.totalBytes }
  const { key } = keysOf(config)
  const stored = await saveArchive(config, key)
  const millis = { ...outcome.millis, commit: performance.now() - scanned }
  if (stored) return { ...outcome, saved: true, reason: 'saved', newBytes: size.totalBytes, objectsPut: 1, millis }
  // The client does not tell failures from another job's having been first, which is none.
  const there = await findArchive(config, { key, restoreKeys: [] })
  return { ...outcome, reason: there?.hit === 'exact' ? 'exists' : 'store-failed', millis }
}

/**
 * What lies at the paths; says what is absent, what makes it too large, and what holds a credential: an archive is made of
 * the paths as they are written, so nothing can be left out of it.
 */
async function measure(config: Config, reporter: Reporter, signal: AbortSignal) {
  const { mounts } = parsePaths(config.paths, config)
  const workspace = createWorkspace({ stateDir: config.stateDir, workerUrl: workerUrl(), events: reporter })
  try {
    const scans = []
    const secrets = []
    for (const mount of mounts) {
      const { tree } = await workspace.scan(mount, { signal })
      scans.push({ label: mount.label, tree })
      if (tree && config.secrets !== 'allow')
        secrets.push({ mount, ...withoutSecrets({ workspace }, mount, tree, undefined) })
    }
    const trees = scans.flatMap(({ label, tree }) => (tree ? [{ label, tree }] : []))
    const absent = scans.filter(({ tree }) => !tree)
    if (trees.length > 0) {
      for (const { label } of absent) reporter.emit({ type: 'mount-absent', label, others: trees.length })
    }
    const files = trees.reduce((sum, { tree }) => sum + tree.fileCount(), 0)
    const totalBytes = trees.reduce((sum, { tree }) => sum + tree.totalBytes(), 0)
    const limit = config.sizeLimit
    if (limit !== undefined && totalBytes > limit) {
      reporter.emit({ type: 'too-large', bytes: totalBytes, limit, largest: largestDirectories(trees, 10) })
    }
    const refused = config.secrets === 'refuse' && secrets.some(({ omitted }) => omitted.length > 0)
    tellOmitted(reporter, secrets, refused ? 'refused' : 'kept')
    return { found: trees.length > 0, refused, files, totalBytes }
  } finally {
    await workspace.close()
  }
}

/**
 * Key and restore keys as the service is told them. Volumes without a name are kept apart by their paths, as in
 * actions/cache, whose entries they therefore are; one with a name has it before its keys. With `hash-files` the key
 * without its hash is the last restore key.
 */
function keysOf(config: Config): ArchiveKeys {
  const { key, restoreKeys, newestAsLastResort, provenance } = config
  const prefix = prefixOf(config)
  const hash = provenance.inputHash || NO_FILES
  const last = newestAsLastResort ? [key.slice(0, key.length - hash.length)] : []
  return { key: prefix + key, restoreKeys: [...restoreKeys, ...last].map((one) => prefix + one) }
}

function prefixOf({ named, volume }: Config): string {
  return named ? `${encodeURIComponent(volume)}/` : ''
}

/** A cache never fails a build: only bad input (what the client calls a `ValidationError`) and an abort reject. */
async function run<T>(
  doing: string,
  reporter: Reporter,
  signal: AbortSignal,
  otherwise: T,
  step: () => Promise<T>,
): Promise<Ran<T>> {
  const began = performance.now()
  let outcome = otherwise
  try {
    outcome = await step()
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof UserError) throw error
    if (error instanceof Error && error.name === 'ValidationError') throw new UserError(error.message)
    reporter.say(sentences.unexpected(doing, error))
  } finally {
    reporter.finish()
  }
  return { ...outcome, requests: 0, upkeepRequests: 0, seconds: (performance.now() - began) / 1000 }
}
