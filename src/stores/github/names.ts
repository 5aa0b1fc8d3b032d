import { createHash } from 'node:crypto'
import type { ObjectKey } from '../../core/ports/store.ts'

/*
 * An entry's name is an object key, `#`, and what tells entries of one object apart (of a pack 16 random characters, of
 * a head the version's ulid before them). Keys made by `core/keys.ts` hold neither `#` nor `=` nor a comma, which the
 * service refuses. It allows 512 characters: a key of more than 469 is cut and closed by `=` and its digest.
 */

/** What the names of all entries of an object start with: its key up to and with the `#`. No other entry's name does. */
export function entryPrefix(key: ObjectKey): string {
  if (key.length <= LONGEST) return `${key}#`
  return `${key.slice(0, KEPT)}=${createHash('sha256').update(key).digest('hex')}#`
}

/**
 * What the names of all entries of all objects start with whose key starts with `keyPrefix`. Past the length that cut
 * keys keep it says less than `keyPrefix`: whoever needs to be sure looks into what was found.
 */
export function entriesPrefix(keyPrefix: string): string {
  return keyPrefix.slice(0, KEPT)
}

/** The key in an entry's name. `cut`: it is longer than the name tells. `undefined`: not a name of ours. */
export function keyOfEntry(name: string): ObjectKey | 'cut' | undefined {
  const key = name.slice(0, Math.max(0, name.indexOf('#')))
  if (key === '') return undefined
  return key.includes('=') ? 'cut' : key
}

/** Without `#`, a ulid of 26 characters and 16 random ones. */
const LONGEST = 512 - 1 - 26 - 16
/** Of a cut key, without `=` and the digest. */
const KEPT = LONGEST - 1 - 64
