import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { callInputs, callSecrets, readCalled } from './called.ts'
import { githubContext, hostEnvironment, type JobPlace } from './context.ts'
import { decide, expand, expandDeep, expandText, type Scope, statusFunctions } from './expressions.ts'
import type { RunOptions } from './index.ts'
import { runJob } from './job.ts'
import type { Printed } from './job-run.ts'
import { type Combination, expandMatrix } from './matrix.ts'
import { RUNNER_TIMING } from './process.ts'
import type { JobResult, Outcome, StepResult } from './result.ts'
import { Slots } from './slots.ts'
import type { Job, Workflow } from './workflow.ts'

interface Need {
  readonly result: Outcome
  readonly outputs: Readonly<Record<string, string>>
}

/** How the workflow came to run: as an event has started it, or called by a job of another one. */
interface Cause {
  readonly inputs: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
  /** The jobs around it, outermost first. */
  readonly callers: readonly { readonly id: string; readonly name: string }[]
}

/** What a run shares with those of the workflows that it calls. */
interface Shared {
  readonly temp: string
  readonly workflow: string
  /** The end of the last job that was given a workspace. */
  readonly workspaces: Map<string, Promise<unknown>>
  places: number
  cancel(): void
}

/** A job that called a workflow; `called` are its jobs. */
interface Leg extends JobResult {
  readonly called?: readonly JobResult[]
}

/** Workflows that call one another, the first one included. */
const MAX_LEVELS = 10

/** One run of a workflow: which jobs wait for which, and what they hand on. */
export class Run {
  readonly #options: RunOptions
  readonly #workflow: Workflow
  readonly #cancelled: AbortSignal
  readonly #cause: Cause
  readonly #shared: Shared
  readonly #jobs = new Map<string, Promise<readonly Leg[]>>()

  constructor(options: RunOptions, workflow: Workflow, cancelled: AbortSignal, shared: Shared, cause?: Cause) {
    this.#options = options
    this.#workflow = workflow
    this.#cancelled = cancelled
    this.#shared = shared
    this.#cause = cause ?? { inputs: options.event.inputs ?? {}, secrets: options.secrets ?? {}, callers: [] }
  }

  /** Runs every job; a call's jobs stand in its place. */
  async all(): Promise<readonly JobResult[]> {
    const started = this.#workflow.jobs.map((job) => this.#legs(job))
    // A workflow that cannot be honoured must not leave its other jobs running.
    for (const legs of started) legs.catch(() => this.#shared.cancel())
    await Promise.allSettled(started)
    return (await Promise.all(started)).flat().flatMap((leg) => leg.called ?? [leg])
  }

  /** A job's results, one for each combination of its matrix; started once, whoever asks. */
  #legs(job: Job): Promise<readonly Leg[]> {
    const started = this.#jobs.get(job.id)
    if (started) return started
    const results = this.#start(job)
    this.#jobs.set(job.id, results)
    return results
  }

  async #start(job: Job): Promise<readonly Leg[]> {
    const needs: Record<string, Need> = {}
    for (const id of job.needs) needs[id] = merge(await this.#legs(this.#job(id)))
    const before = await Promise.all(this.#ancestors(job).map(async (one) => merge(await this.#legs(one)).result))
    const status = {
      success: () => !this.#cancelled.aborted && before.every((result) => result === 'success'),
      failure: () => !this.#cancelled.aborted && before.includes('failure'),
      cancelled: () => this.#cancelled.aborted,
    }
    const shared = { needs, vars: this.#options.vars ?? {}, inputs: this.#cause.inputs }
    const github = githubContext(this.#place(job, '', this.#shared.temp))
    const scope = { contexts: { ...shared, github }, functions: statusFunctions(status) }
    if (!decide(job.if, scope)) return [this.#unrun(job, {}, 'skipped')]
    const strategy = { contexts: { ...shared, github } }
    const combinations = expandMatrix(expandDeep(job.matrix, strategy))
    if (combinations.length === 0) throw new Error(`The matrix of job ${job.id} has no combinations`)
    const failFast = expand(job.failFast, strategy) === true
    const maxParallel = Number(expand(job.maxParallel, strategy) ?? combinations.length)
    const group = new AbortController()
    // Cancelled while it runs: a job whose condition still holds goes on.
    const cancel = () => decide(job.if, scope) || group.abort()
    if (!this.#cancelled.aborted) this.#cancelled.addEventListener('abort', cancel, { once: true })
    const slots = new Slots(maxParallel)
    return Promise.all(
      combinations.map((matrix, index) =>
        slots.use(async () => {
          const strategyContext = {
            ...{ 'fail-fast': failFast, 'job-index': index, 'job-total': combinations.length },
            'max-parallel': maxParallel,
          }
          const contexts = { ...shared, strategy: strategyContext, matrix }
          const result =
            job.uses === undefined
              ? await this.#leg(job, matrix, contexts, group.signal)
              : await this.#call(job, matrix, { ...contexts, github }, group.signal)
          if (result.conclusion === 'failure' && failFast) group.abort()
          return result
        }),
      ),
    )
  }

  async #leg(
    job: Job,
    matrix: Combination,
    contexts: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<JobResult> {
    const { workspace } = this.#options
    const directory = realpathSync(typeof workspace === 'string' ? workspace : workspace({ id: job.id, matrix }))
    const { workspaces, temp: root } = this.#shared
    const before = workspaces.get(directory)
    const { promise: done, resolve: release } = Promise.withResolvers<void>()
    workspaces.set(directory, done)
    await before
    try {
      if (signal.aborted) return this.#unrun(job, matrix, 'cancelled')
      const temp = join(root, String(++this.#shared.places))
      mkdirSync(temp)
      const place = this.#place(job, directory, temp)
      const { secrets } = this.#cause
      return await runJob({
        ...{ job, matrix, place, secrets, checkout: this.#options.checkout },
        ...this.#naming(job, legName(job, matrix, { ...contexts, github: githubContext(place) })),
        workflowEnv: this.#workflow.env,
        signal,
        machineEnv: hostEnvironment(this.#options.home, this.#options.env ?? {}),
        timing: { ...RUNNER_TIMING, ...this.#options.timing },
        actionEnv: this.#options.actionEnv ?? {},
        contexts: { ...contexts, secrets },
        shell: job.shell === undefined ? undefined : String(job.shell),
        workingDirectory: job.workingDirectory === undefined ? undefined : String(job.workingDirectory),
        onPrinted: (printed) => this.#printed(printed),
        onStepDone: (step) => this.#stepDone(step),
      })
    } finally {
      release()
    }
  }

  /** Runs the workflow that a job calls; what the call is cancelled by also cancels that. */
  async #call(
    job: Job,
    matrix: Combination,
    contexts: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<Leg> {
    const { secrets, callers } = this.#cause
    if (callers.length + 2 > MAX_LEVELS) throw new Error(`Workflows call one another over ${MAX_LEVELS} levels`)
    const workflow = readCalled(job, this.#options.file)
    const scope: Scope = { contexts }
    const cause: Cause = {
      inputs: callInputs(job, workflow.call, scope),
      secrets: callSecrets(job, workflow.call, secrets, scope),
      callers: [...callers, { id: job.id, name: legName(job, matrix, contexts) }],
    }
    const run = new Run(this.#options, workflow, signal, this.#shared, cause)
    const called = await run.all()
    const outcome = worst(called.map(({ conclusion }) => (conclusion === 'skipped' ? 'success' : conclusion)))
    const jobs: Record<string, Need> = {}
    for (const one of workflow.jobs) jobs[one.id] = merge(await run.#legs(one))
    const outputScope = { contexts: { github: contexts['github'], vars: contexts['vars'], inputs: cause.inputs, jobs } }
    const outputs = Object.entries(workflow.call.outputs).map(([name, value]) => [name, expandText(value, outputScope)])
    return { ...this.#unrun(job, matrix, outcome), outputs: Object.fromEntries(outputs), called }
  }

  #place(job: Job, workspace: string, temp: string): JobPlace {
    const { event, file, runnerEnvironment = 'github-hosted', runId = 1, runAttempt = 1 } = this.#options
    const { temp: root, workflow } = this.#shared
    return {
      ...{ event, workflow, workflowFile: file, job: job.id, workspace, temp },
      ...{ toolCache: join(root, 'tools'), runnerEnvironment, runId, runAttempt },
      token: this.#cause.secrets['GITHUB_TOKEN'] ?? '',
    }
  }

  /** Id and name of a job's result, those of the jobs around it before them. */
  #naming(job: Job, name: string): { readonly id: string; readonly name: string } {
    const { callers } = this.#cause
    const all = [...callers, { id: job.id, name }]
    return { id: all.map((one) => one.id).join('/'), name: all.map((one) => one.name).join(' / ') }
  }

  #unrun(job: Job, matrix: Combination, outcome: Outcome): JobResult {
    return { ...this.#naming(job, job.id), matrix, outcome, conclusion: outcome, outputs: {}, steps: [], summary: '' }
  }

  #job(id: string): Job {
    return this.#workflow.jobs.find((job) => job.id === id) as Job
  }

  /** Every job that this one waits for, directly or not. */
  #ancestors(job: Job, seen = new Set<Job>()): Job[] {
    for (const id of job.needs) {
      const need = this.#job(id)
      if (seen.has(need)) continue
      seen.add(need)
      this.#ancestors(need, seen)
    }
    return [...seen]
  }

  #printed(printed: Printed): void {
    this.#options.onPrinted?.(printed)
    const { cancelAfter } = this.#options
    if (cancelAfter?.line === undefined || !this.#isCancelStep(printed.id, printed.step, printed.stage)) return
    // The script, which a log shows before its output, has printed nothing yet.
    if (printed.line.includes(cancelAfter.line) && !printed.line.startsWith('> ')) this.#shared.cancel()
  }

  #stepDone(step: StepResult): void {
    const { cancelAfter } = this.#options
    if (cancelAfter?.line === undefined && this.#isCancelStep(step.id, step.name, step.stage)) this.#shared.cancel()
  }

  #isCancelStep(id: string, name: string, stage: 'main' | 'post'): boolean {
    const { cancelAfter } = this.#options
    return (cancelAfter?.stage ?? 'main') === stage && (cancelAfter?.step === id || cancelAfter?.step === name)
  }
}

/** What `needs` says of a job: the worst of its matrix; outputs of the last combination that set them. */
function merge(legs: readonly JobResult[]): Need {
  const result = worst(legs.map(({ conclusion }) => conclusion))
  return { result, outputs: Object.assign({}, ...legs.map(({ outputs }) => outputs)) }
}

function worst(results: readonly Outcome[]): Outcome {
  return (['failure', 'cancelled', 'skipped'] as const).find((one) => results.includes(one)) ?? 'success'
}

function legName(job: Job, matrix: Combination, contexts: Readonly<Record<string, unknown>>): string {
  const values = Object.values(matrix).map((value) =>
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  )
  if (job.name !== undefined) return expandText(job.name, { contexts })
  return values.length > 0 ? `${job.id} (${values.join(', ')})` : job.id
}
