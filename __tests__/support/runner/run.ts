import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { githubContext, hostEnvironment, type JobPlace } from './context.ts'
import { decide, expand, expandDeep, expandText, statusFunctions } from './expressions.ts'
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

/** One run of a workflow: which jobs wait for which, and what they hand on. */
export class Run {
  readonly #options: RunOptions
  readonly #workflow: Workflow
  readonly #temp: string
  readonly #cancelled: AbortController
  readonly #jobs = new Map<string, Promise<readonly JobResult[]>>()
  /** The end of the last job that was given a workspace. */
  readonly #workspaces = new Map<string, Promise<unknown>>()
  #places = 0

  constructor(options: RunOptions, workflow: Workflow, temp: string, cancelled: AbortController) {
    this.#options = options
    this.#workflow = workflow
    this.#temp = temp
    this.#cancelled = cancelled
  }

  /** A job's results, one for each combination of its matrix; started once, whoever asks. */
  jobs(job: Job): Promise<readonly JobResult[]> {
    const started = this.#jobs.get(job.id)
    if (started) return started
    const results = this.#start(job)
    this.#jobs.set(job.id, results)
    return results
  }

  async #start(job: Job): Promise<readonly JobResult[]> {
    const needs: Record<string, Need> = {}
    for (const id of job.needs) needs[id] = merge(await this.jobs(this.#job(id)))
    const before = await Promise.all(this.#ancestors(job).map(async (one) => merge(await this.jobs(one)).result))
    const status = {
      success: () => !this.#cancelled.signal.aborted && before.every((result) => result === 'success'),
      failure: () => !this.#cancelled.signal.aborted && before.includes('failure'),
      cancelled: () => this.#cancelled.signal.aborted,
    }
    const shared = { needs, vars: this.#options.vars ?? {}, inputs: this.#options.event.inputs ?? {} }
    const github = githubContext(this.#place(job, '', this.#temp))
    const scope = { contexts: { ...shared, github }, functions: statusFunctions(status) }
    if (!decide(job.if, scope)) return [unrun(job, {}, 'skipped')]
    const strategy = { contexts: { ...shared, github } }
    const combinations = expandMatrix(expandDeep(job.matrix, strategy))
    if (combinations.length === 0) throw new Error(`The matrix of job ${job.id} has no combinations`)
    const failFast = expand(job.failFast, strategy) === true
    const maxParallel = Number(expand(job.maxParallel, strategy) ?? combinations.length)
    const group = new AbortController()
    // Cancelled while it runs: a job whose condition still holds goes on.
    const cancel = () => decide(job.if, scope) || group.abort()
    if (!this.#cancelled.signal.aborted) this.#cancelled.signal.addEventListener('abort', cancel, { once: true })
    const slots = new Slots(maxParallel)
    return Promise.all(
      combinations.map((matrix, index) =>
        slots.use(async () => {
          const strategyContext = {
            ...{ 'fail-fast': failFast, 'job-index': index, 'job-total': combinations.length },
            'max-parallel': maxParallel,
          }
          const result = await this.#leg(job, matrix, { ...shared, strategy: strategyContext, matrix }, group.signal)
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
    const before = this.#workspaces.get(directory)
    const { promise: done, resolve: release } = Promise.withResolvers<void>()
    this.#workspaces.set(directory, done)
    await before
    try {
      if (signal.aborted) return unrun(job, matrix, 'cancelled')
      const temp = join(this.#temp, String(++this.#places))
      mkdirSync(temp)
      const place = this.#place(job, directory, temp)
      const secrets = this.#options.secrets ?? {}
      return await runJob({
        ...{ job, matrix, place, secrets },
        name: legName(job, matrix, { ...contexts, github: githubContext(place) }),
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

  #place(job: Job, workspace: string, temp: string): JobPlace {
    const { event, file, runnerEnvironment = 'github-hosted', runId = 1, runAttempt = 1, secrets } = this.#options
    return {
      ...{ event, workflow: this.#workflow.name, workflowFile: file, job: job.id, workspace, temp },
      ...{ toolCache: join(this.#temp, 'tools'), runnerEnvironment, runId, runAttempt },
      token: secrets?.['GITHUB_TOKEN'] ?? '',
    }
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
    if (printed.line.includes(cancelAfter.line)) this.#cancelled.abort()
  }

  #stepDone(step: StepResult): void {
    const { cancelAfter } = this.#options
    if (cancelAfter?.line === undefined && this.#isCancelStep(step.id, step.name, step.stage)) this.#cancelled.abort()
  }

  #isCancelStep(id: string, name: string, stage: 'main' | 'post'): boolean {
    const { cancelAfter } = this.#options
    return (cancelAfter?.stage ?? 'main') === stage && (cancelAfter?.step === id || cancelAfter?.step === name)
  }
}

/** What `needs` says of a job: the worst of its matrix; outputs of the last combination that set them. */
function merge(legs: readonly JobResult[]): Need {
  const results = legs.map(({ conclusion }) => conclusion)
  const result = (['failure', 'cancelled', 'skipped'] as const).find((one) => results.includes(one)) ?? 'success'
  return { result, outputs: Object.assign({}, ...legs.map(({ outputs }) => outputs)) }
}

function unrun(job: Job, matrix: Combination, outcome: Outcome): JobResult {
  return { id: job.id, name: job.id, matrix, outcome, conclusion: outcome, outputs: {}, steps: [], summary: '' }
}

function legName(job: Job, matrix: Combination, contexts: Readonly<Record<string, unknown>>): string {
  const values = Object.values(matrix).map((value) =>
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  )
  if (job.name !== undefined) return expandText(job.name, { contexts })
  return values.length > 0 ? `${job.id} (${values.join(', ')})` : job.id
}
