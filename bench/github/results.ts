// What the benchmark against actions/cache finds, as it is kept in bench/results/, and its limits. Pure.
import { type Circumstances, MEMORY_LIMIT, median, pairwise, type Spread, type Timing } from '../results.ts'

/** What a run made of the service. */
export interface Traffic {
  readonly lookups: number
  readonly creates: number
  readonly finalizes: number
  /** Entries that were finalised. */
  readonly uploads: number
  /** Writes to signed URLs: blobs, blocks, block lists. */
  readonly puts: number
  /** Reads of signed URLs, properties included. */
  readonly reads: number
  /** Those of them that asked for a range and got it. */
  readonly ranges: number
  /** Requests that came to the service as a proxy, as those to signed URLs do. */
  readonly proxied: number
  /** Bytes of bodies, up and down. */
  readonly sentBytes: number
  readonly receivedBytes: number
  /** What the service's process worked meanwhile; it shares the machine's cores. */
  readonly serviceCpuSeconds: number
}

export type GithubRun = Timing & Traffic

export const SIDES = ['warmstart', 'actionsCache'] as const
export type SideName = (typeof SIDES)[number]

export type GithubCaseId = 'cold-save' | 'cold-restore' | 'save-1' | 'save-0' | 'restore-99'

export interface GithubCase {
  readonly id: GithubCaseId
  /** Run for run: the n-th of each was measured in the same round. */
  readonly warmstart: readonly GithubRun[]
  readonly actionsCache: readonly GithubRun[]
}

export interface GithubResults extends Circumstances {
  /** Of the action compared with, as its folder is named. */
  readonly actionsCacheVersion: string
  readonly cases: readonly GithubCase[]
}

export interface Limits {
  readonly title: string
  /** Warmstart's part of the time of actions/cache, and of its bytes. */
  readonly time?: number
  readonly bytes?: number
  /** What a run of Warmstart may ask of the service. */
  readonly serviceCalls?: number
  readonly ranges?: number
  readonly uploads?: number
}

/** Order, titles and limits of the cases. */
export const GITHUB_CASES: Readonly<Record<GithubCaseId, Limits>> = {
  'cold-save': { title: 'cold save', time: 0.7 },
  'cold-restore': { title: 'cold restore', time: 0.7, serviceCalls: 10, ranges: 20 },
  'save-1': { title: 'save, 1 % of files changed', time: 0.25, bytes: 0.06, uploads: 2 },
  'save-0': { title: 'save, nothing changed', serviceCalls: 1, uploads: 0 },
  'restore-99': { title: 'restore onto a tree 99 % right' },
}

export interface GithubSummary {
  readonly time: Spread
  readonly bytes: Spread
  /** What is beyond its limit. */
  readonly over: ReadonlySet<keyof Limits | 'memory'>
}

/** Times and bytes go by the median of the pairs, all else by Warmstart's worst run. */
export function summariseGithub({ id, warmstart, actionsCache }: GithubCase): GithubSummary {
  const limits = GITHUB_CASES[id]
  const time = pairwise(warmstart, actionsCache, ({ seconds }) => seconds)
  const bytes = pairwise(warmstart, actionsCache, movedBytes)
  const found = {
    time: time.median,
    bytes: bytes.median,
    serviceCalls: most(warmstart, serviceCalls),
    ranges: most(warmstart, ({ reads }) => reads),
    uploads: most(warmstart, ({ uploads }) => uploads),
  }
  const beyond = (Object.keys(found) as (keyof typeof found)[]).filter(
    (name) => found[name] > (limits[name] ?? Infinity),
  )
  const memory = most(warmstart, ({ peakBytes }) => peakBytes) > MEMORY_LIMIT ? (['memory'] as const) : []
  return { time, bytes, over: new Set([...beyond, ...memory]) }
}

/** Calls of the service proper; signed URLs are another's. */
export function serviceCalls({ lookups, creates, finalizes }: Traffic): number {
  return lookups + creates + finalizes
}

export function movedBytes({ sentBytes, receivedBytes }: Traffic): number {
  return sentBytes + receivedBytes
}

export function most(runs: readonly GithubRun[], figure: (run: GithubRun) => number): number {
  return Math.max(...runs.map(figure))
}

export function middle(runs: readonly GithubRun[], figure: (run: GithubRun) => number): number {
  return median(runs.map(figure))
}
