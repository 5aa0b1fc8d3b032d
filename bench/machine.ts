import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os'

/** What the figures depend on, beside the program. `load` is of the minute before. */
export function machineFacts(): Record<string, string | number> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    'memory (GB)': Math.round(totalmem() / 1e9),
    kernel: release(),
    node: process.version,
    tar: firstLine('tar', '--version').replace(/^.*\) /, ''),
    zstd: firstLine('zstd', '--version').replace(/^.*v([\d.]+).*$/, '$1'),
    load: Number((loadavg()[0] ?? 0).toFixed(2)),
  }
}

/** What a reader should know of the machine's load, in sentences. */
export function loadNotes({ load = 0, cores = 1 }: ReturnType<typeof machineFacts>): string[] {
  const busy = Number(load) > Number(cores) / 2
  return busy ? [`Other work was going on before: load ${load} on ${cores} cores.`] : []
}

/** What is missing to measure here, in a sentence; `undefined`: nothing. */
export function whyNot(): string | undefined {
  if (process.platform !== 'linux') return 'The benchmark runs on Linux.'
  const tools = ['tar', 'zstd', 'find', 'sync', 'cp', '/usr/bin/time']
  const missing = tools.filter((tool) => spawnSync(tool, ['--version']).error)
  return missing.length > 0 ? `The benchmark needs ${missing.join(', ')}.` : undefined
}

/** The commit of the checkout, with a `+` if files under src/ or dist/ differ from it. */
export function commitOf(root: string): string {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? ''
  const changed = git('status', '--porcelain', '--', 'src', 'dist') !== ''
  return `${git('rev-parse', '--short', 'HEAD') || 'unknown'}${changed ? '+' : ''}`
}

/** Bytes of memory that could be used now. */
export function availableMemory(): number {
  const found = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))
  return Number(found?.[1] ?? 0) * 1024
}

function firstLine(command: string, ...args: string[]): string {
  return spawnSync(command, args, { encoding: 'utf8' }).stdout?.split('\n')[0]?.trim() ?? 'unknown'
}
