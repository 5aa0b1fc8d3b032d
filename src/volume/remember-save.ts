import { mapFrames } from '../core/diff.ts'
import type { VersionRef } from '../core/head.ts'
import type { Lane } from '../core/lane.ts'
import type { Manifest } from '../core/manifest.ts'
import type { Millis } from '../core/ports/store.ts'
import { SECRET_RULES } from '../core/secrets/files.ts'
import { HOLE, NONE, type Tree } from '../core/tree.ts'
import type { Base } from './base.ts'
import { emptyTree } from './memory.ts'
import type { SavedMount } from './reuse.ts'
import type { Declared } from './save-scan.ts'
import type { Context, SaveRequest } from './types.ts'

/** After a save every mount is equal to the version: the next save compares with this instead of reading files. */
export function rememberTree(
  context: Context,
  request: SaveRequest,
  declared: readonly Declared[],
  mounts: readonly SavedMount[],
  manifest: Manifest,
  base: Base,
  ref: VersionRef | undefined,
  touchedAt?: Millis,
): void {
  if (!ref) return
  for (const { mount, omitted } of declared) {
    const saved = mounts.find((other) => other.mount === mount)
    const tree = saved?.tree ?? emptyTree()
    if (saved) forgetRacing(tree, saved.scan.startedNs)
    context.workspace.saveState(mount, {
      ...lineOf(context, request, ref, request.rights.writes as Lane),
      stampNs: saved?.scan.startedNs ?? 0n,
      broken: [...base.broken],
      ...(touchedAt !== undefined && { touchedAt }),
      ...(omitted.length > 0 && { omitted: omitted.map(({ path }) => path) }),
      ...(request.secrets !== 'allow' && { vetted: SECRET_RULES }),
      tree,
      packs: manifest.packs,
      frames: manifest.frames,
      ids: idsOf(tree, manifest, base),
    })
  }
}

/** The tree is the version it was; only the line it belongs to is another, or the time its packs were touched. */
export function rememberLine(
  context: Context,
  request: SaveRequest,
  declared: readonly Declared[],
  ref: VersionRef,
  lane: Lane,
  touchedAt: Millis | undefined,
): void {
  for (const { mount, state } of declared) {
    if (!state) continue
    const touched = touchedAt === undefined ? {} : { touchedAt }
    context.workspace.saveState(mount, { ...state, ...lineOf(context, request, ref, lane), ...touched })
  }
}

function lineOf(context: Context, request: SaveRequest, ref: VersionRef, lane: Lane) {
  return {
    store: context.store.name,
    namespace: request.rights.namespace,
    lane,
    volume: request.volume,
    key: request.key,
    version: { lane: ref.lane, ulid: ref.ulid },
    fork: {
      job: request.job,
      key: request.key,
      parent: { lane, key: request.key, version: ref.ulid },
      startedAt: request.startedAt ?? 0,
    },
  }
}

/** An entry that changed while or after the scan began may change again without its stamp showing it. */
function forgetRacing(tree: Tree, startedNs: bigint): void {
  for (let entry = 0; entry < tree.length; entry++) {
    if ((tree.ctimeNs[entry] as bigint) >= startedNs) tree.ctimeNs[entry] = 0n
  }
}

/** The id of every chunk the tree refers to, in the order of its extents; zeros for holes. */
function idsOf(tree: Tree, manifest: Manifest, { frames, packs, index, places }: Base): Uint8Array {
  const baseFrame = mapFrames(manifest, { frames, packs })
  const result = new Uint8Array(tree.extents * 32)
  for (let extent = 0; extent < tree.extents; extent++) {
    if (tree.frame[extent] === HOLE) continue
    const row = places.find(baseFrame[tree.frame[extent] as number] as number, tree.offset[extent] as number)
    if (row !== NONE) index.copyId(places.chunk[row] as number, result, extent * 32)
  }
  return result
}
