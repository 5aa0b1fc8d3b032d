import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  type Event,
  type JobResult,
  push,
  type RunOptions,
  runWorkflow,
  type StepResult,
  type WorkflowResult,
} from '../support/runner/index.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const fixtures = join(repository, '__tests__/support/runner/fixtures/actions')

/** A machine with a workspace and a home; on a hosted runner both are new for every job. */
export interface Machine {
  readonly workspace: string
  readonly home: string
}

/** One repository's CI: a directory store that outlives its machines. */
export class Site implements Disposable {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'warmstart-')))
  readonly store = join(this.root, 'store')
  #machines = 0

  /** A fresh machine that has checked out the action. */
  machine(): Machine {
    const directory = join(this.root, `machine-${++this.#machines}`)
    const machine = { workspace: join(directory, 'work', 'project'), home: join(directory, 'home') }
    mkdirSync(machine.workspace, { recursive: true })
    mkdirSync(machine.home)
    const link = (from: string, name: string) => symlinkSync(from, join(machine.workspace, name), 'junction')
    for (const part of ['restore', 'save', 'dist']) link(join(repository, part), part)
    link(fixtures, 'actions')
    copyFileSync(join(repository, 'action.yml'), join(machine.workspace, 'action.yml'))
    return machine
  }

  /** Runs a workflow of this folder, by default as a push to `main` on a fresh hosted machine. */
  run(workflow: string, options: Partial<RunOptions> & { readonly machine?: Machine } = {}): Promise<WorkflowResult> {
    const { machine = this.machine(), env, ...rest } = options
    return runWorkflow({
      file: fileURLToPath(new URL(`workflows/${workflow}.yml`, import.meta.url)),
      ...{ event: push(), workspace: machine.workspace, home: machine.home },
      timing: { sigint: 3000, sigterm: 1000 },
      ...rest,
      env: { WARMSTART_STORE: pathToFileURL(this.store).href, ...env },
    })
  }

  /** Runs `basic.yml` and returns its job. */
  async basic(options: BasicOptions = {}): Promise<JobResult> {
    const { script = 'true', key = 'k', tolerated = false, event = push(), ...rest } = options
    const vars = { SCRIPT: script, KEY: key, TOLERATED: String(tolerated) }
    const { jobs } = await this.run('basic', { event, vars, ...rest })
    return jobs[0] as JobResult
  }

  /** Name and content hash of everything in the store that a version consists of. */
  objects(): string[] {
    return this.files('').map((file) => {
      const hash = createHash('sha256').update(readFileSync(file)).digest('hex')
      return `${relative(this.store, file)} ${hash}`
    })
  }

  /** Files of the store with this component in their path. */
  files(component: string): string[] {
    const all = existsSync(this.store) ? readdirSync(this.store, { recursive: true, withFileTypes: true }) : []
    return all
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => component === '' || path.split(sep).includes(component))
      .sort()
  }

  read(machine: Machine, path: string): string {
    return readFileSync(join(machine.workspace, path), 'utf8')
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 })
  }
}

export interface BasicOptions extends Partial<RunOptions> {
  readonly script?: string
  readonly key?: string
  readonly tolerated?: boolean
  readonly event?: Event
  readonly machine?: Machine
}

/** A step's main by id, or the post of it. */
export function step(job: JobResult | undefined, id: string, stage: 'main' | 'post' = 'main'): StepResult {
  const found = job?.steps.find((one) => one.id === id && one.stage === stage)
  if (!found)
    throw new Error(`No ${stage} step ${id} in ${job?.steps.map((one) => `${one.stage} ${one.id}`).join(', ')}`)
  return found
}

/** What a step printed, without its own script. */
export function said(job: JobResult | undefined, id: string): string[] {
  return step(job, id).log.filter((line) => !line.startsWith('> '))
}

/** The hit of the step `cache`. */
export function hit(job: JobResult | undefined): string | undefined {
  return step(job, 'cache').outputs['hit']
}
