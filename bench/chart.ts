// A bar chart from what a benchmark found. Pure.
import { media, orderedCases } from './report.ts'
import { CASES, type Results, summarise } from './results.ts'

const LEFT = 250
const WIDTH = 480
const ROW = 30

/** An SVG: for each case Warmstart's time as a part of the opponent's, its range, and the limit. */
export function chart(results: Results): string {
  const groups = media(results).map((medium) => ({ medium, cases: orderedCases(results, medium) }))
  const most = Math.max(...results.cases.map((one) => summarise(one).ratio.max), 1.25)
  const x = (ratio: number) => Number((LEFT + (ratio / most) * WIDTH).toFixed(1))
  const parts: string[] = []
  let y = 56
  for (const { medium, cases } of groups) {
    parts.push(text(12, y, `on ${medium}`, 'bold'))
    y += 12
    for (const one of cases) {
      const { ratio, over } = summarise(one)
      const { title, limit } = CASES[one.id]
      const middle = y + ROW / 2
      parts.push(
        text(LEFT - 10, middle + 4, title, 'right'),
        `<rect class="${over.includes('time') ? 'over' : 'bar'}" x="${LEFT}" y="${y + 6}" width="${x(ratio.median) - LEFT}" height="18"/>`,
        line('range', x(ratio.min), middle, x(ratio.max), middle),
        line('limit', x(limit), y + 2, x(limit), y + ROW - 2),
        text(x(Math.max(ratio.max, limit)) + 8, middle + 4, ratio.median.toFixed(2)),
      )
      y += ROW
    }
    y += 30
  }
  const scale = [0, 0.25, 0.5, 0.75, 1].flatMap((ratio) => [
    line(ratio === 1 ? 'one' : 'grid', x(ratio), 44, x(ratio), y - 24),
    text(x(ratio), y - 8, String(ratio), 'middle'),
  ])
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + 70} ${y + 6}" role="img">`,
    `<title>Time of Warmstart as a part of the time of tar and zstd</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="page" width="100%" height="100%"/>`,
    text(12, 24, 'Time as a part of the time of tar | zstd -T0 -3. Bar: median of the pairs; black: range; red: limit'),
    ...scale,
    ...parts,
    '</svg>\n',
  ].join('\n')
}

const STYLE = [
  'text{font:13px sans-serif;fill:#1f2328}.bold{font-weight:bold}.right{text-anchor:end}.middle{text-anchor:middle}',
  '.page{fill:#fff}.bar{fill:#4c8dd6}.over{fill:#e0a33a}line{stroke-width:1;stroke:#d0d7de}',
  '.one{stroke:#8c959f}.range{stroke:#1f2328;stroke-width:2}.limit{stroke:#cf222e;stroke-width:2}',
].join('')

function text(x: number, y: number, content: string, kind = ''): string {
  return `<text class="${kind}" x="${x}" y="${y}">${content}</text>`
}

function line(kind: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`
}
