import { CHUNK_MAX_BYTES, Chunker, isHole, WHOLE_FILE_BYTES } from '../core/chunker.ts'
import { chunkNamer, sha256 } from '../core/digest.ts'
import { type ChunkKeys, keyedGearTable } from '../core/encryption-key.ts'
import { encodeFrame, FRAME_RAW_BYTES, type FrameSeal, planFrames } from '../core/frame.ts'
import {
  type Amended,
  type MadeFrame,
  type MakeFrames,
  type Outcome,
  type Reading,
  SLAB_BYTES,
  SLABS,
} from './read-tasks.ts'

/** The memory of a worker that reads, and where in it the chunks lie that may have to be stored. */
export class Slabs {
  readonly #chunker: Chunker
  readonly #nameOf: (chunk: Uint8Array) => string
  readonly #contents: SlabContent[] = []
  readonly #scratch = Buffer.allocUnsafeSlow(FRAME_RAW_BYTES + CHUNK_MAX_BYTES)

  constructor(keys: ChunkKeys | undefined) {
    this.#chunker = new Chunker(SLABS * SLAB_BYTES, keys && keyedGearTable(keys.gear))
    this.#nameOf = chunkNamer(keys?.ids)
  }

  /** All slabs, one after the other. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#chunker.bytes
  }

  /** Forgets what a slab held; new content is cut into it. */
  begin(slab: number): Cutting {
    const content = { at: [], length: [] }
    this.#contents[slab] = content
    return new Cutting(this.#chunker, this.#nameOf, content)
  }

  /** Compresses the marked chunks of a slab, in order, and seals the frames if they are to be. */
  makeFrames({ slab, pack, level, seal }: MakeFrames): MadeFrame[] {
    const content = this.#contents[slab] as SlabContent
    const marked = [...pack.keys()].filter((chunk) => pack[chunk] === 1)
    let first = 0
    return planFrames(marked.map((chunk) => content.length[chunk] as number)).map((count, i) => {
      const chunks = marked.slice(first, first + count)
      first += count
      return this.#frame(content, chunks, level, seal && { ...seal, number: seal.number + i })
    })
  }

  #frame(content: SlabContent, chunks: readonly number[], level: number, seal: FrameSeal | undefined): MadeFrame {
    const rawLength = chunks.reduce((sum, chunk) => sum + (content.length[chunk] as number), 0)
    const { stored, codec } = encodeFrame(this.#joined(content, chunks, rawLength), level, seal)
    return { stored, rawLength, codec, sha256: sha256(stored), chunks: chunks.length }
  }

  /** Chunks that follow one another in memory are compressed where they lie. */
  #joined(content: SlabContent, chunks: readonly number[], length: number): Uint8Array {
    const first = content.at[chunks[0] as number] as number
    const last = chunks.at(-1) as number
    if ((content.at[last] as number) + (content.length[last] as number) === first + length) {
      return this.bytes.subarray(first, first + length)
    }
    let to = 0
    for (const chunk of chunks) {
      const at = content.at[chunk] as number
      this.#scratch.set(this.bytes.subarray(at, at + (content.length[chunk] as number)), to)
      to += content.length[chunk] as number
    }
    return this.#scratch.subarray(0, length)
  }
}

/** Where the chunks of a slab lie that are no holes. */
interface SlabContent {
  readonly at: number[]
  readonly length: number[]
}

/** Takes down what one task read: its chunks, hashed, and what became of its files. */
export class Cutting {
  readBytes = 0
  /** What kind of token a file seems to hold, by its number. */
  readonly tokens = new Map<number, string>()
  readonly #chunker: Chunker
  readonly #nameOf: (chunk: Uint8Array) => string
  readonly #content: SlabContent
  readonly #outcomes: Outcome[] = []
  readonly #counts: number[] = []
  readonly #lengths: number[] = []
  readonly #holes: number[] = []
  readonly #amended = new Map<number, Amended>()
  /** Owns its memory, so that it can be transferred. */
  #ids = Buffer.allocUnsafeSlow(256 * 32)
  #counted = 0

  constructor(chunker: Chunker, nameOf: (chunk: Uint8Array) => string, content: SlabContent) {
    this.#chunker = chunker
    this.#nameOf = nameOf
    this.#content = content
  }

  /** A whole file. */
  file(at: number, end: number): void {
    if (end - at > WHOLE_FILE_BYTES) this.part(at, end, true)
    else if (end > at) this.#chunk(at, end)
  }

  /** A part of a large file, from where a chunk starts; returns where its last chunk ends. */
  part(at: number, end: number, isLast: boolean): number {
    while (isLast ? at < end : end - at >= CHUNK_MAX_BYTES) {
      const next = this.#chunker.cut(at, end)
      this.#chunk(at, next)
      at = next
    }
    return at
  }

  /** A chunk as it was cut before. Never a hole: those are not stored. */
  piece(at: number, end: number): void {
    this.#store(at, end)
    this.#holes.push(0)
  }

  /** What became of the file whose chunks were given last. */
  close(outcome: Outcome, amended: Amended | undefined): void {
    if (amended) this.#amended.set(this.#outcomes.length, amended)
    this.#outcomes.push(outcome)
    this.#counts.push(this.#lengths.length - this.#counted)
    this.#counted = this.#lengths.length
  }

  reading(): Reading {
    return {
      outcomes: this.#outcomes,
      counts: Uint32Array.from(this.#counts),
      lengths: Uint32Array.from(this.#lengths),
      holes: Uint8Array.from(this.#holes),
      ids: this.#ids.subarray(0, this.#content.at.length * 32),
      amended: this.#amended,
      tokens: this.tokens,
      readBytes: this.readBytes,
    }
  }

  #chunk(at: number, end: number): void {
    const hole = isHole(this.#chunker.bytes.subarray(at, end))
    if (hole) this.#lengths.push(end - at)
    else this.#store(at, end)
    this.#holes.push(hole ? 1 : 0)
  }

  #store(at: number, end: number): void {
    const chunk = this.#content.at.length
    if (chunk * 32 === this.#ids.length) this.#growIds()
    this.#ids.write(this.#nameOf(this.#chunker.bytes.subarray(at, end)), chunk * 32, 'hex')
    this.#content.at.push(at)
    this.#content.length.push(end - at)
    this.#lengths.push(end - at)
  }

  #growIds(): void {
    const ids = Buffer.allocUnsafeSlow(this.#ids.length * 2)
    ids.set(this.#ids)
    this.#ids = ids
  }
}
