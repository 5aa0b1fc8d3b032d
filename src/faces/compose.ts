import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Clock, Random } from '../core/ports/clock.ts'
import type { EventSink } from '../core/ports/events.ts'
import { createHeadStore } from '../stores/heads.ts'
import { metered } from '../stores/metered.ts'
import { openStore } from '../stores/open.ts'
import type { Context } from '../volume/types.ts'
import { createWorkspace } from '../workspace/local.ts'
import type { Setting } from './config.ts'
import { workerUrl } from './worker-url.ts'

export interface Composed {
  readonly context: Context
  /** Calls to the store so far. */
  readonly counts: ReturnType<typeof metered>['counts']
  /** Ends the worker threads. */
  close(): Promise<void>
}

/** Puts a configuration's store and this machine together. Throws `UserError` for a store that does not exist. */
export function compose(
  setting: Pick<Setting, 'store' | 'stateDir'>,
  events: EventSink,
  signal: AbortSignal,
): Composed {
  const { store, counts } = metered(openStore(setting.store, { clock, random }))
  const workspace = createWorkspace({ stateDir: setting.stateDir, workerUrl: workerUrl(), events })
  const heads = createHeadStore({ store, events })
  return {
    context: { store, heads, workspace, clock, random, events, signal },
    counts,
    close: () => workspace.close(),
  }
}

const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { ...(signal && { signal }) }),
}

const random: Random = (length) => randomBytes(length)
