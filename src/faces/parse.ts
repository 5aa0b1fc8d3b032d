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

/**
 * A size in bytes: a number, or one with `k`, `m`, `g` or `t` behind it (units of 1024; `kb` and `KiB` mean the same).
 * `''` is no limit. `what` names the input.
 */
export function parseSize(text: string, what: string): number | undefined {
  if (text === '') return undefined
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(text) ?? []
  const size = Math.floor(Number(number) * 1024 ** ' kmgt'.indexOf((unit || ' ').toLowerCase()))
  if (number === undefined || !Number.isSafeInteger(size) || size <= 0) {
    throw new UserError(
      `${what} “${text}” is not a size; write bytes, or a number with k, m, g or t, like 500m or 20g.`,
    )
  }
  return size
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

/** The lines of a list as its author meant them: trimmed, without empty ones. */
export function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
