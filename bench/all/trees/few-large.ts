import { spawnSync } from 'node:child_process'
import { closeSync, copyFileSync, openSync, readSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { madeOnce } from '../../made-once.ts'
import { installedTree } from '../../tree.ts'
import { keystream } from './random.ts'

const MB = 1_000_000
/** What the archive of the tree of packages is cut into, one after the other. */
const SIZES = [16, 32, 20, 24, 40, 18, 28, 22, 16, 32, 20, 24, 40, 18, 28, 22].map((size) => size * MB)

/**
 * 16 slices of an archive of the tree of packages, not compressed, and the binary of Node twice: as it is, and with 64
 * bytes of every 4 MiB replaced.
 */
export function fewLarge(say: (line: string) => void): string {
  const modules = installedTree(say)
  const make = (directory: string) => {
    const archive = join(directory, 'archive')
    const flags = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner']
    const { status } = spawnSync('tar', [...flags, '-C', dirname(modules), '-cf', archive, basename(modules)])
    if (status !== 0) throw new Error('tar could not pack the tree')
    cut(archive, directory)
    rmSync(archive)
    for (const name of ['node', 'node-edited']) copyFileSync(process.execPath, join(directory, name))
    edit(join(directory, 'node-edited'))
  }
  const inputs = ['few large files 1', dirname(modules), process.version, process.arch]
  return madeOnce({ what: 'The tree of few large files', inputs, make }, say)
}

function cut(archive: string, directory: string): void {
  const input = openSync(archive, 'r')
  for (const [index, size] of SIZES.entries()) {
    const slice = Buffer.alloc(size)
    if (readSync(input, slice) !== size) throw new Error('the archive of the tree is too small')
    writeFileSync(join(directory, `slice-${String(index).padStart(2, '0')}`), slice)
  }
  closeSync(input)
}

function edit(file: string): void {
  const random = keystream('few large files')
  const output = openSync(file, 'r+')
  for (let at = 2 ** 20; at + 64 < statSync(file).size; at += 2 ** 22) writeSync(output, random(64), 0, 64, at)
  closeSync(output)
}
