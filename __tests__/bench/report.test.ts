import { describe, expect, test } from 'vitest'
import { chart } from '../../bench/chart.ts'
import { plainTable, replaceReport, report } from '../../bench/report.ts'
import type { CaseResult, Results, Run } from '../../bench/results.ts'

describe('the report', () => {
  const text = report(results(), 'bench/results/day.json')

  test('has a row for each case, in the order they are shown, over or not', () => {
    const rows = text.split('\n').filter((line) => /^\| (cold|save)/.test(line))
    expect(rows).toEqual([
      '| cold save | 1.20 | 1.00 | **1.20 (1.20–1.20) over** | ≤ 1.15 | 2.00 / 1.00 | 200 / 50 | 100 / 110 | 4 |',
      '| save, nothing changed | 0.10 | 1.00 | 0.10 (0.10–0.10) | ≤ 0.30 | 0.20 / 1.00 | **300 over** / 50 | 0 / 110 | **1 over** |',
    ])
  })

  test('names tree, machine, commit, file and commands', () => {
    for (const part of [
      '10 files',
      'cores 2',
      'abc1234',
      '](../bench/results/day.json)',
      '\nwarmstart save\ntar | zstd\n',
    ])
      expect(text).toContain(part)
  })

  test('the table of a terminal has the same figures in columns', () => {
    const [head = '', first = '', second = ''] = plainTable(results()).split('\n')
    expect(first).toContain('1.20 (1.20–1.20) over')
    expect([head.indexOf('ratio (range)') > 0, new Set([head.length, first.length, second.length]).size]).toEqual([
      true,
      1,
    ])
  })
})

describe('the page', () => {
  test('keeps what is outside the markers', () => {
    const page = '# Title\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n'
    expect(replaceReport(page, 'new', 'bench')).toBe('# Title\n<!-- bench:begin -->\nnew\n<!-- bench:end -->\nafter\n')
  })

  test('has a part for each benchmark', () => {
    const page = '<!-- a:begin -->\nold\n<!-- a:end -->\n<!-- b:begin -->\nold\n<!-- b:end -->\n'
    expect(replaceReport(page, 'new', 'b')).toBe(page.replace(/old(?=\n<!-- b)/, 'new'))
  })

  test('without markers is refused', () => {
    expect(() => replaceReport('# Title', 'new', 'bench')).toThrow('lacks')
  })
})

describe('the chart', () => {
  const svg = chart(results())

  test('is closed, and has a bar and a limit for each case', () => {
    const count = (pattern: RegExp) => [...svg.matchAll(pattern)].length
    expect(count(/<(svg|text|title|style)\b/g)).toBe(count(/<\/(svg|text|title|style)>/g))
    expect([count(/class="bar"/g), count(/class="over"/g), count(/class="limit"/g)]).toEqual([1, 1, 2])
  })

  test('draws a bar as long as its ratio', () => {
    const [longer = 0, shorter = 0] = [...svg.matchAll(/class="(?:bar|over)"[^>]* width="([\d.]+)"/g)].map((match) =>
      Number(match[1]),
    )
    expect(longer / shorter).toBeCloseTo(12, 1)
  })
})

function results(): Results {
  const cases: CaseResult[] = [
    one('save-0', run(0.1, 0.2, 300e6, 0, { objectsPut: 1 })),
    one('cold-save', run(1.2, 2, 200e6, 100e6, { objectsPut: 4 })),
  ]
  return {
    date: '2026-01-02T03:04:05.678Z',
    commit: 'abc1234',
    machine: { cores: 2 },
    tree: { files: 10, directories: 2, links: 1, bytes: 20e6 },
    notes: ['Noted.'],
    minutes: 3,
    cases,
  }
}

function one(id: CaseResult['id'], warmstart: Run): CaseResult {
  const opponent = run(1, 1, 50e6, 110e6)
  const commands = { warmstart: 'warmstart save', opponent: 'tar | zstd' }
  return { id, medium: 'tmpfs', commands, warmstart: [warmstart], opponent: [opponent] }
}

function run(seconds: number, cpuSeconds: number, peakBytes: number, bytes: number, said = {}): Run {
  return { seconds, cpuSeconds, peakBytes, bytes, said }
}
