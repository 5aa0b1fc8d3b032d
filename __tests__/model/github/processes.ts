import { playAll, told } from './players.ts'
import { ProcessWorld } from './process-world.ts'
import type { Tally } from './seeds.ts'

/** Plays the worlds of `runs` seeds with processes. One that goes wrong is told with its seed and what happened. */
export async function playProcesses(first: number, runs: number): Promise<Tally> {
  const tally: Tally = new Map()
  const add = (what: string, times: number) => tally.set(what, (tally.get(what) ?? 0) + times)
  const isWanted = (seed: number) => seed < first + runs
  // The last of seven machines is for the look at the end.
  await playAll(first, isWanted, { machines: 7, atOnce: 3 }, async (seed, machines) => {
    const world = new ProcessWorld(seed, machines)
    await told(seed, world.trace, () => world.play())
    for (const [what, times] of world.judge.outcomes) add(what, times)
    for (const [what, times] of Object.entries(world.service.counts.fired)) add(what, times)
    add('evicted', world.evicted.size)
    add('killed', world.killed)
  })
  return tally
}
