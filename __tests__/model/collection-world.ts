import { sha256Hex } from '../../src/core/digest.ts'
import { type Head, HISTORY_LENGTH, type VersionRef } from '../../src/core/head.ts'
import type { Line } from '../../src/core/identity.ts'
import { collectionKey, headKey, packKey, versionKey } from '../../src/core/keys.ts'
import type { Lane } from '../../src/core/lane.ts'
import { FrameTable, type PackRow } from '../../src/core/manifest.ts'
import type { Clock, Random } from '../../src/core/ports/clock.ts'
import { StoreError } from '../../src/core/ports/errors.ts'
import { type ManagedStore, put } from '../../src/core/ports/store.ts'
import { ulid } from '../../src/core/ulid.ts'
import { decodeVersion, encodeVersion } from '../../src/core/version-codec.ts'
import { createArchive } from '../../src/stores/archive.ts'
import { createHeadStore } from '../../src/stores/heads.ts'
import { createMemoryStore } from '../../src/stores/memory.ts'
import { collect, RULES } from '../../src/volume/collect.ts'
import type { Context } from '../../src/volume/types.ts'
import { PROVENANCE } from '../support/provenance.ts'
import { headOf } from '../support/stores/heads.ts'
import { packsOf } from '../support/trees.ts'

export const HOUR = 3_600_000
/** T: how long a save may take from its parent's head to its commit. */
export const SAVE_HOURS = 12
const NAMESPACE = 'acme/web'
const VOLUME = 'npm'
/** The last one is hostile: whoever writes it may write anything there. */
export const LANES = ['trusted', 'ref/heads/a', 'pr/1'] as const
const HOSTILE = 'pr/1'

/** A parent that was linked when it was read. */
export interface Fork {
  readonly lane: Lane
  readonly ref: VersionRef
  readonly packs: readonly PackRow[]
}

/** Jobs and collections on a store with names, versions without files, and time that only goes on when it is told to. */
export class CollectionWorld {
  /** What an honest job was promised and has not got. */
  readonly losses: string[] = []
  removed = 0
  readonly store: ManagedStore
  readonly #clock: Clock
  readonly #random: Random
  readonly #context: Context
  #now = Date.UTC(2026, 5, 1)
  /** The packs of every version that was made. */
  readonly #made = new Map<string, readonly PackRow[]>()

  constructor(random: Random) {
    this.#random = random
    this.#clock = { now: () => this.#now, sleep: async () => undefined }
    this.store = createMemoryStore({ clock: this.#clock })
    const heads = createHeadStore({ store: this.store })
    const events = { emit: () => undefined }
    this.#context = { store: this.store, heads, clock: this.#clock, random, events } as unknown as Context
  }

  pass(millis: number): void {
    this.#now += millis
  }

  /** Reads a head, as a save does that forked it; `back`: a version of its history. */
  async fork(lane: Lane, key: string, back = 0): Promise<Fork | undefined> {
    for (const from of lane === 'trusted' ? [lane] : [lane, 'trusted']) {
      const head = await this.#head({ namespace: NAMESPACE, lane: from, volume: VOLUME, key })
      if (!head) continue
      const ref = [head.current, ...head.history][back] ?? head.current
      const bytes = await this.store.get(versionKey(NAMESPACE, ref.lane, ref.ulid))
      // Damage that a hostile lane made; in the others a version that is linked is there.
      if (!bytes && from !== HOSTILE) this.losses.push(`version ${ref.ulid} of ${from}`)
      const packs = bytes && packsIn(bytes)
      if (packs) return { lane: from, ref, packs }
    }
    return undefined
  }

  /** A new version with some of the fork's packs and one of its own; or, as `link`, the fork's under another key. */
  async commit(lane: Lane, key: string, fork: Fork | undefined, does: 'save' | 'link', keep = 3): Promise<void> {
    const bytes = fork && does === 'link' ? await this.#copy(fork) : await this.#pack(lane, fork, keep)
    if (!bytes) return
    const packs = packsIn(bytes) ?? []
    const ref = { lane, ulid: decodeVersion(bytes).ulid, bytes: bytes.length, sha256: sha256Hex(bytes) }
    await this.#advance(lane, key, ref, bytes)
    if (lane !== HOSTILE) await this.#expect(packs, `${does} of ${lane} ${key}`)
  }

  /** Versions that nobody needs follow one another until the history has forgotten what was before. */
  async rush(lane: Lane, key: string): Promise<void> {
    for (let i = 0; i <= HISTORY_LENGTH; i++) await this.commit(lane, key, undefined, 'save')
  }

  async remove(lane: Lane, key: string): Promise<void> {
    await this.#context.heads.remove({ namespace: NAMESPACE, lane, volume: VOLUME, key })
  }

  /** Whatever the writer of the hostile lane may think of, within that lane. */
  async attack(how: 'damage head' | 'damage version' | 'forge memory' | 'hold packs', key: string): Promise<void> {
    const line = { namespace: NAMESPACE, lane: HOSTILE, volume: VOLUME, key }
    const junk = Buffer.from(this.#random(40))
    if (how === 'damage head') await put(this.store, headKey(line), junk, 'none')
    if (how === 'forge memory') await put(this.store, collectionKey(NAMESPACE, HOSTILE), junk, 'none')
    if (how === 'damage version') {
      const head = await this.#head(line)
      if (head) await put(this.store, versionKey(NAMESPACE, HOSTILE, head.current.ulid), junk, 'none')
    }
    if (how === 'hold packs') {
      const packs = await this.#packs('trusted')
      const bytes = this.#version(packs.map((pack) => rowOf('trusted', pack)))
      const ref = { lane: HOSTILE, ulid: decodeVersion(bytes).ulid, bytes: bytes.length, sha256: sha256Hex(bytes) }
      await this.#advance(HOSTILE, key, ref, bytes)
    }
  }

  async collect(graceHours: number): Promise<void> {
    this.removed += await collect(this.#context, createArchive(this.store), {
      namespace: NAMESPACE,
      lanes: LANES,
      rules: { ...RULES, graceMillis: graceHours * HOUR },
      removals: 1000,
      lookUntil: Number.POSITIVE_INFINITY,
    })
    await this.#expectLinked()
  }

  /** Packs of a lane that no version linked there refers to. */
  async leaks(lane: Lane): Promise<string[]> {
    const needed = new Set<string>()
    for (const { packs } of await this.#linked(lane)) for (const pack of packs ?? []) needed.add(pack.ulid)
    return (await this.#packs(lane)).filter((pack) => !needed.has(pack))
  }

  async #head(line: Line): Promise<Head | undefined> {
    try {
      return (await this.#context.heads.read(line))?.head
    } catch (error) {
      if (error instanceof StoreError && error.kind === 'corrupt') return undefined
      throw error
    }
  }

  /** If it is still what the job found: a hostile lane may have damaged its own. */
  async #copy({ ref }: Fork): Promise<Uint8Array | undefined> {
    const bytes = await this.store.get(versionKey(NAMESPACE, ref.lane, ref.ulid))
    return bytes && sha256Hex(bytes) === ref.sha256 ? bytes : undefined
  }

  async #pack(lane: Lane, fork: Fork | undefined, keep: number): Promise<Uint8Array> {
    const made = ulid(this.#now, this.#random)
    await put(this.store, packKey(NAMESPACE, lane, made), this.#random(8), 'absent')
    return this.#version([...(fork?.packs.slice(0, keep) ?? []), rowOf(lane, made)])
  }

  #version(packs: readonly PackRow[]): Uint8Array {
    const name = ulid(this.#now, this.#random)
    this.#made.set(name, packs)
    return encodeVersion({
      ulid: name,
      provenance: { ...PROVENANCE, createdAt: this.#now },
      parent: '',
      manifest: { mounts: [], packs, frames: new FrameTable() },
      tags: [],
      expiresAt: undefined,
      omitted: [],
      signature: '',
      files: 0,
      totalBytes: 0,
    })
  }

  async #advance(lane: Lane, key: string, current: VersionRef, version: Uint8Array): Promise<void> {
    const { heads } = this.#context
    const line = { namespace: NAMESPACE, lane, volume: VOLUME, key }
    if (lane === HOSTILE && !(await this.#head(line))) await this.store.remove([headKey(line)])
    const own = await heads.read(line)
    const replaced = own ? [{ ...own.head.current, committedAt: own.head.committedAt }, ...own.head.history] : []
    const history = replaced.filter(({ ulid }) => ulid !== current.ulid).slice(0, HISTORY_LENGTH)
    const next = headOf(this.#now, { key, current, history, from: own?.head.commit ?? '' })
    await heads.advance(line, next, own?.tag ?? 'absent', { version })
  }

  async #expect(packs: readonly PackRow[], what: string): Promise<void> {
    for (const { lane, ulid } of packs) {
      if (!(await this.store.stat(packKey(NAMESPACE, lane, ulid)))) this.losses.push(`${what}: pack ${ulid} of ${lane}`)
    }
  }

  /** All that honest heads link is there: what is of other lanes only as long as it is held. */
  async #expectLinked(): Promise<void> {
    for (const lane of LANES) {
      if (lane === HOSTILE) continue
      const linked = await this.#linked(lane)
      const moved = Math.max(...linked.map(({ modified }) => modified))
      const isHeld = this.#now - moved < RULES.holdMillis
      for (const { ref, packs } of linked) {
        if (!packs) this.losses.push(`version ${ref.ulid} of ${lane}`)
        await this.#expect(
          (packs ?? []).filter((pack) => pack.lane === lane || isHeld),
          `linked in ${lane}`,
        )
      }
    }
  }

  async #linked(lane: Lane) {
    const linked: { ref: VersionRef; packs: readonly PackRow[] | undefined; modified: number }[] = []
    for await (const { line, head, modified } of this.#context.heads.list(NAMESPACE)) {
      if (line.lane !== lane) continue
      for (const ref of [head.current, ...head.history]) {
        const isThere = await this.store.stat(versionKey(NAMESPACE, lane, ref.ulid))
        linked.push({ ref, packs: isThere && this.#made.get(ref.ulid), modified })
      }
    }
    return linked
  }

  async #packs(lane: Lane): Promise<string[]> {
    const { packs } = await createArchive(this.store).survey(NAMESPACE, lane)
    return packs.map(({ ulid }) => ulid)
  }
}

function packsIn(bytes: Uint8Array): readonly PackRow[] | undefined {
  try {
    return decodeVersion(bytes).manifest.packs
  } catch {
    return undefined
  }
}

function rowOf(lane: Lane, ulid: string): PackRow {
  return { ...(packsOf(ulid)[0] as PackRow), lane }
}
