import { randomBytes, randomUUID } from 'node:crypto'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { toBytePath } from '../../src/core/bytes.ts'
import { parseKeys } from '../../src/core/encryption-key.ts'
import { volumeOf } from '../../src/core/identity.ts'
import type { Lane } from '../../src/core/lane.ts'
import { type LocalMount, parsePaths } from '../../src/core/mount.ts'
import type { Archive } from '../../src/core/ports/archive.ts'
import type { Clock } from '../../src/core/ports/clock.ts'
import type { Event } from '../../src/core/ports/events.ts'
import type { HeadStore } from '../../src/core/ports/heads.ts'
import type { ManagedStore } from '../../src/core/ports/store.ts'
import type { Workspace } from '../../src/core/ports/workspace.ts'
import { createHeadStore } from '../../src/stores/heads.ts'
import { metered } from '../../src/stores/metered.ts'
import { restore } from '../../src/volume/restore.ts'
import { save } from '../../src/volume/save.ts'
import type { Context, RestoreOutcome, RestoreRequest, SaveOutcome, SaveRequest } from '../../src/volume/types.ts'
import { createWorkspace } from '../../src/workspace/local.ts'
import { createSeenHeads } from '../../src/workspace/seen-heads.ts'
import { ORIGIN } from './provenance.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal && { signal })
  },
}

export interface MachineOptions {
  readonly store: ManagedStore
  /** Records of the store unless told. */
  readonly heads?: HeadStore
  readonly archive?: Archive
  readonly clock?: Clock
  /** An empty directory for this machine's files. */
  readonly directory: string
  readonly paths?: readonly string[]
  /** With a name, paths may carry labels. */
  readonly name?: string
  readonly namespace?: string
  /** The lane the machine's jobs write; they read it and `trusted`. */
  readonly lane?: Lane
  readonly foreign?: RestoreRequest['foreign']
  readonly workers?: number
  /** Whose signatures its jobs ask for, and as whom they sign. */
  readonly trust?: Context['trust']
  readonly identity?: Context['identity']
  /** What its jobs encrypt with, newest first, as people write keys. */
  readonly encryptionKeys?: readonly string[]
}

/** A machine that jobs run on: a workspace directory, what it remembers, and the real use cases over a real store. */
export class Machine {
  readonly workspaceDir: string
  readonly stateDir: string
  readonly events: Event[] = []
  context: Context
  readonly workspace: Workspace
  readonly counts: ReturnType<typeof metered>['counts']
  readonly mounts: LocalMount[]
  readonly volume: string
  lane: Lane
  job: string = randomUUID()
  readonly #options: MachineOptions

  constructor(options: MachineOptions) {
    this.#options = options
    this.workspaceDir = join(options.directory, 'workspace')
    this.stateDir = join(options.directory, 'state')
    fs.mkdirSync(this.workspaceDir, { recursive: true })
    const paths = options.paths ?? ['tree']
    const place = { workspace: this.workspaceDir, home: options.directory, platform: process.platform }
    this.mounts = parsePaths(paths, { ...place, named: options.name !== undefined }).mounts
    this.volume = options.name ?? volumeOf(paths, 'Linux')
    this.lane = options.lane ?? 'local'
    const events = { emit: (event: Event) => void this.events.push(event) }
    const { store, counts } = metered(options.store)
    const { clock = systemClock, heads = createHeadStore({ store, events }) } = options
    this.counts = counts
    const workspace = createWorkspace({
      stateDir: this.stateDir,
      workerUrl: new URL('../../src/workspace/worker.ts', import.meta.url),
      workers: options.workers ?? 1,
      events,
    })
    // Many jobs in one process: starting threads anew for each would be most of what tests do.
    this.workspace = { ...workspace, cool() {} }
    const random = (length: number) => randomBytes(length)
    const keys = parseKeys(options.encryptionKeys?.join('\n') ?? '')
    this.context = {
      store,
      heads,
      ...(options.archive && { archive: options.archive }),
      ...(options.trust && { trust: options.trust }),
      ...(options.identity && { identity: options.identity }),
      ...(keys && { keys }),
      workspace: this.workspace,
      clock,
      random,
      events,
    }
  }

  /** The next job's stores, opened anew; nothing of what lies on the machine changes. */
  turnTo({ store, heads }: Pick<Context, 'store' | 'heads'>): void {
    this.context = { ...this.context, store, heads }
  }

  /** As if the machine were new. Its lock stays: the process that holds it lives on. */
  wipe(): void {
    fs.rmSync(join(this.workspaceDir, 'tree'), { recursive: true, force: true })
    for (const name of fs.existsSync(this.stateDir) ? fs.readdirSync(this.stateDir) : [])
      if (!name.endsWith('.lock')) fs.rmSync(join(this.stateDir, name))
  }

  /** Absolute byte path of a place in the workspace. */
  at(path: string): string {
    return toBytePath(join(this.workspaceDir, path))
  }

  restore(key: string, more: Partial<RestoreRequest> = {}): Promise<RestoreOutcome> {
    this.#begin()
    return restore(this.context, {
      ...this.#request(key),
      restoreKeys: [],
      newestAsLastResort: false,
      how: 'restore',
      foreign: this.#options.foreign ?? 'overlay',
      ...more,
    })
  }

  save(key: string, more: Partial<SaveRequest> = {}): Promise<SaveOutcome> {
    this.#begin()
    return save(this.context, {
      ...this.#request(key),
      saveIf: 'changed',
      conflict: 'last-write',
      sizeLimit: undefined,
      secrets: 'omit',
      dryRun: false,
      parent: undefined,
      startedAt: undefined,
      foreign: this.#options.foreign ?? 'overlay',
      provenance: ORIGIN,
      writer: { repository: '', run: '', actor: '' },
      ...more,
    })
  }

  /** Events of one type since the last call. */
  told<T extends Event['type']>(type: T): Extract<Event, { type: T }>[] {
    return this.events.filter((event): event is Extract<Event, { type: T }> => event.type === type)
  }

  close(): Promise<void> {
    return this.workspace.close()
  }

  /** A job knows what the machine had seen when it began. */
  #begin(): void {
    this.events.length = 0
    this.context = { ...this.context, workspace: { ...this.context.workspace, ...createSeenHeads(this.stateDir) } }
  }

  #request(key: string) {
    const reads = [...new Set([this.lane, ...(this.lane === 'local' ? [] : ['trusted'])])]
    return {
      rights: { namespace: this.#options.namespace ?? 'default', reads, writes: this.lane },
      volume: this.volume,
      key,
      mounts: this.mounts,
      job: this.job,
    }
  }
}
