/** `outcome` is what a step did, `conclusion` what it counts as once `continue-on-error` was applied. */
export type Outcome = 'success' | 'failure' | 'cancelled' | 'skipped'

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly message: string
}

export interface StepResult {
  /** `''` for a step without an id. */
  readonly id: string
  readonly name: string
  readonly stage: 'main' | 'post'
  readonly outcome: Outcome
  readonly conclusion: Outcome
  readonly outputs: Readonly<Record<string, string>>
  /** What the step printed, commands rendered and secrets masked as the runner's log shows them. */
  readonly log: readonly string[]
  readonly annotations: readonly Annotation[]
  /** Markdown the step wrote to its summary. */
  readonly summary: string
  readonly millis: number
}

export interface JobResult {
  /** `caller/job` for a job of a called workflow. */
  readonly id: string
  /** With the matrix' values and the caller's name, as the service shows it: `build (linux, 20)`, `caller / job`. */
  readonly name: string
  readonly matrix: Readonly<Record<string, unknown>>
  readonly outcome: Outcome
  readonly conclusion: Outcome
  readonly outputs: Readonly<Record<string, string>>
  /** Posts included, in the order they ran. */
  readonly steps: readonly StepResult[]
  readonly summary: string
}

export interface WorkflowResult {
  readonly conclusion: Exclude<Outcome, 'skipped'>
  /** In the order of the file, matrix jobs in the order of their combinations; a call's own jobs in its place. */
  readonly jobs: readonly JobResult[]
}
