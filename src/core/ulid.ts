import type { Random } from './ports/clock.ts'
import type { Millis } from './ports/store.ts'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

/**
 * A ULID: 26 characters of Crockford's base 32, 10 of time and 16 of randomness. Sorts by time; two of the same
 * millisecond come in no order.
 */
export function ulid(now: Millis, random: Random): string {
  let time = Math.floor(now)
  let text = ''
  for (let i = 0; i < 10; i++) {
    text = ALPHABET.charAt(time % 32) + text
    time = Math.floor(time / 32)
  }
  // 80 bits are 16 characters of 5 bits: five bytes make eight characters.
  let pending = 0
  let bits = 0
  for (const byte of random(10)) {
    pending = (pending << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET.charAt((pending >>> bits) & 31)
    }
    pending &= (1 << bits) - 1
  }
  return text
}

/** Is it a ULID, in the one spelling `ulid` writes? */
export function isUlid(text: string): boolean {
  return ULID.test(text)
}
