import { spawn } from 'node:child_process'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RestoreOutcome } from '../../../src/volume/types.ts'
import type { Identity } from './identities.ts'
import type { Told } from './judge.ts'
import { NAMESPACE } from './outgoing.ts'

const DIST = join(import.meta.dirname, '../../../dist')

/** One step of a job, as the runner starts it. */
export interface Step {
  readonly entry: 'main' | 'post' | 'restore' | 'save'
  readonly workspace: string
  readonly env: Readonly<Record<string, string>>
  readonly inputs: Readonly<Record<string, string>>
  /** What `main` handed over. */
  readonly state?: string
  /** It is killed then. */
  readonly killAfterMillis: number | undefined
}

export interface StepEnd {
  readonly killed: boolean
  readonly log: string
  readonly state: string | undefined
  readonly told: Told
}

/** The variables by which an action knows the job it runs in. */
export function jobEnv(identity: Identity, run: string, persistent: boolean): Record<string, string> {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: identity.event,
    GITHUB_REF: identity.ref,
    GITHUB_REPOSITORY: NAMESPACE,
    GITHUB_RUN_ID: run,
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_JOB: 'build',
    RUNNER_ENVIRONMENT: persistent ? 'self-hosted' : 'github-hosted',
  }
}

/** Runs a step of the committed bundles to its end, or until it is killed. */
export async function runStep({ entry, workspace, env, inputs, state, killAfterMillis }: Step): Promise<StepEnd> {
  const files = fs.mkdtempSync(join(tmpdir(), 'warmstart-'))
  const file = (name: string, content = '') => {
    fs.writeFileSync(join(files, name), content)
    return join(files, name)
  }
  const child = spawn(process.execPath, [join(DIST, entry, 'index.js')], {
    cwd: workspace,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: files,
      ...env,
      ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      ...(state !== undefined && { STATE_warmstart: state }),
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_PATH: file('event.json', env['EVENT']),
      GITHUB_OUTPUT: file('output'),
      GITHUB_STATE: file('state'),
      GITHUB_STEP_SUMMARY: file('summary'),
    },
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (log += String(data)))
  const killer = killAfterMillis === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMillis)
  const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (...ended) => resolve(ended))
  })
  clearTimeout(killer)
  const left = (name: string) => commands(fs.readFileSync(join(files, name), 'utf8'))
  const outputs = signal ? {} : left('output')
  const handedOver = signal ? undefined : left('state')['warmstart']
  fs.rmSync(files, { recursive: true, force: true })
  if (!signal && status !== 0) throw new Error(`${entry} ended with ${status}:\n${log}`)
  return { killed: signal === 'SIGKILL', log, state: handedOver, told: toldBy(outputs) }
}

function toldBy(outputs: Record<string, string>): Told {
  return {
    hit: (outputs['hit'] ?? 'miss') as RestoreOutcome['hit'],
    matchedKey: outputs['cache-matched-key'],
    version: outputs['version'],
    // Not among the outputs.
    matchedLane: undefined,
  }
}

/** What `name<<delimiter` files hold. */
function commands(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, name, , value] of text.matchAll(/^([^\n<]+)<<(\S+)\n([\s\S]*?)\n\2$/gm))
    found[name as string] = value as string
  return found
}
