// Installs the servers that `npm run test:servers` starts, apart from the project, each in a directory of the user's
// cache that is named after its version. Without arguments all of them, else those that are named.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

interface Source {
  readonly module: string
  readonly main?: string
  readonly version: string
  readonly apart: boolean
}

/**
 * Programs from the Go module proxy. `main`: the package in the module, if it is not the first. `apart`: only a benchmark
 * uses it, so it is installed when it is named.
 */
const PROGRAMS = {
  // The last state that was published; what it was released as is not on the proxy.
  minio: { module: 'github.com/minio/minio', version: 'v0.0.0-20260212201848-7aac2a2c5b7c', apart: false },
  'fake-gcs-server': { module: 'github.com/fsouza/fake-gcs-server', version: 'v1.56.1', apart: false },
  rclone: { module: 'github.com/rclone/rclone', version: 'v1.76.0', apart: true },
  kopia: { module: 'github.com/kopia/kopia', version: 'v0.23.1', apart: true },
  desync: { module: 'github.com/folbricht/desync', main: 'cmd/desync', version: 'v1.0.4', apart: true },
} as const satisfies Readonly<Record<string, Source>>

export type Program = keyof typeof PROGRAMS

const tools = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'warmstart-tools')

/** The file of an installed program. Throws where this script has not installed it. */
export function programFile(name: Program): string {
  const file = fileOf(name)
  if (!existsSync(file)) throw new Error(`${name} is not installed: node scripts/node24.mjs scripts/servers.ts ${name}`)
  return file
}

/** An installed program; `undefined` where this script has not installed it. */
export function installedProgram(name: Program): { readonly file: string; readonly version: string } | undefined {
  const file = fileOf(name)
  return existsSync(file) ? { file, version: PROGRAMS[name].version } : undefined
}

function fileOf(name: Program): string {
  return join(tools, `${name}-${PROGRAMS[name].version}`, process.platform === 'win32' ? `${name}.exe` : name)
}

function install(name: Program): void {
  const { module, main, version }: Source = PROGRAMS[name]
  mkdirSync(tools, { recursive: true })
  const work = mkdtempSync(join(tools, `${name}-installing-`))
  try {
    // Without cgo no compiler for C is needed.
    const env = { ...process.env, GOBIN: work, CGO_ENABLED: '0' }
    const { status } = spawnSync('go', ['install', `${main ? `${module}/${main}` : module}@${version}`], {
      env,
      stdio: 'inherit',
    })
    if (status !== 0) throw new Error(`${name} ${version} could not be built; that needs Go and its module proxy.`)
    renameSync(work, join(tools, `${name}-${version}`))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const all = Object.keys(PROGRAMS) as Program[]
  const named = process.argv.slice(2)
  const wanted = named.length > 0 ? all.filter((name) => named.includes(name)) : all.filter((n) => !PROGRAMS[n].apart)
  for (const name of wanted) {
    if (!installedProgram(name)) install(name)
    console.log(`${name} ${PROGRAMS[name].version} is ${fileOf(name)}`)
  }
}
