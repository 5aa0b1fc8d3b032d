// Markdown and plain text from what the benchmark against actions/cache found. Pure.
import { circumstances, columns, mark, markdown, megabytes, spread } from '../report.ts'
import {
  GITHUB_CASES,
  type GithubCase,
  type GithubCaseId,
  type GithubResults,
  type GithubRun,
  middle,
  most,
  SIDES,
  type SideName,
  serviceCalls,
  summariseGithub,
} from './results.ts'

/** Everything that `npm run bench:github` generates in `docs/performance.md`. */
export function githubReport(results: GithubResults, file: string): string {
  return [
    ...circumstances(results, file),
    markdown(timeRows(results)),
    'Requests of one run, the most of any:',
    markdown(requestRows(results)),
  ].join('\n\n')
}

/** The same figures for a terminal. */
export function githubTables(results: GithubResults): string {
  return [timeRows(results), requestRows(results)].map(columns).join('\n\n')
}

const NAMES: Readonly<Record<SideName, string>> = { warmstart: 'Warmstart', actionsCache: 'actions/cache' }

function timeRows(results: GithubResults): string[][] {
  const head = [
    ...['case', 'Warmstart, s', `actions/cache ${results.actionsCacheVersion}, s`, 'time, ratio (range)', 'limit'],
    ...['sent, MB', 'received, MB', 'bytes, ratio', 'limit', 'CPU, s', 'service’s CPU, s', 'peak, MB'],
  ]
  return [head, ...ordered(results).map(timeRow)]
}

function timeRow(one: GithubCase): string[] {
  const { title, time, bytes } = GITHUB_CASES[one.id]
  const summary = summariseGithub(one)
  const both = (figure: (run: GithubRun) => number, text: (value: number) => string) =>
    SIDES.map((side) => text(middle(one[side], figure))).join(' / ')
  const seconds = (value: number) => value.toFixed(2)
  const [peak, peakOfOther] = SIDES.map((side) => megabytes(most(one[side], ({ peakBytes }) => peakBytes)))
  return [
    title,
    ...SIDES.map((side) => seconds(middle(one[side], (run) => run.seconds))),
    mark(spread(summary.time), summary.over.has('time')),
    limit(time),
    both(({ sentBytes }) => sentBytes, megabytes),
    both(({ receivedBytes }) => receivedBytes, megabytes),
    mark(summary.bytes.median.toFixed(3), summary.over.has('bytes')),
    limit(bytes),
    both(({ cpuSeconds }) => cpuSeconds, seconds),
    both(({ serviceCpuSeconds }) => serviceCpuSeconds, seconds),
    `${mark(peak ?? '', summary.over.has('memory'))} / ${peakOfOther}`,
  ]
}

function requestRows(results: GithubResults): string[][] {
  const head = [
    ...['case', 'side', 'service calls', 'limit', 'look-ups', 'creations', 'finalisations'],
    ...['entries stored', 'limit', 'writes', 'reads', 'limit'],
  ]
  return [head, ...ordered(results).flatMap((one) => SIDES.map((side) => requestRow(one, side)))]
}

function requestRow(one: GithubCase, side: SideName): string[] {
  const limits = side === 'warmstart' ? GITHUB_CASES[one.id] : undefined
  const { over } = summariseGithub(one)
  const of = (figure: (run: GithubRun) => number) => String(most(one[side], figure))
  const marked = (name: 'serviceCalls' | 'uploads' | 'ranges', figure: (run: GithubRun) => number) => [
    mark(of(figure), limits !== undefined && over.has(name)),
    limit(limits?.[name]),
  ]
  return [
    GITHUB_CASES[one.id].title,
    NAMES[side],
    ...marked('serviceCalls', serviceCalls),
    of(({ lookups }) => lookups),
    of(({ creates }) => creates),
    of(({ finalizes }) => finalizes),
    ...marked('uploads', ({ uploads }) => uploads),
    of(({ puts }) => puts),
    ...marked('ranges', ({ reads }) => reads),
  ]
}

function limit(value: number | undefined): string {
  return value === undefined ? '–' : `≤ ${value}`
}

function ordered({ cases }: GithubResults): GithubCase[] {
  const order = Object.keys(GITHUB_CASES) as GithubCaseId[]
  return [...cases].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
}
