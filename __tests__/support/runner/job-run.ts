import { join } from 'node:path'
import type { FunctionDefinition } from '@actions/expressions/funcs/info'
import { githubContext, hashFilesFunction, type JobPlace, runnerContext, runnerEnvironment } from './context.ts'
import type { Status } from './expressions.ts'
import { Masks } from './log.ts'
import { ProcessTable, type Timing } from './process.ts'
import type { StepRecord, Unit } from './unit.ts'

export interface Printed {
  readonly job: string
  /** The step's id, `''` for none, and its name. */
  readonly id: string
  readonly step: string
  readonly stage: 'main' | 'post'
  readonly line: string
}

export interface JobRunOptions {
  readonly place: JobPlace
  /** What processes get from the machine. */
  readonly machineEnv: Readonly<Record<string, string>>
  readonly timing: Timing
  /** Environment of JavaScript actions only, as the runner gives them its service's addresses and tokens. */
  readonly actionEnv: Readonly<Record<string, string>>
  /** Contexts that do not change while the job runs: `needs strategy matrix vars secrets inputs`. */
  readonly contexts: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
  readonly shell: string | undefined
  readonly workingDirectory: string | undefined
  /** What a step with `actions/checkout` does to the workspace. */
  readonly checkout: ((workspace: string) => void) | undefined
  readonly onPrinted: (printed: Printed) => void
}

/** A job while it runs: what its steps share. */
export class JobRun {
  readonly place: JobPlace
  readonly timing: Timing
  readonly actionEnv: Readonly<Record<string, string>>
  readonly shell: string | undefined
  readonly workingDirectory: string | undefined
  readonly checkout: JobRunOptions['checkout']
  readonly masks = new Masks()
  readonly processes = new ProcessTable()
  readonly hashFiles: FunctionDefinition
  /** Set by `env:` of workflow and job, and by steps through `GITHUB_ENV`. */
  readonly env: Record<string, string> = {}
  /** Set through `GITHUB_PATH`, the newest first. */
  readonly path: string[] = []
  readonly summaries: string[] = []
  readonly steps: Record<string, StepRecord> = {}
  /** A stack: the last action that started is the first to clean up. */
  readonly posts: { readonly unit: Unit; readonly state: Map<string, string> }[] = []
  readonly #machine: Readonly<Record<string, string>>
  readonly #github: Record<string, unknown>
  readonly #runner: Record<string, unknown>
  readonly #contexts: Readonly<Record<string, unknown>>
  readonly #onPrinted: (printed: Printed) => void
  readonly #cancelled = new AbortController()
  #failed = false
  #commandFiles = 0

  constructor(options: JobRunOptions) {
    this.place = options.place
    this.timing = options.timing
    this.actionEnv = options.actionEnv
    this.shell = options.shell
    this.workingDirectory = options.workingDirectory
    this.checkout = options.checkout
    this.hashFiles = hashFilesFunction(options.place.workspace)
    this.#machine = options.machineEnv
    this.#github = githubContext(options.place)
    this.#runner = runnerContext(options.place)
    this.#contexts = options.contexts
    this.#onPrinted = options.onPrinted
    for (const secret of [...Object.values(options.secrets), options.place.token]) this.masks.add(secret)
  }

  /** `job.status`, live. */
  get status(): 'success' | 'failure' | 'cancelled' {
    return this.#cancelled.signal.aborted ? 'cancelled' : this.#failed ? 'failure' : 'success'
  }

  readonly jobStatus: Status = {
    success: () => this.status === 'success',
    failure: () => this.status === 'failure',
    cancelled: () => this.status === 'cancelled',
  }

  fail(): void {
    this.#failed = true
  }

  cancel(): void {
    this.#cancelled.abort()
  }

  /** Calls back if the job is cancelled later on; returns how to stop listening. */
  onCancel(listener: () => void): () => void {
    this.#cancelled.signal.addEventListener('abort', listener, { once: true })
    return () => this.#cancelled.signal.removeEventListener('abort', listener)
  }

  /** Contexts of a place, `steps`, `inputs` and `env` excepted: those belong to the place. */
  contexts(action: { readonly path: string; readonly status: string } | undefined): Record<string, unknown> {
    const { secrets, vars, needs, inputs, ...shared } = this.#contexts
    const github = action ? { ...this.#github, action_path: action.path, action_status: action.status } : this.#github
    const common = { ...shared, github, runner: this.#runner, job: { status: this.status } }
    // A composite action sees neither its caller's needs nor secrets and variables.
    return action ? common : { ...common, secrets, vars, needs, inputs }
  }

  /** A process' whole environment. */
  environment(
    more: Readonly<Record<string, string>>,
    github: Readonly<Record<string, unknown>>,
  ): Record<string, string> {
    const chosen: Record<string, string> = { ...this.#machine, CI: 'true', ...this.env, ...more }
    const path = [...this.path, chosen['PATH'] ?? ''].join(process.platform === 'win32' ? ';' : ':')
    return { ...chosen, ...runnerEnvironment({ ...this.#github, ...github }, this.#runner), PATH: path }
  }

  commandDirectory(): string {
    return join(this.place.temp, '_runner_file_commands', String(++this.#commandFiles))
  }

  printed(id: string, step: string, stage: 'main' | 'post', line: string): void {
    this.#onPrinted({ job: this.place.job, id, step, stage, line })
  }
}
