import type { Event } from '../../../src/core/ports/events.ts'
import { createEntries } from '../../../src/stores/github/entries.ts'
import { createGithubHeads } from '../../../src/stores/github/heads.ts'
import { createGithubStore } from '../../../src/stores/github/store.ts'
import type { Context } from '../../../src/volume/types.ts'
import { type CacheEntry, type Fault, GithubService } from '../../support/github-service/index.ts'
import type { Snapshot } from '../../support/random-tree.ts'
import { Dice } from './dice.ts'
import { check, Judge } from './judge.ts'
import type { Machine } from './machines.ts'
import { NAMESPACE, type Sender, shown, Way } from './outgoing.ts'
import { drawPlan, type Job, LONG_MILLIS, type Plan, type Stroke } from './plan.ts'
import { Scheduler } from './scheduler.ts'
import { type Worker, watched } from './watched.ts'

/** A job as it goes. */
export interface Running extends Sender, Worker {
  readonly job: Job
  phase: 'to come' | 'under way' | 'over'
  /** The save it is in, or was in. */
  saving: string | undefined
  /** Resolves when it is killed. */
  readonly death: Promise<void>
  readonly died: () => void
  /** What lay at its path when the restore it is in began. */
  found: Snapshot | undefined
}

const START = Date.UTC(2026, 5, 1)
export const NO_TROUBLE = {
  quotaExceeded: false,
  readOnly: false,
  writeDenied: false,
  readDenied: false,
  unauthorizedAfter: undefined,
}

/** Jobs' machines and GitHub's cache service, and what a seed says of both. */
export class World {
  readonly judge = new Judge()
  readonly service: GithubService
  readonly scheduler: Scheduler
  readonly plan: Plan
  readonly running: readonly Running[]
  /** As planned, less what has come about. */
  readonly faults: readonly Fault[]
  /** Evicted entries, and when. */
  readonly evicted = new Map<string, number>()
  readonly #dice: Dice
  readonly #machines: readonly Machine[]
  readonly #way: Way

  constructor(seed: number, machines: readonly Machine[]) {
    this.#dice = new Dice(seed)
    this.plan = drawPlan(this.#dice.split())
    this.scheduler = new Scheduler(this.#dice.split(), START)
    this.service = new GithubService({ clock: this.scheduler })
    Object.assign(this.service.switches, this.plan.switches)
    this.faults = this.plan.faults.map((fault) => ({ ...fault }))
    this.service.switches.faults.push(...this.faults)
    this.#way = new Way(this.service, this.scheduler)
    this.#machines = machines
    for (const machine of machines) machine.wipe()
    this.running = this.plan.jobs.map((job, number) => running(`job ${number} (${job.identity.name})`, job))
  }

  machine({ machine }: Job): Machine {
    return this.#machines[machine] as Machine
  }

  /** Nothing is planned that could keep a job from what is stored. */
  get isCalm(): boolean {
    const { faults, strokes, switches } = this.plan
    const lasting = switches.urlUses === undefined && switches.urlLifeMillis === LONG_MILLIS
    return faults.length === 0 && strokes.length === 0 && !switches.lagLookups && lasting
  }

  /** Which of two entries was created last, as this service sees it. */
  rank = ({ id, finalised }: CacheEntry): number =>
    this.service.switches.newestBy === 'reservation' ? id : (finalised?.order ?? 0)

  /** Takes down the heads that there are now. */
  harvest(): void {
    this.judge.harvest(this.service.entries, (entry) => this.#way.ownerOf(entry))
  }

  /** A process of the job: it knows nothing that another one read or wrote. */
  process(who: Running): Context {
    const { service, scheduler } = this
    const dice = this.#dice.split()
    const clock = scheduler.clockOf(who, who.job.aheadMillis)
    const random = (length: number) => dice.bytes(length)
    const token = service.tokenFor(...who.job.identity.scopes)
    const fetch = this.#way.fetchFor(who)
    const entries = createEntries({ resultsUrl: service.resultsUrl, token, clock, random, fetch })
    const events = { emit: (event: Event) => this.#tell(who, event) }
    return {
      store: createGithubStore({ entries, clock }),
      heads: createGithubHeads({ entries, events }),
      workspace: watched(this.machine(who.job).workspace, scheduler, who),
      clock,
      random,
      events,
      signal: who.cancel.signal,
    }
  }

  /** What befalls the world before a turn. */
  async strike(turn: number): Promise<void> {
    this.harvest()
    check(this.#way.violations.length === 0, `${this.#way.violations[0]}`)
    for (const stroke of this.plan.strokes) {
      if (stroke.turn === turn) await this.#befall(stroke)
      if (stroke.does === 'switch' && turn === stroke.turn + stroke.turns)
        Object.assign(this.service.switches, NO_TROUBLE)
    }
  }

  async #befall(stroke: Stroke): Promise<void> {
    const { service, scheduler } = this
    if (stroke.does === 'switch') {
      scheduler.note(`from now on ${JSON.stringify(stroke.set)}`)
      Object.assign(service.switches, stroke.set)
    } else if (stroke.does === 'evict') {
      const some = service.entries.filter(({ key }) => key.includes(stroke.what))
      const chosen = some[stroke.pick % Math.max(1, some.length)]
      if (!chosen) return
      scheduler.note(`${shown(chosen.key)} is evicted`)
      await service.evict((entry) => entry === chosen)
      this.evicted.set(chosen.key, this.judge.now())
    } else {
      const living = this.running.filter(({ phase }) => phase === 'under way')
      const victim = living[stroke.pick % Math.max(1, living.length)]
      if (!victim) return
      scheduler.note(`${victim.name} is ${stroke.does === 'kill' ? 'killed' : 'cancelled'}`)
      if (stroke.does === 'kill') this.#kill(victim)
      else victim.cancel.abort(new Error('cancelled'))
    }
  }

  #tell({ name }: Running, event: Event): void {
    if (event.type === 'store-failed') {
      this.scheduler.note(`${name}: ${event.doing}: ${event.detail}`)
      // A store's failure names the object; anything else is a mistake of ours.
      if (!event.detail.includes(NAMESPACE)) this.#way.violations.push(`${name}: ${event.detail}`)
    }
    if (event.type === 'version-unusable')
      this.scheduler.note(`${name}: ${event.version} is ${event.reason}: ${event.detail}`)
    if (event.type === 'target-failed') this.#way.violations.push(`${name}: ${event.path}: ${event.detail}`)
  }

  #kill(victim: Running): void {
    this.scheduler.kill(victim)
    victim.phase = 'over'
    const machine = this.machine(victim.job)
    if (victim.saving) this.judge.saved(victim.saving, 'killed')
    if (victim.found) this.judge.stopped(victim.name, 'killed', victim.found, machine.look())
    machine.bury(victim.capturing > 0)
    victim.died()
  }
}

export function running(name: string, job: Job): Running {
  const { promise: death, resolve: died } = Promise.withResolvers<void>()
  return {
    name,
    dead: false,
    job,
    cancel: new AbortController(),
    phase: 'to come',
    saving: undefined,
    capturing: 0,
    found: undefined,
    death,
    died,
  }
}
