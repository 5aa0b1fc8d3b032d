import { fileURLToPath } from 'node:url'
import type { Archive } from '../core/ports/archive.ts'
import type { Clock, Random } from '../core/ports/clock.ts'
import { UserError } from '../core/ports/errors.ts'
import type { EventSink } from '../core/ports/events.ts'
import type { HeadStore } from '../core/ports/heads.ts'
import type { ManagedStore } from '../core/ports/store.ts'
import { createDirectoryStore } from './directory.ts'
import type { GithubAccess } from './github/open.ts'
import { createHeadStore } from './heads.ts'
import type { Send } from './http/exchange.ts'
import { limited } from './limited.ts'
import { metered, type StoreCounts } from './metered.ts'
import { takeLimit } from './store-url.ts'
import { openTiers } from './tiered/open.ts'
import { parseTiers, type TierLine } from './tiered/tier-list.ts'

/** What every adapter is opened with. */
export interface AdapterDependencies {
  readonly clock: Clock
  readonly random: Random
  readonly events: EventSink
  /** The signed statement, made for `audience`, by which this CI job says who it is; `undefined`: it has none. */
  readonly identityToken: ((audience: string) => Promise<string>) | undefined
  /** Environment variables, for credentials that no SDK looks for itself. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Requests that go through this machine's proxies. Throws `UserError` for one that is no URL. */
  readonly openSend: () => Send
  /** Nothing that this process prints may show this text from now on. */
  readonly hide: (secret: string) => void
}

/** The adapters that carry a cloud's SDK, each loaded when it is first asked for. */
export interface Adapters {
  s3(): Promise<typeof import('./s3/open.ts')>
  gcs(): Promise<typeof import('./gcs/open.ts')>
  azure(): Promise<typeof import('./azure/open.ts')>
}

export interface OpenDependencies extends AdapterDependencies {
  /** `undefined`: this process is no action of a GitHub workflow. */
  readonly github: GithubAccess | undefined
  readonly adapters: Adapters
  /** Where this machine remembers things between runs. */
  readonly stateDir: string
  /**
   * Of several: keep copies in nearer ones (`local`: in directories only, which are nobody else's), only read copies that
   * are there, or open only the one where versions live.
   */
  readonly tiers: 'filled' | 'local' | 'read' | 'home'
}

/** A store, its heads, and what went through both. */
export interface OpenedStore {
  readonly store: ManagedStore
  readonly heads: HeadStore
  /** Only where saves also remove what is superseded. */
  readonly archive?: Archive
  /** Live. */
  readonly counts: Readonly<StoreCounts>
  /** Of several stores, what went through each, nearest first. */
  readonly tiers?: readonly { readonly name: string; readonly counts: Readonly<StoreCounts> }[]
  /** For the end of a run: finishes the copies that nearer tiers are to get, or drops them. Never rejects. */
  settle?(signal?: AbortSignal): Promise<void>
}

/** One store, or several in tiers (`docs/tiers.md`). Nothing is read or written yet. Throws `UserError`. */
export async function openStore(text: string, dependencies: OpenDependencies): Promise<OpenedStore> {
  const list = parseTiers(text)
  const { tiers } = dependencies
  const [url] = (list.lines[list.home] as TierLine).urls
  const open = (one: string) => openOne(one, dependencies)
  const isOne = list.lines.length === 1 && list.lines[0]?.urls.length === 1
  return isOne || tiers === 'home' ? open(url) : openTiers(list, { ...dependencies, tiers }, open)
}

/**
 * After how many days the rules of one store's bucket remove objects (`readExpiry` of S3's adapter). Absent where nobody
 * can be asked.
 */
export function expiryReader(
  url: string,
  dependencies: AdapterDependencies & Pick<OpenDependencies, 'adapters'>,
): (() => Promise<number | undefined>) | undefined {
  if (!/^s3:/i.test(url)) return undefined
  return async () => (await dependencies.adapters.s3()).readExpiry(url, dependencies)
}

/** What is behind a URL; the only list of what there is. */
async function openOne(url: string, dependencies: OpenDependencies): Promise<OpenedStore> {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(url)?.[1]?.toLowerCase() // one letter is a drive of Windows, no scheme
  switch (scheme) {
    case 'file':
      return named(createDirectoryStore({ ...dependencies, directory: directoryOf(url) }), dependencies.events)
    case 'github': {
      if (url !== 'github:') throw new UserError(`The store ${url} has too much to it; it is written github:.`)
      if (!dependencies.github) throw new UserError(NO_ACTION)
      // Loaded where it is used: others start without it.
      const { openGithub } = await import('./github/open.ts')
      return openGithub(dependencies.github, dependencies)
    }
    case 's3':
      return across(url, dependencies, (await dependencies.adapters.s3()).openS3)
    case 'gs':
      return across(url, dependencies, (await dependencies.adapters.gcs()).openGcs)
    case 'azblob':
      return across(url, dependencies, (await dependencies.adapters.azure()).openAzure)
    case undefined:
      throw new UserError(`The store ${JSON.stringify(url)} is no URL; a directory is written ${EXAMPLE}.`)
    default:
      throw new UserError(
        `There is no store for ${scheme}: URLs; there are file: (${EXAMPLE}), s3:, gs:, azblob: and github:.`,
      )
  }
}

/** A store across a network, with the option that all of those have. */
async function across(
  text: string,
  dependencies: AdapterDependencies,
  open: (url: string, dependencies: AdapterDependencies) => Promise<ManagedStore>,
): Promise<OpenedStore> {
  const { url, bytesPerSecond } = takeLimit(text)
  const store = await open(url, dependencies)
  const within = bytesPerSecond === undefined ? store : limited(store, bytesPerSecond, dependencies.clock)
  return named(within, dependencies.events)
}

/** Heads as records of a store that has names. */
function named(bare: ManagedStore, events: EventSink): OpenedStore {
  const { store, counts } = metered(bare)
  return { store, heads: createHeadStore({ store, events }), counts }
}

const NO_ACTION =
  'The store github: is GitHub’s cache service, and only an action of a workflow can reach it: the runner tells neither a `run:` step nor a desk where it is. Use the action, or a store like file:///absolute/path.'
const EXAMPLE = 'file:///absolute/path'

function directoryOf(url: string): string {
  if (!/^file:\/\//i.test(url)) throw notAbsolute(url)
  let parsed: URL
  let directory: string
  try {
    parsed = new URL(url)
    directory = fileURLToPath(parsed)
  } catch {
    throw notAbsolute(url)
  }
  if (parsed.search !== '' || parsed.hash !== '') {
    throw new UserError(`The store ${url} has a "?" or "#"; in a directory's name these are written %3F and %23.`)
  }
  return directory
}

function notAbsolute(url: string): UserError {
  return new UserError(`The store ${url} names no absolute directory; it is written ${EXAMPLE}.`)
}
