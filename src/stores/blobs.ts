import * as fs from 'node:fs/promises'
import { newArray, release } from '../core/bytes.ts'
import type { GetOptions, ObjectInfo, PutResult, Tag } from '../core/ports/store.ts'
import { ifThere, type TempFile, type TempFiles, writeAll } from './files.ts'

/** What is written once, on a plain directory: a file, whole from the moment it has its name. */
export type StoredBlob = Omit<ObjectInfo, 'key'>

/** A file's name can be taken over, but not on condition of what the file holds: that is what records are for. */
export interface BlobWriter {
  write(block: Uint8Array): Promise<void>
  commit(when: 'none' | 'absent'): Promise<PutResult>
  abort(): Promise<void>
}

export async function statBlob(path: string): Promise<StoredBlob | undefined> {
  const info = await ifThere(fs.stat(path, { bigint: true }))
  return info?.isFile() ? toBlob(info) : undefined
}

/**
 * A blob's bytes or a range of them, `undefined` if there is none, `short` if the range ends past its end. Large reads
 * go out in parallel pieces.
 */
export async function readBlob(
  path: string,
  { range, signal, array = newArray }: GetOptions,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly blob: StoredBlob } | 'short' | undefined> {
  const handle = await ifThere(fs.open(path, 'r'))
  if (!handle) return undefined
  try {
    const info = await handle.stat({ bigint: true })
    if (!info.isFile()) return undefined
    const blob = toBlob(info)
    const offset = range?.offset ?? 0
    const length = range?.length ?? blob.bytes
    // Before room is made: the numbers may come out of a damaged object.
    if (offset + length > blob.bytes) return 'short'
    const bytes = array(length)
    const pieces: Promise<boolean>[] = []
    for (let at = 0; at < length; at += PIECE) {
      pieces.push(fill(handle, bytes.subarray(at, Math.min(at + PIECE, length)), offset + at, signal))
    }
    return (await Promise.all(pieces)).every(Boolean) ? { bytes, blob } : 'short'
  } finally {
    await handle.close()
  }
}

/**
 * Blocks go to a file without a name as they come; `commit` names it. It is not flushed: what a machine that loses power
 * loses of it is found by its digest, and the version before is restored.
 */
export function openBlob(temps: TempFiles, target: string, signal: AbortSignal | undefined): BlobWriter {
  let temp: Promise<TempFile> | undefined
  let size = 0
  let finished = false
  const discard = async () => {
    finished = true
    const file = await temp?.catch(() => undefined)
    temp = undefined
    if (file) await temps.discard(file)
  }
  return {
    async write(block) {
      if (finished) throw new Error('the writer is finished')
      signal?.throwIfAborted()
      const at = size
      size += block.length
      temp ??= temps.create()
      await writeAll((await temp).handle, block, at)
      release(block)
    },
    async commit(when) {
      if (finished) throw new Error('the writer is finished')
      finished = true
      try {
        signal?.throwIfAborted()
        temp ??= temps.create()
        const { path, handle } = await temp
        const { tag } = toBlob(await handle.stat({ bigint: true }))
        await handle.close()
        signal?.throwIfAborted()
        return (await place(temps, path, target, when)) ? { stored: true, tag } : { stored: false }
      } finally {
        await discard()
      }
    },
    abort: discard,
  }
}

const PIECE = 8 * 1024 * 1024

function toBlob(info: { ino: bigint; size: bigint; mtimeNs: bigint; mtimeMs: bigint }): StoredBlob {
  return {
    bytes: Number(info.size),
    modified: Number(info.mtimeMs),
    tag: `${info.ino}-${info.size}-${info.mtimeNs}` as Tag,
  }
}

/** Fills the array from a place; false if the file ends before. */
async function fill(handle: fs.FileHandle, into: Uint8Array, at: number, signal?: AbortSignal): Promise<boolean> {
  for (let done = 0; done < into.length; ) {
    signal?.throwIfAborted()
    const { bytesRead } = await handle.read(into, done, into.length - done, at + done)
    if (bytesRead === 0) return false
    done += bytesRead
  }
  return true
}

async function place(temps: TempFiles, temp: string, target: string, when: 'none' | 'absent'): Promise<boolean> {
  if (when === 'none') {
    await temps.replace(temp, target, false)
    return true
  }
  const placed = await temps.link(temp, target, false)
  return (placed === 'unsupported' ? await temps.claim(temp, target) : placed) === 'linked'
}
