// Run by recover.test.ts under kill-at.ts. `kill DIRECTORY SCENARIO N`: restores over what lies there and is killed at
// call N. `sweep DIRECTORY SCENARIO`: does that for every N by letting calls fail, recovers, prints what was left.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { type BytePath, toBytePath } from '../../src/core/bytes.ts'
import { sha256Hex } from '../../src/core/digest.ts'
import type { StagedMount } from '../../src/core/ports/workspace.ts'
import { encodeState } from '../../src/core/state-codec.ts'
import type { Tree } from '../../src/core/tree.ts'
import { recover } from '../../src/workspace/recover.ts'
import { stateFile } from '../../src/workspace/states.ts'
import { WorkerPool } from '../../src/workspace/workers.ts'
import { arm, countedCalls, disarm } from './kill-at.ts'
import { differences, removeTree, type Snapshot, snapshot } from './random-tree.ts'
import { Bench, fresh, type Given, hashes, mountAt, Pack, plannedFor, treeOf, workerUrl } from './staged.ts'

/** What the version holds. Between the two: new, changed, replaced by another type, linked, restamped, gone. */
const WANTED: Readonly<Record<BytePath, Given | undefined>> = {
  '': undefined,
  'becomes-dir': undefined,
  'becomes-dir/x': { content: 'x' },
  'becomes-file': { content: 'was a directory' },
  dir: { mode: 0o750 },
  'dir/big': { content: [Buffer.alloc(3000, 'a'), 5000, Buffer.alloc(3000, 'b')] },
  'dir/same': { content: 'old same', mode: 0o600 },
  'linked-1': { content: 'linked' },
  'linked-2': { linkTo: 'linked-1' },
  new: undefined,
  'new/deep': { mode: 0o555 },
  'new/deep/file': { content: 'deep', mode: 0o400 },
  symlink: { target: 'dir/big' },
}

/** What lay there before; besides, `foreign`, which is nobody's. */
const BEFORE: Readonly<Record<BytePath, Given | undefined>> = {
  '': undefined,
  'becomes-dir': { content: 'was a file' },
  'becomes-file': undefined,
  'becomes-file/inner': { content: 'old inner' },
  dir: undefined,
  'dir/big': { content: 'old big' },
  'dir/gone': { content: 'old gone' },
  'dir/same': { content: 'old same' },
  symlink: { target: 'nowhere' },
}

export type Scenario = 'in-place' | 'fresh' | 'several'

/** The mounts of a scenario below a directory. */
export function placesOf(scenario: Scenario, directory: string): string[] {
  return scenario === 'several' ? [join(directory, 'a'), join(directory, 'b/c')] : [join(directory, 'a')]
}

/** What lies there before the run that is killed. */
export async function prepare(bench: Bench, directory: string, scenario: Scenario): Promise<Snapshot[]> {
  mkdirSync(bench.stateDir, { recursive: true })
  if (scenario === 'in-place') {
    const mount = mountAt(join(directory, 'a'))
    const pack = new Pack()
    const tree = treeOf(pack, BEFORE)
    await bench.restore(pack, [fresh(mount, tree)])
    writeFileSync(join(directory, 'a/foreign'), 'nobody knows')
    writeFileSync(stateFile(bench.stateDir, mount), stateOf(tree, pack))
  }
  return placesOf(scenario, directory).map(now)
}

/** Restores; from the staging on, calls count. */
async function restore(
  bench: Bench,
  directory: string,
  scenario: Scenario,
  ...armed: Parameters<typeof arm>
): Promise<void> {
  const pack = new Pack(4000)
  const mounts: StagedMount[] = []
  for (const place of placesOf(scenario, directory)) {
    const tree = treeOf(pack, WANTED)
    hashes.set(tree, Object.values(WANTED).map(contentHash))
    const mount = mountAt(place)
    mounts.push(scenario === 'in-place' ? keepForeign(await plannedFor(mount, tree)) : fresh(mount, tree))
  }
  arm(...armed)
  await bench.restore(pack, mounts)
}

/** Recovers as the next run does, and says what is left: `before`, `complete`, `empty`, or what is wrong. */
export function recovered(directory: string, scenario: Scenario, before: readonly Snapshot[]): string {
  const places = placesOf(scenario, directory)
  for (const place of places) recover(join(directory, 'state'), mountAt(place))
  const litter = [...readdirSync(join(directory, 'state')).filter((name) => !name.endsWith('.state'))]
  litter.push(...readdirSync(directory).filter((name) => name.includes('warmstart')))
  const outcomes = places.map((place, i) => outcomeOf(place, before[i] as Snapshot))
  return [...new Set([...outcomes, ...litter])].join('\n')
}

async function sweep(pool: WorkerPool, top: string, scenario: Scenario): Promise<Record<string, number[]>> {
  const seen: Record<string, number[]> = {}
  for (let last = 1, ended = false; !ended; last++) {
    const directory = join(top, `${last}`)
    const bench = new Bench(directory, pool)
    const before = await prepare(bench, directory, scenario)
    ended = await restore(bench, directory, scenario, last, 'fail').then(
      () => true,
      () => false,
    )
    disarm()
    const outcome = recovered(directory, scenario, before)
    seen[outcome] = [...(seen[outcome] ?? []), last]
    removeTree(toBytePath(directory))
  }
  return seen
}

function outcomeOf(place: string, before: Snapshot): string {
  const after = now(place)
  const left = [...after.keys()].filter((path) => path !== '' && path !== '/"foreign"')
  if (differences(before, after).length === 0 || (before.size === 0 && left.length === 0)) return 'before'
  if (left.length === 0) return before.has('/"foreign"') === after.has('/"foreign"') ? 'empty' : 'foreign is gone'
  const wanted = Object.keys(WANTED).length + (before.has('/"foreign"') ? 1 : 0)
  const text = (path: string) =>
    after.get(shown(path))?.what.startsWith('file') ? readFileSync(join(place, path), 'utf8') : ''
  const contents = Object.entries(WANTED).every(([path, given]) => {
    const expected = typeof given?.content === 'string' ? given.content : undefined
    return expected === undefined || text(path) === expected
  })
  return contents && after.size === wanted ? 'complete' : `half: ${differences(before, after).join(' ')}`
}

/** A path as `snapshot` has it. */
function shown(path: string): string {
  return path === ''
    ? ''
    : path
        .split('/')
        .map((name) => `/"${name}"`)
        .join('')
}

function now(place: string): Snapshot {
  return existsSync(place) ? snapshot(toBytePath(place)) : new Map()
}

function stateOf(tree: Tree, { frames }: Pack): Uint8Array {
  const footer = { keyId: '', footerOffset: 1e6, footerLength: 1, footerSha256: new Uint8Array(32) }
  const packs = [{ lane: 'local', ulid: '01HZZZZZZZZZZZZZZZZZZZZZZZ', ...footer }]
  const about = {
    store: 's',
    namespace: 'n',
    lane: 'local',
    volume: 'v',
    key: 'k',
    version: undefined,
    fork: undefined,
  }
  return encodeState({ ...about, stampNs: 0n, broken: [], tree, packs, frames, ids: new Uint8Array(tree.extents * 32) })
}

function contentHash(given: Given | undefined): string {
  return typeof given?.content === 'string' ? sha256Hex(Buffer.from(given.content)) : ''
}

function keepForeign(staged: StagedMount): StagedMount {
  return { ...staged, remove: staged.remove.filter((path) => path !== 'foreign') }
}

if (import.meta.main) {
  const [what, directory, scenario, last] = process.argv.slice(2) as [string, string, Scenario, string]
  const pool = new WorkerPool(workerUrl, 2)
  if (what === 'sweep') {
    console.log(JSON.stringify(await sweep(pool, directory, scenario)))
  } else {
    await restore(new Bench(directory, pool), directory, scenario, Number(last), 'kill')
    console.log(countedCalls())
  }
  await pool.close()
}
