// `npm run bench:s3`: bytes to and from a real S3 server on loopback, through Warmstart's adapter and through rclone.
//
//   --quick       an eighth of the bytes, two rounds, nothing kept: to try the harness
//   --rounds N    counted rounds (5)
//   --name NAME   results are kept in bench/results/<date>-NAME.json
//
// `node scripts/node24.mjs scripts/servers.ts minio rclone` installs both programs. See docs/performance.md.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startMinio } from '../__tests__/support/servers/minio.ts'
import { programFile } from '../scripts/servers.ts'
import { commitOf, loadNotes, machineFacts } from './machine.ts'
import { OPTIONS, roundsOf, say } from './options.ts'
import { root } from './program.ts'
import { median } from './results.ts'
import { type Direction, type Job, rclone, type Transfer, warmstart } from './s3/contestants.ts'
import { keep, session } from './session.ts'

const { values: options } = parseArgs({
  options: {
    ...OPTIONS,
  },
})
const MIB = 1024 * 1024
const PACK_BYTES = 32 * MIB
const packs = options.quick ? 4 : 32
const rounds = roundsOf(options, 5)

const WHATS = ['up', 'down', 'idleUp', 'idleDown'] as const
/** Seconds of one side's processes in each round; the idle ones had nothing to move. */
type Measured = { readonly name: string } & { readonly [what in (typeof WHATS)[number]]: number[] }

// Files and the server's objects in memory: neither side waits for a disk.
if (existsSync('/dev/shm')) process.env['TMPDIR'] = '/dev/shm'
process.exitCode = await session(async (work, signal) => {
  const machine = machineFacts()
  const started = performance.now()
  const bytes = packs * PACK_BYTES
  const [full, empty] = [join(work, 'full'), join(work, 'empty')]
  for (const directory of [full, empty]) mkdirSync(directory)
  for (let i = 0; i < packs; i++) writeFileSync(join(full, `pack-${i}`), randomBytes(PACK_BYTES))
  const minio = await startMinio()
  const sides: Record<string, (job: Job) => Promise<Transfer>> = {
    warmstart: warmstart('checked'),
    'warmstart-unchecked': warmstart('unchecked'),
    rclone: rclone(programFile('rclone'), 'checked'),
    'rclone-unchecked': rclone(programFile('rclone'), 'unchecked'),
  }
  const names = Object.keys(sides)
  const found = names.map((name): Measured => ({ name, up: [], down: [], idleUp: [], idleDown: [] }))
  try {
    // One round more, of which nothing is kept; each begins with another side.
    for (let round = 0; round <= rounds; round++) {
      for (let turn = 0; turn < names.length; turn++) {
        signal.throwIfAborted()
        const side = (round + turn) % names.length
        const name = names[side] as string
        const bucket = `${name}-${round}`
        await minio.bucket(bucket)
        const there = join(work, 'there')
        const move = async (direction: Direction, directory: string, prefix: string, expected: number) => {
          const { bytes: moved, seconds } = await (sides[name] as (typeof sides)[string])({
            direction,
            directory,
            prefix,
            bucket,
            server: minio,
          })
          if (moved !== expected) throw new Error(`${name} moved ${moved} bytes ${direction} instead of ${expected}`)
          return seconds
        }
        const took = {
          up: await move('up', full, 'full', bytes),
          down: await move('down', there, 'full', bytes),
          idleUp: await move('up', empty, 'empty', 0),
          idleDown: await move('down', join(work, 'nothing'), 'empty', 0),
        }
        rmSync(there, { recursive: true, force: true })
        rmSync(join(minio.directory, bucket), { recursive: true, force: true })
        if (round > 0) for (const what of WHATS) found[side]?.[what].push(took[what])
      }
    }
    say(
      `${bytes / MIB} MiB in objects of 32 MiB. MiB/s, less what a process takes that moves nothing; medians of ${rounds}.`,
    )
    for (const direction of ['up', 'down'] as const) {
      const rates = found.map((side) => ratesOf(side, direction, bytes))
      for (const [i, rate] of rates.entries()) {
        const its = names[i]?.endsWith('unchecked') ? 'warmstart-unchecked' : 'warmstart'
        const ours = rates[names.indexOf(its)] as number[]
        const ratio = median(ours.map((own, round) => own / (rate[round] ?? Number.NaN)))
        const than = names[i] === its ? '' : `  ${its} reaches ${ratio.toFixed(2)} of it`
        say(`${direction.padEnd(5)} ${names[i]?.padEnd(20)} ${median(rate).toFixed(0).padStart(6)}${than}`)
      }
    }
    if (options.quick) return
    const notes = [
      'Files and objects are on tmpfs; the server shares the cores with both sides.',
      ...loadNotes(machine),
    ]
    const minutes = (performance.now() - started) / 60_000
    const tree = { files: packs, directories: 0, links: 0, bytes }
    const results = { date: new Date().toISOString(), commit: commitOf(root), machine, tree, notes, minutes, found }
    say(`Kept in ${keep(results, options.name, 's3-')}.`)
  } finally {
    await minio.close()
  }
})

function ratesOf(side: Measured, direction: Direction, bytes: number): number[] {
  const idle = median(side[direction === 'up' ? 'idleUp' : 'idleDown'])
  return side[direction].map((seconds) => bytes / MIB / (seconds - idle))
}
