import { setImmediate } from 'node:timers/promises'
import type { LocalMount } from '../core/mount.ts'
import type { EventSink } from '../core/ports/events.ts'
import type { Scan, ScanOptions } from '../core/ports/workspace.ts'
import { KnownTree } from './known-tree.ts'
import { ListedFiles } from './listed-files.ts'
import { probe } from './settle.ts'
import { Walk } from './walk.ts'
import type { WorkerPool } from './workers.ts'

/** How long the walk keeps the thread before timers and signals get their turn. */
const TURN_MILLIS = 10
const PROGRESS_MILLIS = 100

export interface ScanPlace {
  readonly stateDir: string
  readonly events: EventSink
  /** Helps with a large tree. */
  readonly pool?: WorkerPool
}

/**
 * Walks a mount and stats all that its patterns select; content is never read. Synchronous calls in turns of 10 ms: for
 * a walk that is bound by the kernel they take half the time of asynchronous ones.
 */
export async function scan(mount: LocalMount, place: ScanPlace, options: ScanOptions = {}): Promise<Scan> {
  options.signal?.throwIfAborted()
  const { nowNs: startedNs, tellingDev } = probe(mount, place.stateDir)
  const known = options.known && tellingDev !== undefined ? new KnownTree(options.known, tellingDev) : undefined
  const files = new ListedFiles((entries, rows) => walk.filled(entries, rows), place.pool, known?.newestNs)
  const walk = new Walk(mount, options.without ?? [], known, (...file) => files.add(...file))
  try {
    let turnEnds = performance.now() + TURN_MILLIS
    let nextProgress = performance.now() + PROGRESS_MILLIS
    while (walk.step()) {
      if (performance.now() < turnEnds) continue
      if (performance.now() >= nextProgress) {
        const { bytes, tree } = walk
        place.events.emit({ type: 'progress', phase: 'scan', done: bytes, total: 0, files: tree.length, totalFiles: 0 })
        nextProgress = performance.now() + PROGRESS_MILLIS
      }
      await setImmediate()
      options.signal?.throwIfAborted()
      turnEnds = performance.now() + TURN_MILLIS
    }
  } finally {
    walk.close()
  }
  await files.finish(options)
  const { tree, leftOut, incomplete } = walk.end()
  return { tree: tree.length > 0 ? tree : undefined, leftOut, incomplete, startedNs }
}
