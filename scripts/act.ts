import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// nektos/act: a workflow runner that this project did not write. As a program it installs act and says where it is.

/** Pinned: what act gets wrong is listed in `__tests__/e2e/act.test.ts`, and changes with it. */
const VERSION = 'v0.2.89'
const directory = join(homedir(), '.cache', 'warmstart-tools', `act-${VERSION}`)
const file = join(directory, 'act')

/** The path of the pinned act; `undefined` where it is not installed. */
export function findAct(): string | undefined {
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' })
  return status === 0 && stdout.trim() === `act version ${VERSION.slice(1)}` ? file : undefined
}

/**
 * Builds act from the Go module proxy, unless that has been done before. `undefined`: this machine has no Go. Throws
 * when the build fails.
 */
export function installAct(): string | undefined {
  const found = findAct()
  if (found) return found
  if (spawnSync('go', ['version']).error) return undefined
  mkdirSync(directory, { recursive: true })
  // Without cgo no compiler for C is needed.
  const env = { ...process.env, GOBIN: directory, CGO_ENABLED: '0' }
  const { status } = spawnSync('go', ['install', `github.com/nektos/act@${VERSION}`], { env, stdio: 'inherit' })
  const built = status === 0 ? findAct() : undefined
  if (!built) throw new Error(`act ${VERSION} could not be built.`)
  return built
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const act = installAct()
  if (act) console.log(act)
  else if (process.env['CI'] === 'true') throw new Error('act needs Go, and this machine has none.')
  else console.log('This machine has no Go, so there is no act; tests that need it are skipped.')
}
