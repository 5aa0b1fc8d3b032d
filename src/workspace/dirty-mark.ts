import {
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import process from 'node:process'
import type { BytePath } from '../core/bytes.ts'
import type { LocalMount } from '../core/mount.ts'
import { resolveBase } from './safe-path.ts'
import { stateFile } from './states.ts'
import type { StageId } from './temp-names.ts'

/** What a run that dies half way through changing some mounts leaves for the next one to clear. */
export interface DirtyMark {
  readonly id: StageId
  readonly mounts: readonly DirtyMount[]
}

export interface DirtyMount {
  readonly base: BytePath
  /** Every path the change may bring. What the state beside it lists is in doubt as well. */
  readonly paths: readonly BytePath[]
  /** Names of the mount's mark and state in the state directory. */
  readonly mark: string
  readonly state: string
}

/** In the marks of the second mount and all further ones. */
interface Pointer {
  readonly id: StageId
  readonly first: string
}

/**
 * Declares the mounts to be in doubt, durably, until `clearMark`. The first mount's mark holds everything and the
 * others point to it: they all become dirty, and clean again, in one operation on one file.
 */
export function writeMark(
  stateDir: string,
  id: StageId,
  mounts: readonly { readonly mount: LocalMount; readonly base: BytePath; readonly paths: readonly BytePath[] }[],
): DirtyMark {
  mkdirSync(stateDir, { recursive: true })
  const mark: DirtyMark = {
    id,
    mounts: mounts.map(({ mount, base, paths }) => {
      const state = basename(stateFile(stateDir, mount))
      return { base, paths, state, mark: markName(state) }
    }),
  }
  const [first, ...others] = mark.mounts
  if (!first) throw new Error('a mark needs a mount')
  for (const other of others) write(stateDir, other.mark, { id, first: first.mark } satisfies Pointer)
  write(stateDir, first.mark, mark)
  syncDirectory(stateDir)
  return mark
}

export function clearMark(stateDir: string, mark: DirtyMark): void {
  for (const { mark: name } of mark.mounts) rmSync(join(stateDir, name), { force: true })
}

/** The mark of a change to a mount that was begun and never finished, `undefined` if there is none. */
export function readMark(stateDir: string, mount: LocalMount): DirtyMark | undefined {
  const state = basename(stateFile(stateDir, mount))
  const name = markName(state)
  const own = read(stateDir, name)
  if (own === 'unreadable') {
    return { id: '', mounts: [{ base: resolveBase(mount.path), paths: [], mark: name, state }] }
  }
  if (!own) return undefined
  const mark = 'first' in own ? read(stateDir, own.first) : own
  if (typeof mark === 'object' && 'mounts' in mark && mark.id === own.id) return mark
  // The first mark is gone, so the change was finished or cleared.
  rmSync(join(stateDir, name), { force: true })
  return undefined
}

function markName(state: string): string {
  return state.replace(/\.state$/, '.dirty')
}

function write(stateDir: string, name: string, content: DirtyMark | Pointer): void {
  const temporary = join(stateDir, `${name}-${content.id}`)
  const fd = openSync(temporary, 'w')
  try {
    writeFileSync(fd, JSON.stringify(content))
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(temporary, join(stateDir, name))
}

function read(stateDir: string, name: string): DirtyMark | Pointer | 'unreadable' | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(stateDir, name), 'utf8'))
    return isMark(value) ? value : 'unreadable'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : 'unreadable'
  }
}

function isMark(value: unknown): value is DirtyMark | Pointer {
  const { id, first, mounts } = (value ?? {}) as Record<string, unknown>
  if (typeof id !== 'string') return false
  return mounts === undefined ? typeof first === 'string' : Array.isArray(mounts) && mounts.every(isMount)
}

function isMount(value: unknown): value is DirtyMount {
  const { base, paths, mark, state } = (value ?? {}) as Record<string, unknown>
  return [base, mark, state].every((text) => typeof text === 'string') && isTexts(paths)
}

/** A list of texts and of nothing else. */
export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string')
}

/** Makes the names in a directory last. Windows cannot open one, and needs no such thing. */
function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(directory, constants.O_RDONLY)
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
