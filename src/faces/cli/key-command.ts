import { randomBytes } from 'node:crypto'
import { KEY_BYTES } from '../../core/encryption-key.ts'

/** Prints a key to encrypt with. It is kept nowhere. */
export async function keyCommand(): Promise<number> {
  process.stdout.write(`${randomBytes(KEY_BYTES).toString('base64')}\n`)
  return 0
}
