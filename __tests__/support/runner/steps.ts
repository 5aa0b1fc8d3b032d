import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Action, type CompositeRuns, readAction } from './action.ts'
import { expand, expandText, type Scope } from './expressions.ts'
import type { JobRun } from './job-run.ts'
import type { StepLog } from './log.ts'
import type { StepResult } from './result.ts'
import { type Running, runUnit, StepFailure, type StepRecord, type Surroundings, type Unit } from './unit.ts'
import type { Step } from './workflow.ts'

const MAX_DEPTH = 9

/** Runs one step, of a job or (with the log of the step around it) of a composite action. */
export function runStep(job: JobRun, step: Step, surroundings: Surroundings, log?: StepLog): Promise<StepResult> {
  const defaultName = `Run ${step.uses ?? step.run?.trim().split('\n')[0]}`
  const body = step.run === undefined ? useAction : runScript
  const unit: Unit = {
    ...{ step, stage: 'main', surroundings, condition: step.if, defaultName },
    ...(log && { log }),
    body: (running) => body(job, step, surroundings, running),
  }
  return runUnit(job, unit, new Map())
}

/** Surroundings of a job's own steps. */
export function jobSurroundings(job: JobRun): Surroundings {
  return {
    contexts: () => ({ ...job.contexts(undefined), steps: job.steps }),
    env: {},
    steps: job.steps,
    status: job.jobStatus,
    signal: undefined,
    actionPath: '',
    continueOnError: false,
    depth: 0,
  }
}

const SHELLS: Readonly<Record<string, string>> = {
  '': 'bash -e {0}',
  bash: 'bash --noprofile --norc -e -o pipefail {0}',
  sh: 'sh -e {0}',
}

async function runScript(
  job: JobRun,
  step: Step,
  surroundings: Surroundings,
  running: Running,
): Promise<Record<string, string>> {
  const { scope, log } = running
  const shell = expandText(step.shell ?? job.shell, scope)
  const template = SHELLS[shell] ?? shell
  if (!template.includes('{0}')) throw new Error(`This runner has no shell ${shell}`)
  const script = expandText(step.run, scope)
  const file = join(job.place.temp, `${job.commandDirectory().split(/[\\/]/).at(-1)}.sh`)
  writeFileSync(file, `${script}\n`)
  const [command = '', ...args] = template.split(' ').map((word) => word.replace('{0}', file.replaceAll('\\', '/')))
  for (const line of script.trimEnd().split('\n')) log.say(`> ${line}`)
  const code = await job.processes.run({
    ...{ command, args, signal: running.signal, timing: job.timing },
    cwd: resolve(job.place.workspace, expandText(step.workingDirectory ?? job.workingDirectory, scope)),
    env: environment(job, step, surroundings.actionPath, running),
    onLine: (line) => log.output(line),
  })
  if (code !== 0 && !running.signal.aborted) throw new StepFailure(`Process completed with exit code ${code}.`)
  return {}
}

async function useAction(
  job: JobRun,
  step: Step,
  surroundings: Surroundings,
  running: Running,
): Promise<Record<string, string>> {
  if (job.checkout && /^actions\/checkout@/.test(step.uses ?? '')) {
    job.checkout(job.place.workspace)
    return {}
  }
  const directory = actionDirectory(job, step)
  const action = readAction(directory)
  warnOfUnknownInputs(action, step, running)
  if (action.runs.kind === 'composite') return runComposite(job, step, surroundings, running, action, action.runs)
  if (action.runs.post) registerPost(job, step, surroundings, running.state, action.runs.postIf)
  await runJavaScript(job, step, running, action, action.runs.main)
  return {}
}

/** The post exists from the moment main starts, also if main fails. */
function registerPost(
  job: JobRun,
  step: Step,
  surroundings: Surroundings,
  state: Map<string, string>,
  condition: Unit['condition'],
): void {
  const post: Unit = {
    ...{ step, stage: 'post', surroundings: { ...surroundings, signal: undefined }, condition },
    defaultName: `Post ${typeof step.name === 'string' ? step.name : `Run ${step.uses}`}`,
    body: async (running) => {
      // Read again, as the runner does with actions of the workspace: a job that wiped it has no posts.
      const action = readAction(actionDirectory(job, step))
      if (action.runs.kind === 'javascript' && action.runs.post) {
        await runJavaScript(job, step, running, action, action.runs.post)
      }
      return {}
    },
  }
  job.posts.push({ unit: post, state })
}

async function runJavaScript(job: JobRun, step: Step, running: Running, action: Action, file: string): Promise<void> {
  const env: Record<string, string> = { ...job.actionEnv }
  for (const [name, value] of Object.entries(inputsOf(job, step, running.scope, action))) {
    env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] = value
  }
  for (const [name, value] of running.state) env[`STATE_${name}`] = value
  const code = await job.processes.run({
    ...{ command: process.execPath, args: [file], signal: running.signal, timing: job.timing },
    cwd: job.place.workspace,
    env: { ...environment(job, step, '', running), ...env },
    onLine: (line) => running.log.output(line),
  })
  if (code !== 0) throw new StepFailure()
}

async function runComposite(
  job: JobRun,
  step: Step,
  surroundings: Surroundings,
  running: Running,
  action: Action,
  runs: CompositeRuns,
): Promise<Record<string, string>> {
  if (surroundings.depth >= MAX_DEPTH) throw new Error(`Composite actions are nested deeper than ${MAX_DEPTH}`)
  const steps: Record<string, StepRecord> = {}
  const inputs = inputsOf(job, step, running.scope, action)
  let failed = false
  const cancelled = job.jobStatus.cancelled
  const status = { success: () => !failed && !cancelled(), failure: () => failed && !cancelled(), cancelled }
  const contexts = () => {
    const actionStatus = cancelled() ? 'cancelled' : failed ? 'failure' : 'success'
    return { ...job.contexts({ path: action.directory, status: actionStatus }), inputs, steps }
  }
  const inside: Surroundings = {
    ...{ contexts, env: running.stepEnv, steps, status, signal: running.signal, actionPath: action.directory },
    continueOnError: surroundings.continueOnError || expand(step.continueOnError, running.scope) === true,
    depth: surroundings.depth + 1,
  }
  for (const inner of runs.steps) {
    const { conclusion } = await runStep(job, inner, inside, running.log)
    if (conclusion === 'failure' || conclusion === 'cancelled') failed = true
  }
  if (failed) throw new StepFailure()
  const scope = { contexts: contexts() }
  return Object.fromEntries(Object.entries(runs.outputs).map(([name, value]) => [name, expandText(value, scope)]))
}

/** What `with:` says, over the declared defaults; both are evaluated anew each time, for a post too. */
function inputsOf(job: JobRun, step: Step, scope: Scope, action: Action): Record<string, string> {
  const { github, strategy, matrix, runner, job: jobContext } = job.contexts(undefined)
  const defaults: Scope = {
    contexts: { github, strategy, matrix, runner, job: jobContext },
    functions: [job.hashFiles],
  }
  const given = new Map(Object.entries(step.with).map(([name, value]) => [name.toLowerCase(), { name, value }]))
  const inputs: Record<string, string> = {}
  for (const [name, value] of Object.entries(action.inputs)) {
    const own = given.get(name.toLowerCase())
    inputs[name] = own ? expandText(own.value, scope) : expandText(value, defaults)
    given.delete(name.toLowerCase())
  }
  for (const { name, value } of given.values()) inputs[name] = expandText(value, scope)
  return inputs
}

function warnOfUnknownInputs(action: Action, step: Step, { log }: Running): void {
  const known = Object.keys(action.inputs)
  const unknown = Object.keys(step.with).filter(
    (name) => !known.some((one) => one.toLowerCase() === name.toLowerCase()),
  )
  if (unknown.length === 0) return
  const list = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ')
  log.output(`::warning::Unexpected input(s) ${list(unknown)}, valid inputs are [${list(known)}]`)
}

function actionDirectory(job: JobRun, step: Step): string {
  const uses = step.uses ?? ''
  if (!uses.startsWith('./')) throw new Error(`This runner has the workspace's actions only (./path), not ${uses}`)
  return join(job.place.workspace, uses)
}

function environment(job: JobRun, step: Step, actionPath: string, running: Running): Record<string, string> {
  const github = { action: step.id || '__run', ...(actionPath && { action_path: actionPath }) }
  return { ...job.environment(running.stepEnv, github), ...running.fileEnv }
}
