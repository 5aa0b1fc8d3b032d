import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readAction } from '../../__tests__/support/runner/action.ts'
import { openFileCommands } from '../../__tests__/support/runner/file-commands.ts'
import type { Side } from '../run.ts'
import type { Traffic } from './results.ts'
import type { Service } from './service.ts'

/** An action that has a `save` and a `restore` beside it, as a checkout of it. */
export interface Contestant {
  readonly directory: string
  /** The script to run instead of the one that `action.yml` names. */
  readonly script?: (verb: Verb) => string
}

export type Verb = 'save' | 'restore'

/** The machine a step runs on. */
export interface Runner {
  readonly service: Service
  readonly workspace: string
  /** The home directory, temporary files and command files. While it is absent, the machine is a fresh one. */
  readonly home: string
  readonly repository: string
}

/** Whether a step did what it was meant to. */
export type Check = (traffic: Traffic, outputs: Readonly<Record<string, string>>) => boolean

/** A step of an action, run as the runner does it, in a push to the default branch. Throws if the check fails. */
export function step(
  runner: Runner,
  { directory, script }: Contestant,
  verb: Verb,
  inputs: Readonly<Record<string, string>>,
  check: Check,
): Side<Traffic> {
  const { inputs: defaults, runs } = readAction(join(directory, verb))
  if (runs.kind !== 'javascript') throw new Error(`${directory}/${verb} is no JavaScript action`)
  const { service, workspace, home } = runner
  const env = { ...variables(runner), ...service.env, ...inputVariables({ ...defaults, ...inputs }) }
  let commands: ReturnType<typeof openFileCommands>
  return {
    command: [process.execPath, script?.(verb) ?? runs.main],
    cwd: workspace,
    env,
    async prepare() {
      mkdirSync(join(home, 'temp'), { recursive: true })
      mkdirSync(workspace, { recursive: true })
      writeFileSync(join(home, 'event.json'), JSON.stringify({ repository: { default_branch: 'main' } }))
      commands = openFileCommands(join(home, 'commands'))
      Object.assign(env, commands.env)
      await service.traffic()
    },
    async look(stdout) {
      const traffic = await service.traffic()
      const outputs = Object.fromEntries(commands.collect().outputs)
      if (check(traffic, outputs)) return traffic
      throw new Error(`${runs.main} did not do what it should: ${JSON.stringify({ traffic, outputs })}\n${stdout}`)
    },
  }
}

function inputVariables(inputs: Readonly<Record<string, unknown>>): Record<string, string> {
  const named = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, `${value}`])
  return Object.fromEntries(named)
}

function variables({ workspace, home, repository }: Runner): Record<string, string> {
  return {
    HOME: home,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: join(home, 'event.json'),
    GITHUB_JOB: 'build',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1',
    GITHUB_WORKSPACE: workspace,
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: join(home, 'temp'),
  }
}
