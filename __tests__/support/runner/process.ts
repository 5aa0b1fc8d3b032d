import { type ChildProcess, spawn } from 'node:child_process'
import { StringDecoder } from 'node:string_decoder'

/** How long a cancelled process gets after SIGINT and after SIGTERM, and how long a minute is; milliseconds. */
export interface Timing {
  readonly sigint: number
  readonly sigterm: number
  readonly minute: number
}

/** The runner's own: 7.5 s, then 2.5 s, then everything is killed. */
export const RUNNER_TIMING: Timing = { sigint: 7500, sigterm: 2500, minute: 60_000 }

export interface ProcessRequest {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly timing: Timing
  readonly onLine: (line: string) => void
}

/** Processes of one job: what they leave running is killed when the job is over, as the runner does. */
export class ProcessTable {
  readonly #groups: number[] = []

  /**
   * Runs a program to its end and returns its exit code (128 + n for a signal). An aborted signal sends SIGINT, then
   * SIGTERM, then kills the program with all its children.
   */
  async run(request: ProcessRequest): Promise<number> {
    const child = spawn(request.command, request.args, {
      cwd: request.cwd,
      env: request.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    if (child.pid) this.#groups.push(child.pid)
    const flush = [child.stdout, child.stderr].map((stream) => readLines(stream, request.onLine))
    const stop = stopOnAbort(child, request)
    try {
      return await exitCode(child)
    } finally {
      stop()
      for (const rest of flush) rest()
    }
  }

  killLeftovers(): void {
    for (const pid of this.#groups.splice(0)) killTree(pid)
  }
}

function stopOnAbort(child: ChildProcess, { signal, timing }: ProcessRequest): () => void {
  let timer: NodeJS.Timeout | undefined
  const interrupt = () => {
    child.kill('SIGINT')
    timer = setTimeout(() => {
      child.kill('SIGTERM')
      timer = setTimeout(() => child.pid && killTree(child.pid), timing.sigterm)
    }, timing.sigint)
  }
  if (signal.aborted) interrupt()
  else signal.addEventListener('abort', interrupt, { once: true })
  return () => {
    clearTimeout(timer)
    signal.removeEventListener('abort', interrupt)
  }
}

function killTree(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // nothing of it is left
  }
}

/** How long output may still arrive after the exit, when a child that was left running holds the pipe. */
const DRAIN_MILLIS = 1000

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(status(code, signal)))
    child.on('exit', (code, signal) => setTimeout(() => resolve(status(code, signal)), DRAIN_MILLIS).unref())
  })
}

function status(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 137)
}

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): () => void {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  stream.on('data', (block: Buffer) => {
    const lines = (rest + decoder.write(block)).split(/\r?\n/)
    rest = lines.pop() as string
    for (const line of lines) onLine(line)
  })
  return () => {
    if (rest) onLine(rest)
    rest = ''
  }
}
