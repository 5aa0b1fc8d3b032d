import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Event,
  type JobResult,
  push,
  type RunOptions,
  runWorkflow,
  type StepResult,
  type WorkflowResult,
} from '../support/runner/index.ts'
import { directoryStore, type SiteStore } from './stores.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))

/** A machine that stays; a hosted runner is new for every job. */
export interface Machine {
  readonly workspace: string
  readonly home: string
}

export interface SiteRun {
  /** Default: a push to `main`. */
  readonly event?: Event
  readonly vars?: Readonly<Record<string, string>>
  /** What the commit has besides the action: path to text. */
  readonly files?: Readonly<Record<string, string>>
  readonly actionEnv?: Readonly<Record<string, string>>
  readonly cancelAfter?: RunOptions['cancelAfter']
  /** A self-hosted runner. */
  readonly machine?: Machine
}

/** A run as a driver gets it: everything is decided. */
export interface DriverRun extends Required<Pick<SiteRun, 'event' | 'vars'>> {
  /** What `actions/checkout` puts into a workspace. */
  readonly repository: string
  /** The workflow's file there. */
  readonly file: string
  readonly env: Readonly<Record<string, string>>
  readonly actionEnv: Readonly<Record<string, string>>
  readonly cancelAfter: RunOptions['cancelAfter']
  readonly machine: Machine | undefined
  /** A directory of this run's own, for machines that are thrown away. */
  readonly scratch: string
}

/** A runner: ours, or one that this project did not write. */
export type Driver = (run: DriverRun) => Promise<WorkflowResult>

/** One repository's CI: its commit, its runners, and a store that outlives them. */
export class Site implements Disposable {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'warmstart-')))
  readonly store: SiteStore
  readonly #driver: Driver
  #runs = 0

  constructor(driver: Driver = ownRunner, openStore: (directory: string) => SiteStore = directoryStore) {
    this.#driver = driver
    this.store = openStore(join(this.root, 'store'))
  }

  /** A self-hosted runner of this site. */
  machine(): Machine {
    return newMachine(join(this.root, 'machines', String(++this.#runs)))
  }

  /** Runs a workflow of this folder or of the project. */
  run(workflow: string, run: SiteRun = {}): Promise<WorkflowResult> {
    const { event = push(), vars = {}, files = {}, actionEnv = {}, cancelAfter, machine } = run
    const scratch = join(this.root, 'runs', String(++this.#runs))
    const repository = join(scratch, 'repository')
    commit(repository, files)
    const connection = this.store.connect(event, actionEnv['ACTIONS_CACHE_MODE'])
    return this.#driver({
      ...{ repository, file: join(repository, '.github', 'workflows', `${workflow}.yml`), event, vars },
      ...{ env: connection.env, actionEnv: { ...connection.actionEnv, ...actionEnv }, cancelAfter, machine, scratch },
    })
  }

  /** Runs a workflow whose steps go by `SCRIPT` and `KEY`, and returns its job `build`. */
  async job(workflow: string, { script = 'true', key = 'k', tolerated = false, ...run }: JobRun = {}) {
    const vars = { SCRIPT: script, KEY: key, TOLERATED: String(tolerated) }
    return jobOf(await this.run(workflow, { ...run, vars }), 'build')
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 })
  }
}

export interface JobRun extends Omit<SiteRun, 'vars'> {
  readonly script?: string
  readonly key?: string
  /** A step fails that may. */
  readonly tolerated?: boolean
}

/** The runner of `__tests__/support/runner`: every job has a new machine, if none is given. */
export const ownRunner: Driver = ({ repository, scratch, machine, cancelAfter, ...run }) => {
  let machines = 0
  const hosted = () => newMachine(join(scratch, String(++machines)))
  return runWorkflow({
    ...run,
    ...(cancelAfter && { cancelAfter }),
    workspace: () => (machine ?? hosted()).workspace,
    home: (machine ?? hosted()).home,
    runnerEnvironment: machine ? 'self-hosted' : 'github-hosted',
    timing: { sigint: 3000, sigterm: 1000 },
    checkout: (directory) => checkOut(repository, directory),
  })
}

/** A job by its id, also one of a called workflow. */
export function jobOf({ jobs }: WorkflowResult, id: string): JobResult {
  const found = jobs.find((job) => job.id === id || job.id.endsWith(`/${id}`))
  if (!found) throw new Error(`No job ${id} in ${jobs.map((job) => job.id).join(', ')}`)
  return found
}

/** The job of a matrix with this value. */
export function legOf({ jobs }: WorkflowResult, name: string, value: string): JobResult {
  const found = jobs.find(({ matrix }) => matrix[name] === value)
  if (!found) throw new Error(`No job with ${name} ${value} in ${jobs.map((job) => job.name).join(', ')}`)
  return found
}

/** A step's main by id, or the post of it. */
export function step(job: JobResult, id: string, stage: 'main' | 'post' = 'main'): StepResult {
  const found = job.steps.find((one) => one.id === id && one.stage === stage)
  if (!found) {
    throw new Error(`No ${stage} step ${id} in ${job.steps.map((one) => `${one.stage} ${one.id}`).join(', ')}`)
  }
  return found
}

/** What a step printed, without its own script. */
export function said(job: JobResult, id: string): string[] {
  return step(job, id).log.filter((line) => !line.startsWith('> '))
}

/** What the step `cache` found. */
export function hit(job: JobResult): string | undefined {
  return step(job, 'cache').outputs['hit']
}

function newMachine(directory: string): Machine {
  const machine = { workspace: join(directory, 'work', 'project'), home: join(directory, 'home') }
  mkdirSync(machine.workspace, { recursive: true })
  mkdirSync(machine.home)
  return machine
}

/** A repository that is the action and uses it: bundles by link, all that a runner reads as it is by copy. */
function commit(repository: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(repository, { recursive: true })
  copyFileSync(join(project, 'action.yml'), join(repository, 'action.yml'))
  for (const part of ['restore', 'save', 'dist']) symlinkSync(join(project, part), join(repository, part), 'junction')
  symlinkSync(join(project, '__tests__/support/runner/fixtures/actions'), join(repository, 'actions'), 'junction')
  cpSync(join(project, '.github'), join(repository, '.github'), { recursive: true })
  for (const part of ['workflows', 'actions']) {
    cpSync(join(project, '__tests__/e2e', part), join(repository, '.github', part), { recursive: true })
  }
  for (const [path, text] of Object.entries(files)) writeFileSync(join(repository, path), text)
}

/** What the machine has already stays; files of the commit are written anew. */
function checkOut(repository: string, workspace: string): void {
  for (const entry of readdirSync(repository, { withFileTypes: true })) {
    const [from, to] = [join(repository, entry.name), join(workspace, entry.name)]
    if (!entry.isSymbolicLink()) cpSync(from, to, { recursive: true })
    else if (!existsSync(to)) symlinkSync(readlinkSync(from), to, 'junction')
  }
}
