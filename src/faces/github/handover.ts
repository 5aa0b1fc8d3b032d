import * as core from '@actions/core'
import { parseKeys } from '../../core/encryption-key.ts'
import type { Config } from '../config.ts'
import type { Fork } from '../requests.ts'
import { readEncryptionKey, readToken } from './inputs.ts'

/**
 * What the main step leaves for its post step. The runner evaluates `with:` again for the post step, so everything
 * that was decided (key, hash, store, lane, parent) is taken from here; only the job's status is read anew, and what is
 * secret, because what is handed over lies in a file.
 */
export interface Handover {
  readonly config: Config
  readonly fork: Fork
  /** The key itself had a version. */
  readonly exact: boolean
}

export function handOver(handover: Handover): void {
  const { config } = handover
  const keyId = newestKeyId(config.encryptionKey)
  core.saveState(NAME, JSON.stringify({ ...handover, keyId, config: { ...config, token: '', encryptionKey: '' } }))
}

/** `undefined`: the main step ended before there was anything to do afterwards. */
export function takeOver(): Handover | undefined {
  const state = core.getState(NAME)
  if (state === '') return undefined
  const { keyId, ...handover } = JSON.parse(state) as Handover & { readonly keyId: string }
  const encryptionKey = readEncryptionKey(process)
  const config = { ...handover.config, token: readToken(), encryptionKey }
  if (newestKeyId(encryptionKey) === keyId) return { ...handover, config }
  // What was to be encrypted with one key is stored with no other, nor without.
  const { access } = config
  const why = `${access.why}; the encryption key is not the one that its main step had`
  return { ...handover, config: { ...config, access: { ...access, writes: undefined, why } } }
}

function newestKeyId(encryptionKey: string): string {
  return parseKeys(encryptionKey)?.newest.id ?? ''
}

/**
 * Does the job's status ask for a save? Only `success` and `failure` are outcomes; anything else (`cancelled`, or what
 * a later runner may say) abandons the job's changes, whatever was asked.
 */
export function savesAfter(status: string, saveOn: Config['saveOn']): boolean {
  return (status === 'success' || status === 'failure') && (saveOn === 'always' || saveOn === status)
}

const NAME = 'warmstart'
