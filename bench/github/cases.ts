import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { chooseFiles, editFiles } from '../edits.ts'
import { type Ground, interleaved, type Side, timed } from '../run.ts'
import { assertSame, filesOf, listing, MICROSECOND, SECOND } from '../tree.ts'
import { type GithubCase, type GithubCaseId, SIDES, type SideName, type Traffic } from './results.ts'
import type { Service } from './service.ts'
import { type Check, type Contestant, step, type Verb } from './step.ts'

/** Everything that the cases use. */
export interface GithubSite extends Ground {
  readonly service: Service
  readonly contestants: Readonly<Record<SideName, Contestant>>
  /** Counted rounds of each case. */
  readonly rounds: number
}

/** The directory that is saved, beside whatever a workspace has. */
const NAME = 'node_modules'

/** Where the tree that is measured has to lie. */
export function treeOf(site: Ground): string {
  return join(sourceOf(site), NAME)
}

/**
 * Runs all cases on a site that holds the tree and nothing else, and yields what was found. What a side restored, or
 * would restore of what it saved, is compared with what it should be; a difference is an error.
 */
export async function* runGithubCases(site: GithubSite): AsyncGenerator<GithubCase> {
  const tree = treeOf(site)
  const files = filesOf(listing(tree))
  const edit = (root: string, round: number) => editFiles(root, chooseFiles(files, round), round)
  const last = site.rounds
  const restores = () => SIDES.map((side) => restore(site, side, last))
  const restoresAfresh = () => SIDES.map((side) => afresh(site, side, restore(site, side, last), targetOf(site, side)))
  // As in a job on a hosted runner: what is saved was restored before.
  const fork = async () => {
    const source = sourceOf(site)
    await timed(site, afresh(site, 'warmstart', restore(site, 'warmstart', last, source), source))
  }

  yield await run(
    site,
    'cold-save',
    (round) => SIDES.map((side) => afresh(site, side, save(site, side, round, coldKey(round), stores))),
    () => {},
  )
  for (const side of restoresAfresh()) await timed(site, side)
  compare(site, SIDES, 'cold save')

  yield await run(site, 'cold-restore', restoresAfresh, () => {})
  compare(site, SIDES, 'cold restore')

  yield await run(site, 'restore-99', restores, (round) => {
    for (const side of SIDES) edit(join(targetOf(site, side), NAME), round)
  })
  compare(site, SIDES, 'restore onto a tree 99 % right')

  // An entry of actions/cache is for ever what it is: its users take a new key.
  const saves = (name: string, check: Check) => (round: number) => [
    save(site, 'warmstart', last, coldKey(last), check),
    save(site, 'actionsCache', last, `${name}-${round}`, stores),
  ]
  yield await run(site, 'save-1', saves('edited', stores), async (round) => {
    await fork()
    edit(tree, round)
  })
  for (const side of restoresAfresh().slice(0, 1)) await timed(site, side)
  compare(site, ['warmstart'], 'save of 1 %')

  yield await run(site, 'save-0', saves('same', storesNothing), fork)
}

const stores: Check = ({ uploads }) => uploads > 0
const storesNothing: Check = ({ uploads }) => uploads === 0
const hits: Check = (_, outputs) => outputs['cache-hit'] === 'true'
/** From Azure's hosts actions/cache reads in ranges of 4 MiB, several at once; with fewer it took another path. */
const hitsInRanges: Check = (traffic, outputs) =>
  hits(traffic, outputs) && traffic.proxied > 0 && traffic.ranges >= Math.min(8, traffic.receivedBytes / 2 ** 22)

async function run(
  site: GithubSite,
  id: GithubCaseId,
  sides: (round: number) => Side<Traffic>[],
  prepare: (round: number) => void | Promise<void>,
): Promise<GithubCase> {
  const [warmstart = [], actionsCache = []] = await interleaved(site, sides, site.rounds, prepare)
  return { id, warmstart, actionsCache }
}

function save(site: GithubSite, side: SideName, round: number, key: string, check: Check): Side<Traffic> {
  return stepOf(site, side, 'save', { round, key, workspace: sourceOf(site), check })
}

/** Of what the side saved in that round. */
function restore(site: GithubSite, side: SideName, round: number, workspace = targetOf(site, side)): Side<Traffic> {
  const check = side === 'warmstart' ? hits : hitsInRanges
  return stepOf(site, side, 'restore', { round, key: coldKey(round), workspace, check })
}

interface Asked {
  /** Whose repository it is. Each round has its own, so that a cold save finds nothing of the round before. */
  readonly round: number
  readonly key: string
  readonly workspace: string
  readonly check: Check
}

function stepOf(site: GithubSite, side: SideName, verb: Verb, { round, key, workspace, check }: Asked): Side<Traffic> {
  const runner = { service: site.service, workspace, home: homeOf(site, side), repository: `octo/round-${round}` }
  return step(runner, site.contestants[side], verb, { path: NAME, key }, check)
}

/** A repository's name is not in the entries of actions/cache, so the key has the round too. */
function coldKey(round: number): string {
  return `cold-${round}`
}

/** The same on a machine that has nothing, and with places removed. */
function afresh(site: GithubSite, side: SideName, inner: Side<Traffic>, ...places: readonly string[]): Side<Traffic> {
  return {
    ...inner,
    prepare: async () => {
      for (const place of [homeOf(site, side), ...places]) rmSync(place, { recursive: true, force: true })
      await inner.prepare?.()
    },
  }
}

/** That a side's target is what the source is. Archives of tar have coarser times. */
function compare(site: GithubSite, sides: readonly SideName[], what: string): void {
  const source = listing(treeOf(site))
  for (const side of sides) {
    const tolerance = side === 'warmstart' ? MICROSECOND : SECOND
    assertSame(listing(join(targetOf(site, side), NAME)), source, tolerance, `${side}, ${what}`)
  }
}

function sourceOf({ directory }: Ground): string {
  return join(directory, 'source')
}

function targetOf({ directory }: Ground, side: SideName): string {
  return join(directory, `restored-${side}`)
}

function homeOf({ directory }: Ground, side: SideName): string {
  return join(directory, `home-${side}`)
}
