// Markdown and plain text from what a benchmark found. Pure.
import {
  CASES,
  type CaseId,
  type CaseResult,
  type Circumstances,
  MEMORY_LIMIT,
  type Results,
  type Spread,
  type Summary,
  summarise,
} from './results.ts'

/** The page with the part between the markers of that name replaced. Throws if it has none. */
export function replaceReport(page: string, report: string, markers: string): string {
  const [first, last] = [`<!-- ${markers}:begin -->`, `<!-- ${markers}:end -->`]
  const [begin, end] = [page.indexOf(first), page.indexOf(last)]
  if (begin < 0 || end < begin) throw new Error(`the page lacks ${first} or ${last}`)
  return `${page.slice(0, begin + first.length)}\n${report}\n${page.slice(end)}`
}

/** Two paragraphs: when it was measured, and on what. */
export function circumstances(results: Circumstances, file: string): string[] {
  const { machine, tree, date, commit, minutes, notes } = results
  const facts = Object.entries(machine).map(([name, value]) => `${name} ${value}`)
  const size = `${tree.files} files, ${tree.directories} directories, ${tree.links} links, ${megabytes(tree.bytes)} MB`
  return [
    `Measured on ${date.slice(0, 10)} at commit ${commit}, in ${minutes.toFixed(1)} minutes; every run is in [${file}](../${file}).`,
    `Tree: ${size}. Machine: ${facts.join(', ')}.${notes.map((note) => ` ${note}`).join('')}`,
  ]
}

/** Everything that `npm run bench` generates in `docs/performance.md`. */
export function report(results: Results, file: string): string {
  return [
    ...circumstances(results, file),
    '![Time of Warmstart as a part of the time of tar and zstd](performance.svg)',
    ...media(results).flatMap((medium) => [`### On ${medium}`, markdownTable(results, medium)]),
    '### Commands',
    ...orderedCases(results, media(results)[0] ?? '').map(({ id, commands }) => {
      const lines = [commands.warmstart, commands.opponent, ...(commands.find ? [commands.find] : [])]
      return `${CASES[id].title}:\n\n\`\`\`sh\n${lines.join('\n')}\n\`\`\``
    }),
  ].join('\n\n')
}

/** The same figures for a terminal. */
export function plainTable(results: Results): string {
  return columns(media(results).flatMap((medium) => [[`on ${medium}`, ...HEAD.slice(1)], ...rowsOf(results, medium)]))
}

/** Rows for a terminal: the first column to the left, the others to the right. */
export function columns(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
  return rows.map((row) => row.map(pad).join('  ').replaceAll('**', '  ')).join('\n')
}

/** The same rows, the first of which is the head, in Markdown. */
export function markdown([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'))
  return [head, rule, ...rows].map(line).join('\n')
}

/** A cell, marked if it is beyond its limit. */
export function mark(text: string, isOver: boolean): string {
  return isOver ? `**${text} over**` : text
}

export function spread({ median, min, max }: Spread): string {
  return `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`
}

export function megabytes(bytes: number): string {
  const mega = bytes / 1e6
  return mega === 0 || mega >= 10 ? mega.toFixed(0) : mega.toFixed(1)
}

/** File systems of a result, in the order they were measured. */
export function media(results: Results): string[] {
  return [...new Set(results.cases.map(({ medium }) => medium))]
}

/** The cases of a medium in the order they are shown. */
export function orderedCases(results: Results, medium: string): CaseResult[] {
  const order = Object.keys(CASES) as CaseId[]
  return results.cases.filter((one) => one.medium === medium).sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
}

const HEAD = [
  'case',
  'Warmstart, s',
  'tar and zstd, s',
  'ratio (range)',
  'limit',
  'CPU, s',
  'peak, MB',
  'moved, MB',
  'objects put',
]

function markdownTable(results: Results, medium: string): string {
  const found = orderedCases(results, medium).flatMap(({ id, find }) =>
    find
      ? [`\`find -printf\` over the tree, in the rounds of “${CASES[id].title}”: ${findSeconds(results, medium)} s.`]
      : [],
  )
  return [markdown([HEAD, ...rowsOf(results, medium)]), ...found].join('\n\n')
}

function findSeconds(results: Results, medium: string): string {
  const [first] = orderedCases(results, medium).flatMap((one) => summarise(one).find ?? [])
  return (first ?? Number.NaN).toFixed(3)
}

function rowsOf(results: Results, medium: string): string[][] {
  return orderedCases(results, medium).map((one) => row(one, summarise(one)))
}

function row({ id }: CaseResult, summary: Summary): string[] {
  const { ratio, peakBytes, cpuSeconds, bytes, objectsPut, over } = summary
  const peak = mark(megabytes(peakBytes.warmstart), peakBytes.warmstart > MEMORY_LIMIT)
  return [
    CASES[id].title,
    summary.warmstart.toFixed(2),
    summary.opponent.toFixed(2),
    mark(spread(ratio), over.includes('time')),
    `≤ ${CASES[id].limit.toFixed(2)}`,
    `${cpuSeconds.warmstart.toFixed(2)} / ${cpuSeconds.opponent.toFixed(2)}`,
    `${peak} / ${megabytes(peakBytes.opponent)}`,
    `${megabytes(bytes.warmstart)} / ${megabytes(bytes.opponent)}`,
    mark(String(objectsPut), over.includes('objects written')),
  ]
}
