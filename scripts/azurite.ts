// Installs Azurite, which tests use as the blob side of GitHub's cache service, apart from the project: it is fifty
// times the size of what the project needs. It stays in the user's cache directory.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const manifests = fileURLToPath(new URL('../__tests__/support/github-service/azurite/', import.meta.url))
const version = JSON.parse(readFileSync(join(manifests, 'package.json'), 'utf8')).dependencies.azurite as string
const tools = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'warmstart-tools')
const place = join(tools, `azurite-${version}`)

/** The file that starts Azurite's blob service; `undefined`: this script has not been run here. */
export function azuriteMain(): string | undefined {
  const main = join(place, 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js')
  return existsSync(main) ? main : undefined
}

function install(): void {
  mkdirSync(tools, { recursive: true })
  const work = mkdtempSync(join(tools, 'azurite-installing-'))
  try {
    for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(manifests, file), join(work, file))
    const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: work,
      stdio: 'inherit',
    })
    if (status !== 0) throw new Error('npm could not install Azurite')
    renameSync(work, place)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!azuriteMain()) install()
  console.log(`Azurite ${version} is in ${place}`)
}
