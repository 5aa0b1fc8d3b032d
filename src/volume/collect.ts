import { eachAtOnce } from '../core/at-once.ts'
import { type CollectionRules, findRoots, type LaneView, type Memory, superfluous } from '../core/collection.ts'
import { decodeMemory, encodeMemory } from '../core/collection-memory.ts'
import { collectionKey } from '../core/keys.ts'
import type { Lane } from '../core/lane.ts'
import type { Archive, Contents, SurveyedObject } from '../core/ports/archive.ts'
import { FormatError, StoreError } from '../core/ports/errors.ts'
import { type CallOptions, type Millis, put } from '../core/ports/store.ts'
import type { Context, Rights } from './types.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

export const RULES: CollectionRules = {
  graceMillis: DAY,
  holdMillis: 7 * DAY,
  // A pull request that rests over the weekend still finds what it has of other lanes.
  unusedMillis: 3 * DAY,
}

export interface CollectRequest {
  readonly namespace: string
  /** All whose references count; each is collected. */
  readonly lanes: readonly Lane[]
  readonly rules: CollectionRules
  /** Objects removed, at most. */
  readonly removals: number
  /** When to stop looking, by the context's clock. A lane that is not looked through by then keeps all it has. */
  readonly lookUntil: Millis
}

/**
 * Removes packs and versions that nobody needs any more: resolves with how many, also if the signal aborts meanwhile.
 * Run again it goes on where it stopped. Rejects with `StoreError`, or if the signal aborts before it removes anything.
 */
export async function collect(context: Context, archive: Archive, request: CollectRequest): Promise<number> {
  const { namespace, rules } = request
  const options = optionsOf(context)
  const now = await context.store.now(options)
  const views: LaneView[] = []
  for (const lane of request.lanes) views.push(await view(context, archive, request, lane, now))
  for (const { lane, memory } of views) {
    await put(context.store, collectionKey(namespace, lane), encodeMemory(memory), 'none', options)
  }
  const ids = superfluous(views, now, rules).flatMap(({ packs, versions }) =>
    [...packs, ...versions].map(({ id }) => id),
  )
  let removed = 0
  for (const id of ids.slice(0, request.removals)) {
    try {
      await archive.remove([id], options)
      removed++
    } catch (error) {
      if (!context.signal?.aborted) throw error
      break
    }
  }
  return removed
}

/**
 * At the end of a save that stored something, where the store is one whose saves collect: at most once a day a lane, 20
 * objects and half a minute. The save stands whatever becomes of it; a failure is an event. Resolves with what it removed.
 */
export async function collectAfterSave(context: Context, { namespace, writes }: Rights): Promise<number> {
  const { archive, clock, events } = context
  if (!archive || writes === undefined) return 0
  const end = new AbortController()
  const ended = new AbortController()
  clock.sleep(MOST_MILLIS, ended.signal).then(
    () => end.abort(),
    () => undefined,
  )
  const signal = context.signal ? AbortSignal.any([context.signal, end.signal]) : end.signal
  const bounded = { ...context, signal }
  const lookUntil = clock.now() + LOOK_MILLIS
  try {
    if (!(await isDue(bounded, namespace, writes))) return 0
    return await collect(bounded, archive, {
      namespace,
      lanes: [writes],
      rules: RULES,
      removals: MOST_REMOVALS,
      lookUntil,
    })
  } catch (error) {
    // Out of time, or interrupted: another day.
    if (signal.aborted) return 0
    const isDenied = error instanceof StoreError && error.kind === 'denied'
    events.emit({ type: 'not-collected', store: context.store.name, isDenied, detail: (error as Error).message })
    return 0
  } finally {
    ended.abort()
  }
}

const MOST_REMOVALS = 20
const MOST_MILLIS = 30_000
const LOOK_MILLIS = 10_000

function optionsOf({ signal }: Context): CallOptions {
  return { upkeep: true, ...(signal && { signal }) }
}

/** Has nobody collected the lane for a day? What collections remember says so by its age. */
async function isDue(context: Context, namespace: string, lane: Lane): Promise<boolean> {
  const options = optionsOf(context)
  const key = collectionKey(namespace, lane)
  const now = await context.store.now(options)
  for await (const info of context.store.list(key, options)) {
    if (info.key === key && now - info.modified < DAY) return false
  }
  return true
}

/** A lane as it is, with what has to be known of it. */
async function view(
  context: Context,
  archive: Archive,
  { namespace, rules, lookUntil }: CollectRequest,
  lane: Lane,
  now: Millis,
): Promise<LaneView> {
  const before = await recall(context, namespace, lane)
  const survey = await archive.survey(namespace, lane, optionsOf(context))
  const contents = new Map<string, Contents>()
  for (const { id } of survey.objects) {
    const known = before.contents.get(id)
    if (known) contents.set(id, known)
  }
  const examine = async (objects: readonly SurveyedObject[]) => {
    const unknown = objects.filter(({ id }) => !contents.has(id))
    await eachAtOnce(unknown, context.store.traits.concurrency, async (object) => {
      if (context.clock.now() > lookUntil) return
      const found = await archive.examine(object, optionsOf(context))
      if (found) contents.set(object.id, found)
    })
  }
  await examine(survey.objects.filter(({ isHead }) => isHead))
  const { roots, superseded, unlinked } = findRoots(survey, contents, before.unlinked, now, rules)
  await examine(roots)
  const isBlocked = !roots.every(({ id }) => contents.has(id))
  return { lane, survey, roots, superseded, memory: { unlinked, contents }, isBlocked }
}

/** What collections before this one remembered; damaged, it is as if there had been none. */
async function recall(context: Context, namespace: string, lane: Lane): Promise<Memory> {
  const key = collectionKey(namespace, lane)
  const options = optionsOf(context)
  try {
    for await (const info of context.store.list(key, options)) {
      const bytes = info.key === key && info.bytes <= MEMORY_BYTES && (await context.store.get(key, options))
      if (bytes) return decodeMemory(bytes)
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
  }
  return { unlinked: new Map(), contents: new Map() }
}

const MEMORY_BYTES = 64 * 1024 * 1024
