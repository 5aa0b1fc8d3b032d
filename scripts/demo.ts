// `npm run demo`: a real workflow with the action of this repository, on a directory store. No account, no server.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pc from 'picocolors'
import { type JobResult, type Printed, push, runWorkflow, type StepResult } from '../__tests__/support/runner/index.ts'
import {
  differences,
  directoryBytes,
  fileCount,
  megabytes,
  type Snapshot,
  seconds,
  snapshot,
  table,
} from './demo-report.ts'

const repository = fileURLToPath(new URL('..', import.meta.url))
const demo = join(repository, 'demo')

interface Row {
  readonly title: string
  readonly job: JobResult
  readonly millis: number
  readonly hit: string
  /** What the store grew by, and that plus what was read from it. */
  readonly storedBytes: number
  readonly movedBytes: number
  /** `node_modules` after the job. */
  readonly tree: Snapshot
}

interface Machine {
  readonly root: string
  readonly signal: AbortSignal
}

await main()

async function main(): Promise<void> {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort())
  const root = mkdtempSync(join(tmpdir(), 'warmstart-demo-'))
  try {
    await tell({ root, signal: interrupted.signal })
  } catch (error) {
    if (interrupted.signal.aborted) process.exitCode = 130
    else {
      console.error(`\n${pc.red('The demo does not hold:')} ${(error as Error).message}`)
      process.exitCode = 1
    }
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function tell(machine: Machine): Promise<void> {
  claim(existsSync(join(repository, 'dist', 'main', 'index.js')), 'dist/ is missing: run `npm run build` first.')
  const packages =
    Object.keys(JSON.parse(readFileSync(join(demo, 'project/package-lock.json'), 'utf8')).packages).length - 1
  say(`demo/workflow.yml is a job with a lock file of ${packages} packages, some of which it uses. The runner of this`)
  say("project's tests runs it as the Actions runner would, with the action in dist/ and a directory as the store.")

  const cold = await run(machine, 'cold', 'Nothing is stored yet: the job installs everything, succeeds, and saves.')
  claim(cold.hit === 'miss' && cold.job.conclusion === 'success', 'The first run should miss and succeed.')
  claim(step(cold, 'install').outcome === 'success', 'The first run should install its packages.')
  claim(cold.storedBytes > 0, 'The first run should leave a version in the store.')

  const warm = await run(
    machine,
    'warm',
    'The same job on another fresh machine: the volume is there, nothing to install.',
  )
  claim(warm.hit === 'exact' && warm.job.conclusion === 'success', 'The second run should hit exactly and succeed.')
  claim(step(warm, 'install').outcome === 'skipped', 'The second run should not install anything.')
  claimSame(warm, cold, 'The second run should have the very files the first one left.')
  claim(warm.storedBytes === 0, 'The second run changed nothing, so it should store nothing.')

  const broken = await run(machine, 'failing', 'The same job damages its dependencies and fails.', { broken: true })
  claim(broken.hit === 'exact' && broken.job.conclusion === 'failure', 'The third run should hit, and fail.')
  claim(differences(broken.tree, cold.tree).length > 0, 'The third run should have changed its files.')
  claim(broken.storedBytes === 0, 'A failed job should store nothing.')

  const after = await run(
    machine,
    'after it',
    'Once more on a fresh machine: the damage went with the job that did it.',
  )
  claim(after.hit === 'exact' && after.job.conclusion === 'success', 'The run after the failed one should succeed.')
  claimSame(after, cold, 'Nothing of the failed job should be seen afterwards.')

  const next = await run(
    machine,
    'changed',
    'One dependency changed: another key, so the newest version is the start.',
    {
      project: 'project-next',
    },
  )
  claim(
    next.hit === 'fallback' && next.job.conclusion === 'success',
    'A changed lock file should fall back and succeed.',
  )
  const changed = differences(next.tree, cold.tree).filter((name) => !name.startsWith('/.'))
  claim(changed.length > 0, 'The changed dependency should be in the tree.')
  const other = changed.find((name) => !/^\/(prettier(\/|$)|\.)/.test(name))
  claim(!other, `Only the changed dependency should differ from the first run, not ${other}.`)
  claim(
    next.storedBytes > 0 && next.storedBytes < cold.storedBytes / 5,
    `One changed dependency should store little: ${megabytes(next.storedBytes)} of ${megabytes(cold.storedBytes)}.`,
  )

  const rows = [cold, warm, broken, after, next]
  console.log(
    `\n${table(
      ['run', 'time', 'of it installing', 'hit', 'job', 'files', 'stored', 'moved'],
      rows.map((row) => [
        ...[row.title, seconds(row.millis), installing(row), row.hit, row.job.conclusion, String(fileCount(row.tree))],
        ...[megabytes(row.storedBytes), megabytes(row.movedBytes)],
      ]),
    )}`,
  )
  console.log(
    `\n${pc.green('Every claim above was checked.')} stored: what the store grew by; moved: that and what was read from it.`,
  )
}

interface RunOptions {
  readonly broken?: boolean
  readonly project?: 'project' | 'project-next'
}

/** One job on a machine of its own: a fresh workspace and home; only the store stays. */
async function run({ root, signal }: Machine, title: string, sentence: string, options: RunOptions = {}): Promise<Row> {
  console.log(`\n${pc.bold(title)}  ${sentence}`)
  const store = join(root, 'store')
  const workspace = join(root, 'work', 'project')
  const home = join(root, 'home')
  mkdirSync(store, { recursive: true })
  mkdirSync(home)
  checkout(workspace, options.project ?? 'project')
  const before = directoryBytes(store)
  const started = performance.now()
  const { jobs } = await runWorkflow({
    ...{ file: join(demo, 'workflow.yml'), event: push(), workspace, home, signal, onPrinted: printer() },
    // ^C should not take as long as a cancelled job may.
    timing: { sigint: 500, sigterm: 500 },
    env: { WARMSTART_STORE: pathToFileURL(store).href },
    vars: { BREAK: String(options.broken ?? false) },
  })
  const millis = performance.now() - started
  signal.throwIfAborted()
  const job = jobs[0] as JobResult
  const { hit = '', 'fetched-bytes': fetched = '0' } = job.steps.find(({ id }) => id === 'cache')?.outputs ?? {}
  const tree = snapshot(join(workspace, 'node_modules'))
  const storedBytes = directoryBytes(store) - before
  rmSync(join(root, 'work'), { recursive: true })
  rmSync(home, { recursive: true })
  say(`→ ${job.conclusion} in ${seconds(millis)}`)
  return { title, job, millis, hit, storedBytes, movedBytes: storedBytes + Number(fetched), tree }
}

/** The demo's project and this repository's action in one workspace, as a checkout would leave them. */
function checkout(workspace: string, project: string): void {
  cpSync(join(demo, 'project'), workspace, { recursive: true })
  cpSync(join(demo, project), workspace, { recursive: true })
  cpSync(join(repository, 'action.yml'), join(workspace, 'action.yml'))
  symlinkSync(join(repository, 'dist'), join(workspace, 'dist'), 'junction')
}

/** Prints a job's log with a heading for each step. */
function printer(): (printed: Printed) => void {
  let last = ''
  return ({ step, stage, line }) => {
    if (`${stage} ${step}` !== last) console.log(pc.cyan(`  ${step}`))
    last = `${stage} ${step}`
    console.log(pc.dim(`    ${line}`))
  }
}

function installing(row: Row): string {
  const { outcome, millis } = step(row, 'install')
  return outcome === 'skipped' ? '-' : seconds(millis)
}

function step(row: Row, id: string): StepResult {
  const found = row.job.steps.find((one) => one.id === id && one.stage === 'main')
  if (!found) throw new Error(`demo/workflow.yml has no step ${id}`)
  return found
}

function claim(holds: boolean, sentence: string): void {
  if (!holds) throw new Error(sentence)
}

function claimSame(row: Row, other: Row, sentence: string): void {
  const names = differences(row.tree, other.tree)
  claim(names.length === 0, `${sentence} ${names.length} entries differ, the first is node_modules${names[0]}.`)
}

function say(sentence: string): void {
  console.log(`  ${sentence}`)
}
