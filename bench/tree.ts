import { spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { copyFileSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { madeOnce } from './made-once.ts'
import type { TreeSize } from './results.ts'

/** What the tree is made from. */
export const project = fileURLToPath(new URL('tree/', import.meta.url))
export const manifests = ['package.json', 'package-lock.json']

/** Packages that make a small tree for trying the harness. */
const FEW = ['lodash', 'react', 'rxjs']

/** What one entry of a tree is. Equality of trees asks for no more: times of directories do not count. */
export interface Entry {
  readonly type: 'file' | 'directory' | 'link'
  readonly mode: number
  readonly bytes: number
  readonly mtimeNs: bigint
  /** SHA-256 of a file's content, or a link's target. */
  readonly content: string
}
export type Listing = ReadonlyMap<string, Entry>

/**
 * The tree that is measured: the packages of `bench/tree/package.json` at the versions of the lock file beside it,
 * without their scripts. Installed once into the user's cache directory and reused; returns its `node_modules`.
 */
export function installedTree(say: (line: string) => void): string {
  const make = (directory: string) => {
    for (const file of manifests) copyFileSync(join(project, file), join(directory, file))
    // Not `npm ci`: it refuses a lock file that lacks an optional binary of another platform.
    const { status } = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (status !== 0) throw new Error('npm could not install the tree')
  }
  const inputs = manifests.map((file) => readFileSync(join(project, file)))
  return join(madeOnce({ what: 'The tree of packages', inputs, make }, say), 'node_modules')
}

/** Copies the tree, or a few packages of it, to a place that does not exist yet. */
export function copyTree(from: string, to: string, small: boolean): void {
  const sources = small ? FEW.map((name) => join(from, name)) : [`${from}/.`]
  mkdirSync(to, { recursive: true })
  const { status } = spawnSync('cp', ['-a', '--', ...sources, to], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error('cp could not copy the tree')
}

/** Every entry below `root` by its relative path. */
export function listing(root: string): Listing {
  const entries = new Map<string, Entry>()
  const visit = (path: string) => {
    for (const name of readdirSync(join(root, path))) {
      const inner = path === '' ? name : `${path}/${name}`
      const entry = read(join(root, inner))
      entries.set(inner, entry)
      if (entry.type === 'directory') visit(inner)
    }
  }
  visit('')
  return entries
}

/** The files of a listing, in an order that depends on nothing but their names. */
export function filesOf(tree: Listing): string[] {
  return [...tree].flatMap(([path, { type }]) => (type === 'file' ? [path] : [])).sort()
}

/** Tolerances for times of files, ns. */
export const MICROSECOND = 1000n
export const SECOND = 1_000_000_000n

/** Throws with the first differences, if there are any. */
export function assertSame(is: Listing, should: Listing, toleranceNs: bigint, what: string): void {
  const found = differences(is, should, toleranceNs)
  if (found.length > 0) throw new Error(`${what}: ${found.length} differences\n  ${found.slice(0, 10).join('\n  ')}`)
}

/** How much a listing holds. */
export function sizeOf(tree: Listing): TreeSize {
  const all = [...tree.values()]
  const of = (type: Entry['type']) => all.filter((entry) => entry.type === type).length
  const bytes = all.reduce((sum, entry) => sum + entry.bytes, 0)
  return { files: of('file'), directories: of('directory'), links: of('link'), bytes }
}

/** What makes two trees different, a line a path. Times of files may differ by `toleranceNs`. */
export function differences(is: Listing, should: Listing, toleranceNs: bigint): string[] {
  const found: string[] = []
  for (const [path, entry] of should) {
    const other = is.get(path)
    if (!other) found.push(`${path}: missing`)
    else {
      const field = (['type', 'mode', 'bytes', 'content'] as const).find((name) => entry[name] !== other[name])
      const apart = entry.mtimeNs - other.mtimeNs
      if (field) found.push(`${path}: ${field}`)
      else if (apart > toleranceNs || apart < -toleranceNs) found.push(`${path}: time`)
    }
  }
  for (const path of is.keys()) if (!should.has(path)) found.push(`${path}: should not be there`)
  return found
}

function read(path: string): Entry {
  const stats = lstatSync(path, { bigint: true })
  const mode = Number(stats.mode) & 0o777
  if (stats.isDirectory()) return { type: 'directory', mode, bytes: 0, mtimeNs: 0n, content: '' }
  if (stats.isSymbolicLink()) return { type: 'link', mode, bytes: 0, mtimeNs: 0n, content: readlinkSync(path) }
  const content = readFileSync(path)
  return { type: 'file', mode, bytes: content.length, mtimeNs: stats.mtimeNs, content: hash('sha256', content) }
}
