import { describe, expect, test } from 'vitest'
import { githubReport, githubTables } from '../../../bench/github/report.ts'
import type { GithubCase, GithubResults, GithubRun } from '../../../bench/github/results.ts'

describe('the report against actions/cache', () => {
  const text = githubReport(results(), 'bench/results/day.json')

  test('has times, bytes and memory of each case, in the order they are shown, over or not', () => {
    expect(rows(text).slice(0, 2)).toEqual([
      '| cold restore | 1.00 | 4.00 | 0.25 (0.25–0.25) | ≤ 0.7 | 0.0 / 0.0 | 108 / 110 | 0.982 | – | 2.00 / 3.00 | 0.10 / 0.20 | **300 over** / 100 |',
      '| save, 1 % of files changed | 2.00 | 4.00 | **0.50 (0.50–0.50) over** | ≤ 0.25 | 1.0 / 110 | 2.0 / 0 | 0.027 | ≤ 0.06 | 2.00 / 3.00 | 0.10 / 0.20 | 100 / 100 |',
    ])
  })

  test('has the requests of both sides, with limits for one', () => {
    expect(rows(text).slice(2)).toEqual([
      '| cold restore | Warmstart | 2 | ≤ 10 | 2 | 0 | 0 | 0 | – | 0 | 14 | ≤ 20 |',
      '| cold restore | actions/cache | 1 | – | 1 | 0 | 0 | 0 | – | 0 | 27 | – |',
      '| save, 1 % of files changed | Warmstart | 10 | – | 4 | 3 | 3 | **3 over** | ≤ 2 | 3 | 4 | – |',
      '| save, 1 % of files changed | actions/cache | 2 | – | 0 | 1 | 1 | 1 | – | 1 | 0 | – |',
    ])
  })

  test('names tree, machine, commit, file and the version compared with', () => {
    for (const part of ['10 files', 'cores 2', 'abc1234', '](../bench/results/day.json)', 'actions/cache v9.8.7, s']) {
      expect(text).toContain(part)
    }
  })

  test('a terminal gets the same rows', () => {
    const lines = githubTables(results()).split('\n')
    expect(lines.filter((line) => /^(cold|save)/.test(line))).toHaveLength(6)
    expect(lines.join('\n')).toContain('0.50 (0.50–0.50) over')
  })
})

function rows(text: string): string[] {
  return text.split('\n').filter((line) => /^\| (cold|save)/.test(line))
}

function results(): GithubResults {
  const restored = { lookups: 1, reads: 27, receivedBytes: 110e6 }
  const saved = { creates: 1, finalizes: 1, uploads: 1, puts: 1, sentBytes: 110e6 }
  const small = { lookups: 4, creates: 3, finalizes: 3, uploads: 3, puts: 3, reads: 4, sentBytes: 1e6 }
  const cases: GithubCase[] = [
    {
      id: 'save-1',
      warmstart: [run({ seconds: 2, receivedBytes: 2e6, ...small })],
      actionsCache: [other(saved)],
    },
    {
      id: 'cold-restore',
      warmstart: [run({ lookups: 2, reads: 14, sentBytes: 200, receivedBytes: 108e6, peakBytes: 300e6 })],
      actionsCache: [other({ ...restored, sentBytes: 100 })],
    },
  ]
  return {
    date: '2026-01-02T03:04:05.678Z',
    commit: 'abc1234',
    machine: { cores: 2 },
    tree: { files: 10, directories: 2, links: 1, bytes: 20e6 },
    notes: ['Noted.'],
    minutes: 3,
    actionsCacheVersion: 'v9.8.7',
    cases,
  }
}

function other(more: Partial<GithubRun>): GithubRun {
  return run({ seconds: 4, cpuSeconds: 3, serviceCpuSeconds: 0.2, ...more })
}

function run(more: Partial<GithubRun>): GithubRun {
  return {
    ...{ seconds: 1, cpuSeconds: 2, peakBytes: 100e6, serviceCpuSeconds: 0.1 },
    ...{ lookups: 0, creates: 0, finalizes: 0, uploads: 0, puts: 0, reads: 0, ranges: 0, proxied: 0 },
    ...{ sentBytes: 0, receivedBytes: 0 },
    ...more,
  }
}
