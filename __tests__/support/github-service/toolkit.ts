import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { compileCache } from '../compile-cache.ts'
import type { GithubService } from './index.ts'

const child = fileURLToPath(new URL('toolkit-child.ts', import.meta.url))

/** What a program needs of the machine, and nothing of a CI that these tests may run in. */
const machine = Object.fromEntries(['PATH', 'SystemRoot', 'TEMP'].map((name) => [name, process.env[name]]))

export interface ToolkitRun {
  /** Save: the entry's number, or -1. Restore: the key that was matched, or null. */
  readonly value?: number | string | null
  /** What was thrown. */
  readonly error?: string
  /** What the client printed, workflow commands included. */
  readonly log: string
}

/** Runs the official client in a job's directory. Paths are as a user writes them, relative to `workspace`. */
export async function toolkit(
  service: GithubService,
  workspace: string,
  what: 'save' | 'restore',
  paths: readonly string[],
  keys: readonly [key: string, ...restoreKeys: string[]],
  token?: string,
): Promise<ToolkitRun> {
  const temp = join(workspace, '_temp')
  mkdirSync(temp, { recursive: true })
  const env = { ...machine, ...service.env(token), GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temp, ...compileCache() }
  const running = spawn(process.execPath, [child, what, paths.join('|'), ...keys], { cwd: workspace, env })
  let log = ''
  running.stdout.on('data', (piece: Buffer) => (log += piece))
  running.stderr.on('data', (piece: Buffer) => (log += piece))
  const status = await new Promise((resolve) => running.on('close', resolve))
  if (status !== 0) throw new Error(`the client ended with ${status}: ${log}`)
  return { ...JSON.parse(log.trimEnd().split('\n').at(-1) ?? ''), log }
}
