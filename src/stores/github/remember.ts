/** Answers of this run. Who asks while another asks gets the same answer; failures and misses are not kept. */
export interface Memory<T> {
  /** `wrong`: an answer that proved to be none any more. `asked`: it was asked for now, by this caller. */
  get(name: string, ask: () => Promise<T | undefined>, wrong?: T): Promise<Remembered<T>>
  set(name: string, answer: T): void
  forget(name: string): void
}

export interface Remembered<T> {
  readonly answer: T | undefined
  readonly asked: boolean
}

export function createMemory<T>(): Memory<T> {
  const answers = new Map<string, Promise<T | undefined>>()
  return {
    async get(name, ask, wrong) {
      for (;;) {
        const known = answers.get(name)
        // Another's failure may be its own: its signal.
        const got = await known?.then(
          (answer) => ({ answer, asked: false }),
          () => undefined,
        )
        if (got && (got.answer === undefined || got.answer !== wrong)) return got
        if (answers.get(name) !== known) continue
        const asking = ask()
        answers.set(name, asking)
        const forget = () => {
          if (answers.get(name) === asking) answers.delete(name)
        }
        asking.then((answer) => answer ?? forget(), forget)
        return { answer: await asking, asked: true }
      }
    },
    set(name, answer) {
      answers.set(name, Promise.resolve(answer))
    },
    forget(name) {
      answers.delete(name)
    },
  }
}
