// Restores and saves a few keys over and over, and writes down what it does, until it is told to end or killed.
// Argument: a `Task` as JSON.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { StoreError } from '../../../src/core/ports/errors.ts'
import type { Event } from '../../../src/core/ports/events.ts'
import type { HeadStore } from '../../../src/core/ports/heads.ts'
import type { ManagedStore } from '../../../src/core/ports/store.ts'
import { adapters } from '../../../src/faces/adapters.ts'
import { githubAccess } from '../../../src/faces/environment.ts'
import { createHeadStore } from '../../../src/stores/heads.ts'
import { type OpenedStore, openStore } from '../../../src/stores/open.ts'
import { Machine } from '../machine.ts'
import { adapterDependencies } from '../servers/dependencies.ts'
import { type Chance, chanceOf, pick } from './chance.ts'
import { appendEntry, type Entry } from './log.ts'
import { lookAt, plantTree, treeOf } from './tree.ts'

export interface Task {
  readonly url: string
  /** A machine of its own; what a killed process left there is the next one's. */
  readonly directory: string
  readonly log: string
  /** Names this process and what it saves. */
  readonly name: string
  readonly seed: number
  readonly keys: readonly string[]
  /** How many of a store's calls fail, of those that nothing between here and there can make fail. */
  readonly failing: number
}

const task = JSON.parse(process.argv[2] ?? '') as Task
const chance = chanceOf(task.seed)
const note = (entry: Entry) => appendEntry(task.log, entry)
let going = true
process.on('SIGTERM', () => {
  going = false
})

const events = { emit: tell }
const open = (): Promise<OpenedStore> =>
  openStore(task.url, {
    ...adapterDependencies({ events, env: process.env }),
    github: githubAccess(process.env, ''),
    adapters,
    stateDir: task.directory,
    tiers: 'filled',
  })

mkdirSync(task.directory, { recursive: true })
const first = await open()
const machine = new Machine({ ...first, directory: task.directory, foreign: 'exact' })
const root = join(machine.workspaceDir, 'tree')
try {
  for (let count = 1; going; count++) await job(count)
  note({ did: 'ended' })
} catch (error) {
  note({ did: 'failed', error: (error as Error).stack ?? String(error) })
} finally {
  await machine.close()
}

async function job(count: number): Promise<void> {
  const key = pick(chance, task.keys)
  machine.job = `${task.name}-${count}`
  await turn(key)
  note({ did: 'begin', what: 'restore', key })
  const { hit, version = '' } = await machine.restore(key)
  machine.events.forEach(tell)
  if (hit === 'miss') note({ did: 'missed', key })
  else {
    const { name, wrong } = lookAt(root, key)
    note({ did: 'restored', key, version, tree: name, wrong })
  }
  const tree = `${task.name}-${count}`
  plantTree(root, treeOf(key, tree))
  await turn(key)
  note({ did: 'begin', what: 'save', key })
  note({ did: 'offer', key, tree })
  const outcome = await machine.save(key)
  machine.events.forEach(tell)
  if (outcome.saved) note({ did: 'saved', key, tree, version: outcome.version ?? '' })
  else note({ did: 'not-saved', key, reason: outcome.reason })
}

/** Each step opens the store anew, as a process of its own would. */
async function turn(key: string): Promise<void> {
  const opened = await open()
  if (task.failing === 0) return machine.turnTo({ store: opened.store, heads: noted(opened.heads, key) })
  const store = failing(opened.store, chance)
  machine.turnTo({ store, heads: noted(createHeadStore({ store, events }), key) })
}

/** Writes down what becomes of commits, before and after. */
function noted(heads: HeadStore, key: string): HeadStore {
  return {
    ...heads,
    async advance(line, next, from, options) {
      note({ did: 'advance', key, commit: next.commit, from: next.from })
      const advanced = await heads.advance(line, next, from, options)
      if (advanced !== 'conflict') note({ did: 'advanced', key, commit: next.commit })
      return advanced
    },
  }
}

/** Some reads fail, and some writes do nothing, or what they should and nobody is told. */
function failing(store: ManagedStore, chance: Chance): ManagedStore {
  const may = (key: string) => {
    if (chance() < task.failing) throw new StoreError('unavailable', store.name, key, new Error('a planned failure'))
  }
  return {
    ...store,
    async get(key, options) {
      may(key)
      return store.get(key, options)
    },
    async read(key, options) {
      may(key)
      return store.read(key, options)
    },
    open(key, options) {
      const writer = store.open(key, options)
      return {
        ...writer,
        write: (block) => writer.write(block),
        abort: () => writer.abort(),
        async commit(when) {
          may(key)
          const result = await writer.commit(when)
          may(key)
          return result
        },
      }
    },
  }
}

function tell(event: Event): void {
  if (event.type !== 'progress' && event.type !== 'found' && event.type !== 'missed' && event.type !== 'not-saved') {
    note({ did: 'warned', type: 'kind' in event ? `${event.type} ${event.kind}` : event.type })
  }
}
