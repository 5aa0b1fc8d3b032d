import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { adapters } from '../../../src/faces/adapters.ts'
import type { Message } from '../../../src/faces/messages/message.ts'
import { Reporter } from '../../../src/faces/reporter.ts'
import { openStore } from '../../../src/stores/open.ts'
import type { RestoreOutcome, SaveOutcome } from '../../../src/volume/types.ts'
import { type Fleet, noise, read, write } from '../fleet.ts'
import { adapterDependencies } from './dependencies.ts'

/** What a whole job of restore and save left, on a store that may do what it likes. */
export interface Ran {
  readonly restored: RestoreOutcome
  /** Files after the restore. */
  readonly found: Record<string, string>
  readonly saved: SaveOutcome
  /** What its log warned of. */
  readonly warnings: readonly string[]
  readonly restoreMillis: number
  readonly saveMillis: number
}

/** The files of a state of the volume: a megabyte that does not compress, and a few small ones. */
export function files(state: number): Record<string, string | Uint8Array> {
  const large = [1, 2, 3, 4].map((i) => [`tree/large-${i}`, noise(100 * state + i, 250_000)] as const)
  return { ...Object.fromEntries(large), 'tree/state': `${state}`, 'tree/d/same': 'in all' }
}

/** A machine of its own on the store at a URL; each step opens the store anew, as a process of its own would. */
export async function job(fleet: Fleet, url: string, env: Readonly<Record<string, string>>, key: string) {
  const said: Message[] = []
  const reporter = new Reporter({ say: (message) => void said.push(message), progress() {} })
  const directory = join(fleet.directory, key)
  const open = () =>
    openStore(url, {
      ...adapterDependencies({ events: reporter, env }),
      github: undefined,
      adapters,
      stateDir: directory,
      tiers: 'filled',
    })
  const step = async () => {
    const machine = fleet.machine(await open())
    return { machine, said: () => machine.events.forEach((event) => void reporter.emit(event)) }
  }
  return {
    async save(state: number): Promise<SaveOutcome> {
      const { machine } = await step()
      write(machine, files(state))
      return machine.save(key)
    },
    async restore(): Promise<{ restored: RestoreOutcome; found: Record<string, string> }> {
      const { machine } = await step()
      return { restored: await machine.restore(key), found: read(machine) }
    },
    /** Restores, changes everything to `state` and `more`, saves. `between` the two something may happen. */
    async run(state: number, more: Parameters<typeof write>[1], between: () => void): Promise<Ran> {
      const first = await step()
      const began = performance.now()
      const restored = await first.machine.restore(key)
      const restoreMillis = performance.now() - began
      first.said()
      reporter.finish()
      const found = read(first.machine)
      between()
      rmSync(join(first.machine.workspaceDir, 'tree'), { recursive: true, force: true })
      const second = await step()
      write(second.machine, { ...files(state), ...more })
      const beganSave = performance.now()
      const saved = await second.machine.save(key)
      const saveMillis = performance.now() - beganSave
      second.said()
      reporter.finish()
      const warnings = said.flatMap(({ level, text }) => (level === 'warning' ? [text] : []))
      return { restored, found, saved, warnings, restoreMillis, saveMillis }
    },
  }
}

/** As `read` gives it. */
export function content(state: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files(state))
      .map(([path, bytes]) => [path.slice('tree/'.length), Buffer.from(bytes).toString('utf8')] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
