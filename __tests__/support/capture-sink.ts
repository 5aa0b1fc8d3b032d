import { toBytePath } from '../../src/core/bytes.ts'
import { sha256Hex } from '../../src/core/digest.ts'
import { decodeFrame } from '../../src/core/frame.ts'
import type { LocalMount } from '../../src/core/mount.ts'
import type { CapturedFile, CapturedFrame, CaptureSink, CaptureTask } from '../../src/core/ports/workspace.ts'
import { EntryType, HOLE, type Tree } from '../../src/core/tree.ts'
import { scan } from '../../src/workspace/scan.ts'

/** Numbers chunks by id, wants each once, and keeps what it gets, checked. */
export class KeepingSink implements CaptureSink {
  readonly numbers = new Map<string, number>()
  readonly lengths: number[] = []
  readonly chunks: Uint8Array[] = []
  readonly frames: CapturedFrame[] = []
  offers = 0
  /** Runs on the main thread, between readings. */
  onOffer: ((offer: number) => unknown) | undefined
  onFrame: ((frame: CapturedFrame) => Promise<void>) | undefined

  offer(ids: Uint8Array, lengths: Uint32Array): { numbers: Uint32Array; pack: Uint8Array } {
    const pack = new Uint8Array(lengths.length)
    const numbers = lengths.map((length, i) => {
      const id = Buffer.from(ids.subarray(i * 32, i * 32 + 32)).toString('hex')
      const known = this.numbers.get(id)
      if (known !== undefined) return known
      pack[i] = 1
      this.numbers.set(id, this.lengths.length)
      return this.lengths.push(length) - 1
    })
    this.onOffer?.(this.offers++)
    return { numbers, pack }
  }

  async frame(frame: CapturedFrame): Promise<void> {
    if (sha256Hex(frame.stored) !== Buffer.from(frame.sha256).toString('hex')) throw new Error('a frame is not its sum')
    const raw = decodeFrame(frame.stored, frame.codec, frame.rawLength)
    let at = 0
    for (const chunk of frame.chunks) {
      const bytes = raw.slice(at, at + (this.lengths[chunk] as number))
      if (this.chunks[chunk]) throw new Error(`chunk ${chunk} came twice`)
      if (this.numbers.get(sha256Hex(bytes)) !== chunk) throw new Error(`chunk ${chunk} is not its id`)
      this.chunks[chunk] = bytes
      at += bytes.length
    }
    if (at !== raw.length) throw new Error('a frame is not its chunks')
    this.frames.push(frame)
    await this.onFrame?.(frame)
  }

  /** What a captured file holds. */
  contentOf(file: CapturedFile | undefined): Buffer {
    if (file?.kind !== 'read') throw new Error(`not read: ${file?.kind}`)
    return Buffer.concat(
      Array.from(file.chunks, (chunk, i) => {
        const length = file.lengths[i] as number
        const bytes = chunk === HOLE ? Buffer.alloc(length) : this.chunks[chunk]
        if (bytes?.length !== length) throw new Error(`chunk ${chunk} is not there`)
        return bytes
      }),
    )
  }
}

/** Everything below a directory, or one file. */
export function mountAt(directory: string): LocalMount {
  const path = toBytePath(directory)
  const selection = { everything: true, selects: () => true, descends: () => true }
  return { label: directory, anchor: 'absolute', base: directory, path, selection }
}

export async function scanned(mount: LocalMount, stateDir: string): Promise<Tree> {
  const { tree } = await scan(mount, { stateDir, events: { emit() {} } })
  if (!tree) throw new Error('nothing there')
  return tree
}

/** Every file that has content of its own. */
export function tasksOf(tree: Tree): CaptureTask[] {
  return [...tree.type.subarray(0, tree.length).keys()]
    .filter((entry) => tree.type[entry] === EntryType.file && tree.source(entry) === entry)
    .map((entry) => ({ mount: 0, entry }))
}
