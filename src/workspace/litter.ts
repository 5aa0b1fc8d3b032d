import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type BytePath, joinBytes, toFsPath } from '../core/bytes.ts'
import type { LocalMount } from '../core/mount.ts'
import { removeTree } from './remove.ts'
import { checkPath, Ground, parentOf, resolveBase } from './safe-path.ts'
import { stateFile } from './states.ts'
import { isOver, parseTempName, type StageId } from './temp-names.ts'

// Temporary places of runs that died. Those beside a mount are found by their names; those inside it are noted in the
// state directory before they are made, because finding them would take a walk.

const OWN_FILE = /^\.(staging|dirty)-(\d+-[0-9a-f]{8})$/

/** Notes the temporary places that a staging is about to make inside a mount. Paths are inside the mount. */
export function noteTemps(stateDir: string, mount: LocalMount, id: StageId, temps: readonly BytePath[]): void {
  mkdirSync(stateDir, { recursive: true })
  writeFileSync(noteFile(stateDir, mount, id), JSON.stringify(temps))
}

export function forgetTemps(stateDir: string, mount: LocalMount, id: StageId): void {
  rmSync(noteFile(stateDir, mount, id), { force: true })
}

/** Removes what dead runs left of their stagings of a mount; returns how many temporary places there were. */
export function removeLitter(stateDir: string, mount: LocalMount): number {
  const base = resolveBase(mount.path)
  let removed = 0
  const own = stem(stateDir, mount)
  for (const name of list(stateDir)) {
    const [, kind, id] = name.startsWith(own) ? (OWN_FILE.exec(name.slice(own.length)) ?? []) : []
    if (id === undefined || !isOver(id)) continue
    if (kind === 'staging') removed += removeNoted(base, join(stateDir, name))
    rmSync(join(stateDir, name), { force: true })
  }
  const beside = parentOf(base) || '/'
  const baseName = base.slice(base.lastIndexOf('/') + 1)
  for (const name of list(toFsPath(beside))) {
    const temp = parseTempName(name)
    if (temp && (temp.of === baseName || temp.of === '') && isOver(temp.id) && vanishes(joinBytes(beside, name)))
      removed++
  }
  return removed
}

function noteFile(stateDir: string, mount: LocalMount, id: StageId): string {
  return join(stateDir, `${stem(stateDir, mount)}.staging-${id}`)
}

function stem(stateDir: string, mount: LocalMount): string {
  return basename(stateFile(stateDir, mount), '.state')
}

function removeNoted(base: BytePath, file: string): number {
  let temps: BytePath[]
  try {
    temps = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Cut short, so nothing had been made yet.
    return 0
  }
  const ground = new Ground(base, 'change')
  try {
    let removed = 0
    for (const temp of temps) {
      checkPath(temp)
      if (parseTempName(temp) === undefined || ground.at(parentOf(temp)) !== 'directory') continue
      if (vanishes(joinBytes(base, temp))) removed++
    }
    return removed
  } finally {
    ground.close()
  }
}

/** Litter that cannot be removed harms nobody. */
function vanishes(place: BytePath): boolean {
  try {
    return removeTree(place)
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
