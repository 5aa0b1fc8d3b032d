import { setTimeout as sleep } from 'node:timers/promises'
import { decodeHeadEntry, HEAD_ENTRY_BYTES } from '../../../src/core/head-entry.ts'
import { createEntries } from '../../../src/stores/github/entries.ts'
import { createGithubHeads } from '../../../src/stores/github/heads.ts'
import { createGithubStore } from '../../../src/stores/github/store.ts'
import type { Context } from '../../../src/volume/types.ts'
import { MemoryBlobs } from '../../support/github-service/blobs.ts'
import { type CacheEntry, type Fault, GithubService, type Switches } from '../../support/github-service/index.ts'
import { bodyBytes } from '../../support/github-service/message.ts'
import { realClock, realRandom } from '../../support/stores/clock.ts'
import { Dice } from './dice.ts'
import { work } from './job.ts'
import { Judge } from './judge.ts'
import type { Machine } from './machines.ts'
import { drawPlan, type Job, type Plan, type Stroke } from './plan.ts'
import { calm, checkSettled, type Site } from './settled.ts'
import { jobEnv, runStep, type StepEnd } from './step.ts'
import { NO_TROUBLE, type Running } from './world.ts'

/** A virtual second, in real ms, and what a turn takes. */
const SECOND_MILLIS = 10
const TURN_MILLIS = 40
const MOST_MILLIS = 400

/**
 * The world of a seed once more: each step a process on the committed bundles, over a loopback service, in real time
 * and in whatever order the machine makes of it; those that are killed, by SIGKILL at any moment.
 */
export class ProcessWorld {
  readonly judge = new Judge()
  readonly trace: string[] = []
  readonly service: GithubService
  readonly plan: Plan
  readonly isCalm = false
  readonly evicted = new Map<string, number>()
  killed = 0
  readonly scheduler = { note: (text: string) => this.#note(text), now: () => Date.now() }
  /** By job: in which step it is killed, if it is, and when. */
  readonly #kills: readonly { readonly restore: number | undefined; readonly save: number | undefined }[]
  readonly #blobs = new MemoryBlobs(realClock)
  readonly #machines: readonly Machine[]
  readonly #began = performance.now()

  /** The last machine is nobody's: the end is looked at from there. */
  constructor(seed: number, machines: readonly Machine[]) {
    const dice = new Dice(seed)
    this.plan = drawPlan(dice.split())
    this.#kills = this.plan.jobs.map(() => {
      const millis = dice.chance(35) ? dice.below(MOST_MILLIS) : undefined
      return dice.chance(40) ? { restore: millis, save: undefined } : { restore: undefined, save: millis }
    })
    this.service = new GithubService({ blobs: this.#blobs })
    Object.assign(
      this.service.switches,
      hastened(this.plan.switches),
      dice.chance(20) && { bytesPerSecond: 30_000_000 },
    )
    this.service.switches.faults.push(...this.plan.faults.flatMap(shortened))
    this.#machines = machines
    for (const machine of machines) machine.wipe()
  }

  async play(): Promise<void> {
    const { service, plan } = this
    await service.start()
    const over = new AbortController()
    const strokes = plan.strokes.map((stroke) => this.#befall(stroke, over.signal))
    try {
      const machines = Map.groupBy(plan.jobs.entries(), ([, job]) => job.machine)
      const played = await Promise.allSettled([...machines.values()].map((jobs) => this.#playJobs(jobs)))
      for (const result of played) if (result.status === 'rejected') throw result.reason
      over.abort()
      await Promise.all(strokes)
      calm(service)
      this.#note('everything settles')
      await sleep(service.switches.lagMillis)
      await this.harvest()
      await checkSettled(this satisfies Site)
    } finally {
      over.abort()
      await Promise.allSettled(strokes)
      await service.close()
    }
  }

  rank = ({ id, finalised }: CacheEntry): number =>
    this.service.switches.newestBy === 'reservation' ? id : (finalised?.order ?? 0)

  machine(): Machine {
    return this.#machines.at(-1) as Machine
  }

  /** For the end: within this process, past the wire and its faults. */
  process(who: Running): Context {
    const { service } = this
    const token = service.tokenFor(...who.job.identity.scopes)
    const wire = { fetch: service.fetch, clock: realClock, random: realRandom }
    const entries = createEntries({ resultsUrl: service.resultsUrl, token, ...wire })
    const events = { emit: () => {} }
    const workspace = { ...this.machine().workspace, warm() {}, cool() {} }
    const store = createGithubStore({ entries, clock: realClock })
    return {
      store,
      heads: createGithubHeads({ entries, events }),
      workspace,
      clock: realClock,
      random: realRandom,
      events,
    }
  }

  /** Heads say themselves which run wrote them. */
  async harvest(): Promise<void> {
    const runs = new Map<CacheEntry, string>()
    for (const entry of this.service.entries) {
      if (entry.finalised && entry.key.includes('/heads/')) runs.set(entry, await this.#runOf(entry))
    }
    this.judge.harvest([...runs.keys()], (entry) => runs.get(entry) as string)
  }

  async #runOf({ blob }: CacheEntry): Promise<string> {
    const url = new URL(this.#blobs.sign(blob, 'r', Date.now() + 60_000), this.service.url)
    const { body } = await this.#blobs.answer({ method: 'GET', url, headers: {} }, new Uint8Array())
    const start = Buffer.concat(body, Math.min(bodyBytes(body), HEAD_ENTRY_BYTES))
    return decodeHeadEntry(start).head.writer.run
  }

  async #befall(stroke: Stroke, over: AbortSignal): Promise<void> {
    const pause = (turns: number) => sleep(turns * TURN_MILLIS, undefined, { signal: over })
    const { service } = this
    try {
      await pause(stroke.turn)
      if (stroke.does === 'evict') {
        const some = service.entries.filter(({ key }) => key.includes(stroke.what))
        const chosen = some[stroke.pick % Math.max(1, some.length)]
        // Nothing is finalised between the two: neither waits for anything outside.
        await this.harvest()
        if (chosen && (await service.evict((entry) => entry === chosen))) this.evicted.set(chosen.key, this.judge.now())
      } else if (stroke.does === 'switch') {
        this.#note(`from now on ${JSON.stringify(stroke.set)}`)
        Object.assign(service.switches, stroke.set)
        await pause(stroke.turns)
        Object.assign(service.switches, NO_TROUBLE)
      }
    } catch (error) {
      if (!over.aborted) throw error
    }
  }

  async #playJobs(jobs: readonly (readonly [number, Job])[]): Promise<void> {
    for (const [number, job] of jobs) await this.#playJob(number, job)
  }

  async #playJob(number: number, job: Job): Promise<void> {
    const machine = this.#machines[job.machine] as Machine
    const name = `job ${number} (${job.identity.name})`
    const kill = this.#kills[number]
    await sleep((job.startMillis * SECOND_MILLIS) / 1000)
    if (!job.persistent) machine.wipe()
    let handover: StepEnd | undefined
    if (job.does !== 'save') {
      const entry = job.handover && job.does === 'both' ? 'main' : 'restore'
      handover = await this.#restore(name, job, machine, entry, kill?.restore)
      if (handover.killed || job.does === 'restore') return
    }
    work(machine, job, name)
    if (!job.succeeds) return
    await sleep((job.workMillis * SECOND_MILLIS) / 1000)
    await this.#save(name, job, machine, handover?.state, kill?.save)
  }

  async #restore(name: string, job: Job, machine: Machine, entry: 'main' | 'restore', kill: number | undefined) {
    const before = machine.look()
    const ended = await this.#step(name, job, machine, entry, kill)
    await this.harvest()
    const after = machine.look()
    this.#note(`${name} has restored: ${ended.killed ? 'killed' : `${ended.told.hit} ${ended.told.version}`}`)
    if (!ended.killed) this.judge.restored(name, job, ended.told, before, after)
    // What a killed process left in the middle of, the next one on the machine clears away.
    else if (!job.persistent) this.judge.whole(name, after)
    return ended
  }

  async #save(name: string, job: Job, machine: Machine, state: string | undefined, kill: number | undefined) {
    this.judge.begins(name, job, machine.look())
    const { killed, log } = await this.#step(name, job, machine, state === undefined ? 'save' : 'post', kill, state)
    await this.harvest()
    this.#note(`${name} has saved: ${killed ? 'killed' : log.trim()}`)
    const [, saved] = /^Saved .* as version (\S+) in /m.exec(log) ?? []
    const [, linked] = / now names version (\S+), which is equal/m.exec(log) ?? []
    if (killed) this.judge.saved(name, 'killed')
    else if (saved) this.judge.saved(name, 'saved', saved)
    else if (linked) this.judge.saved(name, 'linked', linked)
    else this.judge.saved(name, log.includes('the store failed') ? 'store-failed' : 'nothing')
  }

  async #step(
    name: string,
    job: Job,
    machine: Machine,
    entry: Parameters<typeof runStep>[0]['entry'],
    kill?: number,
    state?: string,
  ) {
    const { identity, key, find, saveIf, conflict, persistent } = job
    this.#note(`${name}: ${entry}${kill === undefined ? '' : `, killed after ${kill} ms`}`)
    const ended = await runStep({
      entry,
      workspace: machine.workspaceDir,
      env: {
        ...jobEnv(identity, name, persistent),
        ...this.service.env(this.service.tokenFor(...identity.scopes)),
        WARMSTART_STATE: machine.stateDir,
        EVENT: JSON.stringify(identity.payload),
      },
      inputs: {
        path: 'tree',
        key,
        'restore-keys': find === 'exact' ? '' : 'k',
        'save-on': 'success',
        'job-status': 'success',
        mode: 'on',
        policy: 'pull-push',
        'save-if': saveIf,
        conflict,
      },
      ...(state !== undefined && { state }),
      killAfterMillis: kill,
    })
    if (ended.killed) this.killed++
    if (/goes on without the cache/.test(ended.log)) throw new Error(`${name}: ${ended.log}`)
    return ended
  }

  #note(text: string): void {
    this.trace.push(`${((performance.now() - this.#began) / 1000).toFixed(3).padStart(9)} s  ${text}`)
  }
}

/** Times as long as processes live. */
function hastened(switches: Partial<Switches>): Partial<Switches> {
  const { lagMillis = 0, latencyMillis = 0 } = switches
  return { ...switches, lagMillis: (lagMillis * SECOND_MILLIS) / 1000, latencyMillis: latencyMillis / 4 }
}

/** Faults that are over soon: what waits for ten seconds and more is for a clock that can be put forward. */
function shortened(fault: Fault): Fault[] {
  if (fault.kind === 'stall') return []
  const { retryAfter, ...others } = fault
  return [{ ...others, times: Math.min(fault.times, 2), ...(retryAfter !== undefined && { retryAfter: 1 }) }]
}
