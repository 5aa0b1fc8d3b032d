#!/usr/bin/env node
// Runs a script or a package's command under a Node that has built-in zstd, whichever Node started this.
// The action runs on `node24`; a machine with Node 20 gets the binary from an optional dependency.
//
//   node scripts/node24.mjs FILE [ARG ...]       a file of this project
//   node scripts/node24.mjs --bin NAME [ARG ...] a command of an installed package
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import zlib from 'node:zlib'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The path of a Node with zstd, or undefined. */
export function findNode() {
  if (typeof zlib.zstdCompressSync === 'function') return process.execPath
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  for (const name of [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]) {
    const path = join(root, 'node_modules', name, 'bin', file)
    if (existsSync(path)) return path
  }
  return undefined
}

/** The file behind a package's command, so that it can be started by a chosen Node. */
function binFile(name) {
  const owners = { tsc: 'typescript', biome: '@biomejs/biome', ncc: '@vercel/ncc', changeset: '@changesets/cli' }
  const owner = join(root, 'node_modules', owners[name] ?? name)
  const { bin } = JSON.parse(readFileSync(join(owner, 'package.json'), 'utf8'))
  return join(owner, typeof bin === 'string' ? bin : bin[name])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const node = findNode()
  if (!node) {
    console.error(
      `Warmstart needs Node 24 (built-in zstd); this is ${process.version} and no binary for ${process.platform}-${process.arch} was installed. Install Node 24 and run this again.`,
    )
    process.exit(2)
  }
  const [first, ...rest] = process.argv.slice(2)
  const args = first === '--bin' ? [binFile(rest[0]), ...rest.slice(1)] : [first, ...rest]
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` }
  const child = spawn(node, args, { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}
