import * as fs from 'node:fs'
import { dirname, join } from 'node:path'
import { differences, type Snapshot, snapshot } from '../random-tree.ts'

/** What lies around a workspace: a version must never reach it. */
export class Outside {
  /** Beside the workspace, with a file whose name attacks may use. */
  readonly directory: string
  readonly #before: Snapshot

  constructor(workspace: string) {
    this.directory = join(dirname(workspace), 'outside')
    fs.mkdirSync(join(this.directory, 'dir'), { recursive: true })
    fs.writeFileSync(join(this.directory, 'secret'), 'untouched', { mode: 0o600 })
    this.#before = snapshot(this.directory)
  }

  /** What is not as it was there, or new beside the workspace. */
  changes(): string[] {
    const around = fs.readdirSync(dirname(this.directory)).filter((name) => !KNOWN.has(name))
    return [...differences(this.#before, snapshot(this.directory)), ...around]
  }
}

const KNOWN: ReadonlySet<string> = new Set(['outside', 'workspace', 'state'])
