// Markdown and plain text from what `npm run bench:all` found. Pure.
import { circumstances, columns, markdown, megabytes, spread } from '../report.ts'
import { CASES } from '../results.ts'
import { type HistoryResults, historyReport, historyTables } from './history-report.ts'
import { type AllResults, type ContestantId, type Figures, figuresOf, orderedCases, titleOf } from './results.ts'
import { type SlowResults, slowReport, slowTables } from './slow-report.ts'

export type AnyResults = AllResults | HistoryResults | SlowResults

/** What a part generates in `docs/performance.md`. */
export function anyReport(results: AnyResults, file: string): string {
  if (results.part === 'history') return historyReport(results as HistoryResults, file)
  if (results.part === 'slow') return slowReport(results as SlowResults, file)
  return treeReport(results as AllResults, file)
}

/** The same figures for a terminal. */
export function anyTables(results: AnyResults): string {
  if (results.part === 'history') return historyTables(results as HistoryResults)
  if (results.part === 'slow') return slowTables(results as SlowResults)
  return [timeRows, bytesRows, memoryRows].map((rows) => columns(rows(results as AllResults))).join('\n\n')
}

function treeReport(results: AllResults, file: string): string {
  return [
    ...circumstances({ ...results, notes: [`On ${results.medium}.`, ...results.notes, ...linkNotes(results)] }, file),
    'Seconds, medians; behind them Warmstart’s time as a part of it, median of the pairs and range:',
    markdown(timeRows(results)),
    'MB that a save added to the store, or a restore read from it where that is known; behind them Warmstart’s as a part:',
    markdown(bytesRows(results)),
    'Peak memory, MB, of the worst run; behind it seconds of CPU, medians:',
    markdown(memoryRows(results)),
    ...(results.part === 'small-files' ? commands(results) : []),
  ].join('\n\n')
}

function timeRows(results: AllResults): string[][] {
  return rows(results, ({ seconds, time }, id) => [seconds.toFixed(2), id === 'warmstart' ? '' : spread(time)])
}

function bytesRows(results: AllResults): string[][] {
  return rows(results, ({ storedBytes, fetchedBytes, bytes }, id) => {
    const moved = storedBytes ?? fetchedBytes
    if (moved === undefined) return ['not known', '']
    return [megabytes(moved), id === 'warmstart' || bytes === undefined ? '' : bytes.toFixed(2)]
  })
}

function memoryRows(results: AllResults): string[][] {
  return rows(results, ({ peakBytes, cpuSeconds }) => [megabytes(peakBytes), cpuSeconds.toFixed(2)])
}

/** A row for each contestant, a column for each case. */
function rows(results: AllResults, cell: (figures: Figures, id: ContestantId) => [string, string]): string[][] {
  const cases = orderedCases(results)
  const head = ['', ...cases.map(({ id }) => CASES[id].title)]
  const found = results.contestants.map(({ id, version }) => [
    version === '' ? titleOf(id) : `${titleOf(id)} ${version}`,
    ...cases.map((one) => {
      const figures = figuresOf(one, id)
      return figures ? cell(figures, id).filter(Boolean).join(' · ') : ''
    }),
  ])
  return [head, ...found]
}

/** Who made copies of files that had several names. */
function linkNotes({ linked, contestants }: AllResults): string[] {
  const { tree, restored } = linked
  if (tree === 0) return ['No file of it has more than one name.']
  const lost = contestants.filter(({ id }) => restored[id] !== tree).map(({ id }) => titleOf(id))
  const who = lost.length > 0 ? `copies of them come back with ${lost.join(', ')}` : 'all contestants keep that'
  return [`${tree} names in it are hard links to files with other names; ${who}.`]
}

function commands(results: AllResults): string[] {
  const once = orderedCases(results).filter(({ id }) => id !== 'save-0' && id !== 'save-1')
  const blocks = once.map(({ id, commands }) => {
    const lines = results.contestants.map((one) => commands[one.id] ?? '')
    return `${CASES[id].title}${id === 'cold-save' ? ', and every other save' : ''}:\n\n\`\`\`sh\n${lines.join('\n')}\n\`\`\``
  })
  return ['Commands, in every part the same, each in a directory that is the contestant’s own:', ...blocks]
}
