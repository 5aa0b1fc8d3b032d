import fc from 'fast-check'
import { test } from 'vitest'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { Fleet } from '../support/fleet.ts'
import { systemClock } from '../support/machine.ts'
import { edits } from './edits.ts'
import { type Damage, type Job, World } from './world.ts'

// A seed of its own each time; a failure prints it, and `SEED=… npm test -- model` repeats it.
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const RUNS = Number(process.env['RUNS'] ?? 80)

/** Machines 0 and 1 are new for every job, 2 and 3 keep what lies on them. */
const FRESH = 0
const MACHINES = 4
const isPersistent = (machine: number) => machine >= 2

const job: fc.Arbitrary<Job> = fc.record({
  machine: fc.nat(MACHINES - 1),
  lane: fc.constantFrom('trusted', 'trusted', 'ref/heads/a', 'pr/1'),
  key: fc.constantFrom('k1', 'k2'),
  find: fc.constantFrom('exact', 'prefix', 'newest'),
  edits,
  ends: fc.constantFrom('success', 'success', 'failure'),
  handover: fc.boolean(),
})
/** Jobs at the same time, on machines of their own; they save in another order than they began. */
const step = fc.record({
  jobs: fc.uniqueArray(job, { minLength: 1, maxLength: 3, selector: ({ machine }) => machine }),
  swapped: fc.boolean(),
})
const damage: fc.Arbitrary<Damage> = fc.record({
  does: fc.constantFrom('remove', 'flip'),
  pick: fc.nat(1000),
  at: fc.nat(1_000_000),
})
const scenario = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 6, size: 'max' }),
  damage: fc.option(fc.record({ after: fc.nat(5), damage }), { freq: 3 }),
})

test(`jobs see what finished jobs saved, and nothing else (seed ${seed})`, { timeout: 120_000 }, async () => {
  let ticks = Date.now()
  const store = createMemoryStore({ clock: { ...systemClock, now: () => ++ticks } })
  const fleet = new Fleet(store)
  const machines = Array.from({ length: MACHINES }, () => fleet.machine())
  let runs = 0
  const property = fc.asyncProperty(scenario, async ({ steps, damage: planned }) => {
    const world = new World(store, machines, isPersistent, `run-${++runs}`)
    for (const [i, { jobs, swapped }] of steps.entries()) {
      const ends: (() => Promise<void>)[] = []
      for (const one of jobs) ends.push(await world.begin(one))
      for (const end of swapped ? ends.reverse() : ends) await end()
      if (planned?.after === i) await world.damage(planned.damage)
    }
    if (planned && planned.after < steps.length) await world.heal(FRESH)
  })
  await fc.assert(property, { seed, numRuns: RUNS })
})
