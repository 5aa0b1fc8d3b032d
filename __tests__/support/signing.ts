import { parseSigningKey, parseVerifyKeys, signingPair } from '../../src/core/signature.ts'
import type { Trust } from '../../src/core/trust.ts'
import { parseWriterRules } from '../../src/core/writer-rule.ts'

type Pair = ReturnType<typeof signingPair>

export const KEY_A: Pair = signingPair(Buffer.alloc(32, 'a'))
export const KEY_B: Pair = signingPair(Buffer.alloc(32, 'b'))

/** Who signs with `sign` also trusts that key, as a job does. */
export function trustIn(given: {
  readonly sign?: Pair
  readonly verify?: readonly Pair[]
  readonly writers?: readonly string[]
}): Trust {
  const { sign, verify = [], writers = [] } = given
  const keys = parseVerifyKeys([...(sign ? [sign] : []), ...verify].map((pair) => pair.verify))
  return { signer: sign && parseSigningKey(sign.secret), keys, writers: parseWriterRules(writers) }
}
