import { toHex } from '../../src/core/bytes.ts'
import { sha256 } from '../../src/core/digest.ts'
import { partsOf, withSections } from '../support/objects.ts'
import { type Dice, mutate } from './mutate.ts'

// From one input to the next where sums and compression stand in the way of a plain change.

export type Change = (input: Uint8Array, others: readonly Uint8Array[], dice: Dice) => Uint8Array

export const JSON_WORDS = [
  'null',
  '[]',
  '{}',
  '""',
  '-1',
  '1e400',
  '9007199254740993',
  '"__proto__":',
  '{"toString":1}',
  '\\ud800',
  ',',
  ':',
]

/** Changes one section's raw bytes, or the object outside of them, and makes the sum right again, mostly. */
export function inSections(kind: 'V' | 'F' | 'S'): Change {
  return (input, others, dice) => {
    if (dice(4) === 0) return mutate(input, others, [], dice)
    try {
      if (dice(3) > 0) {
        const parts = partsOf(input)
        const chosen = parts[dice(parts.length)]?.id
        return withSections(kind, input, ({ id, raw }) =>
          id === chosen
            ? mutate(
                raw,
                parts.map((part) => part.raw),
                JSON_WORDS,
                dice,
              )
            : raw,
        )
      }
      const bytes = mutate(input, others, [], dice)
      if (bytes.length < 32) return bytes
      const body = bytes.subarray(0, -32)
      return Buffer.concat([body, sha256(body)])
    } catch {
      // No object that can be taken apart any more.
      return mutate(input, others, [], dice)
    }
  }
}

/** Changes the JSON of a head that begins at `at`, and makes its sum right again, mostly. */
export function headChange(at: number): Change {
  return (input, others, dice) => {
    const json = Buffer.from(input.subarray(at)).toString('latin1')
    const end = json.indexOf(',"sum":"')
    if (end === -1 || dice(4) === 0) return mutate(input, others, JSON_WORDS, dice)
    const changed = Buffer.from(mutate(Buffer.from(`${json.slice(0, end)}}`, 'latin1'), others, JSON_WORDS, dice))
    const body = Buffer.concat([changed.subarray(0, -1), Buffer.from(`,"sum":"${toHex(sha256(changed))}"}`)])
    const fixed = Buffer.from(input.subarray(0, at))
    if (at === 16) fixed.writeUInt32LE(body.length, 12)
    return Buffer.concat([fixed, body, input.subarray(at + json.indexOf('"}', end) + 2)])
  }
}

/** Changes the JSON and, mostly, makes the sum before it right again. */
export function memoryChange(input: Uint8Array, others: readonly Uint8Array[], dice: Dice): Uint8Array {
  const bytes = mutate(input, others, JSON_WORDS, dice)
  if (dice(4) === 0) return bytes
  const json = mutate(
    input.subarray(32),
    others.map((other) => other.subarray(32)),
    JSON_WORDS,
    dice,
  )
  return Buffer.concat([sha256(json), json])
}
