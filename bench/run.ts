import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { Timing } from './results.ts'

/** One contestant of a case. */
export interface Side<Seen> {
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Makes everything ready for one run; not timed. */
  prepare?(): void | Promise<void>
  /** What to keep of a run, looked up after it from what it wrote on stdout; not timed. */
  look(stdout: string): Seen | Promise<Seen>
}

/** Where runs take place. */
export interface Ground {
  readonly directory: string
  /** A file for GNU time's report. */
  readonly timeFile: string
}

/**
 * Runs the sides one after the other (A B A B), `rounds` times after one round that does not count. `sides` and
 * `prepare` get the number of the round, 0 for the one that does not count. Returns the runs of each side, in the order
 * of the rounds.
 */
export async function interleaved<Seen>(
  ground: Ground,
  sides: (round: number) => readonly Side<Seen>[],
  rounds: number,
  prepare: (round: number) => void | Promise<void>,
): Promise<(Timing & Seen)[][]> {
  const runs: (Timing & Seen)[][] = []
  for (let round = 0; round <= rounds; round++) {
    await prepare(round)
    for (const [index, side] of sides(round).entries()) {
      const run = await timed(ground, side)
      runs[index] ??= []
      if (round > 0) runs[index].push(run)
      await setImmediate() // signals are noticed here
    }
  }
  return runs
}

/** Runs a side once, as a process of its own, when everything written before has reached the file system. */
export async function timed<Seen>({ directory, timeFile }: Ground, side: Side<Seen>): Promise<Timing & Seen> {
  await side.prepare?.()
  spawnSync('sync', ['-f', directory])
  // GNU time starts the command, so that memory is the command's and not this process's, whose image a fork carries.
  const command = ['--format=%M %U %S', `--output=${timeFile}`, ...side.command]
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync('/usr/bin/time', command, {
    encoding: 'utf8',
    cwd: side.cwd,
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', ...side.env },
  })
  const seconds = (performance.now() - started) / 1000
  if (status !== 0) throw new Error(`${side.command.join(' ')}\nended with ${status}:\n${stdout}${stderr}`)
  const [kib = 0, user = 0, system = 0] = readFileSync(timeFile, 'utf8').trim().split(' ').map(Number)
  return { seconds, cpuSeconds: user + system, peakBytes: kib * 1024, ...(await side.look(stdout)) }
}
