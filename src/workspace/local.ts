import type { EventSink } from '../core/ports/events.ts'
import type { Workspace } from '../core/ports/workspace.ts'
import { capture } from './capture.ts'
import { openClosedDirectories } from './closed-directories.ts'
import { peek } from './peek.ts'
import { occupied, recover } from './recover.ts'
import { removePaths } from './remove.ts'
import { scan } from './scan.ts'
import { createSeenHeads } from './seen-heads.ts'
import { settle } from './settle.ts'
import { stage } from './stage.ts'
import { createStates } from './states.ts'
import { WorkerPool } from './workers.ts'

export interface LocalWorkspaceOptions {
  /** Where this machine remembers mounts. Made on first use. */
  readonly stateDir: string
  /** The worker thread's entry. */
  readonly workerUrl: URL
  /** Threads; without it, one a core and at most four. */
  readonly workers?: number
  readonly events: EventSink
}

/** The directory trees of this machine. */
export function createWorkspace(options: LocalWorkspaceOptions): Workspace {
  const { stateDir, events } = options
  const pool = new WorkerPool(options.workerUrl, options.workers)
  const states = createStates(stateDir)
  return {
    warm: (howFar) => pool.warm(howFar && 1),
    cool: () => pool.cool(),
    scan: (mount, callOptions) => scan(mount, { stateDir, events, pool }, callOptions),
    peek,
    async capture(request, sink, callOptions = {}) {
      using _ = openClosedDirectories(request.mounts.map(({ mount, tree }) => ({ path: mount.path, tree })))
      return await capture(pool, request, sink, events, callOptions)
    },
    loadState: states.load,
    saveState: states.save,
    nestedMounts: states.nestedMounts,
    ...createSeenHeads(stateDir),
    // What a living process is in the middle of is its own to finish.
    recover: (mount) => (states.holds(mount) ? recover(stateDir, mount) : { removedFiles: 0, removedSiblings: 0 }),
    occupied,
    remove: (mount, paths) => removePaths(mount, paths, events),
    stage: (mounts, callOptions = {}) => stage(pool, stateDir, events, mounts, callOptions),
    settle: (mount, newestCtimeNs) => settle(mount, stateDir, newestCtimeNs),
    async close() {
      states.close()
      await pool.close()
    },
  }
}
