import type { VersionRef } from '../core/head.ts'
import type { Staging } from '../core/ports/workspace.ts'
import { type PlannedRange, planRanges } from '../core/restore-plan.ts'
import type { Version } from '../core/version.ts'
import { type Begun, fetchRanges } from './fetch.ts'
import type { Found } from './find.ts'
import { remembered } from './memory.ts'
import { type PlannedPlace, planPlaces, type Scans } from './place.ts'
import { purgeOwn } from './purge.ts'
import { rememberRestore } from './remember-restore.ts'
import { parentOf, type Run, type Work } from './restore-run.ts'
import { omittedName, tellLacking } from './secrets.ts'
import { type Touched, touch } from './touch.ts'
import { type Context, type RestoreRequest, signalOf } from './types.ts'
import { verifyingStaging } from './verifying-staging.ts'

/**
 * Puts a version in place of what lies at the mounts, and remembers it. After a failure nothing half-written stays.
 * Rejects with `PackFault` where the version cannot be had whole.
 */
export async function apply(
  run: Run,
  found: Found,
  ref: VersionRef,
  version: Version,
  scans: Scans,
  begun: Begun | undefined,
): Promise<Work> {
  const { context, request, millis } = run
  const { clock, workspace } = context
  const { namespace } = found.stored.line
  const began = clock.now()
  const mounts = await planPlaces(context, request, namespace, version, scans)
  const ranges = planRanges(
    mounts.map(({ tree, write }) => ({ tree, entries: write })),
    version.manifest.frames,
    context.store.traits.readBytes,
  )
  const files = mounts.reduce((sum, { tree }) => sum + tree.fileCount(), 0)
  const totalBytes = mounts.reduce((sum, { tree }) => sum + tree.totalBytes(), 0)
  const options = signalOf(context)
  const staging: Staging = request.how === 'shadow' ? verifyingStaging() : await workspace.stage(mounts, options)
  try {
    const writes = mounts.reduce((sum, { write }) => sum + write.length, 0)
    const [fetched, { touchedAt }] = await Promise.all([
      fetchRanges(context, namespace, version.manifest, ranges, staging, writes, begun),
      keepAlive(run, found, ref, version, ranges),
    ])
    millis.fetchAndWrite = clock.now() - began
    const { writtenFiles, writtenBytes } = await staging.commit()
    workspace.cool()
    if (request.how === 'restore') await clearUnpaired(context, request, version, mounts)
    if (request.how === 'restore') await rememberRestore(run, parentOf(run, found, ref), version, mounts, touchedAt)
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
