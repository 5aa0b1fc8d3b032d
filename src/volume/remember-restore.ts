import type { Millis } from '../core/ports/store.ts'
import type { Version } from '../core/version.ts'
import { emptyTree, forkState, newestCtime } from './memory.ts'
import type { PlannedPlace } from './place.ts'
import { purgeOwn } from './purge.ts'
import type { Run } from './restore-run.ts'
import { omittedName } from './secrets.ts'
import type { Parent } from './types.ts'

/** Records what lies at each mount now. Afterwards no write of the job can hide behind a recorded stamp. */
export async function rememberRestore(
  run: Run,
  parent: Parent | undefined,
  version: Version | undefined,
  mounts: readonly PlannedPlace[],
  touchedAt?: Millis,
): Promise<void> {
  const { context, request } = run
  const fork = { parent, startedAt: run.startedAt ?? context.clock.now() }
  for (const mount of request.mounts) {
    const { tree, ids, omitted } = mounts.find((staged) => staged.mount === mount) ?? {
      tree: emptyTree(),
      ids: new Uint8Array(),
      omitted: version?.omitted.includes(omittedName(mount.label, '')) ? [''] : [],
    }
    // Directories were touched after the newest file was, so one tick of the clock more.
    const now = await context.workspace.settle(mount, newestCtime(tree))
    const stampNs = await context.workspace.settle(mount, now)
    const content = {
      tree,
      ids,
      version,
      lane: parent?.lane ?? '',
      stampNs,
      broken: [...run.broken],
      touchedAt,
      omitted,
    }
    context.workspace.saveState(mount, forkState(context, request, fork, content))
  }
}

/** A miss is remembered too: what the job creates from now on is the job's. */
export async function rememberMiss(run: Run): Promise<void> {
  const { context, request } = run
  if (request.foreign !== 'overlay') {
    for (const mount of request.mounts) await purgeOwn(context, request, mount, 'owned')
  }
  await rememberRestore(run, undefined, undefined, [])
}
