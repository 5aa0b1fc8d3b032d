import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { Machine, systemClock } from '../support/machine.ts'
import { temporaryDirectory } from '../support/stores/temporary.ts'
import { actions, TiersWorld } from './tiers-world.ts'

/** Plays so many worlds; resolves with how many steps of jobs they had. */
export async function playTiers(seed: number, runs: number): Promise<number> {
  const { path, remove } = await temporaryDirectory('in memory')
  const store = createMemoryStore({ clock: systemClock })
  const machines = ['one', 'other'].map((name) => {
    const directory = join(path, name)
    mkdirSync(directory)
    return new Machine({ store, directory })
  })
  let steps = 0
  try {
    const property = fc.asyncProperty(actions, async (planned) => {
      const world = new TiersWorld(machines)
      for (const action of planned) {
        if (action.does === 'go on') steps++
        await world.act(action)
      }
    })
    await fc.assert(property, { seed, numRuns: runs })
  } finally {
    await Promise.all(machines.map((machine) => machine.close()))
    await remove()
  }
  return steps
}
