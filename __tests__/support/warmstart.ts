import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileCache } from './compile-cache.ts'
import { tempDir } from './temp.ts'

export const FACES = join(import.meta.dirname, '../../src/faces')

/** What one run of the command line left. */
export interface Ended {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A desk of its own: home, workspace, state and store in a temporary directory. */
export class Desk {
  readonly root = tempDir()
  readonly workspace = join(this.root, 'work')
  readonly store = join(this.root, 'store')
  env: Record<string, string>

  constructor() {
    mkdirSync(this.workspace)
    this.env = {
      PATH: process.env['PATH'] ?? '',
      HOME: this.root,
      ...compileCache(),
      WARMSTART_STORE: pathToFileURL(this.store).href,
      WARMSTART_STATE: join(this.root, 'state'),
    }
  }

  /** Starts the command line from its sources. */
  start(args: readonly string[], nodeArgs: readonly string[] = []) {
    return this.node([...nodeArgs, join(FACES, 'cli/index.ts'), ...args])
  }

  /** Starts Node in the workspace, with `extra` in the environment. */
  node(args: readonly string[], extra: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, args, { cwd: this.workspace, env: { ...this.env, ...extra } })
    const output = { stdout: '', stderr: '' }
    child.stdout.on('data', (data) => {
      output.stdout += String(data)
    })
    child.stderr.on('data', (data) => {
      output.stderr += String(data)
    })
    const ended = new Promise<Ended>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (status, signal) => resolve({ status, signal, ...output }))
    })
    return { child, output, ended }
  }

  run(...args: readonly string[]): Promise<Ended> {
    return this.start(args).ended
  }

  /** Runs with `--json` and gives the object on the last line of stdout. */
  async json(...args: readonly string[]): Promise<Ended & { readonly result: Record<string, unknown> }> {
    const ended = await this.run(...withJson(args))
    const last = ended.stdout.trimEnd().split('\n').at(-1) ?? ''
    try {
      return { ...ended, result: JSON.parse(last) as Record<string, unknown> }
    } catch {
      throw new Error(`no JSON on the last line of stdout:\n${ended.stdout}\n${ended.stderr}`)
    }
  }
}

function withJson([command = '', ...rest]: readonly string[]): string[] {
  return [command, '--json', ...rest]
}
