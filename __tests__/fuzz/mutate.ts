/** Numbers from 0 to below `below`, the same for the same seed (xorshift). */
export type Dice = (below: number) => number

export function diceOf(seed: number): Dice {
  let state = (Math.imul(seed, 2654435761) ^ 0x9e3779b9) >>> 0 || 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % Math.max(1, below)
  }
}

const LENGTH_MAX = 64 * 1024
/** Where counts and lengths are wrong by one, or by all. */
const LIMITS = [0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff]

/** A few changes to an input: bits, bytes, numbers at their limits, cuts, copies, pieces of other inputs and words. */
export function mutate(
  input: Uint8Array,
  others: readonly Uint8Array[],
  words: readonly string[],
  dice: Dice,
): Uint8Array {
  let bytes: Uint8Array = new Uint8Array(input)
  for (let left = 1 + dice(1 << dice(4)); left > 0; left--) {
    bytes = (CHANGES[dice(CHANGES.length)] as Change)(bytes, others, words, dice)
  }
  return bytes.length > LENGTH_MAX ? bytes.subarray(0, LENGTH_MAX) : bytes
}

type Change = (bytes: Uint8Array, others: readonly Uint8Array[], words: readonly string[], dice: Dice) => Uint8Array

const CHANGES: readonly Change[] = [
  (bytes, _others, _words, dice) => set(bytes, dice(bytes.length), (byte) => byte ^ (1 << dice(8))),
  (bytes, _others, _words, dice) => set(bytes, dice(bytes.length), () => dice(256)),
  (bytes, _others, _words, dice) => set(bytes, dice(bytes.length), (byte) => byte + dice(3) - 1),
  number,
  number,
  (bytes, _others, _words, dice) => bytes.subarray(0, dice(bytes.length + 1)),
  (bytes, _others, _words, dice) => splice(bytes, dice(bytes.length + 1), dice(64), new Uint8Array()),
  (bytes, _others, _words, dice) => {
    const from = dice(bytes.length + 1)
    return splice(bytes, dice(bytes.length + 1), 0, bytes.subarray(from, from + dice(256)))
  },
  (bytes, others, _words, dice) => {
    const other = others[dice(others.length)] ?? bytes
    const from = dice(other.length)
    return splice(bytes, dice(bytes.length + 1), dice(2) * dice(64), other.subarray(from, from + dice(512)))
  },
  (bytes, others, _words, dice) => {
    const other = others[dice(others.length)] ?? bytes
    return Buffer.concat([bytes.subarray(0, dice(bytes.length + 1)), other.subarray(dice(other.length))])
  },
  (bytes, _others, words, dice) => {
    const word = Buffer.from(words[dice(words.length)] ?? '\0', 'latin1')
    return splice(bytes, dice(bytes.length + 1), dice(2) * dice(8), word)
  },
  // What repeats is what makes an expression try again and again.
  (bytes, _others, _words, dice) => {
    const from = dice(bytes.length)
    const piece = bytes.subarray(from, from + 1 + dice(4))
    return splice(bytes, from, 0, Buffer.concat(Array.from({ length: 1 << dice(13) }, () => piece)))
  },
]

function set(bytes: Uint8Array, at: number, change: (byte: number) => number): Uint8Array {
  if (bytes.length > 0) bytes[at] = change(bytes[at] as number)
  return bytes
}

function number(bytes: Uint8Array, _others: readonly Uint8Array[], _words: readonly string[], dice: Dice): Uint8Array {
  const width = [1, 2, 4, 8][dice(4)] as number
  if (bytes.length < width) return bytes
  const at = dice(bytes.length - width + 1)
  const limit =
    BigInt(LIMITS[dice(LIMITS.length)] as number) - BigInt(dice(3)) + (width === 8 ? BigInt(dice(2)) << 53n : 0n)
  for (let i = 0; i < width; i++) bytes[at + i] = Number((limit >> BigInt(8 * i)) & 0xffn)
  return bytes
}

function splice(bytes: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)])
}
