import { UserError } from './ports/errors.ts'

/**
 * A size in bytes: a number, or one with `k`, `m`, `g` or `t` behind it (units of 1024; `kb` and `KiB` mean the same).
 * `''` is no limit. `what` names the input. Throws `UserError`.
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
