import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { JobResult, StepResult } from '../support/runner/index.ts'
import { parseWorkflow, type Step } from '../support/runner/workflow.ts'

/** A line that act prints with `--json`, as far as it is read here. */
export interface LogEntry {
  readonly msg: string
  /** Workflow and job, with those of a caller before them, and the number of a matrix' leg. */
  readonly job?: string
  readonly jobID?: string
  readonly matrix?: Readonly<Record<string, unknown>>
  /** Within a composite action the ids of the steps around it come first. */
  readonly stepID?: readonly string[]
  readonly stage?: 'Main' | 'Post'
  readonly step?: string
  /** It is what a process printed. */
  readonly raw_output?: boolean
  readonly command?: string
  readonly name?: string
  readonly arg?: string
  readonly content?: string
  readonly stepResult?: StepResult['outcome']
  readonly jobResult?: JobResult['outcome']
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] }
type Outputs = Record<string, string>
interface OpenStep extends Mutable<Omit<StepResult, 'outputs'>> {
  readonly outputs: Outputs
}
interface OpenJob extends Mutable<Omit<JobResult, 'steps'>> {
  readonly steps: OpenStep[]
}

/** act's log of one run, read as the results that our own runner gives. */
export class ActLog {
  readonly #steps: ReadonlyMap<string, readonly Step[]>
  readonly #jobs = new Map<string, OpenJob>()

  constructor(workflowFile: string) {
    this.#steps = stepsOf(workflowFile)
  }

  add(entry: LogEntry): void {
    if (entry.job === undefined || entry.jobID === undefined) return
    const job = this.#job(entry.job.trim(), entry.jobID, entry.matrix ?? {})
    if (entry.jobResult) job.outcome = job.conclusion = entry.jobResult
    if (entry.command === 'summary') job.summary += entry.content ?? ''
    const [id, inner] = entry.stepID ?? []
    if (id === undefined || (entry.stage !== 'Main' && entry.stage !== 'Post')) return
    const step = openStep(job, id, entry.stage === 'Main' ? 'main' : 'post', entry.step ?? '')
    if (entry.raw_output) step.log.push(entry.msg.trimEnd())
    // What a step inside of a composite action says of itself is not said of the action.
    if (inner !== undefined) return
    if (entry.msg === TOLERATED) step.conclusion = 'success'
    if (entry.stepResult) {
      step.outcome = entry.stepResult
      if (step.conclusion !== 'success') step.conclusion = entry.stepResult
    }
    if (entry.command === 'set-output') step.outputs[entry.name ?? ''] = entry.arg ?? ''
    const { command } = entry
    if (command === 'error' || command === 'warning' || command === 'notice') {
      step.annotations.push({ level: command, message: entry.arg ?? '' })
    }
  }

  /** Jobs in the order they began. Steps of which nothing was said were skipped; a job skipped as a whole is missing. */
  jobs(): readonly JobResult[] {
    for (const job of this.#jobs.values()) {
      for (const { id } of this.#steps.get(job.id) ?? []) {
        if (id !== '' && !job.steps.some((step) => step.id === id)) openStep(job, id, 'main', id)
      }
    }
    return [...this.#jobs.values()]
  }

  #job(name: string, id: string, matrix: Readonly<Record<string, unknown>>): OpenJob {
    const known = this.#jobs.get(name)
    if (known) return known
    const results = { outcome: 'skipped', conclusion: 'skipped' } as const
    const job: OpenJob = { id, name, matrix, ...results, outputs: {}, steps: [], summary: '' }
    this.#jobs.set(name, job)
    return job
  }
}

const TOLERATED = 'Failed but continue next step'

function openStep(job: OpenJob, id: string, stage: StepResult['stage'], name: string): OpenStep {
  const known = job.steps.find((step) => step.id === id && step.stage === stage)
  if (known) return known
  const results = { outcome: 'skipped', conclusion: 'skipped' } as const
  const step: OpenStep = {
    ...{ id, name, stage, ...results, outputs: {}, log: [], annotations: [], summary: '', millis: 0 },
  }
  job.steps.push(step)
  return step
}

/** The steps of every job by its id, those of called workflows included. */
function stepsOf(file: string): Map<string, readonly Step[]> {
  const steps = new Map<string, readonly Step[]>()
  for (const job of parseWorkflow(readFileSync(file, 'utf8'), file).jobs) {
    if (job.uses === undefined) steps.set(job.id, job.steps)
    else for (const [id, own] of stepsOf(join(dirname(file), basename(job.uses)))) steps.set(id, own)
  }
  return steps
}
