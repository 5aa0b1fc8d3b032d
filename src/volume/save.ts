import { StoreError } from '../core/ports/errors.ts'
import type { NotSaved } from '../core/ports/events.ts'
import type { StoredHead } from '../core/ports/heads.ts'
import type { Millis } from '../core/ports/store.ts'
import type { CaptureTask } from '../core/ports/workspace.ts'
import type { State } from '../core/state.ts'
import { type Base, emptyBase, readBase } from './base.ts'
import { collectAfterSave } from './collect.ts'
import { advanceHead } from './commit.ts'
import { commitVersion } from './commit-version.ts'
import { dropUnread, equalsParent, fillTrees, toManifest } from './filled.ts'
import { isKeyFault, writingKeyId } from './keys.ts'
import { loadVersion } from './load-version.ts'
import { NOTHING_SAVED } from './outcomes.ts'
import { PackWriter } from './pack-writer.ts'
import { forkedAt, type ParentRead, readOwn, readParent } from './parent.ts'
import { rememberLine, rememberTree } from './remember-save.ts'
import { planRepack } from './repacking.ts'
import { planReads, type SavedMount } from './reuse.ts'
import { countCommit, measure, type Run } from './save-run.ts'
import { type Declared, existing, scanDeclared, tooLarge, unchanged } from './save-scan.ts'
import { listOmitted, markSuspects, tellTokens } from './secrets.ts'
import { touchBase, touchParent } from './touch.ts'
import { usable } from './trust.ts'
import { type Context, type SaveOutcome, type SaveRequest, signalOf } from './types.ts'

/** The longest a save may take from reading its parent's head to its commit; the collection's proof rests on it. */
const COMMIT_WITHIN_MILLIS = 12 * 3600 * 1000

type Reason = SaveOutcome['reason']

/**
 * Makes what the job left the next version of its key: packs, then the version, then the head. Nothing changed means
 * nothing is written. A fault of the store is an outcome, said once; only an aborted signal rejects.
 */
export async function save(context: Context, request: SaveRequest): Promise<SaveOutcome> {
  const { writes } = request.rights
  const run: Run = {
    context,
    request,
    writes: writes ?? '',
    outcome: { ...NOTHING_SAVED, millis: { ...NOTHING_SAVED.millis } },
  }
  const { outcome } = run
  try {
    outcome.reason = writes === undefined ? 'read-only' : await attempt(run)
  } catch (error) {
    context.signal?.throwIfAborted()
    outcome.reason = 'store-failed'
    const { kind, store } =
      error instanceof StoreError ? error : { kind: 'unavailable' as const, store: context.store.name }
    context.events.emit({ type: 'store-failed', kind, store, doing: 'saving', detail: (error as Error).message })
  }
  outcome.saved = outcome.reason === 'saved' || outcome.reason === 'linked'
  if (!outcome.saved) context.events.emit({ type: 'not-saved', reason: outcome.reason as NotSaved })
  return outcome
}

async function attempt(run: Run): Promise<Reason> {
  const { context, request, outcome } = run
  const began = context.clock.now()
  // Asked for while the walk goes on.
  const own = readOwn(context, request, run.writes)
  const parentOf = async (states: readonly (State | undefined)[]) =>
    readParent(context, request, run.writes, states, await own)
  // And so is the parent, where this machine remembers none.
  const remembersNone = request.mounts.every((mount) => !context.workspace.loadState(mount)?.version)
  const early = remembersNone ? parentOf([]) : undefined
  for (const asked of [own, early]) asked?.catch(() => undefined)
  const declared = await scanDeclared(context, request)
  outcome.millis.scan = context.clock.now() - began
  if (declared === 'other-lane' || declared === 'secrets') return declared
  const startedAt =
    request.startedAt ??
    forkedAt(
      request,
      declared.map(({ state }) => state),
    )
  return saveDeclared(
    { ...run, request: { ...request, startedAt } },
    declared,
    (states) => early ?? parentOf(states),
    began,
  )
}

async function saveDeclared(
  run: Run,
  declared: readonly Declared[],
  parentOf: (states: readonly (State | undefined)[]) => Promise<ParentRead>,
  began: Millis,
): Promise<Reason> {
  const { context, request, outcome } = run
  const mounts = existing(context, declared)
  if (mounts.length === 0) return declared.some(({ omitted }) => omitted.length > 0) ? 'secrets' : 'nothing-to-save'
  measure(run, mounts)
  if (tooLarge(context, mounts, outcome.totalBytes, request.sizeLimit)) return 'too-large'
  const states = declared.map(({ state }) => state)
  const read = await parentOf(states)
  const there = usable(read.own)
  if (request.saveIf === 'missing' && there && (await opens(context, there))) return 'exists'
  if (
    read.parent &&
    unchanged(declared, read.parent.ref.ulid, writingKeyId(context)) &&
    (await fitsWriters(context, read.parent))
  ) {
    const kept = await touchParent(context, request, read.parent, states, states[0]?.packs ?? [], [])
    const linked = kept ? await link(run, read, kept.touchedAt) : 'unusable'
    if (linked === 'linked' || (linked === 'unchanged' && kept?.isNew))
      rememberLine(context, request, declared, read.parent.ref, run.writes, kept?.touchedAt)
    if (linked !== 'unusable') return linked
  }
  return saveChanges(run, declared, mounts, read, began)
}

/** Does any of this job's keys open what is there? A request, where it has some. */
async function opens(context: Context, { line, head }: StoredHead): Promise<boolean> {
  const loaded = context.keys && (await loadVersion(context, line, head.current))
  return !(loaded && 'reason' in loaded && isKeyFault(loaded))
}

/** Who may have written it, only the version itself says: a request, where that is asked. */
async function fitsWriters(context: Context, { line, ref }: NonNullable<ParentRead['parent']>): Promise<boolean> {
  return !context.trust?.writers.length || !('reason' in (await loadVersion(context, line, ref)))
}

/** An equal tree: nothing to write after an exact hit, else one head that points at the same version. */
async function link(
  run: Run,
  { own, parent }: ParentRead,
  touchedAt: Millis | undefined,
): Promise<Reason | 'unusable'> {
  const { context, request, writes, outcome } = run
  const { store } = context
  if (!parent) return 'unusable'
  const { ref } = parent
  outcome.version = ref.ulid
  outcome.digest = ref.sha256
  if (parent.exact || usable(own)?.head.current.ulid === ref.ulid) return 'unchanged'
  // It is signed for the lane it lies in, by whoever made it: who signs here says of himself that he has this tree.
  if (context.trust?.signer && parent.line.lane !== writes) return 'unusable'
  if (request.dryRun) return 'dry-run'
  const began = context.clock.now()
  const { namespace } = request.rights
  const loaded = await loadVersion(context, parent.line, ref)
  if ('reason' in loaded) return 'unusable'
  // Written again wherever it lies: a collection that saw nobody link it must see that somebody does.
  const { bytes: version } = loaded
  const touched = touchedAt === undefined ? undefined : { commit: parent.head.commit, touchedAt }
  const startedAt = request.startedAt ?? (await store.now())
  const line = { namespace, lane: writes, volume: request.volume, key: request.key }
  const committing = { line, own, ref: { ...ref, lane: writes }, version, startedAt, touched }
  if ((await advanceHead(context, request, committing)) === 'superseded') return 'superseded'
  countCommit(run, version)
  outcome.millis.commit = context.clock.now() - began
  return 'linked'
}

async function saveChanges(
  run: Run,
  declared: readonly Declared[],
  mounts: readonly SavedMount[],
  from: ParentRead,
  began: Millis,
): Promise<Reason> {
  const { context, request, writes, outcome } = run
  const { clock, store } = context
  const { namespace } = request.rights
  const readFrom = clock.now()
  const broken = new Set(mounts.flatMap(({ state }) => state?.broken ?? []))
  const base = from.parent ? await readBase(context, from.parent, broken) : emptyBase()
  // What was encrypted must not become plain because a job has lost its key.
  if (base === 'no-key') return 'encrypted'
  const plan = planReads(mounts, base)
  const tasks = request.secrets === 'allow' ? plan.tasks : markSuspects(mounts, plan.tasks)
  outcome.readFiles = plan.tasks.length
  if (request.dryRun) {
    outcome.newBytes = plan.bytes
    return 'dry-run'
  }
  const packs = new PackWriter(context, namespace, writes, base)
  try {
    const read = await readInto(context, mounts, base, packs, tasks)
    if (read === 'changing') return 'changing'
    measure(run, read)
    // With content that no pack had it cannot be the parent, whose trees need not be decoded to find out.
    if (from.parent && base.manifest && packs.newBytes === 0 && equalsParent(read, base)) {
      const states = declared.map(({ state }) => state)
      const { packs: older } = base.manifest
      const kept = await touchParent(context, request, from.parent, states, older, older)
      const linked = await link(run, from, kept?.touchedAt)
      if (linked === 'unchanged' || linked === 'linked')
        rememberTree(context, request, declared, read, toManifest(read, base), base, from.parent.ref, kept?.touchedAt)
      if (linked !== 'unusable') return linked
    }
    const moving = planRepack(read, base, packs.newBytes, store.traits)
    const whole = moving.length > 0 ? await readInto(context, read, base, packs, moving) : read
    if (whole === 'changing') return 'changing'
    context.workspace.cool()
    await packs.close()
    outcome.millis.read = clock.now() - readFrom
    outcome.newBytes = packs.newBytes
    const stored = packs.stored().then(() => {
      outcome.uploadedBytes += packs.storedBytes
      outcome.objectsPut += packs.packsPut
      if (clock.now() - began > COMMIT_WITHIN_MILLIS) throw tooLate(run)
    })
    stored.catch(() => undefined)
    measure(run, whole)
    // What there is to do for the commit is done while the packs are on their way.
    const manifest = toManifest(whole, base)
    const touched = await touchBase(context, request, from.parent, base)
    const ref = await commitVersion(run, manifest, listOmitted(declared), from, stored, touched)
    if (ref === 'superseded') return 'superseded'
    rememberTree(context, request, declared, whole, manifest, base, ref)
    if (packs.packsPut > 0) outcome.objectsRemoved = await collectAfterSave(context, request.rights)
    return 'saved'
  } finally {
    await packs.abort()
  }
}

/** Reads what the tasks name into packs and trees; without what vanished or could not be read. */
async function readInto(
  context: Context,
  mounts: readonly SavedMount[],
  base: Base,
  packs: PackWriter,
  tasks: readonly CaptureTask[],
): Promise<SavedMount[] | 'changing'> {
  const level = context.store.traits.zstdLevel
  const keys = context.keys && { keys: context.keys.newest.chunks }
  const { files } = await context.workspace.capture({ mounts, tasks, level, ...keys }, packs, signalOf(context))
  fillTrees(mounts, tasks, files, base)
  tellTokens(context.events, mounts, tasks, files)
  return dropUnread(mounts, tasks, files, context.events)
}

function tooLate({ context, request }: Run): StoreError {
  return new StoreError('unavailable', context.store.name, request.key, new Error('the save took longer than 12 hours'))
}
