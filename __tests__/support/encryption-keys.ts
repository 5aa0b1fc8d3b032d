import { createHash } from 'node:crypto'

/** Keys as people write them, in each form. They protect nothing: anybody can read them here. */
export const KEYS = {
  a: secret('a').toString('base64'),
  b: secret('b').toString('hex'),
  c: secret('c').toString('base64url'),
}

function secret(name: string): Buffer {
  return createHash('sha256').update(`key ${name}`).digest()
}
