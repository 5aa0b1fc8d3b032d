import { toDisplay } from '../core/bytes.ts'
import { equalTrees, proves } from '../core/diff.ts'
import { largestDirectories } from '../core/largest.ts'
import type { LocalMount } from '../core/mount.ts'
import type { State } from '../core/state.ts'
import { emptyTree, othersInside, sameJob, trusts } from './memory.ts'
import type { SavedMount } from './reuse.ts'
import { type Omitted, tellOmitted, withoutSecrets } from './secrets.ts'
import { type Context, type SaveRequest, signalOf } from './types.ts'

const LARGEST_NAMED = 10

/** A declared path as a save found it. */
export interface Declared {
  readonly mount: LocalMount
  /** What this machine proves about it, if that may be trusted. */
  readonly state: State | undefined
  /** `undefined`: nothing is there. */
  readonly saved: SavedMount | undefined
  /** What holds a credential there and is not among what is saved. */
  readonly omitted: readonly Omitted[]
}

/**
 * Stats everything the mounts select, without what holds a credential. `other-lane`: what lies there was left by a job
 * that may not write here; `secrets`: there are credentials, and that is refused.
 */
export async function scanDeclared(
  context: Context,
  request: SaveRequest,
): Promise<Declared[] | 'other-lane' | 'secrets'> {
  const { workspace, events } = context
  const declared: Declared[] = []
  // With nothing to compare with, everything will be read.
  if (!request.mounts.every((mount) => workspace.loadState(mount)?.version)) workspace.warm()
  for (const mount of request.mounts) {
    const loaded = workspace.loadState(mount)
    const trusted = loaded !== undefined && trusts(context, request.rights, loaded)
    if (loaded && !trusted && !sameJob(loaded, request.job) && request.foreign !== 'overlay') return 'other-lane'
    const state = trusted && loaded.volume === request.volume ? loaded : undefined
    const without = othersInside(context, request, mount)
    for (const path of without) events.emit({ type: 'nested-mount', label: mount.label, path: toDisplay(path) })
    const scan = await workspace.scan(mount, { without, ...(state && { known: state.tree }), ...signalOf(context) })
    for (const { path, reason } of scan.leftOut) {
      events.emit({ type: 'left-out', label: mount.label, path: toDisplay(path), reason })
    }
    // So that the next walk, which goes by what this one found, lists them again.
    for (const entry of scan.incomplete) if (scan.tree) scan.tree.ctimeNs[entry] = 0n
    const { tree, omitted } =
      scan.tree && request.secrets !== 'allow'
        ? withoutSecrets(context, mount, scan.tree, state)
        : { tree: scan.tree, omitted: [] }
    declared.push({ mount, state, omitted, saved: tree && { mount, scan, tree, state, omitted } })
  }
  const refused = request.secrets === 'refuse' && declared.some(({ omitted }) => omitted.length > 0)
  tellOmitted(events, declared, refused ? 'refused' : 'omitted')
  if (refused) return 'secrets'
  return declared
}

/** Says which declared paths do not exist; the mounts that do. */
export function existing(context: Context, declared: readonly Declared[]): SavedMount[] {
  const mounts = declared.flatMap(({ saved }) => saved ?? [])
  if (mounts.length === 0) context.events.emit({ type: 'nothing-declared-exists' })
  else {
    for (const { mount, saved, omitted } of declared) {
      if (!saved && omitted.length === 0)
        context.events.emit({ type: 'mount-absent', label: mount.label, others: mounts.length })
    }
  }
  return mounts
}

/** Is the volume over its limit? Then says so, and what makes it large. */
export function tooLarge(
  context: Context,
  mounts: readonly SavedMount[],
  totalBytes: number,
  limit: number | undefined,
): boolean {
  if (limit === undefined || totalBytes <= limit) return false
  const trees = mounts.map(({ mount: { label }, tree }) => ({ label, tree }))
  const largest = largestDirectories(trees, LARGEST_NAMED)
  context.events.emit({ type: 'too-large', bytes: totalBytes, limit, largest })
  return true
}

/** Is every declared path, by stat alone, what this machine remembers of the version, sealed as it would be now? */
export function unchanged(declared: readonly Declared[], version: string, keyId: string): boolean {
  return declared.every(({ state, saved }) => {
    // Where packs were found broken the files may be right and what is stored of them not.
    if (state?.version?.ulid !== version || state.broken.length > 0) return false
    if (!isSealedWith(keyId, state)) return false
    const tree = saved?.tree ?? emptyTree()
    return equalTrees(tree, state.tree, (x, y) => proves(state.tree, y, tree, x) || tree.size[x] === 0)
  })
}

/** By its packs. A version without content has none: nothing tells then which key it was sealed with. */
function isSealedWith(keyId: string, { packs }: State): boolean {
  return (keyId === '' || packs.length > 0) && packs.every((pack) => pack.keyId === keyId)
}
