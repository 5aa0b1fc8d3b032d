import { UserError } from '../core/ports/errors.ts'

/** The longest key, in UTF-16 units: the limit of GitHub's cache service, held everywhere so that keys can move. */
export const KEY_LENGTH = 512

/** Refuses what no store could name: throws `UserError`. `what` begins the sentence (`The key`, `The restore key`). */
export function checkKey(key: string, what: string): string {
  if (key.length > KEY_LENGTH) {
    throw new UserError(
      `${what} “${key.slice(0, 40)}…” has ${key.length} characters; at most ${KEY_LENGTH} are allowed.`,
    )
  }
  if (key.includes(',')) throw new UserError(`${what} “${key}” contains a comma, which is not allowed.`)
  return key
}

/** One of a few words; the first is the default for `''`. */
export function oneOf<T extends string>(text: string, words: readonly [T, ...T[]], what: string): T {
  if (text === '') return words[0]
  const word = words.find((known) => known === text)
  if (word === undefined) throw new UserError(`${what} “${text}” is unknown; it is one of ${words.join(', ')}.`)
  return word
}

/** `true` or `false` as YAML 1.2 writes them (`True`, `TRUE`); `''` is false. */
export function parseBoolean(text: string, what: string): boolean {
  if (/^(?:true|True|TRUE)$/.test(text)) return true
  if (/^(?:false|False|FALSE)?$/.test(text)) return false
  throw new UserError(`${what} “${text}” is neither true nor false.`)
}

/** When a listing begins: an age (`90m`, `12h`, `7d`) before `now`, or a day (`2026-11-21`, UTC). Throws `UserError`. */
export function parseSince(text: string, now: number): number {
  const [, number = '', unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? []
  const minutes = { m: 1, h: 60, d: 24 * 60 }[unit]
  if (minutes !== undefined) return now - Number(number) * minutes * 60_000
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(day)) throw new UserError(`“${text}” is no time to begin at; write an age like 7d, or 2026-11-21.`)
  return day
}

/** The lines of a list as its author meant them: trimmed, without empty ones. */
export function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
