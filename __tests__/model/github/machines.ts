import * as fs from 'node:fs'
import { join } from 'node:path'
import { toBytePath } from '../../../src/core/bytes.ts'
import { volumeOf } from '../../../src/core/identity.ts'
import { type LocalMount, parsePaths } from '../../../src/core/mount.ts'
import type { Workspace } from '../../../src/core/ports/workspace.ts'
import { osFamily } from '../../../src/faces/environment.ts'
import { createWorkspace } from '../../../src/workspace/local.ts'
import { endStage, parseTempName } from '../../../src/workspace/temp-names.ts'
import type { Snapshot } from '../../support/random-tree.ts'
import { look } from '../world.ts'

const WORKER = new URL('../../../src/workspace/worker.ts', import.meta.url)

/** A machine with one worker thread, which lives on through jobs and worlds. */
export class Machine {
  readonly workspaceDir: string
  readonly tree: string
  readonly mounts: readonly LocalMount[]
  readonly volume = volumeOf(['tree'], osFamily(process.platform))
  readonly stateDir: string
  #workspace: Workspace
  readonly #closing: Promise<void>[] = []

  constructor(directory: string) {
    this.workspaceDir = join(directory, 'workspace')
    this.tree = join(this.workspaceDir, 'tree')
    this.stateDir = join(directory, 'state')
    fs.mkdirSync(this.workspaceDir, { recursive: true })
    const place = { workspace: this.workspaceDir, home: directory, platform: process.platform, named: false }
    this.mounts = parsePaths(['tree'], place).mounts
    this.#workspace = this.#open()
  }

  get workspace(): Workspace {
    return this.#workspace
  }

  /** As if it were new. The lock stays: whoever holds it lives on. */
  wipe(): void {
    fs.rmSync(this.workspaceDir, { recursive: true, force: true })
    fs.mkdirSync(this.workspaceDir)
    for (const name of list(this.stateDir)) {
      if (!name.endsWith('.lock')) fs.rmSync(join(this.stateDir, name))
    }
  }

  /** What a job finds at its path. */
  look(): Snapshot {
    const tree = look(this.tree)
    for (const path of tree.keys()) if (path.includes('.warmstart-')) tree.delete(path)
    return tree
  }

  /**
   * The process that worked here was killed: what it had begun, nobody finishes. Threads are kept where they can be, for
   * to start one is more work than a job.
   */
  bury(withThreads: boolean): void {
    for (const name of [...list(this.workspaceDir), ...list(this.stateDir)]) {
      const temp = parseTempName(toBytePath(name))
      const note = /\.staging-(\d+-[0-9a-f]{8})$/.exec(name)?.[1]
      if (temp) endStage(temp.id)
      if (note) endStage(note)
    }
    if (!withThreads) return
    this.#closing.push(this.#workspace.close())
    this.#workspace = this.#open()
  }

  async close(): Promise<void> {
    await Promise.all([...this.#closing, this.#workspace.close()])
  }

  #open(): Workspace {
    return createWorkspace({ stateDir: this.stateDir, workerUrl: WORKER, workers: 1, events: { emit: () => {} } })
  }
}

function list(directory: string): string[] {
  return fs.existsSync(directory) ? fs.readdirSync(directory, { recursive: true, encoding: 'utf8' }) : []
}
