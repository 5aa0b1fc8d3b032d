import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'

/** A real server in a process of its own, on loopback, with a directory that goes with it. */
export interface RunningServer {
  readonly origin: string
  readonly port: number
  readonly directory: string
  /** For tests that stop it for a while (`SIGSTOP`, `SIGCONT`) or kill it. */
  readonly process: ChildProcess
  close(): Promise<void>
}

export interface ServerProgram {
  readonly file: string
  /** Arguments, made for a port and an empty directory. */
  readonly args: (place: { readonly port: number; readonly directory: string }) => readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** What is asked until it answers with this status, 200 unless told. */
  readonly readyPath: string
  readonly readyStatus?: number
}

/** Starts a server and waits until it answers. Throws with what it said if it does not within half a minute. */
export async function startServer({
  file,
  args,
  env = {},
  readyPath,
  readyStatus = 200,
}: ServerProgram): Promise<RunningServer> {
  const directory = mkdtempSync(join(tmpdir(), 'warmstart-server-'))
  const port = await freePort()
  const child = spawn(file, args({ port, directory }), {
    cwd: directory,
    env: { PATH: process.env['PATH'] ?? '', HOME: directory, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece: Buffer) => {
      said = `${said}${piece}`.slice(-4000)
    })
  }
  const killed = () => child.kill('SIGKILL')
  process.once('exit', killed)
  const ended = once(child, 'close').catch((error: unknown) => {
    said += String(error)
  })
  const close = async () => {
    process.removeListener('exit', killed)
    child.kill('SIGKILL')
    await ended
    rmSync(directory, { recursive: true, force: true })
  }
  const origin = `http://127.0.0.1:${port}`
  for (
    const until = Date.now() + READY_MILLIS;
    !(await answers(`${origin}${readyPath}`, readyStatus));
    await setTimeout(50)
  ) {
    if (child.exitCode === null && child.pid !== undefined && Date.now() < until) continue
    await close()
    throw new Error(`${file} does not answer at ${origin}${readyPath}:\n${said}`)
  }
  return { origin, port, directory, process: child, close }
}

const READY_MILLIS = 30_000

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function answers(url: string, status: number): Promise<boolean> {
  return fetch(url).then(
    (answer) => answer.status === status,
    () => false,
  )
}
