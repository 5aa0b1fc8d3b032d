// What a benchmark finds, as it is kept in bench/results/, and the figures drawn from it. Pure.

/** One process, or pipeline of processes, from start to exit. */
export interface Timing {
  readonly seconds: number
  /** User and system time of all its processes. */
  readonly cpuSeconds: number
  /** Resident memory of the largest of its processes. */
  readonly peakBytes: number
}

export interface Seen {
  /** Bytes of the archive; for Warmstart, bytes that went to the store or came from it. */
  readonly bytes: number
  /** The line that Warmstart printed with `--json`. */
  readonly said?: Readonly<Record<string, unknown>>
}

export type Run = Timing & Seen

export type CaseId = 'cold-save' | 'cold-restore' | 'restore-99' | 'save-1' | 'save-0'

export interface CaseResult {
  readonly id: CaseId
  readonly medium: string
  readonly commands: { readonly warmstart: string; readonly opponent: string; readonly find?: string }
  /** Run for run: the n-th of each was measured in the same round. */
  readonly warmstart: readonly Run[]
  readonly opponent: readonly Run[]
  readonly find?: readonly Run[]
}

export interface TreeSize {
  readonly files: number
  readonly directories: number
  readonly links: number
  readonly bytes: number
}

/** When, where and on what a benchmark was run. */
export interface Circumstances {
  readonly date: string
  readonly commit: string
  readonly machine: Readonly<Record<string, string | number>>
  readonly tree: TreeSize
  readonly notes: readonly string[]
  readonly minutes: number
}

export interface Results extends Circumstances {
  readonly cases: readonly CaseResult[]
}

/** The median of what pairs gave, the least and the greatest. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

export interface Summary {
  /** Medians, in seconds. */
  readonly warmstart: number
  readonly opponent: number
  readonly find?: number
  /** Of each pair, Warmstart's time by the opponent's. */
  readonly ratio: Spread
  readonly peakBytes: { readonly warmstart: number; readonly opponent: number }
  readonly cpuSeconds: { readonly warmstart: number; readonly opponent: number }
  readonly bytes: { readonly warmstart: number; readonly opponent: number }
  /** The most that any run put. */
  readonly objectsPut: number
  /** What is beyond its limit, in words. */
  readonly over: readonly string[]
}

/** Order, titles and limits of the cases: the ratio may not be more. */
export const CASES: Readonly<Record<CaseId, { readonly title: string; readonly limit: number }>> = {
  'cold-save': { title: 'cold save', limit: 1.15 },
  'cold-restore': { title: 'cold restore', limit: 1.0 },
  'save-1': { title: 'save, 1 % of files changed', limit: 0.4 },
  'save-0': { title: 'save, nothing changed', limit: 0.3 },
  'restore-99': { title: 'restore onto a tree 99 % right', limit: 0.4 },
}

export const MEMORY_LIMIT = 256e6

/** The middle of the values; of an even number of them, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Of each pair, the first's figure by the second's. */
export function pairwise<T>(first: readonly T[], second: readonly T[], figure: (run: T) => number): Spread {
  const ratios = first.map((run, index) => figure(run) / figure(second[index] as T))
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) }
}

export function summarise({ id, warmstart, opponent, find }: CaseResult): Summary {
  const both = (figure: (runs: readonly Run[]) => number) => ({
    warmstart: figure(warmstart),
    opponent: figure(opponent),
  })
  const ratio = pairwise(warmstart, opponent, ({ seconds }) => seconds)
  const peakBytes = both((runs) => Math.max(...runs.map((run) => run.peakBytes)))
  const objectsPut = Math.max(...warmstart.map(({ said }) => Number(said?.['objectsPut'] ?? 0)))
  const over = [
    ...(ratio.median > CASES[id].limit ? ['time'] : []),
    ...(peakBytes.warmstart > MEMORY_LIMIT ? ['memory'] : []),
    ...(id === 'save-0' && objectsPut > 0 ? ['objects written'] : []),
  ]
  return {
    ...both((runs) => median(runs.map(({ seconds }) => seconds))),
    ...(find && { find: median(find.map(({ seconds }) => seconds)) }),
    ...{ ratio, peakBytes, objectsPut, over },
    cpuSeconds: both((runs) => median(runs.map((run) => run.cpuSeconds))),
    bytes: both((runs) => median(runs.map(({ bytes }) => bytes))),
  }
}
