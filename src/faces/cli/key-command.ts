import { randomBytes } from 'node:crypto'
import { KEY_BYTES } from '../../core/encryption-key.ts'
import { signingPair } from '../../core/signature.ts'
import type { KeyAction } from './program.ts'

/** `new` prints a key to encrypt with, `signing` a pair to sign and to verify with. They are kept nowhere. */
export async function keyCommand(action: KeyAction): Promise<number> {
  process.stdout.write(action === 'new' ? `${randomBytes(KEY_BYTES).toString('base64')}\n` : signingLines())
  return 0
}

/** The secret is alone on the first line, so that it can be taken from there. */
function signingLines(): string {
  const { secret, verify, id } = signingPair(randomBytes(32))
  return `${secret}\n${verify}\n${id}\n`
}
