import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FunctionDefinition } from '@actions/expressions/funcs/info'
import { compileCache } from '../compile-cache.ts'
import type { Event } from './events.ts'
import { textFunction } from './expressions.ts'

/** What is fixed for one job before its first step. */
export interface JobPlace {
  readonly event: Event
  readonly workflow: string
  readonly workflowFile: string
  readonly job: string
  readonly workspace: string
  /** The job's own temporary directory, empty at its start. */
  readonly temp: string
  readonly toolCache: string
  readonly runnerEnvironment: 'github-hosted' | 'self-hosted'
  readonly runId: number
  readonly runAttempt: number
  readonly token: string
}

const OS: Partial<Record<NodeJS.Platform, string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }
const ARCH: Partial<Record<NodeJS.Architecture, string>> = { x64: 'X64', arm64: 'ARM64', ia32: 'X86', arm: 'ARM' }

/** The `github` context; also writes the event's file. */
export function githubContext(place: JobPlace): Record<string, unknown> {
  const { event } = place
  const eventPath = join(place.temp, '_github_workflow', 'event.json')
  mkdirSync(dirname(eventPath), { recursive: true })
  writeFileSync(eventPath, JSON.stringify({ ...event.payload, ...(event.inputs && { inputs: event.inputs }) }, null, 2))
  const workflowRef = `${event.repository}/.github/workflows/${basename(place.workflowFile)}@${event.ref}`
  return {
    actor: event.actor,
    triggering_actor: event.actor,
    api_url: 'https://api.github.com',
    graphql_url: 'https://api.github.com/graphql',
    server_url: 'https://github.com',
    base_ref: event.baseRef ?? '',
    head_ref: event.headRef ?? '',
    event: { ...event.payload, ...(event.inputs && { inputs: event.inputs }) },
    event_name: event.name,
    event_path: eventPath,
    job: place.job,
    ref: event.ref,
    ref_name: event.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    ref_protected: false,
    ref_type: event.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    repository: event.repository,
    repository_id: '1',
    repository_owner: event.repository.split('/')[0],
    repository_owner_id: '2',
    actor_id: '3',
    retention_days: '90',
    run_attempt: String(place.runAttempt),
    run_id: String(place.runId),
    run_number: String(place.runId),
    sha: event.sha,
    token: place.token,
    workflow: place.workflow,
    workflow_ref: workflowRef,
    workflow_sha: event.sha,
    workspace: place.workspace,
  }
}

export function runnerContext(place: JobPlace): Record<string, unknown> {
  return {
    name: 'local runner',
    os: OS[process.platform] ?? process.platform,
    arch: ARCH[process.arch] ?? process.arch,
    temp: place.temp,
    tool_cache: place.toolCache,
    environment: place.runnerEnvironment,
    workspace: dirname(place.workspace),
  }
}

/** Members of the `github` context that are no environment variables. */
const NOT_IN_ENVIRONMENT = new Set(['event', 'token', 'action_status'])

/** `GITHUB_*`, `RUNNER_*` and the marks of a CI: these stand, whatever a workflow's `env` says. */
export function runnerEnvironment(
  github: Readonly<Record<string, unknown>>,
  runner: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const variables: Record<string, string> = { GITHUB_ACTIONS: 'true' }
  for (const [name, value] of Object.entries(github)) {
    if (!NOT_IN_ENVIRONMENT.has(name)) variables[`GITHUB_${name.toUpperCase()}`] = String(value)
  }
  for (const [name, value] of Object.entries(runner)) variables[`RUNNER_${name.toUpperCase()}`] = String(value)
  return variables
}

/** What a process needs from this machine; everything else of the host's environment stays outside. */
const HOST_VARIABLES = [
  ...['NODE_EXTRA_CA_CERTS', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'],
  ...['SystemRoot', 'windir', 'ComSpec', 'PATHEXT', 'TEMP', 'TMP', 'LOCALAPPDATA', 'APPDATA'],
]
/** How npm reaches its registry, as an environment or a parent npm gives it. */
const NPM_VARIABLE = /^npm_config_(registry|userconfig|globalconfig|cafile|ca|strict_ssl|proxy|https_proxy|noproxy)$/i

/** `more` is what the caller sets for the machine. Another home would hide the user's registry, so npm is told of it. */
export function hostEnvironment(
  home: string | undefined,
  more: Readonly<Record<string, string>>,
): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && (HOST_VARIABLES.includes(name) || NPM_VARIABLE.test(name))) variables[name] = value
  }
  variables['PATH'] = process.env['PATH'] ?? '' // on Windows the name may be spelt `Path`
  const directory = home ?? homedir()
  variables['HOME'] = directory
  if (process.platform === 'win32') variables['USERPROFILE'] = directory
  const known = Object.keys(variables).some((name) => name.toLowerCase() === 'npm_config_userconfig')
  if (home !== undefined && !known) variables['npm_config_userconfig'] = join(homedir(), '.npmrc')
  return { ...variables, ...more }
}

/** `hashFiles()`, by the platform's own library, below the workspace. */
export function hashFilesFunction(workspace: string): FunctionDefinition {
  return textFunction('hashFiles', 255, (patterns) => {
    const program = fileURLToPath(new URL('hash-files.ts', import.meta.url))
    const { status, stderr } = spawnSync(process.execPath, ['--no-warnings', program, ...patterns], {
      cwd: workspace,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', GITHUB_WORKSPACE: workspace, ...compileCache() },
    })
    if (status !== 0) throw new Error(`hashFiles('${patterns.join("', '")}') failed: ${stderr}`)
    return stderr.trim()
  })
}
