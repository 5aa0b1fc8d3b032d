import { toDisplay } from '../core/bytes.ts'
import { equalTrees, proves } from '../core/diff.ts'
import { sha256Hex } from '../core/digest.ts'
import type { VersionRef } from '../core/head.ts'
import type { Lane } from '../core/lane.ts'
import { largestDirectories } from '../core/largest.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { NotSaved } from '../core/ports/events.ts'
import type { State } from '../core/state.ts'
import { ulid } from '../core/ulid.ts'
import { encodeVersion } from '../core/version-codec.ts'
import { type Base, emptyBase, readBase } from './base.ts'
import { advanceHead, putVersion } from './commit.ts'
import { dropUnread, equalsParent, fillTrees, toManifest } from './filled.ts'
import { loadVersion } from './load-version.ts'
import { emptyTree, othersInside, sameJob, trusts } from './memory.ts'
import { PackWriter } from './pack-writer.ts'
import { type ParentRead, readParent } from './parent.ts'
import { rememberLink, rememberSave } from './remember-save.ts'
import { planReads, type SavedMount } from './reuse.ts'
import type { Context, SaveOutcome, SaveRequest } from './types.ts'

/** The longest a save may take from reading its parent's head to its commit; the collection's proof rests on it. */
const COMMIT_WITHIN_MILLIS = 12 * 3600 * 1000
const LARGEST_NAMED = 10

/** One run of a save: what its steps share and what its outcome is made from. */
interface Run {
  readonly context: Context
  readonly request: SaveRequest
  readonly writes: Lane
  readonly outcome: { -readonly [K in keyof SaveOutcome]: SaveOutcome[K] } & {
    readonly millis: { scan: number; read: number; commit: number }
  }
}

/**
 * Makes what the job left the next version of its key: packs, then the version, then the head. Nothing changed means
 * nothing is written. A fault of the store is an outcome, said once; only an aborted signal rejects.
 */
export async function save(context: Context, request: SaveRequest): Promise<SaveOutcome> {
  const { writes } = request.rights
  const run: Run = { context, request, writes: writes ?? '', outcome: nothingSaved() }
  try {
    run.outcome.reason = writes === undefined ? 'read-only' : await attempt(run)
  } catch (error) {
    context.signal?.throwIfAborted()
    run.outcome.reason = 'store-failed'
    const { kind, store } =
      error instanceof StoreError ? error : { kind: 'unavailable' as const, store: context.store.name }
    context.events.emit({ type: 'store-failed', kind, store, doing: 'saving', detail: (error as Error).message })
  }
  const { outcome } = run
  outcome.saved = outcome.reason === 'saved' || outcome.reason === 'linked'
  if (!outcome.saved) context.events.emit({ type: 'not-saved', reason: outcome.reason as NotSaved })
  return outcome
}

async function attempt(run: Run): Promise<SaveOutcome['reason']> {
  const { context, request, outcome } = run
  const began = context.clock.now()
  const mounts = await scanMounts(run)
  outcome.millis.scan = context.clock.now() - began
  if (mounts === 'other-lane') return 'other-lane'
  if (mounts.length === 0) {
    context.events.emit({ type: 'nothing-declared-exists' })
    return 'nothing-to-save'
  }
  measure(run, mounts)
  if (tooLarge(run, mounts)) return 'too-large'
  const states = request.mounts.map((mount) => stateOf(run, mount))
  const read = await readParent(context, request, run.writes, states)
  if (request.saveIf === 'missing' && read.own) return 'exists'
  if (read.parent && unchanged(request, mounts, states, read.parent.ref))
    return link(run, mounts, states, read, read.parent.ref)
  return saveChanges(run, mounts, read)
}

async function scanMounts(run: Run): Promise<SavedMount[] | 'other-lane'> {
  const { context, request } = run
  const mounts: SavedMount[] = []
  const absent: string[] = []
  for (const mount of request.mounts) {
    const loaded = context.workspace.loadState(mount)
    const foreign = loaded && !trusts(context, request.rights, loaded) && !sameJob(loaded, request.job)
    if (foreign && request.foreign !== 'overlay') return 'other-lane'
    const without = othersInside(context, request, mount)
    for (const path of without) context.events.emit({ type: 'nested-mount', label: mount.label, path: toDisplay(path) })
    const scan = await context.workspace.scan(mount, { without, ...(context.signal && { signal: context.signal }) })
    for (const { path, reason } of scan.leftOut)
      context.events.emit({ type: 'left-out', label: mount.label, path: toDisplay(path), reason })
    if (scan.tree) mounts.push({ mount, scan, tree: scan.tree, state: stateOf(run, mount) })
    else absent.push(mount.label)
  }
  if (mounts.length > 0)
    for (const label of absent) context.events.emit({ type: 'mount-absent', label, others: mounts.length })
  return mounts
}

function stateOf({ context, request }: Run, mount: SaveRequest['mounts'][number]): State | undefined {
  const state = context.workspace.loadState(mount)
  return state && trusts(context, request.rights, state) && state.volume === request.volume ? state : undefined
}

function tooLarge({ context, request, outcome }: Run, mounts: readonly SavedMount[]): boolean {
  const limit = request.sizeLimit
  if (limit === undefined || outcome.totalBytes <= limit) return false
  const trees = mounts.map(({ mount: { label }, tree }) => ({ label, tree }))
  context.events.emit({
    type: 'too-large',
    bytes: outcome.totalBytes,
    limit,
    largest: largestDirectories(trees, LARGEST_NAMED),
  })
  return true
}

/** Is every mount, by stat alone, what this machine remembers of the parent? */
function unchanged(
  request: SaveRequest,
  mounts: readonly SavedMount[],
  states: readonly (State | undefined)[],
  parent: VersionRef,
): boolean {
  return request.mounts.every((mount, i) => {
    const state = states[i]
    if (state?.version?.ulid !== parent.ulid) return false
    const tree = mounts.find((saved) => saved.mount === mount)?.tree ?? emptyTree()
    return equalTrees(tree, state.tree, (x, y) => proves(state.tree, y, tree, x) || tree.size[x] === 0)
  })
}

/** An equal tree: nothing to write after an exact hit, else one head that points at the same version. */
async function link(
  run: Run,
  mounts: readonly SavedMount[],
  states: readonly (State | undefined)[],
  { own, parent }: ParentRead,
  ref: VersionRef,
): Promise<SaveOutcome['reason']> {
  const { context, request, writes, outcome } = run
  outcome.version = ref.ulid
  if (parent?.exact || own?.head.current.ulid === ref.ulid) return 'unchanged'
  if (request.dryRun) return 'dry-run'
  const began = context.clock.now()
  const { namespace } = request.rights
  let mine = ref
  if (ref.lane !== writes) {
    const loaded = await loadVersion(context, namespace, ref)
    if ('reason' in loaded) return saveChanges(run, mounts, { own, parent: undefined })
    mine = await putVersion(context, namespace, writes, { ulid: ref.ulid, bytes: loaded.bytes, sha256: ref.sha256 })
    outcome.objectsPut++
    outcome.uploadedBytes += ref.bytes
  }
  const startedAt = request.startedAt ?? (await context.store.now())
  const line = { namespace, lane: writes, volume: request.volume, key: request.key }
  const advanced = await advanceHead(context, request, { line, own, ref: mine, startedAt })
  if (advanced === 'superseded') return 'superseded'
  outcome.objectsPut++
  outcome.millis.commit = context.clock.now() - began
  rememberLink(context, request, states, mine)
  return 'linked'
}

async function saveChanges(run: Run, mounts: readonly SavedMount[], read: ParentRead): Promise<SaveOutcome['reason']> {
  const { context, request, writes, outcome } = run
  const { clock, store, workspace } = context
  const { namespace } = request.rights
  const began = clock.now()
  const known = new Set(mounts.flatMap(({ state }) => state?.broken ?? []))
  const base = read.parent ? await readBase(context, namespace, read.parent.ref, known) : emptyBase()
  const plan = planReads(mounts, base, store.traits.packBytes)
  outcome.readFiles = plan.changedFiles
  if (request.dryRun) {
    outcome.newBytes = plan.changedBytes
    return 'dry-run'
  }
  const packs = new PackWriter(context, namespace, writes, base.index, base.packs, base.frames)
  try {
    const options = { ...(context.signal && { signal: context.signal }) }
    const { files } = await workspace.capture({ mounts, tasks: plan.tasks }, packs, options)
    fillTrees(mounts, plan.tasks, files, base)
    const filled = dropUnread(mounts, plan.tasks, files, context.events)
    if (filled === 'changing') {
      await packs.abort()
      return 'changing'
    }
    await packs.finish()
    outcome.millis.read = clock.now() - began
    outcome.newBytes = packs.newBytes
    outcome.uploadedBytes += packs.storedBytes
    outcome.objectsPut += packs.packsPut
    measure(run, filled)
    const same = !plan.repacks && equalsParent(filled, base)
    if (same && read.parent)
      return await link(
        run,
        filled,
        request.mounts.map((mount) => stateOf(run, mount)),
        read,
        read.parent.ref,
      )
    return await commitTree(run, filled, read, base, began)
  } catch (error) {
    await packs.abort()
    throw error
  }
}

/** Version object, then head; then this machine remembers what it saved. */
async function commitTree(
  run: Run,
  mounts: readonly SavedMount[],
  read: ParentRead,
  base: Base,
  began: number,
): Promise<SaveOutcome['reason']> {
  const { context, request, writes, outcome } = run
  const { clock, store, random } = context
  const { namespace } = request.rights
  const manifest = toManifest(mounts, base)
  const createdAt = await store.now()
  const version = {
    ulid: ulid(clock.now(), random),
    provenance: { ...request.provenance, createdAt },
    parent: read.parent?.ref.ulid ?? '',
    manifest,
    tags: [],
    expiresAt: undefined,
    omitted: [],
    signature: '',
    files: outcome.files,
    totalBytes: outcome.totalBytes,
  }
  const bytes = encodeVersion(version)
  const ref = await putVersion(context, namespace, writes, { ulid: version.ulid, bytes, sha256: sha256Hex(bytes) })
  outcome.objectsPut++
  outcome.uploadedBytes += bytes.length
  if (clock.now() - began > COMMIT_WITHIN_MILLIS)
    throw new StoreError('unavailable', store.name, request.key, new Error('the save took longer than 12 hours'))
  const line = { namespace, lane: writes, volume: request.volume, key: request.key }
  const advanced = await advanceHead(context, request, {
    line,
    own: read.own,
    ref,
    startedAt: request.startedAt ?? createdAt,
  })
  if (advanced === 'superseded') return 'superseded'
  outcome.objectsPut++
  outcome.version = ref.ulid
  outcome.millis.commit = clock.now() - began - outcome.millis.read
  rememberSave(context, request, mounts, manifest, base, ref)
  return 'saved'
}

function measure({ outcome }: Run, mounts: readonly SavedMount[]): void {
  outcome.files = mounts.reduce((sum, { tree }) => sum + tree.fileCount(), 0)
  outcome.totalBytes = mounts.reduce((sum, { tree }) => sum + tree.totalBytes(), 0)
}

function nothingSaved(): Run['outcome'] {
  return {
    saved: false,
    reason: 'nothing-to-save',
    version: undefined,
    files: 0,
    totalBytes: 0,
    newBytes: 0,
    uploadedBytes: 0,
    objectsPut: 0,
    readFiles: 0,
    millis: { scan: 0, read: 0, commit: 0 },
  }
}
