import { isAbsolute, join } from 'node:path'
import { pathToFileURL } from 'node:url'

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

/** The store's URL: what was asked, else `$WARMSTART_STORE`, else a directory in the user's cache directory. */
export function storeUrl(asked: string, { env, platform, home }: Machine): string {
  const named = asked || env['WARMSTART_STORE']
  if (named) return named
  const cache =
    platform === 'win32'
      ? join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'warmstart', 'store')
      : platform === 'darwin'
        ? join(home, 'Library', 'Caches', 'warmstart')
        : join(absolute(env['XDG_CACHE_HOME']) ?? join(home, '.cache'), 'warmstart')
  return pathToFileURL(cache).href
}

/** The XDG rule: a relative path in one of its variables is ignored. */
function absolute(path: string | undefined): string | undefined {
  return path && isAbsolute(path) ? path : undefined
}
