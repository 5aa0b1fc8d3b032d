import { parsePaths } from '../core/mount.ts'
import { guardMounts } from '../core/protected-paths.ts'
import type { Parent, RestoreOutcome, RestoreRequest, Rights, SaveRequest, VolumeRequest } from '../volume/types.ts'
import { realPlace } from '../workspace/real-place.ts'
import type { Config, Setting } from './config.ts'

/** The question a configuration puts to `restore`. Throws `UserError` for paths that cannot be meant. */
export function restoreRequest(config: Config, dryRun = false): RestoreRequest {
  return {
    ...volumeRequest(config),
    restoreKeys: config.restoreKeys,
    newestAsLastResort: config.newestAsLastResort,
    how: config.lookupOnly ? 'look-up' : dryRun || config.access.dry ? 'shadow' : 'restore',
    foreign: config.foreign,
  }
}

/** What the job's restore handed over, as far as there was one. */
export interface Fork {
  readonly parent: Parent | 'none' | undefined
  readonly startedAt: number | undefined
}

/** No restore is known: the save looks at what this machine remembers, then into the store. */
export const NO_FORK: Fork = { parent: undefined, startedAt: undefined }

/** What a restore of the same job hands over. */
export function forkOf({ parent, startedAt }: RestoreOutcome): Fork {
  return { parent: parent ?? 'none', startedAt }
}

/** The question a configuration puts to `save`. Patterns are expanded anew, hashes are not. */
export function saveRequest(config: Config, fork: Fork, dryRun = false): SaveRequest {
  return {
    ...volumeRequest(config),
    saveIf: config.saveIf,
    conflict: config.conflict,
    sizeLimit: config.sizeLimit,
    secrets: config.secrets,
    dryRun: dryRun || config.access.dry,
    parent: fork.parent,
    startedAt: fork.startedAt,
    foreign: config.foreign,
    provenance: config.provenance,
    writer: config.writer,
  }
}

/** The volume's mounts, kept out of protected places as this machine's links lead, and what they go without. */
export function guardedMounts({ paths, workspace, home, platform, named, protectedPaths }: Config) {
  return guardMounts(
    parsePaths(paths, { workspace, home, platform, named }).mounts,
    protectedPaths,
    platform,
    realPlace,
  )
}

export function rightsOf({ namespace, access }: Pick<Setting, 'namespace' | 'access'>): Rights {
  const { reads, shares, writes } = access
  return { namespace, reads, ...(shares && { shares }), writes }
}

function volumeRequest(config: Config): VolumeRequest {
  return {
    rights: rightsOf(config),
    volume: config.volume,
    key: config.key,
    mounts: guardedMounts(config).mounts,
    job: config.job,
  }
}
