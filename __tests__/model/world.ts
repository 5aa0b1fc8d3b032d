import * as fs from 'node:fs'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { toBytePath } from '../../src/core/bytes.ts'
import type { Lane } from '../../src/core/lane.ts'
import { type ManagedStore, put } from '../../src/core/ports/store.ts'
import type { RestoreOutcome, Rights } from '../../src/volume/types.ts'
import type { Machine } from '../support/machine.ts'
import { differences, type Snapshot, snapshot } from '../support/random-tree.ts'
import { doEdits, type Edit } from './edits.ts'

export interface Job {
  /** Number of the machine it runs on. */
  readonly machine: number
  readonly lane: Lane
  readonly key: string
  readonly find: 'exact' | 'prefix' | 'newest'
  readonly edits: readonly Edit[]
  readonly ends: 'success' | 'failure'
  /** Does the save know of the restore by its outcome, or only by what the machine remembers? */
  readonly handover: boolean
}

export interface Damage {
  readonly does: 'remove' | 'flip'
  readonly pick: number
  readonly at: number
}

/** What a line holds, as the model knows it. */
interface Line {
  readonly key: string
  versions: string[]
  committed: number
}

/** Which jobs share a store, and what each must see: heads, versions and trees as plain maps. */
export class World {
  readonly #store: ManagedStore
  readonly #machines: readonly Machine[]
  readonly #isPersistent: (machine: number) => boolean
  readonly #namespace: string
  readonly #lines = new Map<Lane, Map<string, Line>>()
  readonly #trees = new Map<string, Snapshot>()
  readonly #files = new Map<string, Files>()
  readonly #failed = new Set<string>()
  #commits = 0
  #jobs = 0
  #damaged = false

  constructor(
    store: ManagedStore,
    machines: readonly Machine[],
    isPersistent: (machine: number) => boolean,
    namespace: string,
  ) {
    this.#store = store
    this.#machines = machines
    this.#isPersistent = isPersistent
    this.#namespace = namespace
    for (const machine of machines) machine.wipe()
  }

  /** Restores and works; the rest of the job is what is returned. */
  async begin(job: Job): Promise<() => Promise<void>> {
    const machine = this.#machines[job.machine] as Machine
    if (!this.#isPersistent(job.machine)) machine.wipe()
    const name = `job-${++this.#jobs}`
    machine.job = name
    const root = join(machine.workspaceDir, 'tree')
    const restored = await machine.restore(job.key, {
      rights: this.#rights(job.lane),
      foreign: 'owned',
      restoreKeys: job.find === 'prefix' ? ['k'] : [],
      newestAsLastResort: job.find === 'newest',
    })
    const forked = this.#checkRestore(job, restored, look(root))
    this.#checkTags(job.lane, root)
    doEdits(root, job.edits, `${job.lane} ${name} `)
    if (job.ends === 'failure') {
      this.#failed.add(name)
      return async () => {}
    }
    return () => this.#save(job, machine, name, root, restored, forked)
  }

  /** Changes one pack or version. */
  async damage({ does, pick, at }: Damage): Promise<void> {
    const keys: string[] = []
    for await (const { key } of this.#store.list(''))
      if (key.includes(`/${this.#namespace}/`) && /\/(packs|versions)\//.test(key)) keys.push(key)
    const key = keys.sort()[pick % keys.length]
    if (key === undefined) return
    this.#damaged = true
    if (does === 'remove') return this.#store.remove([key])
    const bytes = (await this.#store.get(key)) as Uint8Array
    bytes[at % bytes.length] = (bytes[at % bytes.length] as number) ^ 1
    await put(this.#store, key, bytes, 'none')
  }

  /** After damage a job of each line that starts from nothing and saves makes the line whole again. */
  async heal(fresh: number): Promise<void> {
    for (const [lane, lines] of this.#lines) {
      for (const key of lines.keys()) {
        const job: Job = { machine: fresh, lane, key, find: 'exact', edits: [], ends: 'success', handover: true }
        const end = await this.begin(job)
        const machine = this.#machines[fresh] as Machine
        const files = this.#files.get(this.#line(lane, key)?.versions[0] as string) ?? []
        // As a build does it: the same content again, and one file that is new.
        rebuild(join(machine.workspaceDir, 'tree'), [...files, ['new', Buffer.from(`${lane} again`)]])
        await end()
        machine.wipe()
        const restored = await machine.restore(key, { rights: this.#rights(lane) })
        expect(restored, `${lane} ${key} is whole again`).toMatchObject({ hit: 'exact', matchedLane: lane })
        expect(restored.version).toBe(this.#line(lane, key)?.versions[0])
        this.#checkTree(restored.version as string, look(join(machine.workspaceDir, 'tree')))
      }
    }
  }

  #checkRestore(job: Job, restored: RestoreOutcome, tree: Snapshot): Snapshot {
    const expected = this.#find(job)
    if (restored.hit === 'miss') {
      if (!this.#damaged) expect(expected, 'a miss although something is stored').toBeUndefined()
      expect(
        [...tree.keys()].filter((path) => path !== ''),
        'a miss begins with nothing',
      ).toEqual([])
      return tree
    }
    const version = restored.version as string
    expect(expected, 'a hit although nothing is stored').toBeDefined()
    const { line, lane, exact } = expected as NonNullable<typeof expected>
    expect(restored).toMatchObject({ matchedKey: line.key, matchedLane: lane })
    if (this.#damaged) expect(line.versions.slice(0, 2)).toContain(version)
    else expect(version).toBe(line.versions[0])
    expect(restored.hit).toBe(exact && version === line.versions[0] ? 'exact' : 'fallback')
    return this.#checkTree(version, tree)
  }

  async #save(job: Job, machine: Machine, name: string, root: string, restored: RestoreOutcome, forked: Snapshot) {
    const tree = look(root)
    const putsBefore = machine.counts.objectsPut
    machine.job = name
    const saved = await machine.save(job.key, {
      rights: this.#rights(job.lane),
      foreign: 'owned',
      ...(job.handover && { parent: restored.parent ?? 'none', startedAt: restored.startedAt }),
    })
    const isEqual = unlike(forked, tree).length === 0 && restored.hit !== 'miss'
    if (isEqual && !this.#damaged) expect(['unchanged', 'linked'], 'nothing changed').toContain(saved.reason)
    if (isEqual && restored.hit === 'exact') expect(saved.reason).toBe('unchanged')
    if (tree.size === 0) expect(saved.reason).toBe('nothing-to-save')
    else expect(['saved', 'unchanged', 'linked']).toContain(saved.reason)
    if (!saved.saved) expect(machine.counts.objectsPut - putsBefore, 'puts').toBe(0)
    if (saved.reason === 'unchanged' || saved.reason === 'linked') this.#checkTree(saved.version as string, tree)
    if (!saved.saved) return
    const version = saved.version as string
    if (saved.reason === 'saved') {
      expect(this.#trees.has(version)).toBe(false)
      this.#trees.set(version, tree)
      this.#files.set(version, filesOf(root))
    }
    const lines = this.#lines.get(job.lane) ?? new Map<string, Line>()
    this.#lines.set(job.lane, lines)
    const before = lines.get(job.key)?.versions ?? []
    const versions = [version, ...before.filter((other) => other !== version)]
    lines.set(job.key, { key: job.key, versions, committed: ++this.#commits })
  }

  #checkTree(version: string, tree: Snapshot): Snapshot {
    const expected = this.#trees.get(version)
    expect(expected, `version ${version} was saved by a job`).toBeDefined()
    expect(unlike(expected as Snapshot, tree)).toEqual([])
    return expected as Snapshot
  }

  /** Every file says who made it. */
  #checkTags(lane: Lane, root: string): void {
    if (!fs.existsSync(root)) return
    for (const name of fs.readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      const at = join(root, name)
      if (!fs.lstatSync(at).isFile()) continue
      const [madeBy, job] = fs.readFileSync(at, 'utf8').split(' ')
      expect(this.#rights(lane).reads, `${name} was made in a lane that may be read`).toContain(madeBy)
      expect(this.#failed.has(job as string), `${name} was made by a job that failed`).toBe(false)
    }
  }

  /** What design and documentation say a job finds. */
  #find({ lane, key, find }: Job): { lane: Lane; line: Line; exact: boolean } | undefined {
    const { reads } = this.#rights(lane)
    for (const readable of reads) {
      const line = this.#line(readable, key)
      if (line) return { lane: readable, line, exact: true }
    }
    if (find === 'exact') return undefined
    for (const readable of reads) {
      const [line] = [...(this.#lines.get(readable)?.values() ?? [])].sort((a, b) => b.committed - a.committed)
      if (line) return { lane: readable, line, exact: false }
    }
    return undefined
  }

  #line(lane: Lane, key: string): Line | undefined {
    return this.#lines.get(lane)?.get(key)
  }

  #rights(lane: Lane): Rights {
    return { namespace: this.#namespace, reads: [...new Set([lane, 'trusted'])], writes: lane }
  }
}

/** What lies there; nothing, where nothing is. */
export function look(root: string): Snapshot {
  return fs.existsSync(root) ? snapshot(toBytePath(root)) : new Map()
}

/** As `differences`, but either may have the time that a file system rounded: a version keeps the first it saw. */
export function unlike(expected: Snapshot, got: Snapshot): string[] {
  const alike = new Map(got)
  for (const [path, { what, mtimeNs }] of got) {
    const early = (expected.get(path)?.mtimeNs ?? mtimeNs) - mtimeNs
    if (early < 0n && early > -1000n) alike.set(path, { what, mtimeNs: mtimeNs + early })
  }
  return differences(expected, alike)
}

/** Content by path. */
type Files = readonly (readonly [string, Buffer])[]

function filesOf(root: string): Files {
  return fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => fs.lstatSync(join(root, name)).isFile())
    .map((name) => [name, fs.readFileSync(join(root, name))])
}

function rebuild(root: string, files: Files): void {
  fs.rmSync(root, { recursive: true, force: true })
  for (const [name, content] of files) {
    fs.mkdirSync(dirname(join(root, name)), { recursive: true })
    fs.writeFileSync(join(root, name), content)
  }
}
