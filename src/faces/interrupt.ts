import { constants } from 'node:os'

/**
 * Turns the signals that ask a program to stop into an `AbortSignal`; asked a second time, it stops at once. While a
 * command runs, `forward` takes them instead.
 */
export class Interrupt {
  readonly #controller = new AbortController()
  #received: NodeJS.Signals | undefined
  /** Set while a child has the say: gets each signal, and nothing is aborted. */
  forward: ((signal: NodeJS.Signals) => void) | undefined

  constructor() {
    for (const name of STOPPING) process.on(name, this.#onSignal)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** The first signal that came. */
  get received(): NodeJS.Signals | undefined {
    return this.#received
  }

  close(): void {
    for (const name of STOPPING) process.off(name, this.#onSignal)
  }

  readonly #onSignal = (name: NodeJS.Signals): void => {
    const again = this.#received !== undefined
    this.#received ??= name
    if (this.forward) this.forward(name)
    else if (again) process.exit(signalStatus(name))
    else this.#controller.abort()
  }
}

/** The exit status a shell gives for a signal. */
export function signalStatus(name: NodeJS.Signals): number {
  return 128 + constants.signals[name]
}

const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
