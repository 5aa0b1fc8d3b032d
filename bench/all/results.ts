// What `npm run bench:all` finds of a tree, as it is kept in bench/results/, and the figures drawn from it. Pure.
import { CASES, type CaseId, type Circumstances, median, pairwise, type Spread, type Timing } from '../results.ts'

export type RivalId = 'tar-zstd' | 'actions-cache' | 'restic' | 'casync' | 'kopia' | 'desync'
export type ContestantId = 'warmstart' | RivalId

/** Rivals in the order of reports, and what a reader has to know of them. */
export const RIVALS: Readonly<Record<RivalId, { readonly title: string; readonly note?: string }>> = {
  'tar-zstd': { title: 'tar and zstd' },
  'actions-cache': { title: 'tar of actions/cache' },
  restic: { title: 'restic', note: 'restic encrypts what it stores, which cannot be switched off.' },
  casync: {
    title: 'casync',
    note: 'casync runs without `--cache`, with which it writes indexes of edited trees that it cannot extract.',
  },
  kopia: { title: 'kopia', note: 'kopia encrypts what it stores, which cannot be switched off.' },
  desync: { title: 'desync', note: 'desync takes no tree for a seed, so it restores everything again.' },
}

/** What is kept of a run. */
export interface Seen {
  /** Bytes that files in the store grew by in a save. */
  readonly storedBytes?: number
  /** Of a restore, where it is known. */
  readonly fetchedBytes?: number
  /** What it said of itself. */
  readonly said?: Readonly<Record<string, unknown>>
}

export type AllRun = Timing & Seen

export interface AllCase {
  readonly id: CaseId
  /** Commands as a person would write them, and runs: the n-th of each was measured in the same round. */
  readonly commands: ByContestant<string>
  readonly runs: ByContestant<readonly AllRun[]>
}

export type ByContestant<T> = Readonly<Partial<Record<ContestantId, T>>>

export interface AllResults extends Circumstances {
  readonly part: string
  readonly medium: string
  /** Warmstart first. */
  readonly contestants: readonly { readonly id: ContestantId; readonly version: string }[]
  readonly cases: readonly AllCase[]
  /** Files with more than one name in the tree, and in what each restored. */
  readonly linked: { readonly tree: number; readonly restored: ByContestant<number> }
}

/** The figures of one contestant in one case. */
export interface Figures {
  /** Median. */
  readonly seconds: number
  readonly cpuSeconds: number
  /** Of the worst run. */
  readonly peakBytes: number
  /** Medians, where they are known. */
  readonly storedBytes: number | undefined
  readonly fetchedBytes: number | undefined
  /** Of each pair, Warmstart's figure by this one's. */
  readonly time: Spread
  readonly bytes: number | undefined
}

export function titleOf(id: ContestantId): string {
  return id === 'warmstart' ? 'Warmstart' : RIVALS[id].title
}

/** `undefined`: the contestant was not in that case. */
export function figuresOf({ runs }: AllCase, id: ContestantId): Figures | undefined {
  const own = runs[id]
  const warmstart = runs.warmstart
  if (!own || !warmstart) return undefined
  const middle = (figure: (run: AllRun) => number | undefined) => {
    const known = own.map(figure).filter((value) => value !== undefined)
    return known.length > 0 ? median(known) : undefined
  }
  const moved = ({ storedBytes, fetchedBytes }: AllRun) => storedBytes ?? fetchedBytes ?? Number.NaN
  const bytes = pairwise(warmstart, own, moved).median
  return {
    seconds: median(own.map(({ seconds }) => seconds)),
    cpuSeconds: median(own.map(({ cpuSeconds }) => cpuSeconds)),
    peakBytes: Math.max(...own.map(({ peakBytes }) => peakBytes)),
    storedBytes: middle((run) => run.storedBytes),
    fetchedBytes: middle((run) => run.fetchedBytes),
    time: pairwise(warmstart, own, ({ seconds }) => seconds),
    bytes: Number.isFinite(bytes) ? bytes : undefined,
  }
}

/** Cases in the order they are shown. */
export function orderedCases(results: AllResults): AllCase[] {
  const order = Object.keys(CASES) as CaseId[]
  return [...results.cases].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
}
