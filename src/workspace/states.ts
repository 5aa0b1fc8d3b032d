import { randomBytes } from 'node:crypto'
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import process from 'node:process'
import { type BytePath, joinBytes, toFsPath } from '../core/bytes.ts'
import { sha256Hex } from '../core/digest.ts'
import type { LocalMount } from '../core/mount.ts'
import { FormatError } from '../core/ports/errors.ts'
import type { NestedMount } from '../core/ports/workspace.ts'
import type { State } from '../core/state.ts'
import { decodeState, encodeState } from '../core/state-codec.ts'
import { isAlive, processName } from './processes.ts'

/**
 * What this machine remembers, one mount a file. One process at a time uses a mount's state: to a second one it is as
 * if there were none, and what it would remember is not written. A directory that cannot be used is one that remembers
 * nothing.
 */
export interface States {
  /** `undefined`: nothing is remembered, or nothing that this release can read. */
  load(mount: LocalMount): State | undefined
  /** Replaces what is remembered; `undefined` forgets. */
  save(mount: LocalMount, state: State | undefined): void
  /** Mounts inside this one that have a state; their paths as seen from this one. */
  nestedMounts(mount: LocalMount): readonly NestedMount[]
  /** Is this the process that uses the mount's state? Claims it if nobody does. */
  holds(mount: LocalMount): boolean
  /** Lets other processes have the states. */
  close(): void
}

/** The file of a mount's state: one for each place, whatever links lead there. */
export function stateFile(stateDir: string, mount: LocalMount): string {
  return `${stem(stateDir, realPath(mount.path))}.state`
}

export function createStates(stateDir: string): States {
  const locks = new Set<string>()
  // A run asks several times, and decoding takes a while.
  const loaded = new Map<string, { readonly stamp: bigint | undefined; readonly state: State | undefined }>()

  const holds = (mount: LocalMount) => {
    const lock = `${stem(stateDir, realPath(mount.path))}.lock`
    if (!locks.has(lock) && claim(lock)) locks.add(lock)
    return locks.has(lock)
  }

  return {
    holds,
    load(mount) {
      if (!holds(mount)) return undefined
      const file = stateFile(stateDir, mount)
      const stamp = lstatSync(file, { throwIfNoEntry: false, bigint: true })?.ctimeNs
      const known = loaded.get(file)
      if (known && known.stamp === stamp) return known.state
      const state = stamp === undefined ? undefined : read(file)
      loaded.set(file, { stamp, state })
      return state
    },
    save(mount, state) {
      if (!holds(mount)) return
      const path = realPath(mount.path)
      loaded.delete(stateFile(stateDir, mount))
      // A state that is left from before would speak of another job: rather none.
      if (!state || !write(stem(stateDir, path), path, state)) forget(stem(stateDir, path))
    },
    nestedMounts(mount) {
      const outer = joinBytes(realPath(mount.path), '/').replace(/\/+$/, '/')
      return headers(stateDir)
        .filter(({ path }) => path.length > outer.length && path.startsWith(outer))
        .map(({ path, volume, fork }) => {
          return { path: joinBytes(mount.path, path.slice(outer.length)), state: { volume, fork } }
        })
    },
    close() {
      for (const lock of locks) rmSync(lock, { force: true })
      locks.clear()
      loaded.clear()
    },
  }
}

/** What lies beside a state, so that finding nested mounts decodes no state. */
interface Header {
  readonly path: BytePath
  readonly volume: string
  readonly fork?: State['fork']
}

function stem(stateDir: string, path: BytePath): string {
  return join(stateDir, sha256Hex(Buffer.from(path, 'latin1')).slice(0, 32))
}

/** With all links resolved, as far as the path exists. */
function realPath(path: BytePath): BytePath {
  try {
    return realpathSync.native(toFsPath(path), 'latin1').replaceAll(sep, '/')
  } catch {
    const above = dirname(path)
    return above === path ? path : joinBytes(realPath(above), basename(path))
  }
}

function read(file: string): State | undefined {
  try {
    return decodeState(readFileSync(file))
  } catch (error) {
    if (error instanceof FormatError || isSystemError(error)) return undefined
    throw error
  }
}

/** `false`: it could not be written. */
function write(stem: string, path: BytePath, state: State): boolean {
  const header: Header = { path, volume: state.volume, ...(state.fork && { fork: state.fork }) }
  try {
    replace(`${stem}.json`, JSON.stringify(header))
    replace(`${stem}.state`, encodeState(state))
    return true
  } catch (error) {
    if (error instanceof FormatError || isSystemError(error)) return false
    throw error
  }
}

function forget(stem: string): void {
  for (const ending of ['state', 'json']) rmSync(`${stem}.${ending}`, { force: true })
}

function headers(stateDir: string): Header[] {
  let names: string[]
  try {
    names = readdirSync(stateDir)
  } catch {
    return []
  }
  const states = new Set(names)
  return names
    .filter((name) => name.endsWith('.json') && states.has(name.replace(/json$/, 'state')))
    .flatMap((name) => {
      try {
        return [JSON.parse(readFileSync(join(stateDir, name), 'utf8')) as Header]
      } catch {
        return []
      }
    })
}

function replace(file: string, content: string | Uint8Array): void {
  const temp = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(temp, content, { mode: 0o600 })
    renameSync(temp, file)
  } catch (error) {
    rmSync(temp, { force: true })
    throw error
  }
}

/**
 * Takes a lock that nobody holds, or that a dead process left. Two processes that find the same dead lock at the same
 * instant may both get it: a state is right whoever wrote it, what is lost is only what the other remembered.
 */
function claim(lock: string): boolean {
  try {
    mkdirSync(dirname(lock), { recursive: true, mode: 0o700 })
    if (create(lock)) return true
    const holder = readFileSync(lock, 'utf8')
    if (holder === processName(process.pid)) return true
    if (isAlive(holder)) return false
    rmSync(lock, { force: true })
    return create(lock)
  } catch (error) {
    if (isSystemError(error)) return false
    throw error
  }
}

function create(lock: string): boolean {
  try {
    writeFileSync(lock, processName(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code !== undefined
}
