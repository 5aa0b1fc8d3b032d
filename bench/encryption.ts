// `npm run bench:encryption`: a cold save and a cold restore with a key against the same without one, in turns, as whole
// processes on one real tree in memory; then what signatures add, in processes that do nothing else.
//
//   --quick          a small tree, two rounds: to try the harness
//   --from-source    run src/ instead of dist/
//   --rounds N       counted rounds (5)
//   --name NAME      results are kept in bench/results/<date>-NAME.json
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { commitOf, loadNotes, machineFacts, whyNot } from './machine.ts'
import { openMedium, runInNamespace } from './mounts.ts'
import { OPTIONS, roundsOf, say } from './options.ts'
import { cliProgram, root } from './program.ts'
import { median, pairwise } from './results.ts'
import { type Ground, interleaved, type Side } from './run.ts'
import { keep, session } from './session.ts'
import { assertSame, copyTree, installedTree, listing, MICROSECOND, sizeOf } from './tree.ts'

const NAME = 'node_modules'
const VERBS = { save: 'a cold save', restore: 'a cold restore' } as const
type Verb = keyof typeof VERBS
const SIGNATURE_ROUNDS = 11
type Seen = { readonly bytes: number }

const { values: options } = parseArgs({
  options: {
    ...OPTIONS,
    'from-source': { type: 'boolean', default: false },
  },
})

process.exitCode = (await runInNamespace()) ?? (await main())

async function main(): Promise<number> {
  const missing = whyNot()
  if (missing) {
    console.error(missing)
    return 2
  }
  return session(async (work, signal) => {
    const machine = machineFacts()
    const installed = installedTree(say)
    const started = performance.now()
    const medium = openMedium('tmpfs')
    try {
      const site = { directory: medium.directory, timeFile: join(work, 'time') }
      const tree = join(site.directory, 'tree', NAME)
      copyTree(installed, tree, options.quick)
      const program = cliProgram(work, options['from-source'], say)
      const cases = []
      for (const verb of ['save', 'restore'] as const) {
        signal.throwIfAborted()
        cases.push({ verb, ...(await measure(site, program, verb, tree)) })
      }
      const signatures = measureSignatures(site, work)
      const notes = ['Files and store are on tmpfs.', ...loadNotes(machine)]
      for (const note of notes) say(note)
      if (options.quick && !options.name) return
      const minutes = (performance.now() - started) / 60_000
      const about = { date: new Date().toISOString(), commit: commitOf(root), machine, tree: sizeOf(listing(tree)) }
      const results = { ...about, notes, minutes, cases, signatures }
      say(`Kept in ${keep(results, options.name, 'encryption-')}.`)
    } finally {
      medium.close()
    }
  })
}

/** Both sides' runs. Says what a key costs: the median of the pairs. */
async function measure(site: Ground, program: readonly string[], verb: Verb, tree: string) {
  const key = randomBytes(32).toString('base64')
  const sides = [side(site, program, verb, 'plain'), side(site, program, verb, 'sealed', key)]
  if (verb === 'restore') {
    // What is restored was saved by one more run of each, of the same keys.
    const saves = [side(site, program, 'save', 'plain'), side(site, program, 'save', 'sealed', key)]
    await interleaved(
      site,
      () => saves,
      0,
      () => {},
    )
  }
  const rounds = roundsOf(options, 5)
  const [plain = [], sealed = []] = await interleaved(
    site,
    () => sides,
    rounds,
    () => {},
  )
  if (verb === 'restore') {
    for (const name of ['plain', 'sealed']) {
      assertSame(listing(join(site.directory, `restored-${name}`, NAME)), listing(tree), MICROSECOND, name)
    }
  }
  const time = pairwise(sealed, plain, ({ seconds }) => seconds).median
  const cpu = pairwise(sealed, plain, ({ cpuSeconds }) => cpuSeconds).median
  const seconds = (runs: readonly { readonly seconds: number }[]) => median(runs.map((run) => run.seconds)).toFixed(2)
  const more = (sealed[0]?.bytes ?? 0) - (plain[0]?.bytes ?? 0)
  say(
    `${VERBS[verb]}: ${seconds(sealed)} s with a key, ${seconds(plain)} s without; ratio of the pairs ` +
      `${time.toFixed(3)} (CPU ${cpu.toFixed(3)}); ${more} bytes more.`,
  )
  return { plain, sealed }
}

/** Milliseconds of each of several processes, on the version that was saved last without a key. */
function measureSignatures(site: Ground, work: string) {
  const versions = join(site.directory, 'store-plain/warmstart/v1/default/local/versions')
  const files = [join(versions, readdirSync(versions)[0] as string), join(work, 'signed')]
  const child = join(import.meta.dirname, 'signatures.ts')
  const once = (doing: 'sign' | 'check') =>
    Number(execFileSync(process.execPath, [child, doing, ...files], { encoding: 'utf8' }))
  const millis: { readonly sign: number[]; readonly check: number[] } = { sign: [], check: [] }
  for (let round = 0; round < SIGNATURE_ROUNDS; round++) {
    millis.sign.push(once('sign'))
    millis.check.push(once('check'))
  }
  say(
    `signatures: ${median(millis.sign).toFixed(1)} ms to sign version and head, ` +
      `${median(millis.check).toFixed(1)} ms to check them; medians of ${SIGNATURE_ROUNDS} processes.`,
  )
  return millis
}

function side(site: Ground, program: readonly string[], verb: Verb, name: string, key?: string): Side<Seen> {
  const store = join(site.directory, `store-${name}`)
  const restored = join(site.directory, `restored-${name}`)
  const place = verb === 'save' ? join(site.directory, 'tree') : restored
  const state = join(site.directory, `state-${name}-${verb}`)
  const at = ['--store', pathToFileURL(store).href, '--root', place, '--path', NAME, '--key', 'bench', '--json']
  return {
    command: [...program, verb, ...at],
    env: { HOME: site.directory, WARMSTART_STATE: state, ...(key && { WARMSTART_ENCRYPTION_KEY: key }) },
    prepare: () => {
      for (const old of verb === 'save' ? [store, state] : [restored, state])
        rmSync(old, { recursive: true, force: true })
      mkdirSync(verb === 'save' ? dirname(store) : restored, { recursive: true })
    },
    look: (stdout) => {
      const said = JSON.parse(stdout.trim().split('\n').at(-1) as string) as Record<string, number>
      return { bytes: said[verb === 'save' ? 'uploadedBytes' : 'fetchedBytes'] as number }
    },
  }
}
