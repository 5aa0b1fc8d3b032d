import { type Access, access } from '../core/access.ts'
import { parseKeys } from '../core/encryption-key.ts'
import type { Writer } from '../core/head.ts'
import { volumeOf } from '../core/identity.ts'
import { lanesOf, lowerLane } from '../core/lane.ts'
import { parsePaths } from '../core/mount.ts'
import { namespaceOf, sharesOf } from '../core/namespace.ts'
import { UserError } from '../core/ports/errors.ts'
import { guardMounts, type ProtectedPath } from '../core/protected-paths.ts'
import type { Origin } from '../core/provenance.ts'
import { parseSize } from '../core/size.ts'
import type { RestoreRequest, SaveRequest } from '../volume/types.ts'
import type { Asked } from './asked.ts'
import {
  encryptionKeyText,
  type Machine,
  osFamily,
  signingKeyText,
  stateDirectory,
  storeUrl,
  V1_STORE,
} from './environment.ts'
import { type Job, provenanceOf, writerOf } from './job.ts'
import { checkKey, oneOf } from './parse.ts'
import { protectedPathsOf } from './protected-paths.ts'
import { trustOf } from './trust.ts'

/** Where a run happens and what it may do: all that a listing needs. */
export interface Setting {
  readonly store: string
  readonly stateDir: string
  readonly namespace: string
  /** May be JSON: `writes` is absent where nothing may be written. */
  readonly access: Access
  /** For GitHub's REST API, `''`: none. A secret: neither printed nor written down. */
  readonly token: string
  /** As `parseKeys` takes it, `''`: none. A secret: neither printed nor written down. */
  readonly encryptionKey: string
  /** As `parseSigningKey` takes it, `''`: none. A secret as well. */
  readonly signingKey: string
  readonly verifyKeys: readonly string[]
  readonly requireWriter: readonly string[]
}

/** Everything a run goes by: plain data, so that a main step can hand it to its post step as JSON. */
export interface Config extends Setting {
  readonly paths: readonly string[]
  readonly named: boolean
  readonly crossOs: boolean
  readonly volume: string
  /** The primary key, the hash included. */
  readonly key: string
  readonly restoreKeys: readonly string[]
  readonly newestAsLastResort: boolean
  /** `hash-files` was given and matched nothing. */
  readonly nothingHashed: boolean
  readonly workspace: string
  readonly home: string
  readonly platform: NodeJS.Platform
  readonly mode: (typeof MODES)[number]
  readonly policy: (typeof POLICIES)[number]
  readonly saveOn: (typeof SAVE_ON)[number]
  readonly saveIf: SaveRequest['saveIf']
  readonly conflict: SaveRequest['conflict']
  readonly sizeLimit: number | undefined
  readonly secrets: SaveRequest['secrets']
  readonly audit: (typeof AUDIT)[number]
  readonly foreign: RestoreRequest['foreign']
  /** What the mounts may not fill; empty where that was asked for. */
  readonly protectedPaths: readonly ProtectedPath[]
  readonly lookupOnly: boolean
  readonly failOnCacheMiss: boolean
  readonly adopt: boolean
  readonly job: string
  readonly provenance: Origin
  readonly writer: Writer
}

export const MODES = ['on', 'off', 'read-only', 'shadow'] as const
export const POLICIES = ['pull-push', 'pull', 'push'] as const
export const SAVE_ON = ['success', 'always', 'failure'] as const
export const SAVE_IF = ['changed', 'missing'] as const
export const CONFLICTS = ['last-write', 'newest-start-wins'] as const
export const SECRETS = ['omit', 'refuse', 'allow'] as const
export const AUDIT = ['auto', 'on', 'off'] as const
/** What stands for the hash when `hash-files` matches no file. */
export const NO_FILES = 'nofiles'

/** Hashes input files as the platform's `hashFiles()` does; `''` when none matched. */
export type HashFiles = (patterns: readonly string[], workspace: string) => Promise<string>

/** What a listing needs. Throws `UserError` for a lane the job may not have, and for a key that would not protect. */
export function settingOf(asked: Asked, job: Job, machine: Machine): Setting {
  const own = lanesOf(job.identity)
  const store = storeUrl(asked.store, machine)
  const encryptionKey = encryptionKeyText(asked.encryptionKey, machine)
  const { verifyKeys, requireWriter } = asked
  const signatures = { signingKey: signingKeyText(asked.signingKey, machine), verifyKeys, requireWriter }
  const trust = trustOf(signatures)
  const namespace = namespaceOf(asked.namespace || job.namespace, asked.environment)
  const given = access({
    mode: oneOf(asked.mode, MODES, 'The mode'),
    policy: oneOf(asked.policy, POLICIES, 'The policy'),
    cacheMode: cacheModeOf(machine),
    lanes: asked.lane ? lowerLane(own, asked.lane) : own,
    shares: sharesOf(namespace, asked.shareFrom),
  })
  return {
    store,
    stateDir: stateDirectory(machine),
    namespace,
    access: store === V1_STORE ? onArchives(given, asked, parseKeys(encryptionKey) !== undefined || !!trust) : given,
    token: asked.token,
    encryptionKey,
    ...signatures,
  }
}

/**
 * Everything a run goes by. All that can be said about what was asked is said before any file is hashed. Throws
 * `UserError` with one sentence for the first thing that is wrong.
 */
export async function configure(asked: Asked, job: Job, machine: Machine, hash: HashFiles): Promise<Config> {
  const setting = settingOf(asked, job, machine)
  const options = {
    mode: oneOf(asked.mode, MODES, 'The mode'),
    policy: oneOf(asked.policy, POLICIES, 'The policy'),
    saveOn: oneOf(asked.saveOn, SAVE_ON, 'save-on'),
    saveIf: oneOf(asked.saveIf, SAVE_IF, 'save-if'),
    conflict: oneOf(asked.conflict, CONFLICTS, 'conflict'),
    sizeLimit: parseSize(asked.sizeLimit, 'size-limit'),
    secrets: oneOf(asked.secrets, SECRETS, 'secrets'),
    audit: oneOf(asked.audit, AUDIT, 'audit'),
  }
  if (asked.adopt && trustOf(setting)) {
    throw new UserError('adopt cannot be used with signatures: nobody signed what actions/cache has saved.')
  }
  if (asked.adopt && asked.environment !== '') {
    throw new UserError('adopt cannot be used with an environment: what actions/cache has saved belongs to none.')
  }
  if (asked.paths.length === 0) throw new UserError('No path is given: say which files and directories to keep.')
  for (const key of asked.restoreKeys) checkKey(key, 'The restore key')
  checkKey(asked.key, 'The key')
  const volume = volumeName(asked, machine)
  const protectedPaths = checkPaths(asked, machine, setting)
  const { key, inputHash, nothingHashed } = await primaryKey(asked, hash)
  return {
    ...setting,
    ...options,
    paths: asked.paths,
    named: asked.name !== '',
    crossOs: asked.crossOs,
    volume,
    key,
    restoreKeys: asked.restoreKeys,
    newestAsLastResort: asked.hashFiles.length > 0,
    nothingHashed,
    workspace: asked.workspace,
    home: machine.home,
    platform: machine.platform,
    foreign: asked.clean ? 'exact' : job.persistent ? 'owned' : 'overlay',
    protectedPaths,
    lookupOnly: asked.lookupOnly,
    // A job that was told to restore nothing cannot miss.
    failOnCacheMiss: asked.failOnCacheMiss && options.mode !== 'off' && options.policy !== 'push',
    adopt: asked.adopt,
    job: job.id,
    provenance: provenanceOf(job, machine, inputHash),
    writer: writerOf(job),
  }
}

/** The places that the paths may not fill. Throws `UserError` for paths that would, or that cannot be meant. */
function checkPaths(asked: Asked, machine: Machine, { stateDir, store }: Setting): readonly ProtectedPath[] {
  const { workspace } = asked
  const { home, platform } = machine
  const { mounts } = parsePaths(asked.paths, { workspace, home, platform, named: asked.name !== '' })
  const places = asked.allowDangerousPaths ? [] : protectedPathsOf(machine, { workspace, stateDir, store })
  guardMounts(mounts, places, platform)
  return places
}

/** The volume that paths or a name stand for. Throws `UserError` for a name that cannot be one. */
export function volumeName(asked: Pick<Asked, 'name' | 'paths' | 'crossOs'>, { platform }: Machine): string {
  if (asked.name === '') return volumeOf(asked.paths, asked.crossOs ? undefined : osFamily(platform))
  if (asked.name.length > NAME_LENGTH) {
    throw new UserError(`The name “${asked.name.slice(0, 40)}…” is longer than ${NAME_LENGTH} characters.`)
  }
  if (/^[0-9a-f]{64}$/.test(asked.name)) {
    throw new UserError(`The name “${asked.name}” looks like a volume that has no name; choose words.`)
  }
  return asked.name
}

const CACHE_MODES = ['none', 'read', 'write', 'write-only'] as const
const NAME_LENGTH = 100

/** Nobody encrypts or signs the archives of the old cache service, and they lie in no namespace. */
function onArchives(given: Access, { environment }: Asked, isSealed: boolean): Access {
  if (!isSealed && environment === '') return given
  const what = isSealed ? 'can neither encrypt nor sign' : 'knows no environments'
  const why = `${given.why}; this server's cache service has only its first version, which ${what}`
  return { reads: [], writes: undefined, dry: given.dry, why }
}

/** What the CI lets its caches do. A word this release does not know allows nothing. */
function cacheModeOf({ env }: Machine): (typeof CACHE_MODES)[number] | undefined {
  const text = env['ACTIONS_CACHE_MODE']
  return text ? (CACHE_MODES.find((known) => known === text) ?? 'none') : undefined
}

/** `key`; `<key>-<hash>` with hashed files too; `<hash>` with those alone, which then need a name. */
async function primaryKey(asked: Asked, hash: HashFiles) {
  if (asked.key === '' && asked.hashFiles.length === 0) {
    throw new UserError('No key is given: give a key, or hash-files with a name.')
  }
  if (asked.hashFiles.length === 0) return { key: asked.key, inputHash: '', nothingHashed: false }
  if (asked.key === '' && asked.name === '') {
    throw new UserError('hash-files without a key needs a name for the volume.')
  }
  const inputHash = await hash(asked.hashFiles, asked.workspace)
  const end = inputHash || NO_FILES
  const key = checkKey(asked.key === '' ? end : `${asked.key}-${end}`, 'The key')
  return { key, inputHash, nothingHashed: inputHash === '' }
}
