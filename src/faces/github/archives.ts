import { toDisplay } from '../../core/bytes.ts'
import { type LocalMount, parsePaths, withoutLabel } from '../../core/mount.ts'
import type { Workspace } from '../../core/ports/workspace.ts'
import { EntryType } from '../../core/tree.ts'
import { createWorkspace } from '../../workspace/local.ts'
import type { Config } from '../config.ts'
import { sentences } from '../messages/sentences.ts'
import type { Reporter } from '../reporter.ts'
import { workerUrl } from '../worker-url.ts'

// Entries of actions/cache, by its own client, which is loaded only when it is needed. It logs what goes wrong and then
// gives a miss; it rejects for keys that it does not take (`ValidationError`).

export interface ArchiveKeys {
  readonly key: string
  readonly restoreKeys: readonly string[]
}

export interface ArchiveHit {
  readonly hit: 'exact' | 'fallback'
  readonly matchedKey: string
}

/** Is there an entry? */
export async function findArchive(config: Config, { key, restoreKeys }: ArchiveKeys): Promise<ArchiveHit | undefined> {
  return askClient(config, { key, restoreKeys }, true)
}

/**
 * Restores the entry that actions/cache would. The archive is unpacked wherever it says: who wrote it is trusted. One
 * that could not be unpacked whole leaves its first files, and the client does not tell that from finding nothing: what
 * came or changed at the paths is removed then, and it is a miss.
 */
export async function restoreArchive(
  config: Config,
  keys: ArchiveKeys,
  reporter: Reporter,
): Promise<ArchiveHit | undefined> {
  const workspace = createWorkspace({ stateDir: config.stateDir, workerUrl: workerUrl(), events: reporter })
  try {
    const { mounts } = parsePaths(config.paths, config)
    const before: bigint[] = []
    for (const mount of mounts) before.push(await workspace.settle(mount, 0n))
    const found = await askClient(config, keys, false)
    if (found) return found
    for (const [i, mount] of mounts.entries()) {
      const files = await removeLate(workspace, mount, before[i] as bigint, config)
      if (files > 0) reporter.say(sentences.halfRestored(toDisplay(mount.path), files))
    }
    return undefined
  } finally {
    await workspace.close()
  }
}

/** Saves the paths as one archive. `false`: it was not stored, for whatever reason; the client has logged it. */
export async function saveArchive(config: Config, key: string): Promise<boolean> {
  const { saveCache } = await import('@actions/cache')
  return (await saveCache(clientPaths(config), key, {}, config.crossOs)) !== -1
}

async function askClient(
  config: Config,
  { key, restoreKeys }: ArchiveKeys,
  lookupOnly: boolean,
): Promise<ArchiveHit | undefined> {
  const { restoreCache } = await import('@actions/cache')
  const matchedKey = await restoreCache(clientPaths(config), key, [...restoreKeys], { lookupOnly }, config.crossOs)
  if (matchedKey === undefined) return undefined
  return { hit: sameKey(matchedKey, key) ? 'exact' : 'fallback', matchedKey }
}

/** The paths as actions/cache reads its input: an entry is found by their text, so nothing may be resolved. */
function clientPaths({ paths, named }: Config): string[] {
  return paths.map((path) => (named ? withoutLabel(path) : path).replace(/^!\s+/, '!'))
}

/** The rule of actions/cache (its `isExactKeyMatch`): the case of letters does not count. */
function sameKey(a: string, b: string): boolean {
  return a.localeCompare(b, undefined, { sensitivity: 'accent' }) === 0
}

/** Removes what came to the mount or changed there after a time of its file system's; returns how many files. */
async function removeLate(
  workspace: Workspace,
  mount: LocalMount,
  beforeNs: bigint,
  { job, volume }: Config,
): Promise<number> {
  const without = workspace
    .nestedMounts(mount)
    .filter(({ state }) => state.fork?.job === job && state.volume !== volume)
    .map(({ path }) => path)
  const { tree } = await workspace.scan(mount, { without })
  if (!tree) return 0
  // A directory is touched by what comes into it; of those listed, only the empty ones go.
  const late = tree.paths().filter((_, entry) => {
    const isMount = entry === 0 && tree.type[entry] === EntryType.directory
    return !isMount && (tree.ctimeNs[entry] as bigint) > beforeNs
  })
  return (await workspace.remove(mount, late)) ?? 0
}
