// `npm run bench:tiers`: a restore that was done before on this machine, from a directory in front of an S3 server that is
// 20 ms away, against the same from a directory alone and from S3 alone.
//
//   --quick          a small tree, two rounds, nothing kept: to try the harness
//   --from-source    run src/ instead of dist/
//   --rounds N       counted rounds (7)
//   --name NAME      results are kept in bench/results/<date>-NAME.json
//
// `node scripts/node24.mjs scripts/servers.ts minio` installs the server.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { startFaultProxy } from '../__tests__/support/fault-proxy.ts'
import { startMinio } from '../__tests__/support/servers/minio.ts'
import { commitOf, loadNotes, machineFacts } from './machine.ts'
import { openMedium, runInNamespace } from './mounts.ts'
import { OPTIONS, roundsOf, say } from './options.ts'
import { cliProgram, root } from './program.ts'
import { median } from './results.ts'
import { keep, session } from './session.ts'
import { assertSame, copyTree, installedTree, listing, MICROSECOND, sizeOf } from './tree.ts'

const NAME = 'node_modules'
const LATENCY_MILLIS = 20
const { values: options } = parseArgs({
  options: {
    ...OPTIONS,
    'from-source': { type: 'boolean', default: false },
  },
})
const rounds = roundsOf(options, 7)

interface Side {
  readonly name: string
  readonly stores: readonly string[]
  readonly seconds: number[]
  /** What S3 was asked in each round. */
  readonly asked: number[]
}

process.exitCode = (await runInNamespace()) ?? (await session(measure))

async function measure(_: string, signal: AbortSignal): Promise<void> {
  const machine = machineFacts()
  const installed = installedTree(say)
  const started = performance.now()
  // Files and the server's objects in memory: neither side waits for a disk.
  const medium = openMedium('tmpfs')
  const work = medium.directory
  process.env['TMPDIR'] = work
  const tree = join(work, 'tree')
  copyTree(installed, join(tree, NAME), options.quick)
  const minio = await startMinio()
  // What a step leaves in the journal at its end is no part of what it does.
  let requests = 0
  const proxy = await startFaultProxy(minio.origin, ({ url }) => {
    if (!url.includes('/journal/')) requests++
    return { latency: LATENCY_MILLIS }
  })
  try {
    await minio.bucket('tiers')
    const s3 = `s3://tiers?endpoint=${encodeURIComponent(proxy.origin)}`
    const at = (name: string) => pathToFileURL(join(work, name)).href
    const sides = [
      { name: 'a directory alone', stores: [at('local')] },
      { name: 'a directory in front of S3', stores: [at('near'), s3] },
      { name: 'S3 alone', stores: [s3] },
    ].map((side): Side => ({ ...side, seconds: [], asked: [] }))
    const program = cliProgram(work, options['from-source'], say)
    const run = async (verb: string, place: string, stores: readonly string[]) => {
      const args = [
        ...stores.flatMap((url) => ['--store', url]),
        '--root',
        place,
        '--path',
        NAME,
        '--key',
        'k',
        '--json',
      ]
      const env = { ...minio.env, PATH: process.env['PATH'] ?? '', HOME: work, WARMSTART_STATE: join(work, 'state') }
      const before = performance.now()
      const child = spawn(program[0] as string, [...program.slice(1), verb, ...args], { env })
      const [stdout, stderr, [status]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close') as Promise<[number]>,
      ])
      if (status !== 0) throw new Error(`${verb} ended with ${status}:\n${stdout}${stderr}`)
      return (performance.now() - before) / 1000
    }
    for (const stores of [[at('local')], [s3]]) {
      rmSync(join(work, 'state'), { recursive: true, force: true })
      await run('save', tree, stores)
    }
    // One round more, of which nothing is kept: it fills the near directory.
    for (let round = 0; round <= rounds; round++) {
      for (const { stores, seconds, asked } of sides) {
        signal.throwIfAborted()
        const place = join(work, 'restored')
        for (const old of [place, join(work, 'state')]) rmSync(old, { recursive: true, force: true })
        mkdirSync(place)
        const before = requests
        const took = await run('restore', place, stores)
        if (round === 0)
          assertSame(listing(join(place, NAME)), listing(join(tree, NAME)), MICROSECOND, stores.join(' '))
        else {
          seconds.push(took)
          asked.push(requests - before)
        }
      }
    }
    const [alone] = sides as [Side, ...Side[]]
    for (const { name, seconds, asked } of sides) {
      const ratio = median(seconds.map((took, round) => took / (alone.seconds[round] as number)))
      say(
        `${name.padEnd(28)} ${median(seconds).toFixed(2)} s, ${ratio.toFixed(2)} of local; asks of S3: ${Math.max(...asked)}`,
      )
    }
    if (options.quick) return
    const notes = [`S3 is MinIO on loopback, ${LATENCY_MILLIS} ms away. All files are on tmpfs.`, ...loadNotes(machine)]
    const minutes = (performance.now() - started) / 60_000
    const about = {
      date: new Date().toISOString(),
      commit: commitOf(root),
      machine,
      tree: sizeOf(listing(join(tree, NAME))),
    }
    const found = sides.map(({ name, seconds, asked }) => ({ name, seconds, asked }))
    const results = { ...about, notes, minutes, found }
    say(`Kept in ${keep(results, options.name, 'tiers-')}.`)
  } finally {
    await proxy.close()
    await minio.close()
    medium.close()
  }
}
