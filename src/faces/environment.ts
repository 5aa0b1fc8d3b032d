import { isAbsolute, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { GithubAccess } from '../stores/github/open.ts'
import type { ProxySetting } from '../stores/http/proxy.ts'

/** The URL of GitHub's cache service as a store. */
export const GITHUB_STORE = 'github:'
/** Stands where a store's URL does when versions are archives of GitHub's old cache service; no store has it. */
export const V1_STORE = 'github-v1:'

/** Environment variables as `process.env` has them. An empty value counts as absent everywhere. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The machine a face runs on: everything configuration depends on besides what was asked. */
export interface Machine {
  readonly env: Environment
  readonly platform: NodeJS.Platform
  readonly arch: string
  readonly home: string
  /** Where relative paths and arguments are resolved. */
  readonly directory: string
}

/** The operating system's family, in the Actions runner's words. */
export function osFamily(platform: NodeJS.Platform): 'Linux' | 'macOS' | 'Windows' {
  return platform === 'win32' ? 'Windows' : platform === 'darwin' ? 'macOS' : 'Linux'
}

/**
 * Where a machine remembers its mounts: `$WARMSTART_STATE`, else the user's state directory (XDG base directories,
 * or the platform's place). Never a job's temporary directory: the next job has to find it.
 */
export function stateDirectory({ env, platform, home, directory }: Machine): string {
  const own = env['WARMSTART_STATE']
  if (own) return isAbsolute(own) ? own : join(directory, own)
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'warmstart', 'state')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'warmstart')
  return join(absolute(env['XDG_STATE_HOME']) ?? join(home, '.local', 'state'), 'warmstart')
}

/**
 * The store's URL: what was asked, else `$WARMSTART_STORE`, else GitHub's cache service where this process can reach
 * it, else a directory in the user's cache directory.
 */
export function storeUrl(asked: string, machine: Machine): string {
  const { env, platform, home } = machine
  const named = asked || env['WARMSTART_STORE']
  if (named) return named
  if (cacheService(machine) === 'v2') return GITHUB_STORE
  const cache =
    platform === 'win32'
      ? join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'warmstart', 'store')
      : platform === 'darwin'
        ? join(home, 'Library', 'Caches', 'warmstart')
        : join(absolute(env['XDG_CACHE_HOME']) ?? join(home, '.cache'), 'warmstart')
  return pathToFileURL(cache).href
}

/** The encryption keys as text: what was asked, else `$WARMSTART_ENCRYPTION_KEY`. */
export function encryptionKeyText(asked: string, { env }: Pick<Machine, 'env'>): string {
  return asked || (env['WARMSTART_ENCRYPTION_KEY'] ?? '')
}

/** The signing key as text: what was asked, else `$WARMSTART_SIGNING_KEY`. */
export function signingKeyText(asked: string, { env }: Pick<Machine, 'env'>): string {
  return asked || (env['WARMSTART_SIGNING_KEY'] ?? '')
}

/**
 * Which of GitHub's cache services this process can use; `undefined`: none. The runner tells actions where the service
 * is and nobody else, so a command in a `run:` step has none. Which of the two it is goes by the rule of
 * `@actions/cache` (its `getCacheServiceVersion` and `isFeatureAvailable`): the old one on GitHub Enterprise Server and
 * wherever the runner does not announce the new one.
 */
export function cacheService({ env }: Machine): 'v1' | 'v2' | undefined {
  if (env['GITHUB_ACTIONS'] !== 'true' || !env['ACTIONS_RUNTIME_TOKEN']) return undefined
  if (env['ACTIONS_CACHE_SERVICE_V2'] && !isEnterpriseServer(env)) return env['ACTIONS_RESULTS_URL'] ? 'v2' : undefined
  return env['ACTIONS_CACHE_URL'] ? 'v1' : undefined
}

/** Where this process reaches GitHub's services, if it is an action; `token` is the user's, for the REST API. */
export function githubAccess(env: Environment, token: string): GithubAccess | undefined {
  const { ACTIONS_RESULTS_URL: resultsUrl, ACTIONS_RUNTIME_TOKEN: runtimeToken } = env
  if (!resultsUrl || !runtimeToken) return undefined
  return {
    resultsUrl,
    runtimeToken,
    apiUrl: env['GITHUB_API_URL'] || 'https://api.github.com',
    repository: env['GITHUB_REPOSITORY'] ?? '',
    ref: env['GITHUB_REF'] ?? '',
    token,
    proxy: proxySetting(env),
  }
}

/** The proxies that this machine's variables name. */
export function proxySetting(env: Environment): ProxySetting {
  return {
    http: env['http_proxy'] || env['HTTP_PROXY'],
    https: env['https_proxy'] || env['HTTPS_PROXY'],
    except: env['no_proxy'] || env['NO_PROXY'],
  }
}

function isEnterpriseServer(env: Environment): boolean {
  const host = URL.parse(env['GITHUB_SERVER_URL'] || 'https://github.com')?.hostname ?? ''
  return host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost')
}

/** The XDG rule: a relative path in one of its variables is ignored. */
function absolute(path: string | undefined): string | undefined {
  return path && isAbsolute(path) ? path : undefined
}
