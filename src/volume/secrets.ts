import { type BytePath, toDisplay } from '../core/bytes.ts'
import { pairEntries, proves } from '../core/diff.ts'
import type { LocalMount } from '../core/mount.ts'
import type { EventSink } from '../core/ports/events.ts'
import type { CapturedFile, CaptureTask } from '../core/ports/workspace.ts'
import { credentialIn, LOOKED_AT_BYTES, mayHoldCredential, SECRET_RULES } from '../core/secrets/files.ts'
import { packageTrees } from '../core/secrets/package-tree.ts'
import type { State } from '../core/state.ts'
import { EntryType, filterTree, NONE, type Tree } from '../core/tree.ts'
import type { SavedMount } from './reuse.ts'
import type { Context } from './types.ts'

/** Longer files are not looked through for tokens. */
const SMALL_BYTES = 64 * 1024
const NAMED = 5
/** What a version lists; beyond it files are left out all the same. */
const LISTED = 10_000

/** A file that is left out of a save because it holds a credential. */
export interface Omitted {
  readonly path: BytePath
  /** The kind, for people. `undefined`: a directory that holds nothing else. */
  readonly what: string | undefined
}

/** How a version names a file of a mount that it leaves out. */
export function omittedName(label: string, path: BytePath): string {
  return path === '' ? label : `${label}: ${toDisplay(path)}`
}

/**
 * The tree without files that hold a credential, and without directories that hold nothing else. Only files that may by
 * their name are opened; not those that a state proves to be in a version which these rules passed.
 */
export function withoutSecrets(
  { workspace }: Pick<Context, 'workspace'>,
  mount: LocalMount,
  tree: Tree,
  state: State | undefined,
): { readonly tree: Tree | undefined; readonly omitted: readonly Omitted[] } {
  const entries = candidates(mount, tree, state)
  const beginnings = workspace.peek(mount, tree, entries, LOOKED_AT_BYTES)
  const found = new Map<number, string>()
  entries.forEach((entry, i) => {
    const bytes = beginnings[i]
    const what = bytes && credentialIn(nameOf(mount, tree, entry), directoryOf(mount, tree, entry), bytes)
    if (what) found.set(tree.source(entry), what)
  })
  if (found.size === 0) return { tree, omitted: [] }
  const keep = new Uint8Array(tree.length).fill(1)
  for (let entry = 0; entry < tree.length; entry++) {
    if (tree.type[entry] === EntryType.file && found.has(tree.source(entry))) keep[entry] = 0
  }
  dropEmptied(tree, keep)
  const gone = [...keep.keys()].filter((entry) => !keep[entry])
  const omitted = gone.map((entry) => ({ path: tree.path(entry), what: found.get(tree.source(entry)) }))
  return { tree: keep[0] ? filterTree(tree, keep) : undefined, omitted }
}

/** What a version lists as left out. */
export function listOmitted(mounts: readonly { mount: LocalMount; omitted: readonly Omitted[] }[]): string[] {
  const names = mounts.flatMap(({ mount: { label }, omitted }) =>
    omitted.flatMap(({ path, what }) => (what ? omittedName(label, path) : [])),
  )
  return names.slice(0, LISTED)
}

/** Names what a save leaves out, is refused for, or stores all the same: a few files, and how many there are. */
export function tellOmitted(
  events: EventSink,
  mounts: readonly { mount: LocalMount; omitted: readonly Omitted[] }[],
  doing: 'omitted' | 'refused' | 'kept',
): void {
  const files = mounts.flatMap(({ mount: { label }, omitted }) =>
    omitted.flatMap(({ path, what }) => (what ? `${omittedName(label, path)} (${what})` : [])),
  )
  if (files.length > 0) events.emit({ type: 'secrets', doing, files: files.slice(0, NAMED), total: files.length })
}

/** Names what a version that was restored lacks. */
export function tellLacking(events: EventSink, omitted: readonly string[]): void {
  if (omitted.length > 0)
    events.emit({ type: 'secrets', doing: 'lacking', files: omitted.slice(0, NAMED), total: omitted.length })
}

/** Marks the new small files whose content is to be looked through for tokens while it is read. */
export function markSuspects(mounts: readonly SavedMount[], tasks: readonly CaptureTask[]): readonly CaptureTask[] {
  if (tasks.length === 0) return tasks
  const published = mounts.map(({ mount, tree }) => packageTrees(tree, mount.base))
  return tasks.map((task) => {
    const { tree } = mounts[task.mount] as SavedMount
    const isSmall = (tree.size[task.entry] as number) <= SMALL_BYTES
    return isSmall && !published[task.mount]?.[tree.parent[task.entry] as number] ? { ...task, suspect: true } : task
  })
}

/** Warns of files with what looks like a token; they are saved. */
export function tellTokens(
  events: EventSink,
  mounts: readonly SavedMount[],
  tasks: readonly CaptureTask[],
  read: readonly CapturedFile[],
): void {
  const files = read.flatMap((file, i) => {
    if (file.kind !== 'read' || !file.token) return []
    const { mount, entry } = tasks[i] as CaptureTask
    const {
      mount: { label },
      tree,
    } = mounts[mount] as SavedMount
    return [`${omittedName(label, tree.path(entry))} (${file.token})`]
  })
  if (files.length > 0) events.emit({ type: 'tokens', files: files.slice(0, NAMED), total: files.length })
}

/** Entries that have to be opened. */
function candidates(mount: LocalMount, tree: Tree, state: State | undefined): number[] {
  // First, because that is what most files are of.
  const published = packageTrees(tree, mount.base)
  const own: number[] = []
  for (let entry = 0; entry < tree.length; entry++) {
    if (tree.type[entry] !== EntryType.file || tree.size[entry] === 0) continue
    if (entry > 0 && published[tree.parent[entry] as number]) continue
    if (mayHoldCredential(nameOf(mount, tree, entry), () => directoryOf(mount, tree, entry))) own.push(entry)
  }
  if (own.length === 0 || state?.vetted !== SECRET_RULES) return own
  const recorded = pairEntries(tree, state.tree)
  return own.filter((entry) => {
    const s = recorded[entry] as number
    return s === NONE || !proves(state.tree, s, tree, entry)
  })
}

/** The mount itself has no name in its tree. */
function nameOf({ path }: Pick<LocalMount, 'path'>, tree: Tree, entry: number): BytePath {
  return entry === 0 ? path.slice(path.lastIndexOf('/') + 1) : (tree.name[entry] as string)
}

/** Below the mount's anchor. */
function directoryOf({ base }: Pick<LocalMount, 'base'>, tree: Tree, entry: number): BytePath {
  if (entry === 0) return base.slice(0, Math.max(0, base.lastIndexOf('/')))
  const inside = tree.path(tree.parent[entry] as number)
  return inside === '' ? base : `${base}/${inside}`
}

/** A directory that came only with what is left out must not make a new version either. */
function dropEmptied(tree: Tree, keep: Uint8Array): void {
  const kept = new Uint32Array(tree.length)
  const lost = new Uint32Array(tree.length)
  for (let entry = tree.length - 1; entry > 0; entry--) {
    if (keep[entry] && lost[entry] && !kept[entry]) keep[entry] = 0
    const counts = keep[entry] ? kept : lost
    const parent = tree.parent[entry] as number
    counts[parent] = (counts[parent] as number) + 1
  }
}
