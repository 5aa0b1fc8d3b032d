import type { Event, EventSink } from '../core/ports/events.ts'
import { describeEvent } from './messages/events.ts'
import type { Message } from './messages/message.ts'
import { describeProgress, type ProgressEvent } from './messages/progress.ts'
import { sentences } from './messages/sentences.ts'

/** Where a face puts sentences and progress. */
export interface Outlet {
  say(message: Message): void
  /** Live progress: `millis` since the phase began. Shown as often as the outlet likes. */
  progress(event: ProgressEvent, millis: number): void
  /** Never to be shown by whatever shows this face's output, where that can be told. */
  hide?(secret: string): void
}

/** Turns events into sentences: none twice, at most ten of a kind, the rest as a number. */
export class Reporter implements EventSink {
  /** Every warning said so far, in order. */
  readonly warnings: string[] = []
  readonly #outlet: Outlet
  readonly #now: () => number
  readonly #said = new Map<string, number>()
  readonly #sentences = new Set<string>()
  /** Stores that are down in this step, and those of which was said in any that they are, or could not be reached. */
  readonly #down = new Set<string>()
  readonly #saidDown = new Set<string>()
  readonly #secrets = new Set<string>()
  #phase: { readonly name: string; readonly since: number } | undefined

  constructor(outlet: Outlet, now: () => number = () => performance.now()) {
    this.#outlet = outlet
    this.#now = now
  }

  emit(event: Event): void {
    if (event.type === 'progress') {
      if (this.#phase?.name !== event.phase) this.#phase = { name: event.phase, since: this.#now() }
      this.#outlet.progress(event, this.#now() - this.#phase.since)
      return
    }
    if (event.type === 'store-down') {
      this.#down.add(event.store)
      if (this.#saidDown.has(event.store)) return
      this.#saidDown.add(event.store)
    }
    const isOfStore = event.type === 'store-failed' || event.type === 'tier-skipped'
    if (isOfStore && this.#down.has(event.store)) return
    if (event.type === 'store-failed' && event.kind === 'unavailable') this.#saidDown.add(event.store)
    // Its failure is said; what follows from it is not said again.
    if (event.type === 'home-down') this.#down.add(event.store)
    const message = describeEvent(event)
    if (!message || this.#sentences.has(message.text)) return
    this.#sentences.add(message.text)
    const kind = 'reason' in event ? `${event.type} ${event.reason}` : event.type
    const said = (this.#said.get(kind) ?? 0) + 1
    this.#said.set(kind, said)
    if (said <= SAID_AT_MOST) this.say(message)
  }

  say(message: Message): void {
    const text = [...this.#secrets].reduce((shown, secret) => shown.replaceAll(secret, '***'), message.text)
    if (message.level === 'warning') this.warnings.push(text)
    this.#outlet.say({ ...message, text })
  }

  /** What was made for this run and is nobody's to read. */
  hide(secret: string): void {
    this.#secrets.add(secret)
    this.#outlet.hide?.(secret)
  }

  /** Ends a step: says how much was left unsaid, and the next step's progress begins anew. */
  finish(): void {
    const omitted = [...this.#said.values()].reduce((sum, said) => sum + Math.max(0, said - SAID_AT_MOST), 0)
    this.#said.clear()
    this.#sentences.clear()
    this.#down.clear()
    this.#phase = undefined
    if (omitted > 0) this.#outlet.say(sentences.omitted(omitted))
  }
}

const SAID_AT_MOST = 10

/**
 * Progress for a log that cannot be redrawn: nothing in a phase's first two seconds, then at most one line each five.
 */
export function progressLines(write: (line: string) => void, now: () => number = () => performance.now()) {
  let last = Number.NEGATIVE_INFINITY
  return (event: ProgressEvent, millis: number): void => {
    if (millis < 2_000 || now() - last < 5_000) return
    last = now()
    write(describeProgress(event, millis))
  }
}
