import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { copyTree, filesOf, installedTree, type Listing, listing } from '../tree.ts'
import { buildTree } from './trees/build.ts'
import { fewLarge } from './trees/few-large.ts'
import { incompressible } from './trees/incompressible.ts'
import { packageStore } from './trees/package-store.ts'

/** The parts that are about one tree each: where it lies, made before if it was not there. */
export const TREES = {
  'small-files': installedTree,
  'few-large': fewLarge,
  'build-tree': buildTree,
  'package-store': packageStore,
  incompressible,
} as const satisfies Readonly<Record<string, (say: (line: string) => void) => string>>

export type TreePart = keyof typeof TREES

/** What a tiny subset holds. */
const QUICK = { files: 300, bytes: 20e6 }

/** Copies a tree, or a tiny subset of it, to a place that does not exist yet. */
export function copyPart(from: string, to: string, tiny: boolean): void {
  if (!tiny) {
    copyTree(from, to, false)
    return
  }
  mkdirSync(to, { recursive: true })
  const list = ['--files-from=-', '--null', '--no-recursion']
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', `tar -C "$1" -cf - ${list.join(' ')} | tar -C "$2" -xf -`, 'sh', from, to],
    {
      input: subset(listing(from)).join('\0'),
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Error(`a subset of ${from} could not be copied: ${stderr}`)
}

/** Files in an order that only their names decide, until there are enough; at least one. */
export function subset(tree: Listing): string[] {
  const order = filesOf(tree)
    .map((path) => ({ path, rank: createHash('sha256').update(path).digest('hex') }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
  const chosen: string[] = []
  let bytes = 0
  for (const { path } of order) {
    const size = tree.get(path)?.bytes ?? 0
    if (chosen.length > 0 && (bytes + size > QUICK.bytes || chosen.length >= QUICK.files)) continue
    chosen.push(path)
    bytes += size
  }
  return chosen
}

export function isTreePart(part: string): part is TreePart {
  return part in TREES
}
