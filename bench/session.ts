import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './program.ts'
import { replaceReport } from './report.ts'
import type { Circumstances } from './results.ts'

/**
 * Works in a directory of its own, which goes afterwards, and resolves with an exit status. A signal does not end the
 * process: the command at hand goes on to its end, then the work is to stop.
 */
export async function session(work: (directory: string, signal: AbortSignal) => Promise<void>): Promise<number> {
  const interrupted = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interrupted.abort())
  const directory = mkdtempSync(join(tmpdir(), 'warmstart-bench-work-'))
  try {
    await work(directory, interrupted.signal)
    return 0
  } catch (error) {
    if (!interrupted.signal.aborted) throw error
    return 130
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Keeps results as JSON; returns the file's path below the project. */
export function keep(results: Circumstances, name: string | undefined, prefix = ''): string {
  const own = name ?? `${prefix}${process.arch}-${results.machine['cores']}-cores`
  const file = `bench/results/${results.date.slice(0, 10)}-${own}.json`
  mkdirSync(join(root, 'bench/results'), { recursive: true })
  writeFileSync(join(root, file), `${JSON.stringify(results, null, 1)}\n`)
  return file
}

/** Puts a report between its markers in `docs/performance.md`. */
export function writeReport(report: string, markers: string): void {
  const page = join(root, 'docs/performance.md')
  writeFileSync(page, replaceReport(readFileSync(page, 'utf8'), report, markers))
}
