import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { sha256Hex } from '../core/digest.ts'
import type { Line } from '../core/identity.ts'
import type { SeenHead, Workspace } from '../core/ports/workspace.ts'

/**
 * The heads that this machine has seen, a file for each volume: they have to outlive a mount's state, which every miss and
 * every job of another lane replaces. Of two processes that write at once, one is forgotten. What is known of a volume is
 * what was known when it was asked for first, and what this process has seen since: what another process saw meanwhile
 * may be later than what this one has read of the store.
 */
export function createSeenHeads(stateDir: string): Pick<Workspace, 'seenHead' | 'sawHead'> {
  const fileOf = (store: string, { namespace, lane, volume }: Line) => {
    const name = sha256Hex(Buffer.from(JSON.stringify([store, namespace, lane, volume]))).slice(0, 32)
    return join(stateDir, `${name}.heads`)
  }
  const known = new Map<string, readonly Row[]>()
  const recall = (file: string) => {
    const rows = known.get(file) ?? read(file)
    known.set(file, rows)
    return rows
  }
  return {
    seenHead: (store, line) => recall(fileOf(store, line)).find(([key]) => key === line.key)?.[1],
    sawHead(store, line, seen) {
      const file = fileOf(store, line)
      const withIt = (rows: readonly Row[]): Row[] => [[line.key, seen], ...rows.filter(([key]) => key !== line.key)]
      known.set(file, withIt(recall(file)))
      replace(file, JSON.stringify(withIt(read(file)).slice(0, MOST)))
    },
  }
}

type Row = readonly [key: string, seen: SeenHead]

/** More keys of one volume are seldom alive at a time. */
const MOST = 50

/** Whatever is not as this release writes it was never seen. */
function read(file: string): Row[] {
  try {
    const rows: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return Array.isArray(rows) ? rows.filter(isRow) : []
  } catch {
    return []
  }
}

function isRow(row: unknown): row is Row {
  if (!Array.isArray(row) || typeof row[0] !== 'string') return false
  const { commit, version, committedAt } = (row[1] ?? {}) as Partial<SeenHead>
  return typeof commit === 'string' && typeof version === 'string' && Number.isFinite(committedAt)
}

/** A machine where nothing can be written remembers nothing. */
function replace(file: string, text: string): void {
  const temp = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(temp, text, { mode: 0o600 })
    renameSync(temp, file)
  } catch {
    rmSync(temp, { force: true })
  }
}
