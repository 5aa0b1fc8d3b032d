import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { hostEnvironment } from '../support/runner/context.ts'
import type { WorkflowResult } from '../support/runner/index.ts'
import { ActLog, type LogEntry } from './act-log.ts'
import type { Driver, DriverRun } from './site.ts'

/** The runner `act` (nektos/act) on this machine, without containers and without network. */
export function actRunner(act: string): Driver {
  return async (run) => {
    if (run.machine) throw new Error('act has no machine that stays')
    const home = join(run.scratch, 'home')
    mkdirSync(home)
    const eventFile = join(run.scratch, 'event.json')
    writeFileSync(eventFile, JSON.stringify(run.event.payload))
    const log = new ActLog(run.file)
    const child = spawn(act, argumentsOf(run, eventFile), {
      cwd: run.repository,
      // act takes the first `node` of the path: the one that runs this.
      env: hostEnvironment(home, {
        ...run.env,
        PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`,
      }),
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: AbortSignal.timeout(RUN_MILLIS),
    })
    let errors = ''
    child.stderr.on('data', (data) => {
      errors += data
    })
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry: LogEntry = JSON.parse(line)
      log.add(entry)
      if (isCancelLine(run, entry)) child.kill('SIGINT')
    })
    const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
    const jobs = log.jobs()
    if (jobs.length === 0) throw new Error(`act ran no job: ${errors}`)
    return { conclusion: code === 0 ? 'success' : 'failure', jobs } satisfies WorkflowResult
  }
}

const RUN_MILLIS = 60_000
/** As with our own runner this machine is every runner, whatever a label says of its system. */
const LABELS = ['ubuntu-latest', 'ubuntu-24.04', 'macos-15', 'windows-2025']
let runs = Date.now()

function argumentsOf({ event, file, scratch, vars, actionEnv }: DriverRun, eventFile: string): string[] {
  const env = {
    GITHUB_REPOSITORY: event.repository,
    GITHUB_RUN_ID: String(++runs),
    SHA_REF: event.sha,
    RUNNER_ENVIRONMENT: 'github-hosted',
    ...actionEnv,
  }
  const pairs = (flag: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`])
  return [
    ...[event.name, '--workflows', file, '--eventpath', eventFile, '--actor', event.actor, '--json', '--rm'],
    ...LABELS.flatMap((label) => ['--platform', `${label}=-self-hosted`]),
    ...['--action-cache-path', join(scratch, 'act')],
    // Nothing from outside: no images, no actions but those of the repository, no cache server, no token of `gh`.
    ...['--action-offline-mode', '--pull=false', '--container-daemon-socket', '-', '--no-cache-server'],
    ...['--secret', 'GITHUB_TOKEN=none'],
    ...pairs('--env', env),
    ...pairs('--var', vars),
  ]
}

function isCancelLine({ cancelAfter }: DriverRun, entry: LogEntry): boolean {
  if (cancelAfter?.line === undefined || !entry.raw_output) return false
  return entry.stepID?.at(-1) === cancelAfter.step && entry.msg.includes(cancelAfter.line)
}
