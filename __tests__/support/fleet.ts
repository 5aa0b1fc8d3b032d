import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach } from 'vitest'
import type { ManagedStore } from '../../src/core/ports/store.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { Machine, type MachineOptions, systemClock } from './machine.ts'

export { noise } from './noise.ts'

/** Machines over one store, all gone after the test. */
export class Fleet {
  readonly directory = fs.mkdtempSync(join(tmpdir(), 'warmstart-'))
  readonly store: ManagedStore
  readonly #machines: Machine[] = []

  constructor(store: ManagedStore = createMemoryStore({ clock: systemClock })) {
    this.store = store
    afterEach(() => this.#end())
  }

  machine(more: Partial<MachineOptions> = {}): Machine {
    const directory = fs.mkdtempSync(join(this.directory, 'machine-'))
    const machine = new Machine({ store: this.store, directory, ...more })
    this.#machines.push(machine)
    return machine
  }

  async #end(): Promise<void> {
    await Promise.all(this.#machines.splice(0).map((machine) => machine.close()))
    fs.rmSync(this.directory, { recursive: true, force: true })
  }
}

/** Writes files below a machine's workspace: path → content. Returns when a scan would not find their stamps racing. */
export function write(machine: Machine, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    const at = join(machine.workspaceDir, path)
    fs.mkdirSync(dirname(at), { recursive: true })
    fs.writeFileSync(at, content)
  }
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TICK_MILLIS)
}

/** A few ticks of a file system's clock. */
const TICK_MILLIS = 12

/** Every regular file below a place of the workspace: path → content as text. */
export function read(machine: Machine, place = 'tree'): Record<string, string> {
  const root = join(machine.workspaceDir, place)
  const names = fs.existsSync(root) ? fs.readdirSync(root, { recursive: true, encoding: 'utf8' }) : []
  const files = names.filter((name) => fs.lstatSync(join(root, name)).isFile()).sort()
  return Object.fromEntries(files.map((name) => [name, fs.readFileSync(join(root, name), 'utf8')]))
}
