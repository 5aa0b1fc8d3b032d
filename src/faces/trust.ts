import { UserError } from '../core/ports/errors.ts'
import { identityOf } from '../core/provenance.ts'
import { parseSigningKey, parseVerifyKeys } from '../core/signature.ts'
import type { Trust } from '../core/trust.ts'
import { parseWriterRules } from '../core/writer-rule.ts'
import type { Context } from '../volume/types.ts'
import type { Setting } from './config.ts'

/**
 * Whose versions the job goes by; `undefined`: anybody's. Who signs trusts that key, too: otherwise a job could not read
 * what it wrote. Throws `UserError`.
 */
export function trustOf(setting: Pick<Setting, 'signingKey' | 'verifyKeys' | 'requireWriter'>): Trust | undefined {
  const signer = setting.signingKey === '' ? undefined : parseSigningKey(setting.signingKey)
  const keys = parseVerifyKeys(setting.verifyKeys)
  const writers = parseWriterRules(setting.requireWriter)
  if (signer) keys.set(signer.id, signer.publicKey)
  if (keys.size > 0) return { signer, keys, writers }
  if (writers.length > 0) {
    throw new UserError(
      'require-writer needs verify-keys: a version that nobody signed can say of its writer whatever it likes.',
    )
  }
  return undefined
}

/** For whom the CI's identity token is made, where the job can say. */
const AUDIENCE = 'warmstart'

/** Asks the CI who this job is. The token itself is a secret and goes no further than here. */
export function identitySource(token: ((audience: string) => Promise<string>) | undefined): Pick<Context, 'identity'> {
  return token ? { identity: async () => identityOf(claimsOf(await token(AUDIENCE))) } : {}
}

/** What a JSON Web Token says (RFC 7519). Its own signature is not checked: it comes from who made it. */
function claimsOf(token: string): Record<string, unknown> {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    if (typeof claims === 'object' && claims !== null) return claims as Record<string, unknown>
  } catch {
    // Said without a word of it.
  }
  throw new Error('what it gave is no identity token')
}
