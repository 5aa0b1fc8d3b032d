import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Ground, type Side, timed } from '../run.ts'
import type { ContestantId, Seen } from './results.ts'

/** A program with its arguments; what it runs with beside `PATH`, and where. */
export interface Command {
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** Where a contestant works, all on one file system. */
export interface Place {
  /** Its own; nobody else looks in there. */
  readonly own: string
  /** The directory that has what is saved, and its name in there. */
  readonly source: string
  readonly name: string
  readonly cores: number
}

/** How a program saves and restores a directory. */
export interface Plan {
  /** Where it stores: a directory. */
  readonly store: string
  /** Directories of what machines remember between jobs, the one that saves and the one that restores. */
  readonly memory: { readonly save?: string; readonly restore?: string }
  /** The directory that restores make `name` in. */
  readonly target: string
  /** Makes a store that is usable, where that is a step of its own; never timed. */
  readonly create?: readonly Command[]
  /** Lets a fresh machine know the store, where that is a step of its own; never timed. */
  readonly connect?: Command
  readonly save: Command
  /** Each save makes the whole store anew. */
  readonly whole?: boolean
  /** Onto nothing. */
  readonly restore: Command
  /** Onto what lies there. Where a program has no such thing its target is emptied, and all is restored. */
  readonly update?: Command
  /** How far apart times of files may be that it kept, ns. */
  readonly tolerance: bigint
  /** What it says of itself, from what it printed. */
  read?(stdout: string): Readonly<Record<string, unknown>>
}

export interface Contestant extends Plan {
  readonly id: ContestantId
  readonly version: string
}

/** `cold`: into an empty store, from a machine that remembers nothing. */
export function saving(ground: Ground, contestant: Contestant, cold: boolean): Side<Seen> {
  const { store, memory, whole, save, read } = contestant
  let before = 0
  return {
    ...save,
    async prepare() {
      if (cold || whole) empty(store)
      if (cold) empty(memory.save)
      if (cold) for (const step of contestant.create ?? []) await timed(ground, { ...step, look: () => ({}) })
      before = bytesBelow(store)
    },
    look: (stdout) => ({ storedBytes: bytesBelow(store) - before, ...(read && { said: read(stdout) }) }),
  }
}

/** Onto nothing, on a machine that remembers nothing. */
export function restoring(ground: Ground, contestant: Contestant): Side<Seen> {
  const { memory, target, connect, restore } = contestant
  return {
    ...restore,
    async prepare() {
      empty(target)
      empty(memory.restore)
      if (connect) await timed(ground, { ...connect, look: () => ({}) })
    },
    look: (stdout) => fetched(contestant, stdout),
  }
}

/** Onto what lies at the target, on the machine that put it there. */
export function updating(ground: Ground, contestant: Contestant): Side<Seen> {
  const { update } = contestant
  return update ? { ...update, look: (stdout) => fetched(contestant, stdout) } : restoring(ground, contestant)
}

function fetched({ read, whole, store }: Contestant, stdout: string): Seen {
  const said = read?.(stdout)
  const bytes = said ? Number(said['fetchedBytes']) : whole ? bytesBelow(store) : undefined
  return { ...(bytes !== undefined && { fetchedBytes: bytes }), ...(said && { said }) }
}

function empty(directory: string | undefined): void {
  if (directory === undefined) return
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
}

/** The sizes of all files below a directory. */
export function bytesBelow(directory: string): number {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}
