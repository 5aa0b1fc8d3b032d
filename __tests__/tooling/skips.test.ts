import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { type AllowedSkip, allowedSkips, isAllowed } from '../support/no-unlisted-skips.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** Runs a test file of its own under the reporter. */
function run(source: string, ci: boolean): { status: number | null; lines: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'warmstart-'))
  folders.push(folder)
  writeFileSync(join(folder, 'one.test.mjs'), source)
  const { CI: _, ...env } = process.env
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--globals',
      `--root=${folder}`,
      '--reporter=default',
      `--reporter=${join(root, '__tests__', 'support', 'no-unlisted-skips.ts')}`,
    ],
    { cwd: folder, encoding: 'utf8', env: { ...env, ...(ci && { CI: 'true' }) } },
  )
  return { status, lines: stdout.trimEnd().split('\n') }
}

describe('the run’s last line', () => {
  test('counts what passed and failed', () => {
    const { status, lines } = run(
      `test('a', () => {}); test('b', () => {}); test('c', () => { throw new Error() })`,
      true,
    )
    expect(lines.at(-1)).toBe('2 passed, 1 failed')
    expect(status).toBe(1)
  })

  test('counts a file that does not load as a failure', () => {
    const { status, lines } = run(`throw new Error('no')`, true)
    expect(lines.at(-1)).toBe('0 passed, 1 failed')
    expect(status).toBe(1)
  })
})

describe('a skip that is not listed', () => {
  const source = `test('a', () => {}); describe('s', () => { test.skip('b', () => {}) })` // the file that is run, no test

  test('fails in CI and is named', () => {
    const { status, lines } = run(source, true)
    expect(lines.at(-1)).toBe('1 passed, 1 failed')
    expect(lines.join('\n')).toContain('one.test.mjs: s > b')
    expect(status).toBe(1)
  })

  test('is named and counted elsewhere', () => {
    const { status, lines } = run(source, false)
    expect(lines.at(-1)).toBe('1 passed, 0 failed, 1 skipped')
    expect(lines.join('\n')).toContain('one.test.mjs: s > b')
    expect(status).toBe(0)
  })
})

describe('the list', () => {
  const list: AllowedSkip[] = [{ file: 'a.test.ts', test: 'modes', platforms: ['win32'], reason: 'no modes there' }]

  test.each([
    ['a.test.ts', 'modes > setuid', 'win32', true],
    ['a.test.ts', 'modes > setuid', 'linux', false],
    ['a.test.ts', 'times', 'win32', false],
    ['b.test.ts', 'modes', 'win32', false],
  ] as const)('%s: %s on %s: %s', (file, name, platform, expected) => {
    expect(isAllowed({ file, test: name }, platform, list)).toBe(expected)
  })

  test('names files that exist, and a reason for each', () => {
    for (const { file, platforms, reason } of allowedSkips) {
      expect(existsSync(join(root, file)), file).toBe(true)
      expect(platforms.length).toBeGreaterThan(0)
      expect(reason.length).toBeGreaterThan(10)
    }
  })
})
