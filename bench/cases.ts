import { dirname, join } from 'node:path'
import { chooseFiles, editFiles } from './edits.ts'
import type { CaseId, CaseResult } from './results.ts'
import { type Ground, interleaved, timed } from './run.ts'
import {
  emptied,
  extractSide,
  findSide,
  packSide,
  type Side,
  type Stage,
  shown,
  stateOf,
  warmstartSide,
} from './sides.ts'
import { assertSame, filesOf, type Listing, listing, MICROSECOND, SECOND } from './tree.ts'

/** Everything of a medium that the cases use; it lies on that one file system. */
export interface Site extends Stage {
  readonly medium: string
  /** Counted rounds of each case. */
  readonly rounds: number
}

/** The directory that is saved, beside whatever a workspace has. */
const NAME = 'node_modules'

/** Where the tree that is measured has to lie. */
export function treeOf({ directory }: Ground): string {
  return join(directory, 'tree', NAME)
}

/**
 * Runs all cases on a site that holds the tree and nothing else, and yields their results. After each the files that
 * both sides left, or would restore, are compared with what they should be; a difference is an error.
 */
export async function* runCases(site: Site): AsyncGenerator<CaseResult> {
  const tree = treeOf(site)
  const files = filesOf(listing(tree))
  const { directory } = site
  const [store, archive] = [join(directory, 'store'), join(directory, 'archive.tar.zst')]
  const [warm, cold] = [join(directory, 'restored'), join(directory, 'extracted')]
  const source = dirname(tree)
  const save = warmstartSide(site, 'save', store, source, NAME)
  const pack = packSide(tree, archive)
  const restore = warmstartSide(site, 'restore', store, warm, NAME)
  const extract = extractSide(archive, join(cold, NAME))
  const fresh = emptied(restore, [warm, stateOf(site, warm)], warm)

  yield await run(site, 'cold-save', [emptied(save, [store, stateOf(site, source)]), pack], () => {})
  assertSame(await restored(site, fresh, warm), listing(tree), MICROSECOND, 'cold save')

  yield await run(site, 'cold-restore', [fresh, extract], () => {})
  assertSame(listing(join(warm, NAME)), listing(tree), MICROSECOND, 'cold restore')
  assertSame(listing(join(cold, NAME)), listing(tree), SECOND, 'tar') // its format has whole seconds

  yield await run(site, 'restore-99', [restore, extract], (round) => {
    editFiles(join(warm, NAME), chooseFiles(files, round), round)
  })
  assertSame(listing(join(warm, NAME)), listing(tree), MICROSECOND, 'restore onto a tree 99 % right')

  yield await run(site, 'save-1', [save, pack], (round) => editFiles(tree, chooseFiles(files, round), round))
  assertSame(await restored(site, fresh, warm), listing(tree), MICROSECOND, 'save of 1 %')

  yield await run(site, 'save-0', [save, pack, findSide(tree)], () => {})
}

async function run(
  site: Site,
  id: CaseId,
  sides: readonly [Side, Side, Side?],
  prepare: (round: number) => void,
): Promise<CaseResult> {
  const all = sides.filter((side) => side !== undefined)
  const [warmstart = [], opponent = [], find] = await interleaved(site, () => all, site.rounds, prepare)
  const [first, second, third] = all.map(({ command }) => shown(site, command))
  return {
    ...{ id, medium: site.medium },
    commands: { warmstart: first ?? '', opponent: second ?? '', ...(third && { find: third }) },
    ...{ warmstart, opponent, ...(find && { find }) },
  }
}

async function restored(site: Site, fresh: Side, root: string): Promise<Listing> {
  await timed(site, fresh)
  return listing(join(root, NAME))
}
