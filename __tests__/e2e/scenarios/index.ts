import { events } from './events.ts'
import { jobs } from './jobs.ts'
import { keys } from './keys.ts'
import type { Scenario } from './scenario.ts'

export const scenarios: Readonly<Record<string, readonly Scenario[]>> = {
  'a job with a volume': jobs,
  'keys and volumes': keys,
  events: events,
}
