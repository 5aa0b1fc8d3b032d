// Many processes restore and save the same few keys of one store, while the network fails and processes are killed.
// No byte may be wrong, no commit lost, no process stuck. `npm run soak -- --help` says how.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Machine } from '../__tests__/support/machine.ts'
import { adapterDependencies } from '../__tests__/support/servers/dependencies.ts'
import { type Chance, chanceOf, pick } from '../__tests__/support/soak/chance.ts'
import { judge } from '../__tests__/support/soak/judge.ts'
import { readLog } from '../__tests__/support/soak/log.ts'
import { openPlace, PLACES, type Place, type PlaceName } from '../__tests__/support/soak/places.ts'
import type { Task } from '../__tests__/support/soak/soak-child.ts'
import { lookAt } from '../__tests__/support/soak/tree.ts'
import { adapters } from '../src/faces/adapters.ts'
import { githubAccess } from '../src/faces/environment.ts'
import { openStore } from '../src/stores/open.ts'

const HELP = `npm run soak -- STORE [--seconds 20] [--processes 16] [--keys 3] [--seed N] [--out FILE]
STORE is one of: ${PLACES.join(', ')}. A server is installed before by: npm run test:servers.
`

/** Nothing that a process does may take longer; the patience for a store that asks for it is the most of it. */
const STUCK_MILLIS = 120_000

interface Settings {
  readonly store: PlaceName
  readonly seconds: number
  readonly processes: number
  readonly keys: readonly string[]
  readonly seed: number
}

interface Worker {
  readonly task: Task
  child: ChildProcess
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '20' },
    processes: { type: 'string', default: '16' },
    keys: { type: 'string', default: '3' },
    seed: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
const store = PLACES.find((name) => name === positionals[0])
if (values.help || !store) {
  process.stdout.write(HELP)
  process.exit(values.help ? 0 : 2)
}
const settings = {
  store,
  seconds: Number(values.seconds),
  processes: Number(values.processes),
  keys: Array.from({ length: Number(values.keys) }, (_, i) => `key-${i + 1}`),
  seed: Number(values.seed ?? Math.floor(Math.random() * 2 ** 31)),
}
console.log(`Soak of ${store}: ${settings.processes} processes for ${settings.seconds} s, --seed ${settings.seed}`)
const summary = await soak(settings)
const text = `${JSON.stringify(summary, undefined, 2)}\n`
process.stdout.write(text)
if (values.out !== undefined) {
  mkdirSync(dirname(values.out), { recursive: true })
  writeFileSync(values.out, text)
}
const { wrong, lost, failed, stuck, restores } = summary
const isWell = [wrong, lost, failed, stuck].every(({ length }) => length === 0) && restores > 0
console.log(isWell ? 'No wrong byte, no lost commit, no stuck process.' : 'FAILED')
process.exit(isWell ? 0 : 1)

async function soak(all: Settings) {
  const directory = mkdtempSync(join(tmpdir(), 'warmstart-soak-'))
  const chance = chanceOf(all.seed)
  const place = await openPlace(all.store, chance)
  try {
    const workers = Array.from({ length: all.processes }, (_, i) => begin(all, place, directory, `p${i + 1}`))
    const kills = await trouble(workers, place, all.seconds, chance)
    const stuck = await end(workers)
    const { heads, wrong } = await finalHeads(all, place, directory)
    const verdict = judge(
      workers.map(({ task }) => readLog(task.log)),
      heads,
      place.chained,
    )
    return {
      date: new Date().toISOString(),
      commit: spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout.trim(),
      cores: cpus().length,
      store: all.store,
      seconds: all.seconds,
      processes: all.processes,
      keys: all.keys.length,
      seed: all.seed,
      kills,
      requests: place.proxy?.requests(),
      faults: place.faults,
      ...verdict,
      wrong: [...verdict.wrong, ...wrong],
      stuck,
    }
  } finally {
    await place.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

function begin(all: Settings, place: Place, directory: string, name: string): Worker {
  const task: Task = {
    url: place.url,
    directory: join(directory, name),
    log: join(directory, `${name}.jsonl`),
    name,
    seed: all.seed + Number(name.slice(1)),
    keys: all.keys,
    failing: place.failing,
  }
  return { task, child: start(task, place) }
}

function start(task: Task, place: Place): ChildProcess {
  const file = join(import.meta.dirname, '../__tests__/support/soak/soak-child.ts')
  const env = { PATH: process.env['PATH'] ?? '', HOME: task.directory, ...place.env }
  return spawn(process.execPath, [file, JSON.stringify(task)], { env, stdio: ['ignore', 'ignore', 'inherit'] })
}

/**
 * Once all have begun: kills a process every other second, and parts the network for a second now and then. Says how
 * many it killed.
 */
async function trouble(workers: readonly Worker[], place: Place, seconds: number, chance: Chance): Promise<number> {
  let kills = 0
  for (const { task, child } of workers) {
    while (!existsSync(task.log) && child.exitCode === null) await setTimeout(100)
  }
  const until = performance.now() + seconds * 1000
  for (; performance.now() < until; await setTimeout(500 + 2500 * chance())) {
    if (place.proxy && chance() < 0.15) {
      place.proxy.partition()
      await setTimeout(1000)
      place.proxy.heal()
      continue
    }
    const worker = pick(chance, workers)
    worker.child.kill('SIGKILL')
    await gone(worker.child)
    kills++
    // What it saves from now on has names of its own.
    const name = `${worker.task.name}+`
    Object.assign(worker, { task: { ...worker.task, name, seed: worker.task.seed + 1000 } })
    worker.child = start(worker.task, place)
  }
  return kills
}

/** Lets every process finish what it does. Those that do not are stuck. */
async function end(workers: readonly Worker[]): Promise<string[]> {
  const stuck: string[] = []
  for (const { child } of workers) child.kill('SIGTERM')
  for (const { task, child } of workers) {
    const quiet = () => Date.now() - (statSync(task.log, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    // One that was just started does not know yet what it is told, and ends by it.
    while (child.exitCode === null && child.signalCode === null && quiet() < STUCK_MILLIS) await setTimeout(200)
    if (child.exitCode === 0 || child.signalCode === 'SIGTERM') continue
    child.kill('SIGKILL')
    await gone(child)
    stuck.push(`${task.name}: ${child.exitCode ?? 'silent'} after ${JSON.stringify(readLog(task.log).at(-1))}`)
  }
  return stuck
}

async function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** What every key names when all is over, read without faults, and whether that is whole. */
async function finalHeads({ keys }: Settings, { straightUrl, straightEnv }: Place, directory: string) {
  Object.assign(process.env, straightEnv)
  const events = { emit() {} }
  const stateDir = join(directory, 'end')
  mkdirSync(stateDir)
  const opened = await openStore(straightUrl, {
    ...adapterDependencies({ events, env: process.env }),
    github: githubAccess(process.env, ''),
    adapters,
    stateDir,
    tiers: 'filled',
  })
  const machine = new Machine({ ...opened, directory: stateDir, foreign: 'exact' })
  const heads = new Map<string, string>()
  const wrong: string[] = []
  for (const key of keys) {
    const line = { namespace: 'default', lane: 'local', volume: machine.volume, key }
    const stored = await opened.heads.read(line)
    if (!stored) continue
    heads.set(key, stored.head.commit)
    const { hit } = await machine.restore(key)
    const found = hit === 'exact' ? lookAt(join(machine.workspaceDir, 'tree'), key).wrong : [`a ${hit}`]
    if (found.length > 0) wrong.push(`in the end ${key}: ${found.join(', ')}`)
  }
  await machine.close()
  return { heads, wrong }
}
