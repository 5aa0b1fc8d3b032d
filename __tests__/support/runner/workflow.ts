import { parse } from 'yaml'
import { parseCall, type WorkflowCall } from './call.ts'
import { Place, type Yaml, type YamlMap } from './place.ts'

export interface Workflow {
  readonly name: string
  readonly env: YamlMap
  /** What it says to workflows that call it; `undefined`: none may. */
  readonly call: WorkflowCall | undefined
  readonly jobs: readonly Job[]
}

/** A job as written; expressions are not evaluated yet. */
export interface Job {
  readonly id: string
  readonly name: Yaml
  readonly needs: readonly string[]
  readonly if: Yaml
  readonly env: YamlMap
  readonly outputs: YamlMap
  readonly matrix: Yaml
  readonly failFast: Yaml
  readonly maxParallel: Yaml
  readonly continueOnError: Yaml
  readonly timeoutMinutes: Yaml
  readonly shell: Yaml
  readonly workingDirectory: Yaml
  /** The workflow it calls instead of having steps, and what it gives to that. */
  readonly uses: string | undefined
  readonly with: YamlMap
  readonly secrets: Yaml
  readonly steps: readonly Step[]
}

/** A step as written: exactly one of `run` and `uses`. */
export interface Step {
  /** `''` where none is given: its outputs cannot be read then. */
  readonly id: string
  readonly name: Yaml
  readonly if: Yaml
  readonly env: YamlMap
  readonly continueOnError: Yaml
  readonly timeoutMinutes: Yaml
  readonly run: string | undefined
  readonly shell: Yaml
  readonly workingDirectory: Yaml
  readonly uses: string | undefined
  readonly with: YamlMap
}

/** Reads a workflow. A key that this runner does not know, or knows and cannot honour, is an error that names it. */
export function parseWorkflow(text: string, file: string): Workflow {
  const where = new Place(file)
  const root = where.map(parse(text))
  where.only(root, ['name', 'run-name', 'on', 'permissions', 'env', 'defaults', 'jobs'])
  const defaults = runDefaults(where, root['defaults'])
  const jobs = where.at('jobs').map(root['jobs'])
  const parsed = Object.entries(jobs).map(([id, job]) => parseJob(where.at(`jobs.${id}`), id, job, defaults))
  if (parsed.length === 0) throw where.error('has no jobs')
  const ids = new Set(Object.keys(jobs))
  for (const job of parsed) {
    for (const need of job.needs) if (!ids.has(need)) throw where.error(`job ${job.id} needs ${need}, which is no job`)
  }
  for (const job of parsed) if (reaches(parsed, job, job.id)) throw where.error(`job ${job.id} needs itself`)
  const call = parseCall(where.at('on'), root['on'])
  return { name: textOf(root['name']) || file, env: where.at('env').map(root['env']), call, jobs: parsed }
}

function reaches(jobs: readonly Job[], from: Job, id: string, seen = new Set<string>()): boolean {
  return from.needs.some((need) => {
    if (need === id) return true
    if (seen.has(need)) return false
    seen.add(need)
    return reaches(jobs, jobs.find((job) => job.id === need) as Job, id, seen)
  })
}

/** The steps of a job, or of a composite action (where every `run` must name its shell). */
export function parseSteps(where: Place, value: Yaml, shellRequired: boolean): Step[] {
  const ids = new Set<string>()
  return where.list(value).map((item, index) => {
    const step = parseStep(where.at(`[${index}]`), item)
    if (shellRequired && step.run !== undefined && !step.shell) throw where.at(`[${index}]`).error('needs a shell')
    if (step.id && ids.has(step.id)) throw where.error(`has two steps with the id ${step.id}`)
    ids.add(step.id)
    return step
  })
}

const JOB_KEYS = [
  ...['name', 'needs', 'if', 'runs-on', 'permissions', 'env', 'outputs', 'strategy', 'continue-on-error'],
  ...['timeout-minutes', 'defaults', 'steps'],
]

const CALL_KEYS = ['name', 'needs', 'if', 'permissions', 'strategy', 'uses', 'with', 'secrets']

function parseJob(where: Place, id: string, value: Yaml, outer: YamlMap): Job {
  const job = where.map(value)
  const calls = job['uses'] !== undefined
  where.only(job, calls ? CALL_KEYS : JOB_KEYS)
  const strategy = where.at('strategy').map(job['strategy'])
  where.at('strategy').only(strategy, ['matrix', 'fail-fast', 'max-parallel'])
  const defaults = { ...outer, ...runDefaults(where, job['defaults']) }
  const needs = job['needs'] ?? []
  return {
    id,
    name: job['name'],
    needs: (Array.isArray(needs) ? needs : [needs]).map(String),
    if: job['if'],
    env: where.at('env').map(job['env']),
    outputs: where.at('outputs').map(job['outputs']),
    matrix: strategy['matrix'],
    failFast: strategy['fail-fast'] ?? true,
    maxParallel: strategy['max-parallel'],
    continueOnError: job['continue-on-error'] ?? false,
    timeoutMinutes: job['timeout-minutes'],
    shell: defaults['shell'],
    workingDirectory: defaults['working-directory'],
    uses: calls ? textOf(job['uses']) : undefined,
    with: where.at('with').map(job['with']),
    secrets: job['secrets'],
    steps: calls ? [] : parseSteps(where.at('steps'), job['steps'], false),
  }
}

const STEP_KEYS = [
  ...['id', 'name', 'if', 'env', 'continue-on-error', 'timeout-minutes'],
  ...['run', 'shell', 'working-directory', 'uses', 'with'],
]

function parseStep(where: Place, value: Yaml): Step {
  const step = where.map(value)
  where.only(step, STEP_KEYS)
  const { run, uses } = step
  if ((run === undefined) === (uses === undefined)) throw where.error('must have either run or uses')
  if (run !== undefined && step['with'] !== undefined) throw where.error('has run and with')
  if (uses !== undefined) {
    for (const key of ['shell', 'working-directory']) {
      if (step[key] !== undefined) throw where.error(`has uses and ${key}`)
    }
  }
  return {
    id: textOf(step['id']),
    name: step['name'],
    if: step['if'],
    env: where.at('env').map(step['env']),
    continueOnError: step['continue-on-error'] ?? false,
    timeoutMinutes: step['timeout-minutes'],
    run: run === undefined ? undefined : textOf(run),
    shell: step['shell'],
    workingDirectory: step['working-directory'],
    uses: uses === undefined ? undefined : textOf(uses),
    with: where.at('with').map(step['with']),
  }
}

function runDefaults(where: Place, value: Yaml): YamlMap {
  const defaults = where.at('defaults').map(value)
  where.at('defaults').only(defaults, ['run'])
  const run = where.at('defaults.run').map(defaults['run'])
  where.at('defaults.run').only(run, ['shell', 'working-directory'])
  return run
}

function textOf(value: Yaml): string {
  return value === undefined || value === null ? '' : String(value)
}
