import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const child = new URL('../support/round-trip-child.ts', import.meta.url).pathname
const run = promisify(execFile)
const RUNS = 12

// A seed of its own each time; a failure prints it, and `SEED=… npm test -- round-trip` repeats it.
const seed = process.env['SEED'] ?? `${Math.floor(Math.random() * 2 ** 31)}`

test(`random trees come back exactly as they were saved (seed ${seed})`, { timeout: 120_000 }, async () => {
  const asUser = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : []
  const command = [...asUser, process.execPath, child, seed, `${RUNS}`]
  const { stdout } = await run(command[0] as string, command.slice(1), {
    env: { ...process.env, HOME: '/nonexistent' },
  })
  const report = JSON.parse(stdout) as { uid?: number; restores: number; entries: number }
  expect(report.uid, 'permissions mean nothing to root').not.toBe(0)
  expect(report.restores).toBeGreaterThanOrEqual(RUNS * 3)
})
