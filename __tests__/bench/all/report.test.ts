import { describe, expect, test } from 'vitest'
import { anyReport, anyTables } from '../../../bench/all/report.ts'
import { type AllResults, type AllRun, figuresOf } from '../../../bench/all/results.ts'

describe('the figures of a contestant', () => {
  const [save, restore] = results().cases as [AllResults['cases'][0], AllResults['cases'][0]]

  test('the ratio is the median of the pairs', () => {
    expect(figuresOf(save, 'restic')).toMatchObject({ seconds: 4, time: { median: 0.5, min: 0.25, max: 1 } })
  })

  test('memory goes by the worst run, bytes by pairs', () => {
    expect(figuresOf(save, 'restic')).toMatchObject({ peakBytes: 70e6, storedBytes: 200e6, bytes: 0.5 })
  })

  test('bytes that nobody knows stay unknown', () => {
    expect(figuresOf(restore, 'restic')).toMatchObject({ fetchedBytes: undefined, bytes: undefined })
    expect(figuresOf(restore, 'tar-zstd')?.bytes).toBeCloseTo(0.8)
  })

  test('who was not there has none', () => {
    expect(figuresOf(save, 'kopia')).toBeUndefined()
  })
})

describe('the report of a tree', () => {
  const report = anyReport(results(), 'bench/results/day.json')

  test('has a row for each contestant and a column for each case', () => {
    expect(report.split('\n').filter((line) => line.startsWith('| restic 0.14'))).toEqual([
      '| restic 0.14 | 4.00 · 0.50 (0.25–1.00) | 2.00 · 0.50 (0.50–0.50) |',
      '| restic 0.14 | 200 · 0.50 | not known |',
      '| restic 0.14 | 70 · 1.00 | 50 · 1.00 |',
    ])
  })

  test('says who made copies of hard links', () => {
    expect(report).toContain(
      '3 names in it are hard links to files with other names; copies of them come back with restic.',
    )
  })

  test('shows commands with the part whose figures come first, and nowhere else', () => {
    expect(report).toContain('restic backup cached')
    expect(anyReport({ ...results(), part: 'few-large' }, 'f')).not.toContain('restic backup')
  })

  test('a terminal has the same figures', () => {
    expect(anyTables(results())).toContain('4.00 · 0.50 (0.25–1.00)')
  })
})

function results(): AllResults {
  return {
    ...{ part: 'small-files', medium: 'tmpfs', date: '2026-01-02T03:04:05.678Z', commit: 'abc1234', minutes: 3 },
    machine: { cores: 2 },
    tree: { files: 10, directories: 2, links: 1, bytes: 20e6 },
    notes: ['Noted.'],
    contestants: [
      { id: 'warmstart', version: '' },
      { id: 'tar-zstd', version: '' },
      { id: 'restic', version: '0.14' },
    ],
    cases: [
      {
        id: 'cold-save',
        commands: { warmstart: 'warmstart save', 'tar-zstd': 'tar', restic: 'restic backup cached' },
        runs: {
          warmstart: [run(2, { storedBytes: 100e6 }), run(1, { storedBytes: 100e6 }), run(9, { storedBytes: 100e6 })],
          'tar-zstd': [run(1, { storedBytes: 80e6 }), run(1, { storedBytes: 80e6 }), run(1, { storedBytes: 80e6 })],
          restic: [
            run(4, { storedBytes: 200e6 }),
            run(4, { storedBytes: 200e6, peakBytes: 70e6 }),
            run(9, { storedBytes: 200e6 }),
          ],
        },
      },
      {
        id: 'cold-restore',
        commands: { warmstart: 'warmstart restore', 'tar-zstd': 'tar', restic: 'restic restore' },
        runs: {
          warmstart: [run(1, { fetchedBytes: 80e6 })],
          'tar-zstd': [run(1, { fetchedBytes: 100e6 })],
          restic: [run(2)],
        },
      },
    ],
    linked: { tree: 3, restored: { warmstart: 3, 'tar-zstd': 3, restic: 0 } },
  }
}

function run(seconds: number, more: Partial<AllRun> = {}): AllRun {
  return { seconds, cpuSeconds: 1, peakBytes: 50e6, ...more }
}
