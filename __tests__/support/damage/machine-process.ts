import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RestoreOutcome, SaveOutcome } from '../../../src/volume/types.ts'
import type { MachineOptions } from '../machine.ts'

/** A machine, with a directory as its store. */
export type Setting = Omit<MachineOptions, 'store'> & { readonly store: string }

export interface Job {
  /** `recover`: only what every restore begins with. */
  readonly kind: 'save' | 'restore' | 'recover'
  readonly key: string
  /** The call at which it is killed; 0: it is not. */
  readonly killAt: number
}

export interface Ended {
  readonly hit: RestoreOutcome['hit'] | undefined
  readonly reason: SaveOutcome['reason'] | undefined
}

/** A machine whose jobs can be killed. After that the next job is done by a new process, as on the next day. */
export class MachineProcess implements AsyncDisposable {
  readonly #setting: Setting
  #child: ChildProcess | undefined

  constructor(setting: Setting) {
    this.#setting = setting
  }

  /** Does a job, or dies in it. */
  async do(kind: Job['kind'], key: string, killAt = 0): Promise<Ended | 'killed'> {
    this.#child ??= this.#start()
    const child = this.#child
    const heard = new AbortController()
    const answered = once(child, 'message', heard)
    const exited = once(child, 'exit', heard)
    child.send({ kind, key, killAt } satisfies Job)
    const ended = await Promise.race([answered, exited])
    heard.abort()
    await Promise.allSettled([answered, exited])
    const [answer, signal] = ended as [Ended | number | null, NodeJS.Signals?]
    if (typeof answer === 'object' && answer !== null) return answer
    this.#child = undefined
    if (signal !== 'SIGKILL') throw new Error(`a machine ended with ${answer ?? signal}`)
    return 'killed'
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#child) return
    const gone = once(this.#child, 'exit')
    this.#child.disconnect()
    await gone
    this.#child = undefined
  }

  #start(): ChildProcess {
    const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))
    return fork(file('machine-child.ts'), [JSON.stringify(this.#setting)], {
      execArgv: ['--import', file('../kill-at.ts')],
    })
  }
}

/**
 * Runs each chain's rounds, with n = 1, 2, 3 … shared out among the chains, until its job comes to its end: every n is
 * met by one of them. A chain has a disk of its own. Returns how many jobs were killed.
 */
export async function atEveryCall(chains: readonly ((n: number) => Promise<Ended | 'killed'>)[]): Promise<number> {
  let next = 1
  let killed = 0
  const rounds = chains.map(async (round) => {
    for (let n = next++; ; n = next++) {
      const ended = await round(n).catch((error: Error) => {
        throw new Error(`killed at call ${n}: ${error.message}`, { cause: error })
      })
      if (ended !== 'killed') return
      killed++
    }
  })
  await Promise.all(rounds)
  return killed
}

/** What a machine's directory holds that no run should leave: everything but the places and what is remembered. */
export function leftovers(directory: string, places: readonly string[]): string[] {
  const workspace = join(directory, 'workspace')
  const known = /^[0-9a-f]{32}\.(state|json|lock)$/
  return [
    ...fs.readdirSync(workspace, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('warmstart-')),
    ...fs.readdirSync(workspace).filter((name) => !places.includes(name)),
    ...fs.readdirSync(join(directory, 'state')).filter((name) => !known.test(name)),
  ]
}
