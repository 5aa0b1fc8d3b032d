// `npm run bench`: Warmstart against tar and zstd, as whole processes, on one real tree. See docs/performance.md.
//
//   --quick          a small tree, two rounds, nothing kept: to try the harness
//   --from-source    run src/ instead of dist/
//   --rounds N       counted rounds of each case (7)
//   --only MEDIUM    ext4 or tmpfs
//   --name NAME      results are kept in bench/results/<date>-NAME.json
//   --report FILE    only make the page and the chart again from kept results
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runCases, treeOf } from './cases.ts'
import { chart } from './chart.ts'
import { availableMemory, commitOf, loadNotes, machineFacts, whyNot } from './machine.ts'
import { type MediumName, openMedium, runInNamespace } from './mounts.ts'
import { OPTIONS, roundsOf, say } from './options.ts'
import { attempt, cliProgram, root } from './program.ts'
import { plainTable, report } from './report.ts'
import { CASES, type CaseResult, type Results, summarise } from './results.ts'
import { keep, session, writeReport } from './session.ts'
import { copyTree, installedTree, type Listing, listing, sizeOf } from './tree.ts'

const TITLES: Readonly<Record<MediumName, string>> = { ext4: 'an ext4 image in memory', tmpfs: 'tmpfs' }

const PAGE_CACHE =
  'Before each run everything is flushed (`sync -f`) and stays in the page cache: no disk takes part in any figure.'

const { values: options } = parseArgs({
  options: {
    ...OPTIONS,
    'from-source': { type: 'boolean', default: false },
    only: { type: 'string' },
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
  return session(async (work, signal) => {
    const results = await measureAll(work, signal)
    say(`\n${plainTable(results)}\n`)
    say('CPU, peak memory and bytes: Warmstart / tar and zstd. Medians; the ratio is the median of the pairs.')
    for (const note of results.notes) say(note)
    if (options.quick) return
    const file = keep(results, options.name)
    say(`Kept in ${file}.`)
    writePage(file)
  })
}

async function measureAll(work: string, signal: AbortSignal): Promise<Results> {
  const machine = machineFacts()
  const commit = commitOf(root)
  const installed = installedTree(say)
  const started = performance.now() // making the tree, once, does not count
  const program = cliProgram(work, options['from-source'], say)
  const cases: CaseResult[] = []
  const notes = [PAGE_CACHE, ...loadNotes(machine)]
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
      const rounds = roundsOf(options, 7)
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
  return { date: new Date().toISOString(), commit, machine, tree: sizeOf(tree), notes, minutes, cases }
}

function progress(one: CaseResult): string {
  const { warmstart, opponent, ratio } = summarise(one)
  const seconds = `${warmstart.toFixed(2)} s against ${opponent.toFixed(2)} s`
  return `${one.medium}, ${CASES[one.id].title}: ${seconds}, ratio ${ratio.median.toFixed(2)}`
}

function writePage(file: string): number {
  const results: Results = JSON.parse(readFileSync(resolve(root, file), 'utf8'))
  writeReport(report(results, relative(root, resolve(root, file))), 'bench')
  writeFileSync(join(root, 'docs/performance.svg'), chart(results))
  say('Written: docs/performance.md, docs/performance.svg')
  return 0
}
