import * as core from '@actions/core'
import { parseKeys } from '../../core/encryption-key.ts'
import { parseSigningKey } from '../../core/signature.ts'
import type { Config } from '../config.ts'
import type { Fork } from '../requests.ts'
import { readEncryptionKey, readSigningKey, readToken } from './inputs.ts'

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
  const withoutSecrets = { ...config, token: '', encryptionKey: '', signingKey: '' }
  core.saveState(NAME, JSON.stringify({ ...handover, keyIds: keyIdsOf(config), config: withoutSecrets }))
}

/** `undefined`: the main step ended before there was anything to do afterwards. */
export function takeOver(): Handover | undefined {
  const state = core.getState(NAME)
  if (state === '') return undefined
  const { keyIds, ...handover } = JSON.parse(state) as Handover & { readonly keyIds: KeyIds }
  const secrets = {
    token: readToken(),
    encryptionKey: readEncryptionKey(process),
    signingKey: readSigningKey(process),
  }
  const config = { ...handover.config, ...secrets }
  const now = keyIdsOf(config)
  const other = (['encryption', 'signing'] as const).find((name) => now[name] !== keyIds[name])
  if (!other) return { ...handover, config }
  // What was to be encrypted or signed with one key is stored with no other, nor without.
  const { access } = config
  const why = `${access.why}; the ${other} key is not the one that its main step had`
  return { ...handover, config: { ...config, access: { ...access, writes: undefined, why } } }
}

/** Which keys they are, which is no secret; `''` for none. */
interface KeyIds {
  readonly encryption: string
  readonly signing: string
}

function keyIdsOf({ encryptionKey, signingKey }: Config): KeyIds {
  return {
    encryption: parseKeys(encryptionKey)?.newest.id ?? '',
    signing: signingKey === '' ? '' : parseSigningKey(signingKey).id,
  }
}

/**
 * Does the job's status ask for a save? Only `success` and `failure` are outcomes; anything else (`cancelled`, or what
 * a later runner may say) abandons the job's changes, whatever was asked.
 */
export function savesAfter(status: string, saveOn: Config['saveOn']): boolean {
  return (status === 'success' || status === 'failure') && (saveOn === 'always' || saveOn === status)
}

const NAME = 'warmstart'
