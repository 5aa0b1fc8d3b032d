import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { decodeVersionTables } from '../../src/core/version-codec.ts'
import { commitOf, loadNotes, machineFacts } from '../machine.ts'
import { say } from '../options.ts'
import { root } from '../program.ts'
import { timed } from '../run.ts'
import { assertSame, listing, sizeOf } from '../tree.ts'
import { type AllSite, compare, NAME, sourceOf } from './cases.ts'
import { bytesBelow, type Contestant, restoring, saving } from './contestant.ts'
import { takeStep } from './history/step.ts'
import { madeVersions, PROJECT, readVersion, TINY, type Version } from './history/versions.ts'
import { amplification, type HistoryResults, type Look, type Point, storedPart } from './history-report.ts'
import { MEDIA, openSite, type Settings } from './medium.ts'
import { warmstart } from './plans/warmstart.ts'

const ROOM = 6 * 2 ** 30

/** Saves successive versions of one tree, each once, with every contestant. */
export async function measureHistory(work: string, signal: AbortSignal, settings: Settings): Promise<HistoryResults> {
  const machine = machineFacts()
  const commit = commitOf(root)
  const project = settings.quick ? TINY : PROJECT
  const made = madeVersions(project, say)
  const started = performance.now() // making the versions, once, does not count
  const { site, notes, close } = openSite(work, settings, () => ROOM)
  try {
    const tree = join(sourceOf(site), NAME)
    mkdirSync(tree, { recursive: true })
    const alone = aloneOf(site)
    const points: Point[] = []
    let before: Version = {}
    for (const [index, day] of project.days.entries()) {
      signal.throwIfAborted()
      const version = readVersion(made, index)
      takeStep(join(made, 'pool'), tree, before, version, day)
      before = version
      const number = index + 1
      const point = await savedByAll(site, points.at(-1), number, day)
      const looks = number === 1 || number % 10 === 0 || number === project.days.length
      const look = looks ? await lookAt(site, alone) : undefined
      points.push({ ...point, ...(look && { look }) })
      say(`${number} of ${project.days.length}: ${progress(points.at(-1) as Point)}`)
    }
    for (const one of site.contestants) await timed(site, restoring(site, one))
    compare(site, 'the last version')
    return {
      ...{ part: 'history', medium: MEDIA[settings.medium], commit, machine, points, packages: project.packages },
      date: new Date().toISOString(),
      notes: [...notes, ...loadNotes(machine)],
      minutes: (performance.now() - started) / 60_000,
      tree: sizeOf(listing(tree)),
      contestants: site.contestants.map(({ id, version }) => ({ id, version })),
    }
  } finally {
    close()
  }
}

async function savedByAll(site: AllSite, last: Point | undefined, version: number, day: string): Promise<Point> {
  const storedBytes: Record<string, number> = {}
  const seconds: Record<string, number> = {}
  let uploadedBytes = 0
  for (const one of site.contestants) {
    const run = await timed(site, saving(site, one, version === 1))
    seconds[one.id] = run.seconds
    const archives = one.whole ? (last?.storedBytes[one.id] ?? 0) : 0
    storedBytes[one.id] = archives + bytesBelow(one.store)
    if (one.id === 'warmstart') uploadedBytes = Number(run.said?.['uploadedBytes'])
  }
  const treeBytes = bytesBelow(join(sourceOf(site), NAME))
  return { version, day, treeBytes, uploadedBytes, storedBytes, seconds }
}

/** Warmstart in a place of its own, for stores that have one version alone. */
function aloneOf(site: AllSite): Contestant {
  const own = join(site.directory, 'alone')
  mkdirSync(own)
  const place = { own, source: sourceOf(site), name: NAME, cores: 0 }
  return { id: 'warmstart', version: '', ...warmstart(place, site.program) }
}

async function lookAt(site: AllSite, alone: Contestant): Promise<Look> {
  const [own] = site.contestants as readonly [Contestant, ...Contestant[]]
  const { fetchedBytes = Number.NaN } = await timed(site, restoring(site, own))
  const should = listing(join(sourceOf(site), NAME))
  assertSame(listing(join(own.target, NAME)), should, own.tolerance, 'Warmstart, a version of many')
  rmSync(own.target, { recursive: true })
  const { said } = await timed(site, saving(site, alone, true))
  rmSync(alone.store, { recursive: true })
  return { ...packsIn(own.store), fetchedBytes, aloneBytes: Number(said?.['uploadedBytes']) }
}

function packsIn(store: string): { livePacks: number; packs: number } {
  const lane = join(store, 'warmstart/v1/default/local')
  const newest = readdirSync(join(lane, 'versions')).sort().at(-1) ?? ''
  const { packs } = decodeVersionTables(readFileSync(join(lane, 'versions', newest))).manifest
  return { livePacks: packs.length, packs: readdirSync(join(lane, 'packs')).length }
}

function progress(point: Point): string {
  const part = `${storedPart(point).toFixed(3)} of the archives’ bytes`
  return point.look ? `${part}, read amplification ${amplification(point.look).toFixed(2)}` : part
}
