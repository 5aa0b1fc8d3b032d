import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where a line is planted, the line, and the rule that must refuse it with a word of its message. */
const violations: readonly (readonly [file: string, line: string, rule: string, message: string])[] = [
  ['src/core/a.ts', `import { x } from '../volume/x.ts'`, 'noRestrictedImports', 'core imports nothing outside core'],
  ['src/core/b.ts', `import { x } from '../stores/x.ts'`, 'noRestrictedImports', 'core imports nothing outside core'],
  ['src/core/ports/c.ts', `import { x } from '../../workspace/x.ts'`, 'noRestrictedImports', 'core imports nothing'],
  ['src/core/d.ts', `import type { x } from '../faces/x.ts'`, 'noRestrictedImports', 'core imports nothing'],
  ['src/core/e.ts', `export { x } from '../volume/x.ts'`, 'noRestrictedImports', 'core imports nothing outside core'],
  ['src/core/f.ts', `export const x = () => import('../stores/x.ts')`, 'noRestrictedImports', 'core imports nothing'],
  ['src/core/g.ts', `import { x } from 'node:fs'`, 'noRestrictedImports', 'core is pure'],
  ['src/core/h.ts', `import { x } from 'node:fs/promises'`, 'noRestrictedImports', 'core is pure'],
  ['src/core/i.ts', `import { x } from 'fs'`, 'useNodejsImportProtocol', 'builtin module'],
  ['src/core/j.ts', `import { x } from 'node:process'`, 'noRestrictedImports', 'core is pure'],
  ['src/core/k.ts', `import { randomBytes as x } from 'node:crypto'`, 'noRestrictedImports', 'handed randomness'],
  ['src/core/l.ts', `export const x = (c: Crypto) => c.randomUUID()`, 'noJsRestrictedProperties', 'randomUUID'],
  ['src/core/m.ts', 'export const x = process.pid', 'noRestrictedGlobals', 'process'],
  ['src/core/n.ts', `console.log('x')`, 'noRestrictedGlobals', 'console'],
  ['src/core/o.ts', 'export const x = Date.now()', 'noRestrictedGlobals', 'Date'],
  ['src/core/p.ts', 'export const x = Math.random()', 'noJsRestrictedProperties', 'Math.random'],
  ['src/core/q.ts', 'export const x = globalThis.process', 'noJsRestrictedProperties', 'globalThis'],
  ['src/core/r.ts', `import { x } from '@actions/core'`, 'noRestrictedImports', 'only src/faces/github'],
  ['src/volume/a.ts', `import { x } from '../stores/x.ts'`, 'noRestrictedImports', 'volume imports only core'],
  ['src/volume/b.ts', `import { x } from '../workspace/x.ts'`, 'noRestrictedImports', 'volume imports only core'],
  ['src/volume/c.ts', `import { x } from '../faces/x.ts'`, 'noRestrictedImports', 'volume imports only core'],
  ['src/volume/d.ts', 'export const x = Date.now()', 'noRestrictedGlobals', 'Date'],
  ['src/volume/e.ts', `import { x } from '@actions/core'`, 'noRestrictedImports', 'only src/faces/github'],
  ['src/stores/a.ts', `import { x } from '../volume/x.ts'`, 'noRestrictedImports', 'stores imports only core'],
  ['src/stores/b.ts', `import { x } from '../workspace/x.ts'`, 'noRestrictedImports', 'stores imports only core'],
  ['src/stores/c.ts', `import { x } from '../faces/x.ts'`, 'noRestrictedImports', 'stores imports only core'],
  ['src/stores/d.ts', `import { x } from '@actions/io'`, 'noRestrictedImports', 'only src/faces/github'],
  ['src/stores/e.ts', `export const x = process.env['X']`, 'noProcessEnv', 'process.env'],
  ['src/workspace/a.ts', `import { x } from '../volume/x.ts'`, 'noRestrictedImports', 'workspace imports only core'],
  ['src/workspace/b.ts', `import { x } from '../stores/x.ts'`, 'noRestrictedImports', 'workspace imports only core'],
  ['src/workspace/c.ts', `import { x } from '../faces/x.ts'`, 'noRestrictedImports', 'workspace imports only core'],
  ['src/workspace/d.ts', `console.log('x')`, 'noRestrictedGlobals', 'console'],
  ['src/workspace/e.ts', `import { x } from '@actions/glob'`, 'noRestrictedImports', 'only src/faces/github'],
  ['src/faces/a.ts', `import { x } from '@actions/core'`, 'noRestrictedImports', 'only src/faces/github'],
  ['src/faces/cli/b.ts', `import { x } from '@actions/core'`, 'noRestrictedImports', 'only src/faces/github'],
  ['src/core/cycle-a.ts', `import './cycle-b.ts'`, 'noImportCycles', 'cycle'],
]

/** What the rules must let pass. */
const allowed: readonly (readonly [file: string, line: string])[] = [
  ['src/core/cycle-b.ts', `import './cycle-a.ts'`],
  ['src/core/ok-a.ts', `export { createHash } from 'node:crypto'\nexport { join } from 'node:path'`],
  ['src/core/ports/ok-b.ts', `export { x } from '../ok-a.ts'`],
  ['src/volume/ok-a.ts', `export { x } from '../core/ports/workspace.ts'`],
  ['src/stores/ok-a.ts', `export { x } from '../core/keys.ts'\nexport { readFileSync } from 'node:fs'`],
  ['src/workspace/ok-a.ts', `export { x } from '../core/tree.ts'\nexport const now = Date.now()`],
  ['src/faces/ok-a.ts', `export { x } from '../stores/open.ts'\nexport { y } from '../volume/restore.ts'`],
  ['src/faces/github/ok-b.ts', `export { x } from '@actions/core'\nexport const y = process.env['X']`],
]

interface Diagnostic {
  readonly category: string
  readonly text: string
}

let folder: string
const found = new Map<string, Diagnostic[]>()

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'warmstart-'))
  for (const name of ['biome.json', '.gitignore', '.oxlintrc.json', 'tsconfig.json'])
    cpSync(join(root, name), join(folder, name))
  for (const [file, line] of [...violations, ...allowed]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), `${line}\n`)
  }
  const output = command('biome', 'lint', '--reporter=json', '--max-diagnostics=none', 'src')
  for (const { category, location, message, advices } of JSON.parse(output).diagnostics) {
    const file = String(location.path.file ?? location.path)
      .replaceAll('\\', '/')
      .replace(/^.*(?=src\/)/, '')
    const text = JSON.stringify([message, advices])
    found.set(file, [...(found.get(file) ?? []), { category, text }])
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function command(name: string, ...args: string[]): string {
  const { stdout, error } = spawnSync(process.execPath, [join(root, 'scripts', 'node24.mjs'), '--bin', name, ...args], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (error) throw error
  return stdout
}

describe('a planted violation is caught', () => {
  test.each(violations)('%s: %s', (file, _line, rule, message) => {
    const diagnostics = found.get(file) ?? []
    expect(diagnostics.map(({ category }) => category.split('/').at(-1))).toContain(rule)
    expect(diagnostics.map(({ text }) => text).join('\n')).toContain(message)
  })
})

describe('what the layers allow passes', () => {
  test.each(allowed)('%s', (file) => {
    const rules = (found.get(file) ?? []).map(({ category }) => category.split('/').at(-1))
    expect(rules.filter((rule) => /Restricted|ProcessEnv/.test(rule ?? ''))).toEqual([])
  })
})

test('a promise that nobody waits for is caught', () => {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  writeFileSync(
    join(folder, 'src/core/promises.ts'),
    [
      'export async function work(): Promise<number> {',
      '  return await Promise.resolve(1)',
      '}',
      'export function floating(): void {',
      '  work()',
      '}',
      'export function misused(): void {',
      '  [1].forEach(async () => {',
      '    await work()',
      '  })',
      '}',
    ].join('\n'),
  )
  const output = command('oxlint', '--type-aware', 'src/core/promises.ts')
  expect(output).toContain('no-floating-promises')
  expect(output).toContain('no-misused-promises')
})
