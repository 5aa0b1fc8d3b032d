import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { WorkflowCall } from './call.ts'
import { expandDeep, expandText, type Scope } from './expressions.ts'
import { Place } from './place.ts'
import { type Job, parseWorkflow, type Workflow } from './workflow.ts'

/**
 * The workflow that a job calls. It lies beside the caller, whatever folder that is: the one in which a repository keeps
 * its workflows.
 */
export function readCalled(job: Job, callerFile: string): Workflow & { readonly call: WorkflowCall } {
  const uses = job.uses as string
  const file = join(dirname(callerFile), basename(uses))
  if (!/^\.\/\.github\/workflows\/[^/]+\.ya?ml$/.test(uses)) {
    throw new Error(`This runner has workflows of the repository only (./.github/workflows/name.yml), not ${uses}`)
  }
  const workflow = parseWorkflow(readFileSync(file, 'utf8'), file)
  if (!workflow.call) throw new Error(`${file} has no workflow_call, so job ${job.id} cannot call it`)
  return { ...workflow, call: workflow.call }
}

/** The `inputs` context of a called workflow. Throws for what the service would not start. */
export function callInputs(job: Job, call: WorkflowCall, scope: Scope): Record<string, unknown> {
  const where = new Place(`the call of job ${job.id}`)
  where.only(job.with, Object.keys(call.inputs))
  return Object.fromEntries(
    Object.entries(call.inputs).map(([name, input]) => {
      const given = job.with[name] !== undefined
      if (input.required && !given) throw where.error(`lacks the input ${name}`)
      const value = expandDeep(given ? job.with[name] : (input.default ?? EMPTY[input.type]), scope)
      if (input.type === 'string') return [name, String(value)]
      if (typeof value !== input.type) throw where.error(`gives the input ${name} no ${input.type}`)
      return [name, value]
    }),
  )
}

const EMPTY = { string: '', number: 0, boolean: false }

/** The `secrets` context of a called workflow: those it was given by name, or all of the caller's by `inherit`. */
export function callSecrets(
  job: Job,
  call: WorkflowCall,
  own: Readonly<Record<string, string>>,
  scope: Scope,
): Record<string, string> {
  if (job.secrets === 'inherit') return { ...own }
  const where = new Place(`the call of job ${job.id}`)
  const given = where.at('secrets').map(job.secrets)
  where.only(given, Object.keys(call.secrets))
  for (const [name, required] of Object.entries(call.secrets)) {
    if (required && given[name] === undefined) throw where.error(`lacks the secret ${name}`)
  }
  const token = own['GITHUB_TOKEN'] === undefined ? {} : { GITHUB_TOKEN: own['GITHUB_TOKEN'] }
  const secretScope = { ...scope, contexts: { ...scope.contexts, secrets: own } }
  return {
    ...token,
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name, expandText(value, secretScope)])),
  }
}
