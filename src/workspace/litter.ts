import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type BytePath, joinBytes, toBytePath, toFsPath } from '../core/bytes.ts'
import type { LocalMount } from '../core/mount.ts'
import { isTexts } from './dirty-mark.ts'
import { removeTree } from './remove.ts'
import { checkPath, Ground, parentOf, rootOf } from './safe-path.ts'
import { stateFile } from './states.ts'
import { isOver, parseTempName, type StageId } from './temp-names.ts'

// Temporary places of runs that died. Those beside a mount are found by their names; those inside it are noted in the
// state directory before they are made, because finding them would take a walk.

/** After a mount's stem: a staging's note, and what was to replace a mark, a state or its header. */
const OWN_FILE = /^\.(staging-|dirty-|state\.|json\.)(\d+-[0-9a-f]{8})$/
/** A probe of the clock (`settle.ts`) is there for a moment: beside the states, beside the mount or in it. */
const PROBE = '.probe'

/** Notes the temporary places that a staging is about to make inside a mount. Paths are inside the mount. */
export function noteTemps(stateDir: string, mount: LocalMount, id: StageId, temps: readonly BytePath[]): void {
  mkdirSync(stateDir, { recursive: true })
  writeFileSync(noteFile(stateDir, mount, id), JSON.stringify(temps))
}

export function forgetTemps(stateDir: string, mount: LocalMount, id: StageId): void {
  rmSync(noteFile(stateDir, mount, id), { force: true })
}

/**
 * Removes what dead runs left of their stagings of a mount; returns how many temporary places there were. `state` is
 * the name of the mount's state file.
 */
export function removeLitter(stateDir: string, base: BytePath, state: string): number {
  const own = basename(state, '.state')
  let removed = 0
  for (const name of list(stateDir)) {
    const [, kind, id] = name.startsWith(own) ? (OWN_FILE.exec(name.slice(own.length)) ?? []) : []
    if (id === undefined || !isOver(id)) continue
    if (kind === 'staging-') removed += removeNoted(base, join(stateDir, name))
    rmSync(join(stateDir, name), { force: true })
  }
  const beside = parentOf(base) || '/'
  const baseName = base.slice(base.lastIndexOf('/') + 1)
  for (const name of list(toFsPath(beside))) {
    const temp = parseTempName(name)
    if (temp && (temp.of === baseName || temp.of === '') && isOver(temp.id) && vanishes(joinBytes(beside, name)))
      removed++
  }
  for (const directory of [toBytePath(stateDir), beside, base]) removeProbes(directory)
  return removed
}

function noteFile(stateDir: string, mount: LocalMount, id: StageId): string {
  return stateFile(stateDir, mount).replace(/state$/, `staging-${id}`)
}

function removeNoted(base: BytePath, file: string): number {
  let temps: unknown
  try {
    temps = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Cut short, so nothing had been made yet.
  }
  if (!isTexts(temps)) return 0
  const ground = new Ground(base, 'change')
  try {
    let removed = 0
    for (const temp of temps) {
      checkPath(temp)
      if (parseTempName(temp) === undefined || ground.at(parentOf(temp)) !== 'directory') continue
      if (vanishes(joinBytes(base, temp), rootOf(base))) removed++
    }
    return removed
  } finally {
    ground.close()
  }
}

function removeProbes(directory: BytePath): void {
  for (const name of list(toFsPath(directory))) {
    const temp = parseTempName(name)
    if (temp?.of === PROBE && isOver(temp.id)) vanishes(joinBytes(directory, name))
  }
}

/** Litter that cannot be removed harms nobody. */
function vanishes(place: BytePath, root?: BytePath): boolean {
  try {
    return removeTree(place, root)
  } catch {
    return false
  }
}

/** Nothing to see is nothing there. */
function list(directory: string | Buffer): BytePath[] {
  try {
    return readdirSync(directory, { encoding: 'latin1' })
  } catch {
    return []
  }
}
