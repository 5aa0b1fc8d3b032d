import * as core from '@actions/core'
import type { Config } from '../config.ts'
import type { Fork } from '../requests.ts'
import { readToken } from './inputs.ts'

/**
 * What the main step leaves for its post step. The runner evaluates `with:` again for the post step, so everything
 * that was decided (key, hash, store, lane, parent) is taken from here; only the job's status is read anew, and the
 * token, because what is handed over lies in a file.
 */
export interface Handover {
  readonly config: Config
  readonly fork: Fork
  /** The key itself had a version. */
  readonly exact: boolean
}

export function handOver(handover: Handover): void {
  core.saveState(NAME, JSON.stringify({ ...handover, config: { ...handover.config, token: '' } }))
}

/** `undefined`: the main step ended before there was anything to do afterwards. */
export function takeOver(): Handover | undefined {
  const state = core.getState(NAME)
  if (state === '') return undefined
  const handover = JSON.parse(state) as Handover
  return { ...handover, config: { ...handover.config, token: readToken() } }
}

/**
 * Does the job's status ask for a save? Only `success` and `failure` are outcomes; anything else (`cancelled`, or what
 * a later runner may say) abandons the job's changes, whatever was asked.
 */
export function savesAfter(status: string, saveOn: Config['saveOn']): boolean {
  return (status === 'success' || status === 'failure') && (saveOn === 'always' || saveOn === status)
}

const NAME = 'warmstart'
