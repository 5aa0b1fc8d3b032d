// What the part `history` finds, and Markdown and plain text from it. Pure.
import { circumstances, columns, mark, markdown, megabytes } from '../report.ts'
import type { Circumstances } from '../results.ts'
import { type ByContestant, type ContestantId, titleOf } from './results.ts'

/** After a version was saved by all. */
export interface Point {
  readonly version: number
  readonly day: string
  readonly treeBytes: number
  /** Bytes that lie in each one's store; of archives the sum of all so far. */
  readonly storedBytes: ByContestant<number>
  readonly seconds: ByContestant<number>
  /** What Warmstart says it sent. */
  readonly uploadedBytes: number
  /** Looked at in some versions only. */
  readonly look?: Look
}

export interface Look {
  /** Packs that the newest version needs, and all that lie in the store. */
  readonly livePacks: number
  readonly packs: number
  /** What a fresh machine fetches to restore it; and what a store takes in that has this version alone. */
  readonly fetchedBytes: number
  readonly aloneBytes: number
}

export interface HistoryResults extends Circumstances {
  readonly part: 'history'
  readonly medium: string
  readonly contestants: readonly { readonly id: ContestantId; readonly version: string }[]
  readonly packages: readonly string[]
  readonly points: readonly Point[]
}

/** What is asked: stored bytes as a part of the archives', fetched bytes as a part of the version's own. */
export const STORED_LIMIT = 0.15
export const AMPLIFICATION_LIMIT = 1.25

export function amplification({ fetchedBytes, aloneBytes }: Look): number {
  return fetchedBytes / aloneBytes
}

/** Warmstart's bytes as a part of the archives'. */
export function storedPart({ storedBytes }: Point): number {
  return (storedBytes.warmstart ?? Number.NaN) / (storedBytes['tar-zstd'] ?? Number.NaN)
}

export function historyReport(results: HistoryResults, file: string): string {
  const { packages, points, medium } = results
  const notes = [
    `That is the last version's size. On ${medium}.`,
    `Versions: what npm installs of ${packages.join(', ')} on ${points.length} days from ${points[0]?.day} to ${points.at(-1)?.day}.`,
    ...results.notes,
  ]
  return [
    ...circumstances({ ...results, notes }, file),
    `MB stored in all, after so many versions. Warmstart's may be ${STORED_LIMIT} of the archives' after the last:`,
    markdown(storedRows(results)),
    `What a restore on a fresh machine reads, by what a store takes in that has this version alone; at most ${AMPLIFICATION_LIMIT}:`,
    markdown(lookRows(results)),
  ].join('\n\n')
}

export function historyTables(results: HistoryResults): string {
  return [storedRows(results), lookRows(results)].map(columns).join('\n\n')
}

function storedRows({ contestants, points }: HistoryResults): string[][] {
  const shown = points.filter(({ look }) => look)
  const last = points.at(-1)
  const head = ['versions', ...shown.map(({ version }) => `${version}`), 'seconds of all saves']
  const found = contestants.map(({ id, version }) => [
    version === '' ? titleOf(id) : `${titleOf(id)} ${version}`,
    ...shown.map(({ storedBytes }) => megabytes(storedBytes[id] ?? Number.NaN)),
    points.reduce((sum, { seconds }) => sum + (seconds[id] ?? 0), 0).toFixed(0),
  ])
  const part = (point: Point) => mark(storedPart(point).toFixed(3), point === last && storedPart(point) > STORED_LIMIT)
  return [head, ...found, ['Warmstart by tar and zstd', ...shown.map(part), '']]
}

function lookRows({ points }: HistoryResults): string[][] {
  const head = [
    'version',
    'day',
    'fetched, MB',
    'alone, MB',
    'read amplification',
    'packs it needs',
    'packs in the store',
  ]
  const found = points.flatMap(({ version, day, look }) => {
    if (!look) return []
    const times = amplification(look)
    return [
      [
        ...[`${version}`, day, megabytes(look.fetchedBytes), megabytes(look.aloneBytes)],
        ...[mark(times.toFixed(2), times > AMPLIFICATION_LIMIT), `${look.livePacks}`, `${look.packs}`],
      ],
    ]
  })
  return [head, ...found]
}
