// `npm run bench:github`: Warmstart against actions/cache, two actions as a runner runs them, on a fake of GitHub's cache
// service and on one real tree. See docs/performance.md.
//
//   --quick          a small tree, two rounds, nothing kept: to try the harness
//   --from-source    run src/ instead of dist/
//   --rounds N       counted rounds of each case (5)
//   --name NAME      results are kept in bench/results/<date>-NAME.json
//   --report FILE    only make the page again from kept results
import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { actionsCache, howToGetActionsCache } from './github/actions-cache.ts'
import { runGithubCases, treeOf } from './github/cases.ts'
import { githubReport, githubTables } from './github/report.ts'
import { GITHUB_CASES, type GithubCase, type GithubResults, summariseGithub } from './github/results.ts'
import { startService } from './github/service.ts'
import { warmstartAction } from './github/warmstart.ts'
import { availableMemory, commitOf, loadNotes, machineFacts, whyNot } from './machine.ts'
import { openMedium, runInNamespace } from './mounts.ts'
import { OPTIONS, roundsOf, say } from './options.ts'
import { root } from './program.ts'
import { keep, session, writeReport } from './session.ts'
import { copyTree, installedTree, listing, sizeOf } from './tree.ts'

const NOTES = [
  'Files are on tmpfs; before each run everything is flushed (`sync -f`).',
  'Service: 20 ms before each answer, 100 MB/s a connection and direction; its process shares the cores with both sides.',
]

const { values: options } = parseArgs({
  options: {
    ...OPTIONS,
    'from-source': { type: 'boolean', default: false },
    report: { type: 'string' },
  },
})

process.exitCode = options.report ? writePage(options.report) : await main()

async function main(): Promise<number> {
  const missing = whyNot() ?? (actionsCache() ? undefined : howToGetActionsCache())
  if (missing) {
    console.error(missing)
    return 2
  }
  const inside = await runInNamespace()
  if (inside !== undefined) return inside
  return session(async (work, signal) => {
    const results = await measure(work, signal)
    say(`\n${githubTables(results)}\n`)
    say('Warmstart / actions/cache. Medians, ratios of the pairs; memory and requests of the worst run.')
    for (const note of results.notes) say(note)
    if (options.quick) return
    const file = keep(results, options.name, 'github-')
    say(`Kept in ${file}.`)
    writePage(file)
  })
}

async function measure(work: string, signal: AbortSignal): Promise<GithubResults> {
  const other = actionsCache()
  if (!other) throw new Error('actions/cache is gone')
  const machine = machineFacts()
  const commit = commitOf(root)
  const installed = installedTree(say)
  const started = performance.now() // making the tree, once, does not count
  const contestants = { warmstart: warmstartAction(work, options['from-source'], say), actionsCache: other }
  if (availableMemory() < 8e9) throw new Error('8 GB of free memory are needed')
  const medium = openMedium('tmpfs')
  const service = await startService()
  try {
    const rounds = roundsOf(options, 5)
    const site = { directory: medium.directory, timeFile: join(work, 'time'), service, contestants, rounds }
    copyTree(installed, treeOf(site), options.quick)
    const tree = sizeOf(listing(treeOf(site)))
    const cases: GithubCase[] = []
    for await (const one of runGithubCases(site)) {
      signal.throwIfAborted()
      cases.push(one)
      say(`${GITHUB_CASES[one.id].title}: time ${summariseGithub(one).time.median.toFixed(2)} of actions/cache's`)
    }
    const minutes = (performance.now() - started) / 60_000
    const notes = [...NOTES, ...loadNotes(machine)]
    const actionsCacheVersion = other.version
    return { date: new Date().toISOString(), commit, machine, tree, notes, minutes, actionsCacheVersion, cases }
  } finally {
    service.close()
    medium.close()
  }
}

function writePage(file: string): number {
  const results: GithubResults = JSON.parse(readFileSync(resolve(root, file), 'utf8'))
  writeReport(githubReport(results, relative(root, resolve(root, file))), 'bench:github')
  say('Written: docs/performance.md')
  return 0
}
