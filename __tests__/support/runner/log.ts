import type { Annotation } from './result.ts'

/** Values that never appear in a log: secrets, and what a step adds by `::add-mask::`. One for a job. */
export class Masks {
  readonly #values = new Set<string>()

  add(value: string): void {
    for (const line of value.split(/\r?\n/)) if (line.trim()) this.#values.add(line.trim())
  }

  apply(text: string): string {
    // Longest first: a secret that contains another one must not be left half readable.
    const values = [...this.#values].sort((a, b) => b.length - a.length)
    return values.reduce((masked, value) => masked.replaceAll(value, '***'), text)
  }
}

/** The log of one step. Understands `::command::` lines. */
export class StepLog {
  readonly lines: string[] = []
  readonly annotations: Annotation[] = []
  readonly #masks: Masks
  readonly #onLine: (line: string) => void
  /** Set while `::stop-commands::` holds: the token that ends it. */
  #stopped: string | undefined

  constructor(masks: Masks, onLine: (line: string) => void) {
    this.#masks = masks
    this.#onLine = onLine
  }

  /** A line that a process printed. */
  output(line: string): void {
    const command = parseCommand(line)
    if (this.#stopped !== undefined) {
      if (command?.name === this.#stopped) this.#stopped = undefined
      else this.say(line)
    } else if (!command || !this.#obey(command)) this.say(line)
  }

  /** A line as it is. */
  say(line: string): void {
    const masked = this.#masks.apply(line)
    this.lines.push(masked)
    this.#onLine(masked)
  }

  error(message: string): void {
    this.#annotate('error', message)
  }

  #annotate(level: Annotation['level'], message: string): void {
    this.annotations.push({ level, message: this.#masks.apply(message) })
    this.say(`##[${level}]${message}`)
  }

  /** False: not a command of the runner, so a line like any other. */
  #obey({ name, message }: Command): boolean {
    switch (name) {
      case 'error':
      case 'warning':
      case 'notice':
        this.#annotate(name, message)
        return true
      case 'group':
        this.say(`##[group]${message}`)
        return true
      case 'endgroup':
        this.say('##[endgroup]')
        return true
      case 'add-mask':
        this.#masks.add(message)
        return true
      case 'stop-commands':
        this.#stopped = message
        return true
      case 'debug':
      case 'echo':
      case 'add-matcher':
      case 'remove-matcher':
        return true
      case 'set-env':
      case 'add-path':
      case 'set-output':
      case 'save-state':
        this.error(`The command ${name} is disabled: write to the file the environment names instead.`)
        return true
      default:
        return false
    }
  }
}

interface Command {
  readonly name: string
  readonly message: string
}

/** `::name property=value,…::message`; the properties (file, line, title) are not kept. */
function parseCommand(line: string): Command | undefined {
  const match = /^\s*::([^\s:]+)(?: [^:]*)?::(.*)$/s.exec(line)
  const [, name, message] = match ?? []
  if (name === undefined || message === undefined) return undefined
  const decoded = message.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
  return { name: name.toLowerCase(), message: decoded }
}
