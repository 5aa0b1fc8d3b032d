import { createHash } from 'node:crypto'
import process from 'node:process'
import { setImmediate } from 'node:timers/promises'
import type { Coverage } from './coverage.ts'
import { diceOf, mutate } from './mutate.ts'
import type { Target } from './targets.ts'

/** No input takes longer, of this process's own time. */
export const INPUT_MILLIS = 1000
/** No target makes a process larger, whatever it was given. */
export const PROCESS_BYTES = 512 * 1024 * 1024

const OURS: ReadonlySet<string> = new Set(['FormatError', 'StoreError', 'UserError'])

export interface Finding {
  readonly what: string
  readonly input: Uint8Array
}

export interface Fuzzed {
  readonly inputs: number
  /** Of the inputs, how many were taken without an error. */
  readonly taken: number
  /** Inputs that ran something new and are built on. */
  readonly kept: number
  readonly slowestMillis: number
  readonly findings: readonly Finding[]
}

export interface Options {
  readonly seed: number
  /** Called before each input; `false`: that is enough. */
  readonly next: (count: number, input: Uint8Array) => boolean
  readonly coverage?: Coverage
}

/** Gives a target its seeds, then changes of what ran something new, for as long as `next` says. */
export async function fuzz(target: Target, { seed, next, coverage }: Options): Promise<Fuzzed> {
  const dice = diceOf(seed)
  const corpus = target.seeds()
  const waiting = [...corpus]
  const findings = new Map<string, Finding>()
  const shapes = new Set<string>()
  let batch: Uint8Array[] = []
  let [inputs, taken, slowestMillis] = [0, 0, 0]
  for (;;) {
    const seeded = waiting.pop()
    const input = seeded ?? changed(target, corpus, dice)
    if (!next(inputs, input)) break
    const { said, isOurs, millis } = await give(target, input)
    inputs++
    slowestMillis = Math.max(slowestMillis, millis)
    const what = isOurs ? (millis > INPUT_MILLIS ? `${Math.round(millis)} ms` : undefined) : said
    if (what !== undefined && !findings.has(shapeOf(what))) findings.set(shapeOf(what), { what, input })
    if (said === '') taken++
    // A refusal of a new kind is news, too, and costs nothing to see.
    if (!seeded && !shapes.has(shapeOf(said)) && shapes.size < SHAPES) corpus.push(input)
    else if (!seeded) batch.push(input)
    if (shapes.size < SHAPES) shapes.add(shapeOf(said))
    // What native code made is given back only between turns.
    if (inputs % TURN === 0) await setImmediate()
    if (batch.length < BATCH) continue
    if (coverage?.news()) corpus.push(...batch)
    batch = []
  }
  return { inputs, taken, kept: corpus.length, slowestMillis, findings: [...findings.values()] }
}

/** Some say in their own words what was wrong, and there is no end to them. */
const SHAPES = 200
/** Asking for coverage costs more than most inputs: it is asked of so many at once. */
const BATCH = 16
const TURN = 64

function shapeOf(said: string): string {
  // Cut first: a piece of a text keeps all of it in memory.
  return said
    .slice(0, 200)
    .replace(/"[^"]*"|\d+/g, '#')
    .slice(0, 60)
}

/** One input; `said`: the error's message, `''` if there was none. */
export async function give(target: Target, input: Uint8Array) {
  const began = process.cpuUsage()
  let said = ''
  let isOurs = true
  try {
    await target.take(new Uint8Array(input))
  } catch (thrown) {
    const { name, message } = thrown as Error
    isOurs = OURS.has(name)
    said = `${name}: ${message}`
  }
  const { user, system } = process.cpuUsage(began)
  return { said, isOurs, millis: (user + system) / 1000 }
}

/** A name for an input that was found. */
export function nameOf(target: Target, input: Uint8Array): string {
  return `${target.name}-${createHash('sha256').update(input).digest('hex').slice(0, 12)}.bin`
}

function changed(target: Target, corpus: readonly Uint8Array[], dice: (below: number) => number): Uint8Array {
  // The newest are the nearest to what nobody has run yet.
  const at = dice(2) === 0 ? dice(corpus.length) : corpus.length - 1 - dice(Math.min(corpus.length, 8))
  const input = corpus[at] as Uint8Array
  return target.change ? target.change(input, corpus, dice) : mutate(input, corpus, target.words ?? [], dice)
}
