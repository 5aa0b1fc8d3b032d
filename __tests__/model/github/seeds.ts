import { defaultSwitches } from '../../support/github-service/switches.ts'
import { playJob } from './job.ts'
import { FAULTS } from './plan.ts'
import { playAll, told } from './players.ts'
import { calm, checkSettled } from './settled.ts'
import { World } from './world.ts'

/** How often what happened, in all worlds together. */
export type Tally = Map<string, number>

/**
 * Plays the worlds of `runs` seeds, and as many again while something never happened. A world that goes wrong is told
 * with its seed and all that was decided in it.
 */
export async function playSeeds(first: number, runs: number): Promise<Tally> {
  const tally: Tally = new Map()
  const isWanted = (seed: number) =>
    seed < first + runs || (runs > 1 && seed < first + 2 * runs && missing(tally).length > 0)
  await playAll(first, isWanted, { machines: 6, atOnce: 4 }, async (seed, machines) => {
    const world = new World(seed, machines)
    await told(seed, world.scheduler.trace, () => play(world))
    count(world, tally)
  })
  return tally
}

/** What has to have come about in many worlds, and has not. */
export function missing(tally: Tally): string[] {
  // Bandwidth is the wire's, and the key is ignored with an effect only where a client does not name it twice.
  const { faults: _, bytesPerSecond: __, ignoreKey: ___, ...switches } = defaultSwitches()
  const faults = FAULTS.map(([kind, on]) => `${kind} on ${on}`)
  return [...Object.keys(switches), ...faults, ...OUTCOMES, 'evicted', 'calm', 'a fault of a part'].filter(
    (what) => !tally.get(what),
  )
}

const OUTCOMES = [
  ...['exact', 'fallback', 'miss', 'killed', 'cancelled'].map((hit) => `restore ${hit}`),
  ...['saved', 'linked', 'unchanged', 'exists', 'superseded', 'nothing-to-save', 'read-only'].map(
    (reason) => `save ${reason}`,
  ),
  ...['store-failed', 'killed', 'cancelled'].map((reason) => `save ${reason}`),
]

async function play(world: World): Promise<void> {
  const { scheduler, running } = world
  const onMachine = new Map<number, Promise<void>>()
  const jobs = running.map((who) => {
    const before = onMachine.get(who.job.machine)
    const over = Promise.race([Promise.resolve(before).then(() => playJob(world, who)), who.death])
    onMachine.set(who.job.machine, over)
    return over
  })
  await scheduler.run(Promise.all(jobs), (turn) => world.strike(turn))
  calm(world.service)
  scheduler.note('everything settles')
  const last = scheduler.sleep(world.service.switches.lagMillis).then(() => checkSettled(world))
  await scheduler.run(last, () => world.strike(Number.POSITIVE_INFINITY))
}

function count({ judge, service, plan, faults, evicted, isCalm, scheduler }: World, tally: Tally): void {
  const add = (what: string, times: number) => tally.set(what, (tally.get(what) ?? 0) + times)
  for (const [what, times] of judge.outcomes) add(what, times)
  for (const [what, times] of Object.entries(service.counts.fired)) add(what, times)
  for (const [i, { kind, on, times }] of plan.faults.entries()) {
    const came = times - (faults[i]?.times ?? times)
    add(`${kind} on ${on}`, came)
    if (on.startsWith('PutBlock')) add('a fault of a part', came)
  }
  add('evicted', evicted.size)
  add('calm', isCalm ? 1 : 0)
  add('turns', scheduler.trace.length)
}
