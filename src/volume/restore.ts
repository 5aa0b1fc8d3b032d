import { toDisplay } from '../core/bytes.ts'
import type { VersionRef } from '../core/head.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { Millis } from '../core/ports/store.ts'
import type { Staging } from '../core/ports/workspace.ts'
import { type PlannedRange, planRanges } from '../core/restore-plan.ts'
import type { Version } from '../core/version.ts'
import { fetchRanges, PackFault } from './fetch.ts'
import { candidates, type Found } from './find.ts'
import { isKeyFault } from './keys.ts'
import { loadVersion } from './load-version.ts'
import { emptyTree, forkState, newestCtime, remembered } from './memory.ts'
import { MISS } from './outcomes.ts'
import { beginScans, endScans, type PlannedPlace, planPlaces, type Scans } from './place.ts'
import { purgeForeign, purgeOwn } from './purge.ts'
import { omittedName, tellLacking } from './secrets.ts'
import { type Touched, touch } from './touch.ts'
import { saw } from './trust.ts'
import { type Context, type Parent, type RestoreOutcome, type RestoreRequest, signalOf } from './types.ts'
import { verifyingStaging } from './verifying-staging.ts'

type Timing = { find: number; fetchAndWrite: number; finish: number }
type Work = Pick<RestoreOutcome, 'files' | 'totalBytes' | 'fetchedBytes' | 'writtenFiles' | 'writtenBytes'>

const NO_WORK: Work = { files: 0, totalBytes: 0, fetchedBytes: 0, writtenFiles: 0, writtenBytes: 0 }

/** One run of a restore: what its steps share. */
interface Run {
  readonly context: Context
  readonly request: RestoreRequest
  readonly millis: Timing
  /** Packs found missing or damaged on the way. */
  readonly broken: Set<string>
  /** What was said of keys: the version before is no other in that. */
  readonly keyFaults: Set<string>
  startedAt: Millis | undefined
}

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
  if (request.how === 'restore' && prepared) await rememberMiss(run)
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
  if (request.how === 'restore') context.workspace.warm()
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

/** An older version of the exact key is a fallback: the job must not skip the work that made the newer one. */
function parentOf({ request }: Run, { stored, match }: Found, ref: VersionRef): Parent {
  const exact = match === 'exact' && ref.ulid === stored.head.current.ulid
  const { namespace, lane } = stored.line
  const from = namespace === request.rights.namespace ? {} : { namespace }
  return { ...from, lane, key: stored.head.key, version: ref.ulid, exact }
}

/** Puts one version in place; `undefined` if it cannot be used and another may. */
async function tryVersion(run: Run, found: Found, ref: VersionRef): Promise<Work | 'untrusted' | undefined> {
  const { context, request } = run
  // What lies there is looked at while the version comes.
  const scans = beginScans(context, request)
  try {
    const loaded = await loadVersion(context, found.stored.line, ref)
    if (!('reason' in loaded)) return await apply(run, found, ref, loaded.version, scans)
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
    await endScans(scans)
  }
}

async function apply(run: Run, found: Found, ref: VersionRef, version: Version, scans: Scans): Promise<Work> {
  const { context, request, millis } = run
  const { clock, workspace } = context
  const { namespace } = found.stored.line
  const began = clock.now()
  const mounts = await planPlaces(context, request, namespace, version, scans)
  const ranges = planRanges(
    mounts.map(({ tree, write }) => ({ tree, entries: write })),
    version.manifest.frames,
  )
  const files = mounts.reduce((sum, { tree }) => sum + tree.fileCount(), 0)
  const totalBytes = mounts.reduce((sum, { tree }) => sum + tree.totalBytes(), 0)
  const options = signalOf(context)
  const staging: Staging = request.how === 'shadow' ? verifyingStaging() : await workspace.stage(mounts, options)
  try {
    const writes = mounts.reduce((sum, { write }) => sum + write.length, 0)
    const [fetched, { touchedAt }] = await Promise.all([
      fetchRanges(context, namespace, version.manifest, ranges, staging, writes),
      keepAlive(run, found, ref, version, ranges),
    ])
    millis.fetchAndWrite = clock.now() - began
    const { writtenFiles, writtenBytes } = await staging.commit()
    workspace.cool()
    if (request.how === 'restore') await clearUnpaired(context, request, version, mounts)
    if (request.how === 'restore') await remember(run, parentOf(run, found, ref), version, mounts, touchedAt)
    tellLacking(context.events, version.omitted)
    millis.finish = clock.now() - began - millis.fetchAndWrite
    return { files, totalBytes, fetchedBytes: fetched + ref.bytes, writtenFiles, writtenBytes }
  } catch (error) {
    await staging.abort()
    // A commit that failed half way is cleaned up as a killed one would be.
    if (request.how === 'restore') for (const { mount } of mounts) workspace.recover(mount)
    throw error
  }
}

/** Packs that this restore reads nothing of are kept from expiring; those that have gone are noted. */
async function keepAlive(
  { context, request, broken }: Run,
  { stored: { head, line } }: Found,
  ref: VersionRef,
  { manifest: { packs } }: Version,
  ranges: readonly PlannedRange[],
): Promise<Pick<Touched, 'touchedAt'>> {
  const isOwn = line.namespace === request.rights.namespace
  if (request.how !== 'restore' || !isOwn || !context.store.traits.touch) return { touchedAt: undefined }
  const used = new Set(ranges.map(({ pack }) => packs[pack]?.ulid ?? ''))
  const state = remembered(context, request)
  const touched = await touch(context, { rights: request.rights, head, line, ref, packs, used, state })
  for (const pack of touched.missing) broken.add(pack)
  return touched
}

/** Where the version has nothing for a mount, and not because it was left out. */
async function clearUnpaired(
  context: Context,
  request: RestoreRequest,
  version: Version,
  mounts: readonly PlannedPlace[],
): Promise<void> {
  if (request.foreign === 'overlay') return
  for (const mount of request.mounts) {
    if (version.omitted.includes(omittedName(mount.label, ''))) continue
    if (!mounts.some((staged) => staged.mount === mount)) await purgeOwn(context, request, mount, request.foreign)
  }
}

/** Records what lies at each mount now. Afterwards no write of the job can hide behind a recorded stamp. */
async function remember(
  run: Run,
  parent: Parent | undefined,
  version: Version | undefined,
  mounts: readonly PlannedPlace[],
  touchedAt?: Millis,
): Promise<void> {
  const { context, request } = run
  const fork = { parent, startedAt: run.startedAt ?? context.clock.now() }
  for (const mount of request.mounts) {
    const { tree, ids, omitted } = mounts.find((staged) => staged.mount === mount) ?? {
      tree: emptyTree(),
      ids: new Uint8Array(),
      omitted: version?.omitted.includes(omittedName(mount.label, '')) ? [''] : [],
    }
    // Directories were touched after the newest file was, so one tick of the clock more.
    const now = await context.workspace.settle(mount, newestCtime(tree))
    const stampNs = await context.workspace.settle(mount, now)
    const content = {
      tree,
      ids,
      version,
      lane: parent?.lane ?? '',
      stampNs,
      broken: [...run.broken],
      touchedAt,
      omitted,
    }
    context.workspace.saveState(mount, forkState(context, request, fork, content))
  }
}

/** A miss is remembered too: what the job creates from now on is the job's. */
async function rememberMiss(run: Run): Promise<void> {
  const { context, request } = run
  try {
    if (request.foreign !== 'overlay')
      for (const mount of request.mounts) await purgeOwn(context, request, mount, 'owned')
    await remember(run, undefined, undefined, [])
  } catch (error) {
    report(context, error)
  }
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
