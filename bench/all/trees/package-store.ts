import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { madeOnce } from '../../made-once.ts'
import { manifests, project } from '../../tree.ts'

const PNPM = 'pnpm@10.34.9'

/** The store of pnpm after it has installed the tree of packages by its lock file. */
export function packageStore(say: (line: string) => void): string {
  const make = (directory: string) => {
    const [tool, work] = [join(directory, 'tool'), join(directory, 'project')]
    for (const place of [tool, work]) mkdirSync(place)
    for (const file of manifests) copyFileSync(join(project, file), join(work, file))
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund']
    run('npm', ['install', '--prefix', tool, ...quiet, PNPM], tool)
    const pnpm = join(tool, 'node_modules/pnpm/bin/pnpm.cjs')
    run(process.execPath, [pnpm, 'import'], work)
    const store = ['--store-dir', join(directory, 'store')]
    run(process.execPath, [pnpm, 'install', '--frozen-lockfile', '--ignore-scripts', ...store], work)
    for (const place of [tool, work]) rmSync(place, { recursive: true })
  }
  const lock = manifests.map((file) => readFileSync(join(project, file)))
  return join(madeOnce({ what: 'The package store', inputs: ['package store 1', PNPM, ...lock], make }, say), 'store')
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`)
}
