import type { BytePath } from '../core/bytes.ts'
import { EntryType, NONE } from '../core/tree.ts'
import type { MountPlan } from './stage-plan.ts'
import type { WorkerPool } from './workers.ts'
import { type EntriesTask, rootColumns } from './write-worker.ts'

/** One entry that something is done to. */
export interface Item {
  readonly plan: MountPlan
  readonly entry: number
  readonly path: BytePath
  /** What a link is a name of, where a move goes. */
  readonly other?: BytePath
  /** Instead of the tree's. */
  readonly mode?: number
  readonly mtimeNs?: bigint
}

const FEWEST_ITEMS = 64
const MOST_ITEMS = 2048

/** Does one thing to many entries, on all workers; rejects with the first failure when all of them are done. */
export async function spread(
  pool: WorkerPool,
  kind: EntriesTask['kind'],
  items: readonly Item[],
  done: (count: number) => void,
): Promise<void> {
  const share = Math.ceil(items.length / pool.size)
  const size = Math.min(Math.max(share, FEWEST_ITEMS), MOST_ITEMS)
  const calls: Promise<void>[] = []
  for (let first = 0; first < items.length; first += size) {
    calls.push(inOrder(pool, (first / size) % pool.size, kind, items.slice(first, first + size), done))
  }
  const failed = (await Promise.allSettled(calls)).find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

/** The same on one worker, one after the other as listed. */
export async function inOrder(
  pool: WorkerPool,
  worker: number,
  kind: EntriesTask['kind'],
  items: readonly Item[],
  done: (count: number) => void,
): Promise<void> {
  if (items.length === 0) return
  const stats = await pool.call(worker, columns(kind, items))
  if (kind === 'move' || kind === 'stamp' || kind === 'symlink' || kind === 'look') {
    items.forEach(({ plan: { tree, fresh }, entry }, row) => {
      // Only in a place that was empty is a directory known to hold nothing else.
      if (tree.type[entry] === EntryType.directory && !fresh) return
      tree.ctimeNs[entry] = stats.ctimeNs[row] as bigint
      tree.ino[entry] = stats.ino[row] as bigint
      tree.dev[entry] = stats.dev[row] as bigint
    })
  }
  done(items.length)
}

/**
 * Every link made, rename and stamp changes the ctime of all names of a file: looks at one of `touched` of each group
 * and records for all of its names what was seen.
 */
export async function lookAtLinks(
  pool: WorkerPool,
  plan: MountPlan,
  touched: readonly number[],
  place: (entry: number) => BytePath,
): Promise<void> {
  const { tree } = plan
  const seen = new Map<number, number>()
  for (const entry of touched) if (tree.link[entry] !== NONE) seen.set(tree.source(entry), entry)
  if (seen.size === 0) return
  await spread(
    pool,
    'look',
    [...seen.values()].map((entry) => ({ plan, entry, path: place(entry) })),
    () => {},
  )
  for (let entry = 0; entry < tree.length; entry++) {
    const from = tree.link[entry] === NONE ? undefined : seen.get(tree.source(entry))
    if (from === undefined) continue
    tree.ctimeNs[entry] = tree.ctimeNs[from] as bigint
    tree.ino[entry] = tree.ino[from] as bigint
    tree.dev[entry] = tree.dev[from] as bigint
  }
}

function columns(kind: EntriesTask['kind'], items: readonly Item[]): EntriesTask {
  const task = {
    type: new Uint8Array(items.length),
    mode: new Uint16Array(items.length),
    mtimeNs: new BigInt64Array(items.length),
    size: new Float64Array(items.length),
  }
  items.forEach(({ plan: { tree }, entry, mode, mtimeNs }, row) => {
    task.type[row] = tree.type[entry] as number
    task.mode[row] = mode ?? (tree.mode[entry] as number)
    task.mtimeNs[row] = mtimeNs ?? (tree.mtimeNs[entry] as bigint)
    task.size[row] = tree.size[entry] as number
  })
  return {
    for: 'write',
    kind,
    paths: items.map(({ path }) => path).join('\0'),
    others: items.map(({ other }) => other ?? '').join('\0'),
    ...rootColumns(items.map(({ plan }) => plan.root)),
    ...task,
  }
}
