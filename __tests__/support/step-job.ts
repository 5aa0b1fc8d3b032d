import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Desk, FACES } from './warmstart.ts'

const ARROW = '<<'

/** A job on a hosted runner: steps are run from their sources with the runner's variables and command files. */
export class Job {
  readonly desk = new Desk()
  env: Record<string, string> = {}
  #steps = 0

  constructor(event = 'push', ref = 'refs/heads/main') {
    const payload = join(this.desk.root, 'event.json')
    writeFileSync(payload, JSON.stringify({ repository: { default_branch: 'main' } }))
    this.env = {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: event,
      GITHUB_EVENT_PATH: payload,
      GITHUB_REF: ref,
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_RUN_ID: '1',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_JOB: 'build',
      GITHUB_WORKSPACE: this.desk.workspace,
      RUNNER_ENVIRONMENT: 'github-hosted',
    }
  }

  write(name: string, content: string): void {
    const path = join(this.desk.workspace, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, content)
  }

  async step(
    entry: 'main' | 'post' | 'restore' | 'save',
    inputs: Record<string, string>,
    state: Record<string, string> = {},
  ) {
    const files = join(this.desk.root, `step-${this.#steps++}`)
    mkdirSync(files)
    const file = (name: string) => {
      writeFileSync(join(files, name), '')
      return join(files, name)
    }
    const prefixed = (prefix: string, values: Record<string, string>, name = (text: string) => text) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}_${name(key)}`, value]))
    const { ended } = this.desk.node([join(FACES, 'github', `${entry}.ts`)], {
      ...this.env,
      ...prefixed('INPUT', inputs, (name) => name.toUpperCase()),
      ...prefixed('STATE', state),
      GITHUB_OUTPUT: file('output'),
      GITHUB_STATE: file('state'),
      GITHUB_STEP_SUMMARY: file('summary'),
    })
    const { status, stdout } = await ended
    const left = (name: string) => readFileSync(join(files, name), 'utf8')
    return {
      status,
      log: stdout,
      outputs: commands(left('output')),
      state: commands(left('state')),
      summary: left('summary'),
    }
  }
}

/** Reads what `name<<delimiter` files hold. */
function commands(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at++) {
    const [name, delimiter] = (lines[at] ?? '').split(ARROW)
    if (!name || !delimiter) continue
    const end = lines.indexOf(delimiter, at + 1)
    found[name] = lines.slice(at + 1, end).join('\n')
    at = end
  }
  return found
}
