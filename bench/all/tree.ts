import { join } from 'node:path'
import { commitOf, loadNotes, machineFacts } from '../machine.ts'
import { say } from '../options.ts'
import { root } from '../program.ts'
import { CASES } from '../results.ts'
import { listing, sizeOf } from '../tree.ts'
import { linkedFiles, NAME, runAllCases, sourceOf } from './cases.ts'
import { bytesBelow } from './contestant.ts'
import { MEDIA, openSite, type Settings } from './medium.ts'
import { copyPart, TREES, type TreePart } from './parts.ts'
import { type AllCase, type AllResults, figuresOf, titleOf } from './results.ts'

/** The tree, and of each contestant what it stored and restored; files take whole blocks. */
const room = (treeBytes: number) => (contestants: number) => 2 ** 29 + 1.25 * treeBytes * (1 + 1.5 * contestants)

/** Runs the five cases on one tree. */
export async function measureTree(
  part: TreePart,
  work: string,
  signal: AbortSignal,
  settings: Settings,
): Promise<AllResults> {
  const machine = machineFacts()
  const commit = commitOf(root)
  const made = TREES[part](say)
  const started = performance.now() // making the tree, once, does not count
  const { site, notes, close } = openSite(work, settings, room(bytesBelow(made)))
  try {
    const tree = join(sourceOf(site), NAME)
    copyPart(made, tree, settings.quick)
    const size = sizeOf(listing(tree))
    const cases: AllCase[] = []
    for await (const one of runAllCases(site)) {
      signal.throwIfAborted()
      cases.push(one)
      say(progress(one))
    }
    return {
      ...{ part, medium: MEDIA[settings.medium], commit, machine, tree: size },
      date: new Date().toISOString(),
      notes: [...notes, ...loadNotes(machine)],
      minutes: (performance.now() - started) / 60_000,
      contestants: site.contestants.map(({ id, version }) => ({ id, version })),
      cases,
      linked: linkedFiles(site),
    }
  } finally {
    close()
  }
}

function progress(one: AllCase): string {
  const ids = Object.keys(one.runs) as (keyof typeof one.runs)[]
  const seconds = ids.map((id) => `${titleOf(id)} ${figuresOf(one, id)?.seconds.toFixed(2)}`)
  return `${CASES[one.id].title}, s: ${seconds.join(', ')}`
}
