import * as core from '@actions/core'
import type { Config } from '../config.ts'
import type { Fork } from '../requests.ts'

/**
 * What the main step leaves for its post step. The runner evaluates `with:` again for the post step, so everything
 * that was decided (key, hash, store, lane, parent) is taken from here and only the job's status is read anew.
 */
export interface Handover {
  readonly config: Config
  readonly fork: Fork
  /** An exact version exists, and the step only looked it up: there is nothing to save. */
  readonly lookedUp: boolean
}

export function handOver(handover: Handover): void {
  core.saveState(NAME, JSON.stringify(handover))
}

/** `undefined`: the main step ended before there was anything to do afterwards. */
export function takeOver(): Handover | undefined {
  const state = core.getState(NAME)
  return state === '' ? undefined : (JSON.parse(state) as Handover)
}

/**
 * Does the job's status ask for a save? Only `success` and `failure` are outcomes; anything else (`cancelled`, or what
 * a later runner may say) abandons the job's changes, whatever was asked.
 */
export function savesAfter(status: string, saveOn: Config['saveOn']): boolean {
  return (status === 'success' || status === 'failure') && (saveOn === 'always' || saveOn === status)
}

const NAME = 'warmstart'
