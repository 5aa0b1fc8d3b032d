import { createHash } from 'node:crypto'
import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '../core/ports/clock.ts'
import type { Condition, Millis, PutResult, Tag } from '../core/ports/store.ts'
import { codeOf, exists, ifThere, syncDirectory, type TempFile, type TempFiles, writeAll } from './files.ts'

/*
 * What is replaced by condition, on a plain directory. A record is a directory of numbered files, the highest whole one
 * is its state, and the next state is won by whoever links its file to the next number: `link` does not replace.
 * Numbers never go down; a removed record is one whose newest file says so.
 *
 * Each file is an envelope: it carries its own random id and the id it follows. That settles the one case numbers alone
 * do not: a writer that slept while others went on and pruned can link a number long gone. So after linking n, either n
 * is the highest, or what comes next follows it; otherwise it is taken back.
 */

/** One state of a record. */
export interface StoredRecord {
  readonly body: Uint8Array<ArrayBuffer>
  readonly tag: Tag
  readonly modified: Millis
  /** A later state is there and does not add up. */
  readonly stale: boolean
}

export interface Records {
  /** The current state; `undefined`: never written, or removed. */
  read(directory: string): Promise<StoredRecord | undefined>
  /** Replaces the state (`undefined`: removes it) if the condition holds. */
  replace(
    directory: string,
    body: Uint8Array | undefined,
    when: Condition,
    signal: AbortSignal | undefined,
  ): Promise<PutResult>
}

/** Is it the name of a record's file? No component of a key looks like this. */
export function isRecordFile(name: string): boolean {
  return NUMBERED.test(name)
}

export function createRecords(temps: TempFiles, random: Random): Records {
  return {
    async read(directory) {
      const { state, stale } = await newest(directory)
      return state && !state.removed ? { ...state, tag: tagOf(state), stale } : undefined
    },

    async replace(directory, body, when, signal) {
      for (;;) {
        signal?.throwIfAborted()
        const { top, state } = await newest(directory)
        const tag = state && !state.removed ? tagOf(state) : undefined
        if (when === 'absent' ? tag !== undefined : when !== 'none' && tag !== when.tag) return { stored: false }

        const number = top + 1
        const id = Buffer.from(random(ID)).toString('hex')
        const from = state?.id ?? NO_ID
        const file = encode({ id, from, removed: body === undefined }, body ?? new Uint8Array())
        const written = await write(temps, file, join(directory, nameOf(number)), signal)
        if (written !== undefined && (await stands(directory, number, id))) {
          await prune(directory, written - KEPT_MILLIS)
          return { stored: true, tag: tagOf({ number, id }) }
        }
        if (when !== 'none') return { stored: false }
      }
    },
  }
}

interface State extends Envelope {
  readonly number: number
  readonly modified: Millis
}

interface Envelope {
  /** Random, 16 bytes in hex. */
  readonly id: string
  /** The id of the state it follows, zeros for the first. */
  readonly from: string
  readonly removed: boolean
  readonly body: Uint8Array<ArrayBuffer>
}

const NUMBERED = /^~n\d{16}$/
const ID = 16
const NO_ID = '00'.repeat(ID)
/** A number is pruned when it is both: older than any writer may sleep, and beyond what anybody looks back. */
const KEPT = 16
const KEPT_MILLIS = 12 * 60 * 60 * 1000
/** Readings of a directory whose files vanish between listing and opening. */
const READINGS = 10
/** In place of a record's file, where there are no hard links, stands a directory that holds it under this name. */
const INNER = 'record'

function nameOf(number: number): string {
  return `~n${String(number).padStart(16, '0')}`
}

function tagOf({ number, id }: { readonly number: number; readonly id: string }): Tag {
  return `${number}-${id}` as Tag
}

/** The highest whole file, whether one above it is damaged, and the highest number whatever its file holds. */
async function newest(
  directory: string,
): Promise<{ readonly top: number; readonly state: State | undefined; readonly stale: boolean }> {
  for (let reading = 1; ; reading++) {
    const numbers = await numbersOf(directory)
    let vanished = false
    let stale = false
    for (const number of numbers) {
      const state = await readState(directory, number)
      if (state === 'vanished') vanished = true
      else if (state === 'foreign') stale = true
      else return { top: numbers[0] as number, state, stale }
    }
    if (!vanished || reading === READINGS) return { top: numbers[0] ?? 0, state: undefined, stale }
  }
}

/** Highest first. */
async function numbersOf(directory: string): Promise<number[]> {
  const names = (await ifThere(fs.readdir(directory))) ?? []
  return names
    .filter(isRecordFile)
    .map((name) => Number(name.slice(2)))
    .sort((a, b) => b - a)
}

async function readState(directory: string, number: number): Promise<State | 'vanished' | 'foreign'> {
  const path = join(directory, nameOf(number))
  const handle = (await openFile(path)) ?? (await openFile(join(path, INNER)))
  if (!handle) return 'vanished'
  try {
    const { mtimeMs } = await handle.stat()
    const envelope = decode(await handle.readFile())
    return envelope ? { ...envelope, number, modified: Math.floor(mtimeMs) } : 'foreign'
  } finally {
    await handle.close()
  }
}

async function openFile(path: string): Promise<fs.FileHandle | undefined> {
  const info = await ifThere(fs.stat(path))
  return info?.isFile() ? ifThere(fs.open(path, 'r')) : undefined
}

/** Writes and places a record's file; the file system's time, or `undefined` if the number is taken. */
async function write(
  temps: TempFiles,
  file: Uint8Array,
  target: string,
  signal: AbortSignal | undefined,
): Promise<Millis | undefined> {
  const temp = await temps.create()
  try {
    await writeAll(temp.handle, file, 0)
    await temp.handle.datasync()
    const { mtimeMs } = await temp.handle.stat()
    await temp.handle.close()
    signal?.throwIfAborted()
    const placed = await temps.link(temp.path, target, true)
    if (placed === 'unsupported') return (await placeWithoutLinks(temps, temp, target)) ? mtimeMs : undefined
    return placed === 'linked' ? mtimeMs : undefined
  } finally {
    await temps.discard(temp)
  }
}

/**
 * Without hard links: a directory that is not empty. Renaming it onto another that is not empty fails everywhere, so it
 * is as exclusive as a link, and it appears as whole.
 */
async function placeWithoutLinks(temps: TempFiles, temp: TempFile, target: string): Promise<boolean> {
  const holder = `${temp.path}.d`
  await fs.mkdir(holder)
  try {
    await fs.rename(temp.path, join(holder, INNER))
    await syncDirectory(holder)
    await temps.replace(holder, target, true)
    return true
  } catch (error) {
    if (codeOf(error) !== '' && (await exists(target))) return false
    throw error
  } finally {
    await fs.rm(holder, { recursive: true, force: true })
  }
}

/** Is the state just placed current, or was it until somebody followed it? If neither, it is taken back. */
async function stands(directory: string, number: number, id: string): Promise<boolean> {
  const above = (await numbersOf(directory)).filter((other) => other > number).reverse()
  for (const other of above) {
    const next = await readState(directory, other)
    if (next === 'vanished' || next === 'foreign') continue
    if (next.from === id) return true
    await fs.rm(join(directory, nameOf(number)), { recursive: true, force: true })
    return false
  }
  return true
}

/** Oldest first, and no further than the first that is young. */
async function prune(directory: string, before: Millis): Promise<void> {
  const old = (await numbersOf(directory)).slice(KEPT).reverse()
  for (const number of old) {
    const path = join(directory, nameOf(number))
    const info = await ifThere(fs.stat(path))
    if (info && info.mtimeMs >= before) return
    await fs.rm(path, { recursive: true, force: true })
  }
}

const MAGIC = Buffer.from('WSR1')
const DIGEST = 32
const HEADER = MAGIC.length + DIGEST + 1 + ID + ID

/** Magic, SHA-256 of all that follows, a byte that is 1 for a removal, id, id it follows, body. */
function encode({ id, from, removed }: Omit<Envelope, 'body'>, body: Uint8Array): Uint8Array {
  const rest = Buffer.concat([Buffer.of(removed ? 1 : 0), Buffer.from(id, 'hex'), Buffer.from(from, 'hex'), body])
  return Buffer.concat([MAGIC, createHash('sha256').update(rest).digest(), rest])
}

function decode(file: Buffer): Envelope | undefined {
  if (file.length < HEADER || !file.subarray(0, MAGIC.length).equals(MAGIC)) return undefined
  const rest = file.subarray(MAGIC.length + DIGEST)
  const digest = file.subarray(MAGIC.length, MAGIC.length + DIGEST)
  if (!createHash('sha256').update(rest).digest().equals(digest)) return undefined
  return {
    removed: rest[0] === 1,
    id: rest.toString('hex', 1, 1 + ID),
    from: rest.toString('hex', 1 + ID, 1 + ID + ID),
    body: Uint8Array.from(rest.subarray(1 + ID + ID)),
  }
}
