import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type MediumName = 'ext4' | 'tmpfs'

/** A file system in memory to measure on, empty. */
export interface Medium {
  readonly name: MediumName
  readonly directory: string
  /** Gives its memory back. */
  close(): void
}

/** Set in the process that runs inside a mount namespace: the directory that is its own. */
const INSIDE = 'WARMSTART_BENCH_DIRECTORY'

/**
 * Starts this program once more in a mount namespace of its own and resolves with its exit status; `undefined`: this
 * is that process already, or there can be none. All mounts are made in there, so they and their memory go with the
 * last process that is in it, however it ends.
 */
export async function runInNamespace(): Promise<number | undefined> {
  if (process.env[INSIDE] || process.getuid?.() !== 0) return undefined
  const enter = ['--mount', '--propagation', 'private']
  if (spawnSync('unshare', [...enter, 'true']).status !== 0) return undefined
  const directory = mkdtempSync(join(tmpdir(), 'warmstart-bench-'))
  try {
    const child = spawn('unshare', [...enter, process.execPath, ...process.argv.slice(1)], {
      stdio: 'inherit',
      env: { ...process.env, [INSIDE]: directory },
    })
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
    return await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', (code) => resolve(code ?? 1))
    })
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Opens a file system; an image has so many GiB. Throws where it cannot: an ext4 image needs a namespace for mounts, thus root. */
export function openMedium(name: MediumName, gibibytes = 3): Medium {
  const own = process.env[INSIDE]
  if (!own) {
    if (name === 'ext4') throw new Error('mounting an image needs root')
    const directory = mkdtempSync('/dev/shm/warmstart-bench-')
    return { name, directory, close: () => rmSync(directory, { recursive: true, force: true }) }
  }
  const directory = join(own, name)
  mkdirSync(directory)
  must('mount', '-t', 'tmpfs', '-o', 'size=90%', 'warmstart-bench', directory)
  const close = () => {
    must('umount', '--recursive', directory)
    rmSync(directory, { recursive: true })
  }
  if (name === 'tmpfs') return { name, directory, close }
  const image = join(directory, 'image')
  const inner = join(directory, 'ext4')
  mkdirSync(inner)
  // All of its memory is taken and its tables are written now, not by whichever run comes upon them first.
  must('fallocate', `--length=${gibibytes}G`, image)
  must('mkfs.ext4', '-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image)
  must('mount', '-o', 'loop', image, inner)
  return { name, directory: inner, close }
}

function must(command: string, ...args: string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`)
}
