import { randomBytes } from 'node:crypto'
import type { BytePath } from '../core/bytes.ts'

/** Names one staging of one process: `<pid>-<8 hex digits>`. */
export type StageId = string

const TEMP_NAME = /^(.*)\.warmstart-((\d+)-[0-9a-f]{8})[0-9a-f]*$/s
const LONGEST_NAME = 255

/** The stagings of this process that are neither committed nor aborted. */
const running = new Set<StageId>()

/** A new staging; what it leaves behind counts as alive until `endStage`. */
export function beginStage(): StageId {
  const id = `${process.pid}-${randomBytes(4).toString('hex')}`
  running.add(id)
  return id
}

export function endStage(id: StageId): void {
  running.delete(id)
}

/** A name for the temporary place of an entry, at most 255 bytes, different for every entry of a staging. */
export function tempName(name: BytePath, id: StageId, entry: number): BytePath {
  const ending = `.warmstart-${id}${entry.toString(16)}`
  return name.length + ending.length > LONGEST_NAME ? ending : name + ending
}

/** Takes a temporary name apart; `undefined` for any other name. */
export function parseTempName(name: BytePath): { readonly of: BytePath; readonly id: StageId } | undefined {
  const match = TEMP_NAME.exec(name)
  return match ? { of: match[1] as BytePath, id: match[2] as StageId } : undefined
}

/** Is the staging surely over? (A process number that was given to another program keeps it, harmlessly, alive.) */
export function isOver(id: StageId): boolean {
  const pid = Number(id.split('-')[0])
  if (pid === process.pid) return !running.has(id)
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
