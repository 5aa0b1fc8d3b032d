// Gives every decoder what it does not expect: npm run fuzz -- [--seconds 60] [--seed N] [--processes 2] [--results FILE] [TARGET…]
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { nameOf } from '../__tests__/fuzz/fuzz.ts'
import { TARGETS, type Target } from '../__tests__/fuzz/targets.ts'

interface Result {
  readonly target: string
  readonly seed: number
  readonly inputs: number
  readonly taken: number
  readonly kept: number
  readonly slowestMillis: number
  readonly peakBytes: number
  readonly findings: readonly { readonly what: string; readonly input: string }[]
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: `${Date.now() % 1_000_000}` },
    processes: { type: 'string', default: '2' },
    results: { type: 'string' },
  },
})
const FUZZ = join(import.meta.dirname, '../__tests__/fuzz')
const unknown = positionals.filter((name) => !TARGETS.some((target) => target.name === name))
if (unknown.length > 0)
  throw new Error(`no such target: ${unknown.join(', ')}; there are ${TARGETS.map(({ name }) => name).join(', ')}`)

const waiting = TARGETS.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const results: Result[] = []
process.stdout.write(`seed ${values.seed}, ${values.seconds} s each\n`)
await Promise.all(Array.from({ length: Number(values.processes) }, work))
if (values.results) {
  const about = {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    seconds: Number(values.seconds),
  }
  const ordered = TARGETS.flatMap(({ name }) => results.filter(({ target }) => target === name))
  writeFileSync(values.results, `${JSON.stringify({ ...about, results: ordered }, undefined, 2)}\n`)
}
process.exitCode = results.some(({ findings }) => findings.length > 0) ? 1 : 0

async function work(): Promise<void> {
  for (let target = waiting.shift(); target; target = waiting.shift()) {
    const result = await run(target)
    results.push(result)
    const mebibytes = Math.round(result.peakBytes / 1024 / 1024)
    process.stdout.write(
      `${target.name}: ${result.inputs} inputs, ${result.taken} taken, ${result.kept} kept, slowest ${result.slowestMillis} ms, ${mebibytes} MiB\n`,
    )
    for (const { what, input } of result.findings) keep(target, what, Buffer.from(input, 'base64'))
  }
}

async function run(target: Target): Promise<Result> {
  const args = [join(FUZZ, 'child.ts'), target.name, values.seed, values.seconds]
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 })
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Result
}

/** An input that was found is a test from then on. */
function keep(target: Target, what: string, input: Buffer): void {
  mkdirSync(join(FUZZ, 'found'), { recursive: true })
  const path = join(FUZZ, 'found', nameOf(target, input))
  writeFileSync(path, input)
  process.stdout.write(`  FOUND ${what.slice(0, 200)}\n  ${path}\n`)
}
