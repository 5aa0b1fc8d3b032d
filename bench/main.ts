// `npm run bench`: Warmstart against tar and zstd, as whole processes, on one real tree. See docs/performance.md.
//
//   --quick          a small tree, two rounds, nothing kept: to try the harness
//   --from-source    run src/ instead of dist/
//   --rounds N       counted rounds of each case (5)
//   --only MEDIUM    ext4 or tmpfs
//   --name NAME      results are kept in bench/results/<date>-NAME.json
//   --report FILE    only make the page and the chart again from kept results
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runCases, treeOf } from './cases.ts'
import { chart } from './chart.ts'
import { availableMemory, commitOf, machineFacts, whyNot } from './machine.ts'
import { type MediumName, openMedium, runInNamespace } from './mounts.ts'
import { plainTable, replaceReport, report } from './report.ts'
import { CASES, type CaseResult, type Results, summarise } from './results.ts'
import { copyTree, installedTree, type Listing, listing } from './tree.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const TITLES: Readonly<Record<MediumName, string>> = { ext4: 'an ext4 image in memory', tmpfs: 'tmpfs' }

const PAGE_CACHE =
  'Before each run everything is flushed (`sync -f`) and stays in the page cache: no disk takes part in any figure.'
const say = (line: string) => console.log(line)

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    'from-source': { type: 'boolean', default: false },
    rounds: { type: 'string' },
    only: { type: 'string' },
    name: { type: 'string' },
    report: { type: 'string' },
  },
})

if (options.only !== undefined && !(options.only in TITLES)) {
  console.error(`--only takes ${Object.keys(TITLES).join(' or ')}, not “${options.only}”.`)
  process.exit(2)
}

process.exitCode = options.report ? writePage(options.report) : ((await runInNamespace()) ?? (await measure()))

async function measure(): Promise<number> {
  const missing = whyNot()
  if (missing) {
    console.error(missing)
    return 2
  }
  // A handler keeps the process alive until the command at hand has ended; then what was made is removed.
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort())
  const work = mkdtempSync(join(tmpdir(), 'warmstart-bench-work-'))
  try {
    const results = await measureAll(work, interrupted.signal)
    say(`\n${plainTable(results)}\n`)
    say('CPU, peak memory and bytes: Warmstart / tar and zstd. Medians; the ratio is the median of the pairs.')
    for (const note of results.notes) say(note)
    if (!options.quick) keep(results)
    return 0
  } catch (error) {
    if (!interrupted.signal.aborted) throw error
    return 130
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function measureAll(work: string, signal: AbortSignal): Promise<Results> {
  const machine = machineFacts()
  const commit = commitOf(root)
  const installed = installedTree(say)
  const started = performance.now() // making the tree, once, does not count
  const program = prepareProgram(work)
  const cases: CaseResult[] = []
  const notes = [PAGE_CACHE]
  const { load = 0, cores = 1 } = machine
  if (Number(load) > Number(cores) / 2) notes.push(`Other work was going on before: load ${load} on ${cores} cores.`)
  let tree: Listing | undefined
  for (const name of options.only ? [options.only as MediumName] : (['ext4', 'tmpfs'] as const)) {
    if (availableMemory() < 6e9) throw new Error('6 GB of free memory are needed')
    const medium = attempt(() => openMedium(name))
    if (medium instanceof Error) {
      notes.push(`Not measured on ${name}: ${medium.message}.`)
      continue
    }
    try {
      const { directory } = medium
      const rounds = Number(options.rounds ?? (options.quick ? 2 : 5))
      const site = { medium: TITLES[name], directory, timeFile: join(work, 'time'), program, rounds }
      copyTree(installed, treeOf(site), options.quick)
      tree ??= listing(treeOf(site))
      for await (const one of runCases(site)) {
        signal.throwIfAborted()
        cases.push(one)
        say(progress(one))
      }
    } finally {
      medium.close()
    }
  }
  if (!tree) throw new Error(`nothing could be measured. ${notes.slice(1).join(' ')}`)
  const minutes = (performance.now() - started) / 60_000
  return { date: new Date().toISOString(), commit, machine, tree: counts(tree), notes, minutes, cases }
}

/** A copy of what is measured, so that a build meanwhile changes nothing; built first if sources are newer. */
function prepareProgram(work: string): string[] {
  if (options['from-source']) return [process.execPath, join(root, 'src/faces/cli/index.ts')]
  const dist = join(root, 'dist')
  const built = times(dist)
  if (built.length === 0 || Math.min(...built) < Math.max(...times(join(root, 'src')))) {
    say('dist/ is older than src/: building …')
    const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: ['ignore', 'ignore', 2] })
    if (status !== 0) throw new Error('the build failed')
  }
  cpSync(dist, join(work, 'dist'), { recursive: true })
  return [process.execPath, join(work, 'dist/cli/index.js')]
}

function times(folder: string): number[] {
  const entries = attempt(() => readdirSync(folder, { recursive: true, withFileTypes: true }))
  if (entries instanceof Error) return []
  const files = entries.filter((entry) => entry.isFile())
  return files.map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs)
}

function counts(tree: Listing): Results['tree'] {
  const all = [...tree.values()]
  const of = (type: string) => all.filter((entry) => entry.type === type).length
  const bytes = all.reduce((sum, entry) => sum + entry.bytes, 0)
  return { files: of('file'), directories: of('directory'), links: of('link'), bytes }
}

function progress(one: CaseResult): string {
  const { warmstart, opponent, ratio } = summarise(one)
  const seconds = `${warmstart.toFixed(2)} s against ${opponent.toFixed(2)} s`
  return `${one.medium}, ${CASES[one.id].title}: ${seconds}, ratio ${ratio.median.toFixed(2)}`
}

function keep(results: Results): void {
  const { cores } = results.machine
  const file = `bench/results/${results.date.slice(0, 10)}-${options.name ?? `${process.arch}-${cores}-cores`}.json`
  mkdirSync(join(root, 'bench/results'), { recursive: true })
  writeFileSync(join(root, file), `${JSON.stringify(results, null, 1)}\n`)
  say(`Kept in ${file}.`)
  writePage(file)
}

function writePage(file: string): number {
  const results: Results = JSON.parse(readFileSync(join(root, file), 'utf8'))
  const page = join(root, 'docs/performance.md')
  writeFileSync(page, replaceReport(readFileSync(page, 'utf8'), report(results, relative(root, join(root, file)))))
  writeFileSync(join(root, 'docs/performance.svg'), chart(results))
  say('Written: docs/performance.md, docs/performance.svg')
  return 0
}

function attempt<T>(work: () => T): T | Error {
  try {
    return work()
  } catch (error) {
    return error as Error
  }
}
