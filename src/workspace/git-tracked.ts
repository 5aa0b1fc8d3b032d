import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { type BytePath, toFsPath } from '../core/bytes.ts'
import { parentOf } from './safe-path.ts'

const OUTPUT_BYTES = 1024 * 1024 * 1024
/** Whatever the repository allows. */
const NO_TRANSPORT = ['file', 'ext', 'ssh', 'git', 'http', 'https'].flatMap((name) => [
  '-c',
  `protocol.${name}.allow=never`,
])

/**
 * The files below a mount that git tracks, as paths inside the mount: no cache may remove them. Empty where no `.git`
 * stands in the mount or above it; `undefined` where one does and git cannot be asked.
 */
export function trackedFiles(base: BytePath): ReadonlySet<BytePath> | undefined {
  let directory = base
  while (directory !== '' && !isDirectory(directory)) directory = parentOf(directory)
  const root = repositoryRoot(directory)
  if (root === undefined) return new Set()
  const listed = listFiles(root, directory)
  if (!listed || directory === base) return listed && new Set(listed)
  // The mount is one file, or not there: what git says is relative to the directory around it.
  const within = base.slice(directory.length + 1)
  const below = `${within}/`
  return new Set(
    listed.flatMap((path) => (path === within ? [''] : path.startsWith(below) ? [path.slice(below.length)] : [])),
  )
}

function isDirectory(path: BytePath): boolean {
  return statSync(toFsPath(path), { throwIfNoEntry: false })?.isDirectory() ?? false
}

function repositoryRoot(directory: BytePath): BytePath | undefined {
  for (let above = directory; ; above = parentOf(above)) {
    if (existsSync(toFsPath(`${above}/.git`))) return above
    if (above === '') return undefined
  }
}

function listFiles(root: BytePath, directory: BytePath): BytePath[] | undefined {
  const text = (path: BytePath) => Buffer.from(path, 'latin1').toString()
  // Named outright, whatever the environment of a git hook says and whoever checked it out. Listing must run nothing of
  // the repository's, for another lane's job may have left it: no file watcher, and no fetching of directories that a
  // sparse index lacks, which begins with a program that the repository names. So those are listed as directories,
  // where git can (2.36); nothing of theirs is checked out.
  const repository = [`--git-dir=${text(root)}/.git`, `--work-tree=${text(root)}/`]
  const settings = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false']
  const request = [...settings, ...repository, '-C', text(directory) || '/', 'ls-files', '-z']
  const listed = run([...request, '--sparse']) ?? run(request)
  return listed?.filter((path) => !path.endsWith('/'))
}

function run(request: readonly string[]): BytePath[] | undefined {
  try {
    const output = execFileSync('git', [...NO_TRANSPORT, ...request], {
      maxBuffer: OUTPUT_BYTES,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return output.toString('latin1').split('\0').slice(0, -1)
  } catch {
    return undefined
  }
}
