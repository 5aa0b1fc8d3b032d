import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import { basename, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { decodeVersion } from '../../../src/core/version-codec.ts'
import { createDirectoryStore } from '../../../src/stores/directory.ts'
import type { RestoreRequest } from '../../../src/volume/types.ts'
import { noise } from '../fleet.ts'
import { Machine, systemClock } from '../machine.ts'
import { differences, removeTree, type Snapshot, snapshot } from '../random-tree.ts'
import { tempDir } from '../temp.ts'
import { boundsOf, RECORD_BOUNDS } from './damages.ts'
import { type Plants, plant } from './trees.ts'

const SHARED: Plants = { 'a/shared': noise(3, 5000), link: { link: 'a/shared' } }
const OLD: Plants = { ...SHARED, 'a/file': 'of the version before' }
/** More than a frame holds. */
const LARGE = Array.from({ length: 100_000 }, (_, line) => `line ${line}\n`).join('')
const NEW: Plants = { ...SHARED, 'a/file': 'of the new version', 'b/large': LARGE, 'b/new': 'new' }
const OTHER: Plants = { 'a/file': 'of nobody', 'b/large': 'small', strange: 'of nobody too' }

export type Kind = 'versions' | 'packs' | 'heads' | 'latest'

/** One file of the store. */
export interface StoredFile {
  readonly path: string
  /** As it was stored. */
  readonly bytes: Uint8Array
  /** Where its parts begin. */
  readonly bounds: readonly number[]
}

/** What a restore gave: which tree lies there now, and what was said of damage. */
export interface Seen {
  readonly hit: 'exact' | 'fallback' | 'miss'
  readonly tree: 'new' | 'old' | 'untouched' | 'something else'
  readonly said: boolean
}

/** Two versions of key `k` in a directory store, of which the new one takes a file from the old one's pack. */
export async function twoVersions() {
  const root = tempDir()
  const directory = join(root, 'store')
  const store = createDirectoryStore({ directory, clock: systemClock, random: (length) => randomBytes(length) })
  const machine = (name: string) => {
    const made = new Machine({ store, directory: join(root, name), workers: 1 })
    onTestFinished(() => made.close())
    return made
  }
  const maker = machine('maker')
  const reader = machine('reader')
  const place = reader.at('tree')

  const made: Record<string, Snapshot> = {}
  for (const [name, plants] of Object.entries({ old: OLD, new: NEW })) {
    plant(maker.at('tree'), plants)
    const { reason } = await maker.save('k')
    if (reason !== 'saved') throw new Error(reason)
    made[name] = snapshot(maker.at('tree'))
  }

  return {
    maker,
    reader,
    /** An object of the version before (0) or of the new one (1). */
    file: (kind: Kind, which: 0 | 1) => filesOf(directory, kind)[which] as StoredFile,

    /** Restores on a machine that remembers nothing, where there is nothing (or files of somebody else). */
    async restore(onto: 'nothing' | 'other files', key = 'k', more: Partial<RestoreRequest> = {}): Promise<Seen> {
      removeTree(place)
      fs.rmSync(reader.stateDir, { recursive: true, force: true })
      if (onto === 'other files') plant(place, OTHER)
      const before = fs.existsSync(place) ? snapshot(place) : undefined
      const { hit } = await reader.restore(key, { foreign: 'exact', ...more })
      const after = fs.existsSync(place) ? snapshot(place) : undefined
      const is = (expected: Snapshot | undefined) => expected && after && differences(expected, after).length === 0
      const isUntouched = before ? is(before) : !after
      const tree = isUntouched ? 'untouched' : is(made['new']) ? 'new' : is(made['old']) ? 'old' : 'something else'
      return { hit, tree, said: reader.told('version-unusable').length + reader.told('store-failed').length > 0 }
    },
  }
}

/** With `undefined` the file is gone. */
export function overwrite({ path }: StoredFile, bytes: Uint8Array | undefined): void {
  if (bytes) fs.writeFileSync(path, bytes)
  else fs.rmSync(path)
}

function filesOf(store: string, kind: Kind): StoredFile[] {
  return pathsOf(store, kind).map((path) => {
    const bytes = fs.readFileSync(path)
    if (kind === 'heads' || kind === 'latest') return { path, bytes, bounds: RECORD_BOUNDS }
    return { path, bytes, bounds: kind === 'versions' ? boundsOf(bytes) : packBounds(store, path, bytes) }
  })
}

/** ULIDs and records' numbers rise. */
function pathsOf(store: string, kind: Kind): string[] {
  const names = fs.readdirSync(store, { recursive: true, encoding: 'utf8' }).sort()
  return names
    .filter((name) => name.includes(`/${kind}/`))
    .map((name) => join(store, name))
    .filter((path) => fs.statSync(path).isFile())
}

/** Its frames, and then the footer's parts. */
function packBounds(store: string, path: string, bytes: Uint8Array): number[] {
  for (const version of pathsOf(store, 'versions')) {
    const { packs, frames } = decodeVersion(fs.readFileSync(version)).manifest
    const pack = packs.findIndex(({ ulid }) => ulid.toLowerCase() === basename(path).toLowerCase())
    const row = packs[pack]
    if (!row) continue
    const own = Array.from({ length: frames.length }, (_, frame) => frames.row(frame)).filter(
      (frame) => frame.pack === pack,
    )
    const footer = boundsOf(bytes.subarray(row.footerOffset)).map((bound) => row.footerOffset + bound)
    return [...own.map(({ offset }) => offset).sort((a, b) => a - b), ...footer]
  }
  throw new Error(`no version lists ${path}`)
}
