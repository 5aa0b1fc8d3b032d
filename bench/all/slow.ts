import { join } from 'node:path'
import { actionsCache, howToGetActionsCache } from '../github/actions-cache.ts'
import { runGithubCases, treeOf } from '../github/cases.ts'
import { GITHUB_CASES, type GithubCase, summariseGithub } from '../github/results.ts'
import { SWITCHES, startService } from '../github/service.ts'
import { warmstartAction } from '../github/warmstart.ts'
import { availableMemory, commitOf, loadNotes, machineFacts } from '../machine.ts'
import { openMedium } from '../mounts.ts'
import { say } from '../options.ts'
import { root } from '../program.ts'
import { copyTree, installedTree, listing, sizeOf } from '../tree.ts'
import type { Settings } from './medium.ts'
import type { SlowResults } from './slow-report.ts'

/** A store that is far: five times the latency and an eighth of the bandwidth of `npm run bench:github`. */
const FAR = { ...SWITCHES, latencyMillis: 100, bytesPerSecond: 12.5e6 }

const NOTES = [
  'Files are on tmpfs; before each run everything is flushed (`sync -f`).',
  'Service: 100 ms before each answer, 12.5 MB/s a connection and direction; its process shares the cores with both sides.',
]

/** The cases of `npm run bench:github`, with the service far away. */
export async function measureSlow(work: string, signal: AbortSignal, settings: Settings): Promise<SlowResults> {
  const other = actionsCache()
  if (!other) throw new Error(howToGetActionsCache())
  const machine = machineFacts()
  const commit = commitOf(root)
  const installed = installedTree(say)
  const started = performance.now() // making the tree, once, does not count
  const contestants = { warmstart: warmstartAction(work, settings.fromSource, say), actionsCache: other }
  if (!settings.quick && availableMemory() < 8e9) throw new Error('8 GB of free memory are needed')
  const medium = openMedium('tmpfs')
  const service = await startService(FAR)
  try {
    const { rounds } = settings
    const site = { directory: medium.directory, timeFile: join(work, 'time'), service, contestants, rounds }
    copyTree(installed, treeOf(site), settings.quick)
    const tree = sizeOf(listing(treeOf(site)))
    const cases: GithubCase[] = []
    for await (const one of runGithubCases(site)) {
      signal.throwIfAborted()
      cases.push(one)
      say(`${GITHUB_CASES[one.id].title}: time ${summariseGithub(one).time.median.toFixed(2)} of actions/cache's`)
    }
    return {
      ...{ part: 'slow', commit, machine, tree, cases, actionsCacheVersion: other.version },
      date: new Date().toISOString(),
      notes: [...NOTES, ...loadNotes(machine)],
      minutes: (performance.now() - started) / 60_000,
    }
  } finally {
    service.close()
    medium.close()
  }
}
