import type { Site } from '../site.ts'

/** What a site must show, whichever runner runs its workflows. */
export interface Scenario {
  readonly name: string
  /** It cancels a job, which needs signals. */
  readonly cancels?: true
  /** Two jobs take turns on one machine whose processes say that they run on another system. */
  readonly pretends?: true
  play(site: Site, check: Check): Promise<void>
}

/** Compares, as `toEqual` does. The words name the check within its scenario. */
export type Check = (what: string, actual: unknown, expected: unknown) => void
