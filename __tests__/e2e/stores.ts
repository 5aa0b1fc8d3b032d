import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { GithubService, Scope } from '../support/github-service/index.ts'
import type { Event } from '../support/runner/index.ts'

/** A store that outlives the machines of a site. */
export interface SiteStore {
  /**
   * What a job of this event needs to reach it: variables of the machine, and those that only actions see. `cacheMode`:
   * what the workflow says of its jobs' caches, if it says anything.
   */
  connect(event: Event, cacheMode?: string): Connection
  /** Name and content hash of everything that versions consist of. */
  objects(): readonly string[]
  /** Makes every pack unreadable. */
  spoilPacks(): Promise<void>
}

export interface Connection {
  readonly env: Readonly<Record<string, string>>
  readonly actionEnv: Readonly<Record<string, string>>
}

export function directoryStore(directory: string): SiteStore {
  const files = () => {
    const all = existsSync(directory) ? readdirSync(directory, { recursive: true, withFileTypes: true }) : []
    const paths = all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    // The journal is no part of any version.
    return paths.filter((path) => !relative(directory, path).split(sep).includes('journal')).sort()
  }
  return {
    connect: () => ({ env: { WARMSTART_STORE: pathToFileURL(directory).href }, actionEnv: {} }),
    objects: () =>
      files().map((file) => {
        const hash = createHash('sha256').update(readFileSync(file)).digest('hex')
        return `${relative(directory, file)} ${hash}`
      }),
    spoilPacks: async () => {
      const packs = files().filter((path) => path.split(sep).includes('packs'))
      if (packs.length === 0) throw new Error('There are no packs to spoil')
      for (const file of packs) writeFileSync(file, 'nothing of a pack')
    },
  }
}

/** GitHub's cache service: it knows what a job may do by the token that the runner gives to its actions. */
export function githubStore(service: GithubService): SiteStore {
  return {
    connect: (event, cacheMode = isTrusted(event) ? 'write' : 'read') => {
      const token = service.tokenFor(...scopesOf(event, cacheMode))
      const { ACTIONS_RESULTS_URL, ACTIONS_RUNTIME_TOKEN, ACTIONS_CACHE_SERVICE_V2 } = service.env(token)
      const actionEnv = { ACTIONS_RESULTS_URL, ACTIONS_RUNTIME_TOKEN, ACTIONS_CACHE_SERVICE_V2 }
      return { env: {}, actionEnv: { ...(actionEnv as Record<string, string>), ACTIONS_CACHE_MODE: cacheMode } }
    },
    // Nothing is ever written again, so a name says the content as well.
    objects: () =>
      service.entries.flatMap(({ scope, key, finalised }) => (finalised ? [`${scope} ${key} ${finalised.bytes}`] : [])),
    spoilPacks: async () => {
      const spoiled = await service.replace(({ key }) => key.includes('/packs/'), Buffer.from('nothing of a pack'))
      if (spoiled === 0) throw new Error('There are no packs to spoil')
    },
  }
}

/** Events that anybody can cause, and pull requests from forks, get caches to read only. */
function isTrusted({ name, payload }: Event): boolean {
  const { pull_request: pull } = payload as { pull_request?: { head: { repo: { fork: boolean } } } }
  return name === 'push' || (name === 'pull_request' && pull?.head.repo.fork === false)
}

/** The run's own ref, a pull request's base, the default branch: only the first may be written. */
function scopesOf({ ref, baseRef = 'main' }: Event, cacheMode: string): Scope[] {
  const others = [`refs/heads/${baseRef}`, 'refs/heads/main'].filter((other) => other !== ref)
  const reading = [...new Set(others)].map((other): Scope => [other, 'r'])
  switch (cacheMode) {
    case 'none':
      return []
    case 'read':
      return [[ref, 'r'], ...reading]
    case 'write':
      return [[ref, 'rw'], ...reading]
    case 'write-only':
      return [[ref, 'w']]
    default:
      throw new Error(`GitHub knows no cache mode ${cacheMode}`)
  }
}
