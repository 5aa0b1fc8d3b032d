import { StoreError } from '../../core/ports/errors.ts'
import { logSafe } from '../text.ts'

/** One sentence for a person. `warning`: read this; `notice`: once a run, explains; `info`: goes by. */
export interface Message {
  readonly level: 'info' | 'notice' | 'warning'
  /** One line, safe to print (`logSafe`). */
  readonly text: string
}

export function info(text: string): Message {
  return { level: 'info', text: logSafe(text) }
}

export function notice(text: string): Message {
  return { level: 'notice', text: logSafe(text) }
}

export function warning(text: string): Message {
  return { level: 'warning', text: logSafe(text) }
}

/** An error as one line, without its stack. */
export function errorText(error: unknown): string {
  if (error instanceof StoreError) return `${error.store}: ${error.message}`
  return error instanceof Error ? error.message || error.name : String(error)
}

/** A lane, and whose it is where that is another namespace than the job's. */
export function placeOf({
  lane,
  namespace,
}: {
  readonly lane: string
  readonly namespace?: string | undefined
}): string {
  return namespace === undefined ? lane : `${lane} of ${namespace}`
}
