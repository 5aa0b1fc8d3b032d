import { mkdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chooseFiles, editFiles } from './edits.ts'
import type { CaseId, CaseResult, Seen } from './results.ts'
import { type Ground, interleaved, type Side as SideOf, timed } from './run.ts'
import { assertSame, filesOf, type Listing, listing, MICROSECOND, SECOND } from './tree.ts'

/** Everything of a medium that the cases use; it lies on that one file system. */
export interface Site extends Ground {
  readonly medium: string
  /** What starts Warmstart's command line. */
  readonly program: readonly string[]
  /** Counted rounds of each case. */
  readonly rounds: number
}

type Side = SideOf<Seen>

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
  const save = saveSide(site, store)
  const pack = packSide(tree, archive)
  const restore = restoreSide(site, store, warm)
  const extract = extractSide(archive, cold)
  const fresh = emptied(restore, [warm, stateOf(site, warm)], warm)

  yield await run(site, 'cold-save', [emptied(save, [store, stateOf(site, dirname(tree))]), pack], () => {})
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

function saveSide(site: Site, store: string): Side {
  return warmstart(site, 'save', store, join(site.directory, 'tree'), 'uploadedBytes')
}

function restoreSide(site: Site, store: string, root: string): Side {
  return warmstart(site, 'restore', store, root, 'fetchedBytes')
}

function warmstart(site: Site, verb: string, store: string, root: string, bytes: string): Side {
  const place = ['--store', pathToFileURL(store).href, '--root', root, '--path', NAME, '--key', 'bench']
  return {
    command: [...site.program, verb, ...place, '--json'],
    env: { HOME: site.directory, WARMSTART_STATE: stateOf(site, root) },
    look: (stdout) => {
      const said = JSON.parse(stdout.trim().split('\n').at(-1) as string)
      return { bytes: said[bytes], said }
    },
  }
}

function packSide(tree: string, archive: string): Side {
  return {
    command: ['sh', '-c', `tar -C ${tree} -cf - . | zstd -T0 -3 -q -o ${archive}`],
    prepare: () => rmSync(archive, { force: true }),
    look: () => ({ bytes: statSync(archive).size }),
  }
}

function extractSide(archive: string, root: string): Side {
  const target = join(root, NAME)
  return {
    command: ['sh', '-c', `zstd -d -q -c ${archive} | tar -xf - -C ${target}`],
    prepare: () => {
      rmSync(root, { recursive: true, force: true })
      mkdirSync(target, { recursive: true })
    },
    look: () => ({ bytes: statSync(archive).size }),
  }
}

function findSide(tree: string): Side {
  return { command: ['sh', '-c', `find ${tree} -printf '%p %s %T@\\n' > /dev/null`], look: () => ({ bytes: 0 }) }
}

/** The same side, with places removed, and one made anew, before each run. */
function emptied(side: Side, places: readonly string[], made?: string): Side {
  return {
    ...side,
    prepare: () => {
      for (const place of places) rmSync(place, { recursive: true, force: true })
      if (made) mkdirSync(made)
    },
  }
}

/** Where Warmstart remembers what lies below a root: a directory for each, so that one can be forgotten alone. */
function stateOf({ directory }: Ground, root: string): string {
  return join(directory, `state-${basename(root)}`)
}

async function restored(site: Site, fresh: Side, root: string): Promise<Listing> {
  await timed(site, fresh)
  return listing(join(root, NAME))
}

/** A command as a person would write it, from the site's directory. */
function shown({ directory, program }: Site, command: readonly string[]): string {
  const words = command[0] === 'sh' ? command.slice(2) : ['warmstart', ...command.slice(program.length)]
  return words.join(' ').replaceAll(`${directory}/`, '').replaceAll(directory, '.').replace('file://', 'file://$PWD/')
}
