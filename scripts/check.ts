// Everything about the sources that can be judged without running them, and whether the judges still work.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const launcher = join(root, 'scripts', 'node24.mjs')

const checks: readonly (readonly [what: string, ...command: string[]])[] = [
  ['types', '--bin', 'tsc', '-p', 'tsconfig.json'],
  ['format, lint, layers, import cycles', '--bin', 'biome', 'ci', '--error-on-warnings', '--colors=off'],
  ['promises', '--bin', 'oxlint', '--type-aware', '--deny-warnings'],
  ['dead code', '--bin', 'knip'],
  ['dist/ is what the sources build', 'scripts/build.ts', '--compare'],
  ['planted violations, links, workflows', '--bin', 'vitest', 'run', '--reporter=dot', '__tests__/tooling'],
]

for (const [what, ...command] of checks) {
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, ...command], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, NO_COLOR: '1' },
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${what} (${seconds} s)`)
  if (status === 0) continue
  process.exitCode = 1
  console.log(`\n${stdout}${stderr}`)
}
