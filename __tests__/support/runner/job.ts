import { expand, expandText, type Scope } from './expressions.ts'
import { JobRun, type JobRunOptions } from './job-run.ts'
import type { Combination } from './matrix.ts'
import type { YamlMap } from './place.ts'
import type { JobResult, Outcome, StepResult } from './result.ts'
import { jobSurroundings, runStep } from './steps.ts'
import { expandEnv, runUnit } from './unit.ts'
import type { Job } from './workflow.ts'

export interface RunJobOptions extends JobRunOptions {
  readonly job: Job
  /** Of the result. */
  readonly id: string
  readonly name: string
  readonly matrix: Combination
  readonly workflowEnv: YamlMap
  /** Aborts when the run is cancelled, or another job of the matrix failed. */
  readonly signal: AbortSignal
  readonly onStepDone: (step: StepResult) => void
}

/** Runs a job's steps, then the posts of its actions, the last one first. */
export async function runJob(options: RunJobOptions): Promise<JobResult> {
  const { job, signal } = options
  const run = new JobRun(options)
  const cancel = () => run.cancel()
  if (signal.aborted) cancel()
  else signal.addEventListener('abort', cancel, { once: true })
  const scope = (): Scope => ({ contexts: { ...run.contexts(undefined), steps: run.steps, env: run.env } })
  const minutes = Number(expand(job.timeoutMinutes, scope()) ?? 0)
  const timer = minutes > 0 ? setTimeout(cancel, minutes * run.timing.minute) : undefined
  const steps: StepResult[] = []
  const done = (step: StepResult) => {
    steps.push(step)
    if (step.conclusion === 'failure') run.fail()
    options.onStepDone(step)
  }
  try {
    Object.assign(run.env, expandEnv(options.workflowEnv, scope()))
    Object.assign(run.env, expandEnv(job.env, scope()))
    const surroundings = jobSurroundings(run)
    for (const step of job.steps) done(await runStep(run, step, surroundings))
    for (const { unit, state } of run.posts.splice(0).reverse()) done(await runUnit(run, unit, state))
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', cancel)
    run.processes.killLeftovers()
  }
  const outcome: Outcome = run.status
  const tolerated = outcome === 'failure' && expand(job.continueOnError, scope()) === true
  const outputs = Object.entries(job.outputs).map(([name, value]) => [name, expandText(value, scope())] as const)
  return {
    ...{ id: options.id, name: options.name, matrix: options.matrix },
    ...{ outcome, conclusion: tolerated ? 'success' : outcome },
    ...{ outputs: Object.fromEntries(outputs), steps, summary: run.summaries.filter(Boolean).join('\n') },
  }
}
