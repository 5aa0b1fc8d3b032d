import { expect } from 'vitest'
import type { Check } from './scenarios/scenario.ts'

/** One check that another runner is known to fail, because that runner is wrong. */
export interface Deviation {
  readonly scenario: string
  readonly check: string
  /** What it answers instead. */
  readonly answer: unknown
  readonly reason: string
}

/**
 * The checks of a scenario for a runner with these deviations. `finish` fails if one of them was never asked for; an
 * answer that has become right fails as any other that is not the listed one.
 */
export function checksWith(
  deviations: readonly Deviation[],
  scenario: string,
): { readonly check: Check; finish(): void } {
  const own = deviations.filter((one) => one.scenario === scenario)
  const fired = new Set<Deviation>()
  return {
    check: (what, actual, expected) => {
      const deviation = own.find((one) => one.check === what)
      if (!deviation) return expect(actual, what).toEqual(expected)
      fired.add(deviation)
      const known = `${what} (known to be wrong: ${deviation.reason})`
      expect(deviation.answer, `${known} is listed with the right answer`).not.toEqual(expected)
      expect(actual, known).toEqual(deviation.answer)
    },
    finish: () => {
      const unasked = own.filter((one) => !fired.has(one)).map((one) => one.check)
      expect(unasked, 'deviations that no check of the scenario asks for').toEqual([])
    },
  }
}
