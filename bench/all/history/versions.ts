import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { madeOnce } from '../../made-once.ts'
import { filesOf, type Listing, listing } from '../../tree.ts'

/** Packages, and the days on which somebody brings all of them and all that they need to the newest there is. */
export interface Project {
  readonly packages: readonly string[]
  readonly days: readonly string[]
}

/** What is to lie below a directory: by path a kind, a mode, and what a listing calls content. */
export type Version = Readonly<Record<string, readonly [kind: string, mode: number, content: string]>>

/** The packages of the tree, less `next`, whose binaries would make the part too long; once a week for fifty weeks. */
export const PROJECT: Project = {
  packages: ['@mui/material', 'date-fns', 'eslint', 'jest', 'lodash', 'react', 'rxjs', 'typescript', 'webpack'],
  days: weeks('2025-11-22', 50),
}

/** To try the harness. */
export const TINY: Project = { packages: ['eslint'], days: ['2025-06-01', '2025-10-01', '2026-02-01'] }

function weeks(first: string, count: number): string[] {
  const day = (index: number) => new Date(Date.parse(first) + index * 7 * 86_400_000)
  return Array.from({ length: count }, (_, index) => day(index).toISOString().slice(0, 10))
}

/**
 * A directory with what npm installs on each day: `pool/` has contents by SHA-256, `versions/` for each day what lies
 * where. What is written here is small, since most files are in many versions.
 */
export function madeVersions({ packages, days }: Project, say: (line: string) => void): string {
  const make = (directory: string) => {
    const [project, npmCache] = [join(directory, 'project'), join(directory, 'npm')]
    for (const name of ['project', 'pool', 'versions']) mkdirSync(join(directory, name))
    const dependencies = Object.fromEntries(packages.map((name) => [name, '*']))
    for (const [index, day] of days.entries()) {
      for (const name of ['node_modules', 'package-lock.json'])
        rmSync(join(project, name), { recursive: true, force: true })
      writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, dependencies }))
      const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--legacy-peer-deps']
      const args = ['install', `--before=${day}`, `--cache=${npmCache}`, ...flags]
      const { status } = spawnSync('npm', args, { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] })
      if (status !== 0) throw new Error(`npm could not install what there was on ${day}`)
      rmSync(join(project, 'node_modules/.package-lock.json'), { force: true })
      const tree = listing(join(project, 'node_modules'))
      for (const path of filesOf(tree)) {
        const pooled = join(directory, 'pool', tree.get(path)?.content ?? '')
        if (!existsSync(pooled)) copyFileSync(join(project, 'node_modules', path), pooled)
      }
      writeFileSync(join(directory, 'versions', `${index}.json`), JSON.stringify(versionOf(tree)))
      say(`  ${index + 1} of ${days.length}: ${day}`)
    }
    for (const place of [project, npmCache]) rmSync(place, { recursive: true })
  }
  const inputs = ['history 1', ...packages, ...days]
  return madeOnce({ what: `${days.length} versions of a tree`, inputs, make }, say)
}

export function readVersion(directory: string, index: number): Version {
  return JSON.parse(readFileSync(join(directory, 'versions', `${index}.json`), 'utf8'))
}

function versionOf(tree: Listing): Version {
  const entries = [...tree].map(([path, { type, mode, content }]) => [path, [type, mode, content]] as const)
  return Object.fromEntries(entries)
}
