import type { Staging, Workspace } from '../../../src/core/ports/workspace.ts'
import type { Player, Scheduler } from './scheduler.ts'

export interface Worker extends Player {
  /** Captures under way, which keep a thread until they end. */
  capturing: number
}

/** A workspace whose work the scheduler waits for, and which does nothing more for the dead. */
export function watched(workspace: Workspace, scheduler: Scheduler, player: Worker): Workspace {
  const during = <T>(work: () => Promise<T>): Promise<T> => {
    if (player.dead) return new Promise(() => {})
    return scheduler.during(work())
  }
  const staged = ({ write, commit, abort }: Staging, staging: Staging): Staging => ({
    write: (content) => during(() => write.call(staging, content)),
    commit: () => during(() => commit.call(staging)),
    abort: () => during(() => abort.call(staging)),
  })
  return {
    ...workspace,
    // Threads are kept from job to job: to start one costs more than a whole job does here.
    warm() {},
    cool() {},
    scan: (...given) => during(() => workspace.scan(...given)),
    capture: (request, sink, options) => {
      const frame: typeof sink.frame = (one) => scheduler.outside(sink.frame(one))
      const watchedSink = { offer: sink.offer.bind(sink), frame }
      player.capturing++
      return during(() => workspace.capture(request, watchedSink, options)).finally(() => player.capturing--)
    },
    remove: (...given) => during(() => workspace.remove(...given)),
    async stage(...given) {
      const staging = await during(() => workspace.stage(...given))
      return staged(staging, staging)
    },
    settle: (...given) => during(() => workspace.settle(...given)),
  }
}
