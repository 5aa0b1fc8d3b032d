import type { BytePath } from '../core/bytes.ts'
import { EntryType } from '../core/tree.ts'
import { type Item, inOrder, lookAtLinks, spread } from './spread.ts'
import { isAway } from './stage-commit.ts'
import { Content, type MountPlan } from './stage-plan.ts'
import type { WorkerPool } from './workers.ts'

/** Completes everything at its temporary place: links, times and modes, directories last. */
export async function completeStaged(pool: WorkerPool, plans: readonly MountPlan[]): Promise<void> {
  const done = () => {}
  const links = stagedItems(
    plans,
    ({ tree }, entry) => tree.type[entry] === EntryType.file && tree.source(entry) !== entry,
  )
  await spread(
    pool,
    'link',
    links.map((item) => ({ ...item, other: sourcePlace(item) })),
    done,
  )
  await spread(
    pool,
    'stamp',
    stagedItems(plans, ({ content }, entry) => content[entry] === Content.pieces),
    done,
  )
  const symlinks = stagedItems(plans, ({ tree }, entry) => tree.type[entry] === EntryType.symlink)
  const targets = symlinks.map((item) => ({ ...item, other: item.plan.tree.target.get(item.entry) ?? '' }))
  await spread(pool, 'symlink', targets, done)
  for (const plan of plans) {
    await lookAtLinks(pool, plan, plan.write, (entry) => plan.places[entry] as BytePath)
  }
  const directories = stagedItems(plans, (plan, entry) => {
    return plan.tree.type[entry] === EntryType.directory && !isAway(plan, entry)
  })
  // One that is searchable to the end can have its time at any moment; what the others hold must be finished first.
  const open = ({ plan, entry }: Item) => ((plan.tree.mode[entry] as number) & 0o700) === 0o700
  await spread(pool, 'stamp', directories.filter(open), done)
  await inOrder(pool, 0, 'stamp', directories.filter((item) => !open(item)).reverse(), done)
}

/** Entries that are made, in walk order. */
export function stagedItems(plans: readonly MountPlan[], which: (plan: MountPlan, entry: number) => boolean): Item[] {
  return plans.flatMap((plan) =>
    plan.write
      .filter((entry) => plan.places[entry] !== undefined && which(plan, entry))
      .map((entry): Item => ({ plan, entry, path: plan.places[entry] as BytePath })),
  )
}

function sourcePlace({ plan, entry }: Item): BytePath {
  const place = plan.places[plan.tree.source(entry)]
  if (place === undefined) throw new Error('a group of hard links was not written as a whole')
  return place
}
