import { ABSENT, type ChunkIndex, PENDING } from '../core/chunk-index.ts'
import type { ChunkPlaces } from '../core/chunk-places.ts'
import { sha256 } from '../core/digest.ts'
import type { FrameSeal, PackSeal } from '../core/frame.ts'
import { packKey } from '../core/keys.ts'
import type { Lane } from '../core/lane.ts'
import type { FrameTable, PackRow } from '../core/manifest.ts'
import { encodeFooter, type FooterFrame } from '../core/pack.ts'
import { StoreError } from '../core/ports/errors.ts'
import type { ObjectWriter } from '../core/ports/store.ts'
import type { CapturedFrame, CaptureSink } from '../core/ports/workspace.ts'
import { sealFooter } from '../core/sealed-object.ts'
import { ulid } from '../core/ulid.ts'
import { sealOfPack, writingKeyId } from './keys.ts'
import { type Context, signalOf } from './types.ts'

/** Packs being finished at once. */
const CLOSING_PACKS = 3

/** A pack that is being written. */
interface OpenPack {
  readonly ulid: string
  /** Its number in the pack table. */
  readonly index: number
  readonly writer: ObjectWriter
  readonly frames: FooterFrame[]
  readonly chunks: number[][]
  readonly seal: PackSeal | undefined
  offset: number
  /** Frames that have got their number before they were made, as those of a sealed pack do. */
  numbered: number
}

/** What a save knows of stored chunks, and what it adds to that. */
interface Tables {
  readonly index: ChunkIndex
  readonly places: ChunkPlaces
  readonly packs: PackRow[]
  readonly frames: FrameTable
}

/**
 * Takes captured frames, lays them into packs and uploads those while the capture goes on. The one place where frames
 * and packs of a save are numbered, whichever worker made them.
 */
export class PackWriter implements CaptureSink {
  /** Raw bytes of chunks that no pack held. */
  newBytes = 0
  storedBytes = 0
  packsPut = 0
  readonly #context: Context
  readonly #namespace: string
  readonly #lane: Lane
  readonly #tables: Tables
  readonly #closing = new Set<Promise<void>>()
  readonly #open = new Set<ObjectWriter>()
  #current: OpenPack | undefined
  /** A sealed pack that is full, with numbered frames still to come. */
  #ending: OpenPack | undefined
  #tail: Promise<void> = Promise.resolve()
  #failed: unknown

  /** Appends to the given tables, which know what is stored already. */
  constructor(context: Context, namespace: string, lane: Lane, tables: Tables) {
    this.#context = context
    this.#namespace = namespace
    this.#lane = lane
    this.#tables = tables
  }

  offer(ids: Uint8Array, lengths: Uint32Array): { numbers: Uint32Array; pack: Uint8Array } {
    const { index } = this.#tables
    const numbers = new Uint32Array(lengths.length)
    const pack = new Uint8Array(lengths.length)
    for (let i = 0; i < lengths.length; i++) {
      const number = index.add(ids, i * 32, lengths[i] as number)
      numbers[i] = number
      if (index.frame[number] !== ABSENT) continue
      index.frame[number] = PENDING
      pack[i] = 1
      this.newBytes += lengths[i] as number
    }
    return { numbers, pack }
  }

  seals(frames: number): FrameSeal {
    const pack = this.#filling()
    const { seal } = pack
    if (!seal) throw new Error('nothing is sealed here')
    const number = pack.numbered
    pack.numbered += frames
    return { ...seal, number }
  }

  /** Frames are laid in the order they come; the promise is the back-pressure of the store. */
  frame(frame: CapturedFrame): Promise<void> {
    if (this.#failed) return Promise.reject(this.#failed)
    const pack = this.#lay(frame)
    const full = pack.offset >= this.#context.store.traits.packBytes
    const complete = full && pack.frames.length >= pack.numbered
    // Nothing more is numbered in a full pack, but what has its number is still to come.
    if (full && this.#current === pack) this.#current = undefined
    this.#ending = full && !complete ? pack : undefined
    const write = async () => {
      await pack.writer.write(frame.stored)
      if (complete) this.#close(pack)
      while (this.#closing.size > CLOSING_PACKS) await Promise.race(this.#closing)
    }
    this.#tail = this.#tail.then(write).catch((error) => {
      this.#failed ??= error
      throw error
    })
    return this.#tail
  }

  /** Closes the last pack: the tables are complete now, and every pack is on its way. */
  async close(): Promise<void> {
    await this.#tail
    if (this.#current) this.#close(this.#current)
  }

  /** Until every pack is stored. */
  async stored(): Promise<void> {
    await Promise.all(this.#closing)
    if (this.#failed) throw this.#failed
  }

  /** Gives up on what is not stored yet; stored packs are left to the collection. */
  async abort(): Promise<void> {
    await Promise.allSettled([this.#tail, ...this.#closing])
    await Promise.allSettled([...this.#open].map((writer) => writer.abort()))
  }

  /** Numbers a frame and its chunks; returns the pack it goes into. */
  #lay(frame: CapturedFrame): OpenPack {
    const pack = this.#ending ?? this.#filling()
    const row = {
      offset: pack.offset,
      storedLength: frame.stored.length,
      rawLength: frame.rawLength,
      codec: frame.codec,
      sha256: frame.sha256,
    }
    const { index, places, frames } = this.#tables
    const number = frames.push({ pack: pack.index, number: pack.frames.length, ...row })
    pack.frames.push(row)
    pack.chunks.push([...frame.chunks])
    let offset = 0
    for (const chunk of frame.chunks) {
      index.place(chunk, number, offset)
      places.push(number, offset, chunk)
      offset += index.rawLength[chunk] as number
    }
    pack.offset += frame.stored.length
    this.storedBytes += frame.stored.length
    return pack
  }

  #filling(): OpenPack {
    this.#current ??= this.#start()
    return this.#current
  }

  #start(): OpenPack {
    const name = ulid(this.#context.clock.now(), this.#context.random)
    const { packs } = this.#tables
    const index = packs.length
    const keyId = writingKeyId(this.#context)
    packs.push({
      lane: this.#lane,
      ulid: name,
      keyId,
      footerOffset: 0,
      footerLength: 0,
      footerSha256: new Uint8Array(32),
    })
    const writer = this.#context.store.open(packKey(this.#namespace, this.#lane, name), signalOf(this.#context))
    this.#open.add(writer)
    const seal = sealOfPack(this.#context, { keyId, ulid: name })
    return { ulid: name, index, writer, frames: [], chunks: [], seal, offset: 0, numbered: 0 }
  }

  /** Ends a pack in the background; the next one is filled meanwhile. */
  #close(pack: OpenPack): void {
    if (this.#current === pack) this.#current = undefined
    const { packs } = this.#tables
    const { keyId } = packs[pack.index] as PackRow
    const plain = encodeFooter({ keyId, frames: pack.frames, ...this.#chunkTable(pack) })
    const footer = pack.seal ? sealFooter(keyId, pack.seal, plain) : plain
    packs[pack.index] = {
      ...(packs[pack.index] as PackRow),
      footerOffset: pack.offset,
      footerLength: footer.length,
      footerSha256: sha256(footer),
    }
    this.storedBytes += footer.length
    const closing = (async () => {
      await pack.writer.write(footer)
      const put = await pack.writer.commit('absent')
      if (!put.stored)
        throw new StoreError(
          'corrupt',
          this.#context.store.name,
          pack.ulid,
          new Error('a pack of this random name exists already'),
        )
      this.#open.delete(pack.writer)
      this.packsPut++
    })()
    this.#closing.add(closing)
    closing.then(
      () => this.#closing.delete(closing),
      (error) => {
        this.#failed ??= error
      },
    )
  }

  #chunkTable(pack: OpenPack) {
    const { index } = this.#tables
    const count = pack.chunks.reduce((sum, chunks) => sum + chunks.length, 0)
    const ids = new Uint8Array(count * 32)
    const lengths = new Uint32Array(count)
    const frame = new Uint32Array(count)
    const offset = new Uint32Array(count)
    let at = 0
    pack.chunks.forEach((chunks, number) => {
      for (const chunk of chunks) {
        index.copyId(chunk, ids, at * 32)
        lengths[at] = index.rawLength[chunk] as number
        frame[at] = number
        offset[at] = index.offset[chunk] as number
        at++
      }
    })
    return { ids, lengths, frame, offset }
  }
}
