import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { stepBetween, takeStep } from '../../../bench/all/history/step.ts'
import { PROJECT, type Version } from '../../../bench/all/history/versions.ts'
import type { HistoryResults, Point } from '../../../bench/all/history-report.ts'
import { anyReport } from '../../../bench/all/report.ts'
import { listing } from '../../../bench/tree.ts'

const from: Version = {
  a: ['directory', 0o755, ''],
  'a/gone': ['file', 0o644, 'one'],
  'a/kept': ['file', 0o644, 'one'],
  turned: ['directory', 0o755, ''],
  'turned/inner': ['file', 0o644, 'one'],
}
const to: Version = {
  a: ['directory', 0o755, ''],
  'a/kept': ['file', 0o644, 'one'],
  'a/link': ['link', 0o777, 'kept'],
  'a/new': ['file', 0o755, 'two'],
  turned: ['file', 0o644, 'two'],
}

describe('from one version to the next', () => {
  test('only what differs is touched, what is in a directory before it', () => {
    expect(stepBetween(from, to)).toEqual({
      remove: ['turned/inner', 'turned', 'a/gone'],
      write: ['a/link', 'a/new', 'turned'],
    })
  })

  const directory = mkdtempSync(join(tmpdir(), 'history-'))
  afterAll(() => rmSync(directory, { recursive: true }))

  test('the directory holds the version, and what was there stays as it was', () => {
    const [pool, target] = [join(directory, 'pool'), join(directory, 'target')]
    for (const place of [pool, target]) mkdirSync(place)
    for (const content of ['one', 'two']) writeFileSync(join(pool, content), content)
    takeStep(pool, target, {}, from, '2026-01-01')
    const { 'a/link': _, ...files } = to // not every system lets anybody make links
    takeStep(pool, target, from, files, '2026-01-08')
    expect([...listing(target)].map(([path, { type, bytes }]) => `${path} ${type} ${bytes}`).sort()).toEqual([
      'a directory 0',
      'a/kept file 3',
      'a/new file 3',
      'turned file 3',
    ])
    const days = ['a/kept', 'a/new'].map((path) => statSync(join(target, path)).mtime.toISOString().slice(0, 10))
    expect(days).toEqual(['2026-01-01', '2026-01-08'])
  })

  test('there are fifty, a week apart', () => {
    expect([PROJECT.days.length, PROJECT.days[0], PROJECT.days[49]]).toEqual([50, '2025-11-22', '2026-10-31'])
  })
})

describe('the report of a history', () => {
  test('has what was stored after some versions, and marks what is over at the end', () => {
    expect(anyReport(history(16e6, 12e6), 'f')).toContain('| Warmstart by tar and zstd | 1.000 | **0.160 over** |  |')
    expect(anyReport(history(15e6, 12e6), 'f')).toContain('| Warmstart by tar and zstd | 1.000 | 0.150 |  |')
  })

  test('has the read amplification', () => {
    expect(anyReport(history(15e6, 12.6e6), 'f')).toContain('| 2 | day | 13 | 10 | **1.26 over** | 3 | 4 |')
  })
})

function history(stored: number, fetchedBytes: number): HistoryResults {
  const point = (version: number, warmstart: number, archives: number): Point => ({
    ...{ version, day: 'day', treeBytes: 1, uploadedBytes: 1 },
    storedBytes: { warmstart, 'tar-zstd': archives },
    seconds: { warmstart: 1, 'tar-zstd': 2 },
    look: { livePacks: 3, packs: 4, fetchedBytes, aloneBytes: 10e6 },
  })
  return {
    ...{ part: 'history', medium: 'tmpfs', date: '2026-01-02', commit: 'abc1234', minutes: 3, machine: {}, notes: [] },
    tree: { files: 1, directories: 1, links: 0, bytes: 1 },
    contestants: [
      { id: 'warmstart', version: '' },
      { id: 'tar-zstd', version: '' },
    ],
    packages: ['a', 'b'],
    points: [point(1, 1e6, 1e6), point(2, stored, 100e6)],
  }
}
