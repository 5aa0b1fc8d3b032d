import * as fs from 'node:fs'
import { dirname, join } from 'node:path'
import { noise } from '../fleet.ts'
import { removeTree } from '../random-tree.ts'

/** Content, a link's target, the path of another name, or what a directory's mode is to be. */
type Entry = string | Uint8Array | { readonly link: string } | { readonly hard: string } | { readonly mode: number }
export type Plants = Readonly<Record<string, Entry>>

/** Two small trees that differ in every way an entry can: content, mode, kind, names of one file, there or not. */
export const FIRST: Plants = {
  'a/same': 'the same in both',
  'a/large': noise(1, 90_000),
  'a/gone': 'only in the first',
  'becomes a directory': 'a file',
  'becomes a file/inner': 'in a directory',
  'shut/inner': 'in a directory that may not be written',
  shut: { mode: 0o555 },
  link: { link: 'a/same' },
}
export const SECOND: Plants = {
  'a/same': 'the same in both',
  'a/large': noise(2, 90_000),
  'a/new/deep': 'only in the second',
  'a/new/twice': { hard: 'a/new/deep' },
  'becomes a directory/inner': 'in a directory',
  'becomes a file': 'a file',
  'shut/inner': 'changed in a directory that may not be written',
  shut: { mode: 0o555 },
  link: { link: 'a/new' },
}

/** Two that differ in one file: for what is about whole mounts. */
export const LEFT: Plants = { file: 'left' }
export const RIGHT: Plants = { file: 'right', other: 'right' }

/** Makes a tree at a place, instead of whatever is there. All times are `minute` minutes after a fixed one. */
export function plant(place: string, plants: Plants, minute = 0): void {
  removeTree(place)
  const time = 1_700_000_000 + minute * 60 + 0.123
  for (const [path, entry] of Object.entries(plants)) {
    const at = join(place, path)
    fs.mkdirSync(dirname(at), { recursive: true })
    if (typeof entry === 'string' || entry instanceof Uint8Array) fs.writeFileSync(at, entry)
    else if ('link' in entry) fs.symlinkSync(entry.link, at)
    else if ('hard' in entry) fs.linkSync(join(place, entry.hard), at)
    else fs.chmodSync(at, entry.mode)
    if (fs.lstatSync(at).isFile()) fs.utimesSync(at, time, time)
  }
}
