import { setImmediate } from 'node:timers/promises'
import { toDisplay } from '../core/bytes.ts'
import type { VersionRef } from '../core/head.ts'
import type { Manifest } from '../core/manifest.ts'
import { StoreError } from '../core/ports/errors.ts'
import { apply } from './apply.ts'
import { candidates, type Found } from './find.ts'
import { FirstReads } from './first-reads.ts'
import { isKeyFault } from './keys.ts'
import { loadVersion, withTrees } from './load-version.ts'
import { MISS } from './outcomes.ts'
import { beginScans, endScans, type Scans } from './place.ts'
import { purgeForeign } from './purge.ts'
import { PackFault } from './read.ts'
import { rememberMiss } from './remember-restore.ts'
import { parentOf, type Run, type Work } from './restore-run.ts'
import { saw } from './trust.ts'
import type { Context, RestoreOutcome, RestoreRequest } from './types.ts'

const NO_WORK: Work = { files: 0, totalBytes: 0, fetchedBytes: 0, writtenFiles: 0, writtenBytes: 0 }

/**
 * Gives the job its fork: finds the version to start from, puts it in place, and remembers what was done. Every fault
 * ends as the version before or as a miss with the target as it was; only an aborted signal rejects.
 */
export async function restore(context: Context, request: RestoreRequest): Promise<RestoreOutcome> {
  const run: Run = {
    context,
    request,
    millis: { find: 0, fetchAndWrite: 0, finish: 0 },
    broken: new Set(),
    keyFaults: new Set(),
    startedAt: undefined,
  }
  let outcome: RestoreOutcome | undefined
  let prepared = false
  try {
    if (request.how === 'restore') await prepare(run)
    prepared = true
    outcome = await findAndApply(run)
  } catch (error) {
    context.signal?.throwIfAborted()
    report(context, error)
  }
  if (outcome) return outcome
  // Where another lane's files could not be cleared away its state stays, so that nothing is saved from among them.
  if (request.how === 'restore' && prepared) {
    await rememberMiss(run).catch((error: unknown) => report(context, error))
  }
  return { ...MISS, startedAt: run.startedAt, millis: run.millis }
}

/** Clears what a killed run or another lane's job left, whatever the store will say. */
async function prepare({ context, request }: Run): Promise<void> {
  for (const mount of request.mounts) {
    const { removedFiles, removedSiblings } = context.workspace.recover(mount)
    if (removedFiles + removedSiblings > 0) {
      context.events.emit({
        type: 'recovered',
        path: toDisplay(mount.path),
        files: removedFiles,
        siblings: removedSiblings,
      })
    }
    if (request.foreign !== 'overlay') await purgeForeign(context, request, mount)
  }
}

async function findAndApply(run: Run): Promise<RestoreOutcome | undefined> {
  const { context, request, millis } = run
  const { clock, events } = context
  const began = clock.now()
  if (request.rights.reads.length === 0) {
    events.emit({ type: 'missed', key: request.key, why: 'no-lane' })
    return undefined
  }
  if (request.how === 'restore') context.workspace.warm('a little')
  const found = candidates(context, request)
  let next = await found.next()
  // The answer to what was just asked told the time.
  run.startedAt = await context.store.now()
  millis.find = clock.now() - began
  const why = next.done ? 'nothing-stored' : 'unusable'
  while (!next.done) {
    const outcome = request.how === 'look-up' ? await lookUp(run, next.value) : await tryHead(run, next.value)
    if (outcome !== 'untrusted' && outcome !== undefined) return outcome
    if (outcome === undefined) break
    // A version that is not trusted, or that no key of this job opens, is as if it were not there.
    next = await found.next()
  }
  events.emit({ type: 'missed', key: request.key, why })
  return undefined
}

/** Fetches nothing; where not everybody is trusted, what is found is a hit only if a restore would take it. */
async function lookUp(run: Run, found: Found): Promise<RestoreOutcome | 'untrusted'> {
  const { context } = run
  const { line, head } = found.stored
  const loaded = (context.trust || context.keys) && (await loadVersion(context, line, head.current))
  if (loaded && 'reason' in loaded && (loaded.reason === 'untrusted' || isKeyFault(loaded))) {
    context.events.emit({ type: 'version-unusable', version: head.current.ulid, ...loaded })
    return 'untrusted'
  }
  return outcomeOf(run, found, head.current, NO_WORK)
}

async function tryHead(run: Run, found: Found): Promise<RestoreOutcome | 'untrusted' | undefined> {
  const { head } = found.stored
  let result: 'untrusted' | undefined
  // The version before may do where the current one is damaged; anything older is more likely stale than useful.
  for (const ref of [head.current, ...head.history.slice(0, 1)]) {
    const work = await tryVersion(run, found, ref)
    if (work && work !== 'untrusted') {
      if (run.request.how === 'restore') saw(run.context, found.stored)
      return outcomeOf(run, found, ref, work)
    }
    if (ref === head.current) result = work
  }
  return result
}

function outcomeOf(run: Run, found: Found, ref: VersionRef, work: Work): RestoreOutcome {
  const { head } = found.stored
  const parent = parentOf(run, found, ref)
  run.context.events.emit({
    type: 'found',
    match: parent.exact ? 'exact' : 'fallback',
    key: head.key,
    lane: parent.lane,
    ...(parent.namespace !== undefined && { namespace: parent.namespace }),
    version: ref.ulid,
  })
  return {
    hit: parent.exact ? 'exact' : 'fallback',
    matchedKey: head.key,
    matchedLane: parent.lane,
    ...(parent.namespace !== undefined && { matchedNamespace: parent.namespace }),
    version: ref.ulid,
    digest: ref.sha256,
    committedAt: head.committedAt,
    parent,
    startedAt: run.startedAt,
    ...work,
    millis: run.millis,
  }
}

/** Puts one version in place; `undefined` if it cannot be used and another may. */
async function tryVersion(run: Run, found: Found, ref: VersionRef): Promise<Work | 'untrusted' | undefined> {
  const { context, request } = run
  // What lies there is looked at while the version comes.
  const scans = beginScans(context, request)
  let first: FirstReads | undefined
  try {
    const { line } = found.stored
    const tables = await loadVersion(context, line, ref, 'tables')
    if (request.how === 'restore') context.workspace.warm()
    if (!('reason' in tables) && wantsAll(request, tables.version.manifest, scans)) {
      first = new FirstReads(context, line.namespace, tables.version.manifest)
      // They have to be on their way before the trees are decoded, which keeps this thread busy.
      await setImmediate()
    }
    const loaded = 'reason' in tables ? tables : withTrees(tables)
    if (!('reason' in loaded)) return await apply(run, found, ref, loaded.version, scans, first)
    if (!run.keyFaults.has(loaded.reason))
      context.events.emit({ type: 'version-unusable', version: ref.ulid, ...loaded })
    if (isKeyFault(loaded)) run.keyFaults.add(loaded.reason)
    return loaded.reason === 'untrusted' || isKeyFault(loaded) ? 'untrusted' : undefined
  } catch (error) {
    if (!(error instanceof PackFault)) throw error
    if (error.isCopy) return await tryVersion(run, found, ref)
    run.broken.add(error.pack)
    context.events.emit({ type: 'version-unusable', version: ref.ulid, reason: error.reason, detail: error.message })
    return undefined
  } finally {
    first?.drop()
    await endScans(scans)
  }
}

/** Is everything of the version wanted, where nothing lies yet? */
function wantsAll({ mounts }: RestoreRequest, manifest: Manifest, scans: Scans): boolean {
  const isWanted = (label: string) => mounts.some((mount) => mount.label === label)
  return (
    manifest.mounts.every(({ label }) => isWanted(label)) &&
    mounts.every((mount) => mount.selection.everything && !scans.get(mount)?.scan)
  )
}

function report(context: Context, error: unknown): void {
  if (error instanceof StoreError) {
    const { kind, store, message } = error
    context.events.emit({ type: 'store-failed', kind, store, doing: 'restoring', detail: message })
    return
  }
  const { message, path } = error as Error & { path?: string }
  context.events.emit({ type: 'target-failed', path: path === undefined ? '' : toDisplay(path), detail: message })
}
