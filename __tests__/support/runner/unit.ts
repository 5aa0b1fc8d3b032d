import { decide, expand, expandText, type Scope, type Status, statusFunctions } from './expressions.ts'
import { type FileCommands, openFileCommands } from './file-commands.ts'
import type { JobRun } from './job-run.ts'
import { StepLog } from './log.ts'
import type { Yaml, YamlMap } from './place.ts'
import type { Outcome, StepResult } from './result.ts'
import type { Step } from './workflow.ts'

/** Where a step stands: in a job, or in a composite action. */
export interface Surroundings {
  /** Contexts of the place, without `env`: that one is made new for every step. */
  contexts(): Record<string, unknown>
  /** Environment that a composite action's caller gave it. */
  readonly env: Readonly<Record<string, string>>
  /** Outputs and results of the steps before, by id: the `steps` context of the place. */
  readonly steps: Record<string, StepRecord>
  /** What the status functions of the place's main steps answer. */
  readonly status: Status
  /** Aborts with the step that a composite action is; `undefined` in a job. */
  readonly signal: AbortSignal | undefined
  /** The composite action's directory, `''` in a job. */
  readonly actionPath: string
  /** Posts of a composite step inherit the tolerance of the step around it. */
  readonly continueOnError: boolean
  readonly depth: number
}

export interface StepRecord {
  readonly outputs: Readonly<Record<string, string>>
  readonly outcome: Outcome
  readonly conclusion: Outcome
}

/** One execution: a step's main, or an action's post. */
export interface Unit {
  readonly step: Step
  readonly stage: 'main' | 'post'
  readonly surroundings: Surroundings
  readonly condition: Yaml
  readonly defaultName: string
  /** Does the work; the exit is a failure if it is not 0 or a sentence is thrown. Outputs of a composite are returned. */
  body(running: Running): Promise<Record<string, string>>
  /** The log of the step around it, for a step of a composite action. */
  readonly log?: StepLog
}

/** What a body works with. */
export interface Running {
  readonly scope: Scope
  /** What the caller of a composite action and the step itself add to the job's environment. */
  readonly stepEnv: Readonly<Record<string, string>>
  /** The step's command files as variables. */
  readonly fileEnv: Readonly<Record<string, string>>
  readonly log: StepLog
  readonly signal: AbortSignal
  /** Values the step leaves for its own post. */
  readonly state: Map<string, string>
}

/** A failure that has been said already, or is said by its message. */
export class StepFailure extends Error {}

/** Runs a unit to its result; never rejects for what a workflow can do wrong. */
export async function runUnit(job: JobRun, unit: Unit, state: Map<string, string>): Promise<StepResult> {
  const started = performance.now()
  const own = new AbortController()
  const outer = unit.surroundings.signal
  const signal = outer ? AbortSignal.any([own.signal, outer]) : own.signal
  const name = { text: unit.defaultName }
  const log = unit.log ?? new StepLog(job.masks, (line) => job.printed(unit.step.id, name.text, unit.stage, line))
  const files = openFileCommands(job.commandDirectory())
  const summaries = job.summaries.length
  let outcome: Outcome = 'success'
  let outputs: Record<string, string> = {}
  let tolerated = false
  let stopListening = () => {}
  let timer: NodeJS.Timeout | undefined
  try {
    const { stepEnv, scope, conditionScope } = unitScope(job, unit)
    name.text = unit.stage === 'post' ? unit.defaultName : displayName(unit, scope)
    const wanted = () => decide(unit.condition, conditionScope, unit.stage === 'post' ? 'bare' : 'with-success')
    stopListening = job.onCancel(() => {
      // Cancelled while it runs: a step whose condition still holds goes on.
      if (!safely(wanted)) own.abort('cancelled')
    })
    if (!wanted()) outcome = 'skipped'
    else {
      tolerated =
        (unit.stage === 'post' && unit.surroundings.continueOnError) ||
        expand(unit.step.continueOnError, scope) === true
      const minutes = Number(expand(unit.step.timeoutMinutes, scope) ?? 0)
      if (minutes > 0) {
        timer = setTimeout(() => {
          log.error(`The action '${name.text}' has timed out after ${minutes} minutes.`)
          own.abort('timeout')
        }, minutes * job.timing.minute)
      }
      outputs = await unit.body({ scope, stepEnv, fileEnv: files.env, log, signal, state })
      if (signal.aborted) throw new StepFailure()
    }
  } catch (error) {
    outcome = signal.aborted && signal.reason !== 'timeout' ? 'cancelled' : 'failure'
    if (outcome === 'cancelled') log.error('The operation was canceled.')
    else if ((error as Error).message && !signal.aborted) log.error((error as Error).message)
  } finally {
    stopListening()
    clearTimeout(timer)
  }
  const said = files.collect()
  for (const sentence of said.errors) {
    log.error(sentence)
    if (outcome === 'success') outcome = 'failure'
  }
  apply(job, said, state)
  const conclusion = outcome === 'failure' && tolerated ? 'success' : outcome
  outputs = { ...outputs, ...Object.fromEntries(said.outputs) }
  if (unit.stage === 'main' && unit.step.id) unit.surroundings.steps[unit.step.id] = { outputs, outcome, conclusion }
  return {
    ...{ id: unit.step.id, name: name.text, stage: unit.stage, outcome, conclusion, outputs },
    ...{ log: log.lines, annotations: log.annotations, summary: job.summaries.slice(summaries).join('') },
    millis: performance.now() - started,
  }
}

/** `env` mapping of any level, evaluated. */
export function expandEnv(env: YamlMap, scope: Scope): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, expandText(value, scope)]))
}

interface UnitScope {
  readonly stepEnv: Record<string, string>
  readonly scope: Scope
  /** Conditions may ask for the status, but see no secrets. */
  readonly conditionScope: Scope
}

function unitScope(job: JobRun, unit: Unit): UnitScope {
  const { surroundings } = unit
  const base = { ...job.env, ...surroundings.env }
  const all = surroundings.contexts()
  const before: Scope = { contexts: { ...all, env: base }, functions: [job.hashFiles] }
  const stepEnv = { ...surroundings.env, ...expandEnv(unit.step.env, before) }
  const env = { ...base, ...stepEnv }
  const { secrets: _, ...open } = all
  // A post asks the job's status; a main step of a composite action asks the action's.
  const status = unit.stage === 'post' ? job.jobStatus : surroundings.status
  return {
    stepEnv,
    scope: { contexts: { ...all, env }, functions: [job.hashFiles] },
    conditionScope: { contexts: { ...open, env }, functions: [...statusFunctions(status), job.hashFiles] },
  }
}

function displayName(unit: Unit, scope: Scope): string {
  return unit.step.name === undefined ? unit.defaultName : (safely(() => expandText(unit.step.name, scope)) ?? '')
}

function safely<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

function apply(job: JobRun, said: FileCommands, state: Map<string, string>): void {
  Object.assign(job.env, Object.fromEntries(said.env))
  job.path.unshift(...[...said.path].reverse())
  for (const [name, value] of said.state) state.set(name, value)
  job.summaries.push(job.masks.apply(said.summary))
}
