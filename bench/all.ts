// `npm run bench:all -- PART`: Warmstart against everything else, one part at a time. See docs/performance.md.
//
//   small-files, few-large, build-tree, package-store, incompressible   one tree, five cases
//   history                                                             fifty versions of one tree
//   slow                                                                against actions/cache, far from its service
//
//   --quick          a tiny subset and one round, nothing kept: to try the harness
//   --from-source    run src/ instead of dist/
//   --rounds N       counted rounds of each case (3)
//   --only MEDIUM    ext4 or tmpfs (ext4)
//   --against A,B    some of the rivals: tar-zstd, actions-cache, restic, casync, kopia, desync
//   --name NAME      results are kept in bench/results/<date>-NAME.json
//   --report FILE    only make the page again from kept results
import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { measureHistory } from './all/history.ts'
import { MEDIA, type Settings } from './all/medium.ts'
import { isTreePart, TREES } from './all/parts.ts'
import { type AnyResults, anyReport, anyTables } from './all/report.ts'
import { RIVALS, type RivalId } from './all/results.ts'
import { measureSlow } from './all/slow.ts'
import { measureTree } from './all/tree.ts'
import { whyNot } from './machine.ts'
import { type MediumName, runInNamespace } from './mounts.ts'
import { OPTIONS, say } from './options.ts'
import { root } from './program.ts'
import { keep, session, writeReport } from './session.ts'

const { values: options, positionals } = parseArgs({
  options: {
    ...OPTIONS,
    'from-source': { type: 'boolean', default: false },
    only: { type: 'string', default: 'ext4' },
    against: { type: 'string', default: Object.keys(RIVALS).join(',') },
    report: { type: 'string' },
  },
  allowPositionals: true,
})
const [part = ''] = positionals
const against = options.against.split(',')

process.exitCode = options.report ? writePage(options.report) : await main()

async function main(): Promise<number> {
  const wrong = wrongArguments() ?? whyNot()
  if (wrong) {
    console.error(wrong)
    return 2
  }
  const inside = await runInNamespace()
  if (inside !== undefined) return inside
  const settings: Settings = {
    medium: options.only as MediumName,
    rivals: against as RivalId[],
    quick: options.quick,
    rounds: Number(options.rounds ?? (options.quick ? 1 : 3)),
    fromSource: options['from-source'],
  }
  return session(async (work, signal) => {
    const results = await measure(work, signal, settings)
    say(`\n${anyTables(results)}\n`)
    for (const note of results.notes) say(note)
    if (options.quick) return
    const file = keep(results, options.name, `all-${part}-${settings.medium === 'ext4' ? '' : `${settings.medium}-`}`)
    say(`Kept in ${file}.`)
    if (settings.medium === 'ext4') writePage(file) // the page shows the image only, unless it is asked for the other
  })
}

function measure(work: string, signal: AbortSignal, settings: Settings): Promise<AnyResults> {
  if (isTreePart(part)) return measureTree(part, work, signal, settings)
  return part === 'history' ? measureHistory(work, signal, settings) : measureSlow(work, signal, settings)
}

function wrongArguments(): string | undefined {
  const parts = [...Object.keys(TREES), 'history', 'slow']
  if (positionals.length !== 1 || !parts.includes(part)) return `Name one part: ${parts.join(', ')}.`
  if (!(options.only in MEDIA)) return `--only takes ${Object.keys(MEDIA).join(' or ')}, not “${options.only}”.`
  const unknown = against.find((id) => !(id in RIVALS))
  return unknown === undefined ? undefined : `--against knows ${Object.keys(RIVALS).join(', ')}, not “${unknown}”.`
}

function writePage(file: string): number {
  const results: AnyResults = JSON.parse(readFileSync(resolve(root, file), 'utf8'))
  writeReport(anyReport(results, relative(root, resolve(root, file))), `bench:all:${results.part}`)
  say('Written: docs/performance.md')
  return 0
}
