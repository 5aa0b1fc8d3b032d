import colors from 'picocolors'
import type { Message } from '../messages/message.ts'
import { describeProgress, type ProgressEvent } from '../messages/progress.ts'
import { type Outlet, progressLines } from '../reporter.ts'

/** A stream that may be a terminal. */
export interface Screen {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/**
 * Sentences for a person, on stderr, so that stdout belongs to results and to the command that `run` starts. On a
 * terminal one line is redrawn while something goes on; elsewhere progress is a plain line now and then.
 */
export class Terminal implements Outlet {
  readonly #screen: Screen
  readonly #quiet: boolean
  readonly #color: ReturnType<typeof colors.createColors>
  readonly #line: (event: ProgressEvent, millis: number) => void
  #drawn = false
  #drawnAt = Number.NEGATIVE_INFINITY

  constructor(screen: Screen, quiet: boolean, env: NodeJS.ProcessEnv) {
    this.#screen = screen
    this.#quiet = quiet
    const live = screen.isTTY === true && env['TERM'] !== 'dumb'
    this.#color = colors.createColors(live && !env['NO_COLOR'])
    this.#line = live
      ? (event, millis) => this.#draw(event, millis)
      : progressLines((line) => screen.write(`${line}\n`))
  }

  say({ level, text }: Message): void {
    if (this.#quiet && level !== 'warning') return
    const { yellow, cyan } = this.#color
    this.clear()
    const head = level === 'warning' ? `${yellow('warning:')} ` : level === 'notice' ? `${cyan('note:')} ` : ''
    this.#screen.write(`${head}${text}\n`)
  }

  /** For what ends the program; the text must be safe already. */
  fail(text: string): void {
    this.clear()
    this.#screen.write(`${this.#color.red('error:')} ${text}\n`)
  }

  progress(event: ProgressEvent, millis: number): void {
    if (!this.#quiet) this.#line(event, millis)
  }

  /** Removes the live line, so that something else may write. */
  clear(): void {
    if (this.#drawn) this.#screen.write('\r\x1b[K')
    this.#drawn = false
  }

  #draw(event: ProgressEvent, millis: number): void {
    const now = performance.now()
    if (now - this.#drawnAt < 100) return
    this.#drawnAt = now
    this.#drawn = true
    const text = describeProgress(event, millis).slice(0, Math.max(20, (this.#screen.columns ?? 80) - 1))
    this.#screen.write(`\r\x1b[K${this.#color.dim(text)}`)
  }
}
