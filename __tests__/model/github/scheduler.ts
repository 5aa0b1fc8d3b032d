import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../../src/core/ports/clock.ts'
import type { Dice } from './dice.ts'

/** A call that waits for its turn. */
interface Waiting {
  readonly player: Player
  readonly what: string
  readonly go: () => void
  /** Does to the service what the call does, with nobody left to hear the answer. */
  readonly haunt: (() => void) | undefined
}

interface Sleeper {
  readonly player: Player | undefined
  readonly until: number
  readonly wake: () => void
}

/** Whoever can be stopped as a process is: nothing that it waits for ever comes. */
export interface Player {
  readonly name: string
  dead: boolean
}

/**
 * Lets one thing happen at a time. A call waits until nothing else goes on, and then the dice say which of those that
 * wait is next; time stands as long as there is any, and then jumps to where the next sleeper wakes.
 */
export class Scheduler implements Clock {
  /** What was decided, in order. */
  readonly trace: string[] = []
  readonly #dice: Dice
  /** How much a player is preferred; none: all are alike. */
  readonly #ranks: Map<string, number> | undefined
  readonly #start: number
  #now: number
  #waiting: Waiting[] = []
  #sleepers: Sleeper[] = []
  #busy = 0

  constructor(dice: Dice, start: number) {
    this.#dice = dice
    this.#start = start
    this.#now = start
    // Chance alone hardly ever leaves one job behind for as long as the others need; ranks that change seldom do.
    this.#ranks = dice.chance(50) ? new Map() : undefined
  }

  now(): number {
    return this.#now
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#sleep(undefined, ms, signal)
  }

  /** The clock of a player's machine, which may be wrong. */
  clockOf(player: Player, ahead: number): Clock {
    return { now: () => this.#now + ahead, sleep: (ms, signal) => this.#sleep(player, ms, signal) }
  }

  /** Resolves when it is this call's turn; never, if the player is dead by then. */
  turn(player: Player, what: string, signal?: AbortSignal | null, haunt?: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (player.dead) return
      if (signal?.aborted) return reject(signal.reason as Error)
      const end = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting)
        signal?.removeEventListener('abort', stop)
      }
      const stop = () => {
        end()
        reject(signal?.reason as Error)
      }
      const go = () => {
        end()
        resolve()
      }
      const waiting = { player, what, go, haunt }
      this.#waiting.push(waiting)
      signal?.addEventListener('abort', stop)
    })
  }

  /** Work that takes real time: nothing else happens before it is done, or waits for a turn itself. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#busy++
    try {
      return await work
    } finally {
      this.#busy--
    }
  }

  /** The other way round: a wait for a turn in the middle of work. */
  async outside<T>(wait: Promise<T>): Promise<T> {
    this.#busy--
    try {
      return await wait
    } finally {
      this.#busy++
    }
  }

  /** A player dies. Of its calls some are on their way, and reach the service at some later time. */
  kill(player: Player): void {
    player.dead = true
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.player !== player)
    const ghost = { name: `what was left of ${player.name}`, dead: false }
    for (const { what, haunt } of this.#waiting.filter((waiting) => waiting.player === player)) {
      if (haunt && this.#dice.chance(50)) void this.turn(ghost, what).then(haunt)
    }
    this.#waiting = this.#waiting.filter((waiting) => waiting.player !== player)
  }

  /** Lets things happen until the work is done and nothing waits any more. `before` is asked before each turn. */
  async run(work: Promise<unknown>, before: (turn: number) => Promise<void>): Promise<void> {
    let done = false
    let failed: { readonly error: unknown } | undefined
    work.then(
      () => {
        done = true
      },
      (error: unknown) => {
        failed = { error }
      },
    )
    for (let turn = 0; ; turn++) {
      await this.#quiet()
      if (failed) throw failed.error
      await before(turn)
      // What befell the world may have ended what was waited for.
      if (this.#waiting.length === 0 && this.#sleepers.length === 0) await this.#quiet()
      if (this.#waiting.length > 0) this.#grant()
      else if (done) return
      else if (!this.#wake()) throw new Error('nothing goes on, and nobody sleeps')
    }
  }

  note(text: string): void {
    this.trace.push(`${((this.#now - this.#start) / 1000).toFixed(3).padStart(9)} s  ${text}`)
  }

  #grant(): void {
    const next = this.#choose()
    this.note(`${next.player.name}: ${next.what}`)
    next.go()
  }

  #choose(): Waiting {
    const ranks = this.#ranks
    if (!ranks) return this.#dice.pick(this.#waiting)
    const rankOf = ({ name }: Player) => {
      const rank = ranks.get(name) ?? this.#dice.next()
      ranks.set(name, rank)
      return rank
    }
    const first = this.#waiting.reduce((best, other) => (rankOf(other.player) > rankOf(best.player) ? other : best))
    if (this.#dice.chance(4)) ranks.set(first.player.name, 0)
    return first
  }

  #wake(): boolean {
    const next = this.#sleepers.reduce<Sleeper | undefined>(
      (first, sleeper) => (first && first.until <= sleeper.until ? first : sleeper),
      undefined,
    )
    if (!next) return false
    this.#now = Math.max(this.#now, next.until)
    next.wake()
    return true
  }

  #sleep(player: Player | undefined, ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (player?.dead) return
      if (signal?.aborted) return reject(signal.reason as Error)
      const end = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
        signal?.removeEventListener('abort', stop)
      }
      const stop = () => {
        end()
        reject(signal?.reason as Error)
      }
      const wake = () => {
        end()
        resolve()
      }
      const sleeper = { player, until: this.#now + ms, wake }
      this.#sleepers.push(sleeper)
      signal?.addEventListener('abort', stop)
    })
  }

  /** Nothing is done any more without a turn or a later time. */
  async #quiet(): Promise<void> {
    for (let idle = 0; idle < TURNS; idle++) {
      await setImmediate()
      if (this.#busy > 0) idle = 0
    }
  }
}

/** Turns of the event loop after which nothing goes on that waits neither for a turn, nor for time, nor for work. */
const TURNS = 6
