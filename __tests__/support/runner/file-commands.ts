import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a step said through its files. */
export interface FileCommands {
  readonly env: readonly Pair[]
  readonly outputs: readonly Pair[]
  readonly state: readonly Pair[]
  readonly path: readonly string[]
  readonly summary: string
  /** One sentence for each file that could not be taken; they fail the step. */
  readonly errors: readonly string[]
}

export type Pair = readonly [name: string, value: string]

const VARIABLES = {
  env: 'GITHUB_ENV',
  outputs: 'GITHUB_OUTPUT',
  state: 'GITHUB_STATE',
  path: 'GITHUB_PATH',
  summary: 'GITHUB_STEP_SUMMARY',
} as const

const SUMMARY_BYTES = 1024 * 1024

/** Makes a step's empty command files; `env` names them, `collect` reads and removes them when the step is over. */
export function openFileCommands(directory: string): { env: Record<string, string>; collect: () => FileCommands } {
  mkdirSync(directory, { recursive: true })
  const file = (name: keyof typeof VARIABLES) => join(directory, name)
  const names = Object.keys(VARIABLES) as (keyof typeof VARIABLES)[]
  for (const name of names) writeFileSync(file(name), '')
  return {
    env: Object.fromEntries(names.map((name) => [VARIABLES[name], file(name)])),
    collect: () => {
      const errors: string[] = []
      const pairs = (name: 'env' | 'outputs' | 'state') => {
        try {
          return parsePairs(read(file(name)))
        } catch (error) {
          errors.push(`Unable to process file command '${name}' successfully. ${(error as Error).message}`)
          return []
        }
      }
      const [all, outputs, state] = [pairs('env'), pairs('outputs'), pairs('state')]
      const env = all.filter(([name]) => name.toUpperCase() !== 'NODE_OPTIONS')
      if (env.length < all.length) errors.push("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.")
      const summary = read(file('summary'))
      const tooLong = Buffer.byteLength(summary) > SUMMARY_BYTES
      if (tooLong) errors.push('$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k.')
      const path = read(file('path')).split(/\r?\n/).filter(Boolean)
      rmSync(directory, { recursive: true, force: true })
      return { env, outputs, state, path, summary: tooLong ? '' : summary, errors }
    },
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  } catch {
    return '' // the step removed it
  }
}

/** `name=value`, or `name<<END` with the value on the lines up to one that says `END`. */
function parsePairs(text: string): Pair[] {
  const pairs: Pair[] = []
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      pairs.push(named(line.slice(0, equals), line.slice(equals + 1), line))
    } else if (heredoc >= 0) {
      const delimiter = line.slice(heredoc + 2)
      const end = lines.indexOf(delimiter, at + 1)
      if (delimiter === '' || end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`)
      pairs.push(named(line.slice(0, heredoc), lines.slice(at + 1, end).join('\n'), line))
      at = end
    } else throw new Error(`Invalid format '${line}'`)
  }
  return pairs
}

function named(name: string, value: string, line: string): Pair {
  if (name === '') throw new Error(`Invalid format '${line}'. Name must not be empty`)
  return [name, value]
}
