// Installs zizmor, which audits workflows and actions, apart from the project, and runs it on ours. It comes from PyPI by
// pip, as a wheel whose digest is pinned here, and asks the network nothing when it runs.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

const VERSION = '1.32.0'
/** SHA-256 of its wheels for Linux and macOS. */
const WHEELS = [
  '84a6acb975accc13408786a2bd274b572537ca19c933ebbc13e78f3988562071',
  '0a999c98015becd9f69919ce01febadfb1c2be9b8ec2ce9ef7eb13ff23ba8eba',
  'aa4b4e216321dd5cf202cd79fc83296468f0eed79d850cd65ac8187a6bbc5496',
]
const tools = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'warmstart-tools')
const place = join(tools, `zizmor-${VERSION}`)
const root = join(import.meta.dirname, '..')

function install(): void {
  mkdirSync(tools, { recursive: true })
  const work = mkdtempSync(join(tools, 'zizmor-installing-'))
  try {
    const pins = join(work, 'requirements.txt')
    writeFileSync(pins, [`zizmor==${VERSION}`, ...WHEELS.map((hash) => `--hash=sha256:${hash}`)].join(' '))
    const how = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '--require-hashes']
    const { status } = spawnSync('python3', ['-m', 'pip', 'install', ...how, '--target', work, '-r', pins], {
      stdio: 'inherit',
    })
    if (status !== 0) throw new Error(`zizmor ${VERSION} could not be installed; that needs Python with pip, and PyPI.`)
    renameSync(work, place)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

if (!existsSync(place)) install()
const what = ['.github', 'action.yml', 'restore/action.yml', 'save/action.yml']
const { status } = spawnSync(join(place, 'bin', 'zizmor'), ['--offline', '--no-progress', '--quiet', ...what], {
  cwd: root,
  stdio: 'inherit',
})
if (status !== 0) process.exitCode = 1
