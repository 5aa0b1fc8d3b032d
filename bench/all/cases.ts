import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { chooseFiles, editFiles } from '../edits.ts'
import type { CaseId } from '../results.ts'
import { type Ground, interleaved, type Side, timed } from '../run.ts'
import { assertSame, filesOf, listing } from '../tree.ts'
import { type Contestant, restoring, saving, updating } from './contestant.ts'
import { type AllCase, type ByContestant, type Seen, titleOf } from './results.ts'

/** Everything that the cases use; it lies on one file system. */
export interface AllSite extends Ground {
  readonly contestants: readonly Contestant[]
  /** What starts Warmstart's command line. */
  readonly program: readonly string[]
  readonly rounds: number
}

/** The directory that is saved. */
export const NAME = 'cached'

export function sourceOf({ directory }: Ground): string {
  return join(directory, 'tree')
}

/**
 * Runs all cases on a site that holds the tree and nothing else, and yields their results. What each contestant
 * restored, or would restore of what it saved, is compared with the tree; a difference is an error.
 */
export async function* runAllCases(site: AllSite): AsyncGenerator<AllCase> {
  const { contestants } = site
  const tree = join(sourceOf(site), NAME)
  const files = filesOf(listing(tree))
  const sides = (make: (one: Contestant) => Side<Seen>) => contestants.map(make)

  yield await run(
    site,
    'cold-save',
    sides((one) => saving(site, one, true)),
    () => {},
  )

  yield await run(
    site,
    'cold-restore',
    sides((one) => restoring(site, one)),
    () => {},
  )
  compare(site, 'cold save and restore')

  yield await run(
    site,
    'restore-99',
    sides((one) => updating(site, one)),
    (round) => {
      for (const { target, update } of contestants) {
        if (update) editFiles(join(target, NAME), chooseFiles(files, round), round)
      }
    },
  )
  compare(site, 'restore onto a tree 99 % right')

  const saves = sides((one) => saving(site, one, false))
  yield await run(site, 'save-1', saves, (round) => editFiles(tree, chooseFiles(files, round), round))
  yield await run(site, 'save-0', saves, () => {})
  for (const one of contestants) await timed(site, restoring(site, one))
  compare(site, 'save of 1 % and of nothing')
}

/** How many files have more than one name, in the tree and in what each contestant restored last. */
export function linkedFiles(site: AllSite): { tree: number; restored: ByContestant<number> } {
  const restored = site.contestants.map(({ id, target }) => [id, countLinked(target)])
  return { tree: countLinked(sourceOf(site)), restored: Object.fromEntries(restored) }
}

async function run(
  site: AllSite,
  id: CaseId,
  sides: readonly Side<Seen>[],
  prepare: (round: number) => void,
): Promise<AllCase> {
  const measured = await interleaved(site, () => sides, site.rounds, prepare)
  const by = <T>(value: (index: number) => T) =>
    Object.fromEntries(site.contestants.map((one, index) => [one.id, value(index)]))
  return {
    id,
    commands: by((index) => commandsOf(site, site.contestants[index] as Contestant, id, sides[index]?.command ?? [])),
    runs: by((index) => measured[index] ?? []),
  }
}

export function compare(site: AllSite, what: string): void {
  const should = listing(join(sourceOf(site), NAME))
  for (const { id, target, tolerance } of site.contestants) {
    assertSame(listing(join(target, NAME)), should, tolerance, `${titleOf(id)}, ${what}`)
  }
}

/** A line for what is timed, after lines for what is not. */
function commandsOf(site: AllSite, contestant: Contestant, id: CaseId, command: readonly string[]): string {
  const { create = [], connect } = contestant
  const before = id === 'cold-save' ? create : id === 'cold-restore' && connect ? [connect] : []
  const untimed = before.map((step) => `${shown(site, contestant, step.command)} # not timed`)
  return [...untimed, shown(site, contestant, command)].join('\n')
}

/** A command as a person would write it, in a directory that is the contestant's own. */
function shown({ directory, program }: AllSite, { id }: Contestant, command: readonly string[]): string {
  const words = id === 'warmstart' ? ['warmstart', ...command.slice(program.length)] : command
  const [first = '', ...rest] = words[0] === 'sh' ? words.slice(2) : words
  const own = join(directory, id)
  return [id === 'kopia' || id === 'desync' ? id : first, ...rest]
    .join(' ')
    .replaceAll(`${own}/`, '')
    .replaceAll(`${directory}/`, '../')
    .replace('file://', 'file://$PWD/')
}

function countLinked(root: string): number {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile() && lstatSync(join(entry.parentPath, entry.name)).nlink > 1).length
}
