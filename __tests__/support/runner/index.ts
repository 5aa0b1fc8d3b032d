import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Event } from './events.ts'
import type { Printed } from './job-run.ts'
import type { Combination } from './matrix.ts'
import type { Timing } from './process.ts'
import type { Outcome, WorkflowResult } from './result.ts'
import { Run } from './run.ts'
import { parseWorkflow } from './workflow.ts'

export { type Event, pullRequest, pullRequestTarget, push } from './events.ts'
export type { Printed } from './job-run.ts'
export type { JobResult, StepResult, WorkflowResult } from './result.ts'

export interface RunOptions {
  /** The workflow file. */
  readonly file: string
  readonly event: Event
  /**
   * Where jobs run: `GITHUB_WORKSPACE`, which must exist. One directory is one runner, so its jobs run one after the
   * other; a function may give every job its own.
   */
  readonly workspace: string | ((job: { readonly id: string; readonly matrix: Combination }) => string)
  /** Environment of every process, as a machine's own settings would be. The workflow's `env` goes over it. */
  readonly env?: Readonly<Record<string, string>>
  /** Environment that only JavaScript actions see. */
  readonly actionEnv?: Readonly<Record<string, string>>
  readonly runnerEnvironment?: 'github-hosted' | 'self-hosted'
  /** `HOME` of the jobs; the caller's own if not given. */
  readonly home?: string
  readonly secrets?: Readonly<Record<string, string>>
  readonly vars?: Readonly<Record<string, string>>
  /** Fills a workspace where the workflow says `actions/checkout`; without it that action is as unknown as any. */
  readonly checkout?: (workspace: string) => void
  /** Cancels the run when a step (id or name) is done, or as soon as it prints a line that contains `line`. */
  readonly cancelAfter?: { readonly step: string; readonly stage?: 'main' | 'post'; readonly line?: string }
  readonly signal?: AbortSignal
  /** As on the service no two runs have the same, unless the caller says so. */
  readonly runId?: number
  readonly runAttempt?: number
  readonly timing?: Partial<Timing>
  readonly onPrinted?: (printed: Printed) => void
}

/** Runs a workflow's jobs on this machine as the Actions runner would. Rejects for a workflow that it cannot honour. */
export async function runWorkflow(options: RunOptions): Promise<WorkflowResult> {
  const workflow = parseWorkflow(readFileSync(options.file, 'utf8'), options.file)
  const temp = realpathSync(mkdtempSync(join(tmpdir(), 'warmstart-runner-')))
  const cancelled = new AbortController()
  const cancel = () => cancelled.abort()
  if (options.signal?.aborted) cancel()
  options.signal?.addEventListener('abort', cancel, { once: true })
  try {
    const shared = { temp, workflow: workflow.name, workspaces: new Map(), places: 0, cancel }
    const numbered = { ...options, runId: options.runId ?? nextRunId() }
    const jobs = await new Run(numbered, workflow, cancelled.signal, shared).all()
    const has = (outcome: Outcome) => jobs.some(({ conclusion }) => conclusion === outcome)
    return { conclusion: cancelled.signal.aborted ? 'cancelled' : has('failure') ? 'failure' : 'success', jobs }
  } finally {
    options.signal?.removeEventListener('abort', cancel)
    rmSync(temp, { recursive: true, force: true, maxRetries: 3 })
  }
}

let lastRunId = Date.now()

function nextRunId(): number {
  lastRunId = Math.max(Date.now(), lastRunId + 1)
  return lastRunId
}
