import { randomBytes } from 'node:crypto'
import { sha256, sha256Hex } from '../../src/core/digest.ts'
import { packKey } from '../../src/core/keys.ts'
import { put } from '../../src/core/ports/store.ts'
import { encodeSections, type Section } from '../../src/core/sections.ts'
import { ulid } from '../../src/core/ulid.ts'
import type { Machine } from './machine.ts'

// Versions as somebody would store them who wants to do harm: laid out by hand after docs/format.md, with all digests
// right, and with whatever the encoder would refuse to write.

export const FILE = 0
export const DIRECTORY = 1
export const SYMLINK = 2

/** An entry's cells, nothing about them checked. */
export interface HostileEntry {
  /** Below its mount; 0 for a mount. */
  readonly depth: number
  /** One character a byte. */
  readonly name: string
  /** 3 is a type that nobody knows. */
  readonly type?: number
  readonly mode?: number
  /** For the four bits of the kind that have no meaning. */
  readonly bits?: number
  readonly mtimeNs?: bigint
  /** As stored: 0, or 1 + how many entries back. */
  readonly link?: number
  readonly target?: string
  readonly content?: string
  /** Instead of the content's own length. */
  readonly size?: number
  /** Instead of one extent with the content; `frame` `undefined`: a hole. */
  readonly extents?: readonly HostileExtent[]
}

export interface HostileExtent {
  readonly frame: number | undefined
  readonly offset: number
  readonly length: number
}

export interface Hostile {
  readonly entries: readonly HostileEntry[]
  /** Of the one pack; the contents' own frame unless told. */
  readonly frames?: readonly { readonly stored: Uint8Array; readonly rawLength: number; readonly codec: number }[]
  /** Replaces parts of what is said about the version. */
  readonly about?: Readonly<Record<string, unknown>>
  readonly mounts?: readonly unknown[]
  readonly packs?: readonly unknown[]
  /** Changes the sections before they are put together. */
  readonly sections?: (sections: readonly Section[]) => Section[]
}

export interface HostileObjects {
  readonly ulid: string
  readonly version: Uint8Array
  readonly pack: Uint8Array
  readonly packUlid: string
}

/** A tree of one mount: the mount's own entry, then these. */
export function below(...entries: readonly HostileEntry[]): HostileEntry[] {
  return [{ depth: 0, name: '', type: DIRECTORY, mode: 0o755 }, ...entries]
}

export function hostileObjects(hostile: Hostile, lane: string, label = 'tree'): HostileObjects {
  const random = (length: number) => randomBytes(length)
  const [id, packUlid] = [ulid(1_700_000_000_000, random), ulid(1_700_000_000_000, random)]
  const { entries } = hostile
  const contents = entries.map(({ content }) => Buffer.from(content ?? '', 'latin1'))
  const raw = Buffer.concat(contents)
  const own = raw.length > 0 ? [{ stored: raw, rawLength: raw.length, codec: 0 }] : []
  const frames = hostile.frames ?? own
  const pack = Buffer.concat(frames.map(({ stored }) => stored))
  const ownFiles = entries.filter(({ type = FILE, link = 0 }) => type === FILE && link < 2)
  const extentsOf = (entry: HostileEntry): readonly HostileExtent[] => {
    if (entry.extents) return entry.extents
    const at = entries.indexOf(entry)
    const { length } = contents[at] as Buffer
    const offset = contents.slice(0, at).reduce((sum, bytes) => sum + bytes.length, 0)
    return length === 0 ? [] : [{ frame: 0, offset, length }]
  }
  const sizeOf = (entry: HostileEntry) => entry.size ?? extentsOf(entry).reduce((sum, { length }) => sum + length, 0)
  const links = entries.filter(({ type }) => type === SYMLINK)
  const about = {
    ulid: id,
    parent: '',
    provenance: { createdAt: 0, ...Object.fromEntries(TEXTS.map((name) => [name, ''])) },
    tags: [],
    expiresAt: null,
    omitted: [],
    signature: '',
    files: entries.filter(({ type }) => type !== DIRECTORY).length,
    totalBytes: ownFiles.reduce((sum, entry) => sum + sizeOf(entry), 0),
    ...hostile.about,
  }
  const footer = { footerOffset: pack.length, footerLength: 100, footerSha256: '00'.repeat(32) }
  const sections: Section[] = [
    json(1, about),
    json(2, hostile.mounts ?? [{ label, anchor: 'workspace', base: label }]),
    json(3, hostile.packs ?? [{ lane, ulid: packUlid, keyId: '', ...footer }]),
    column(
      16,
      4,
      frames.map(() => 0),
    ),
    column(
      17,
      4,
      frames.map((_, number) => number),
    ),
    column(
      18,
      4,
      frames.map((_, i) => frames.slice(0, i).reduce((sum, { stored }) => sum + stored.length, 0)),
    ),
    column(
      19,
      4,
      frames.map(({ stored }) => stored.length),
    ),
    column(
      20,
      4,
      frames.map(({ rawLength }) => rawLength),
    ),
    column(
      21,
      1,
      frames.map(({ codec }) => codec),
    ),
    { id: 22, bytes: Buffer.concat(frames.map(({ stored }) => sha256(stored))) },
    column(
      32,
      2,
      entries.map(({ type = FILE, mode = 0o644, bits = 0 }) => mode | (type << 10) | (bits << 12)),
    ),
    column(
      33,
      2,
      entries.map(({ depth }) => depth),
    ),
    column(
      34,
      1,
      entries.map(({ name }) => name.length),
    ),
    { id: 35, bytes: Buffer.from(entries.map(({ name }) => name).join(''), 'latin1') },
    column(36, 8, differences(entries.map(({ mtimeNs = 0n }) => mtimeNs))),
    column(
      37,
      4,
      entries.map(({ link = 0 }) => link),
    ),
    column(38, 8, ownFiles.map(sizeOf)),
    column(
      39,
      4,
      ownFiles.map((entry) => extentsOf(entry).length),
    ),
    column(
      40,
      2,
      links.map(({ target = '' }) => target.length),
    ),
    { id: 41, bytes: Buffer.from(links.map(({ target = '' }) => target).join(''), 'latin1') },
    ...extentColumns(ownFiles.map(extentsOf)),
  ]
  const version = encodeSections('V', hostile.sections?.(sections) ?? sections)
  return { ulid: id, version, pack, packUlid }
}

/** Stores a hostile version as the current one of a machine's line, with a head that vouches for it. */
export async function plantHostile(machine: Machine, key: string, hostile: Hostile): Promise<HostileObjects> {
  const { store, heads } = machine.context
  const { lane, volume } = machine
  const objects = hostileObjects(hostile, lane)
  await put(
    store,
    packKey('default', lane, objects.packUlid),
    Buffer.concat([objects.pack, Buffer.alloc(100)]),
    'absent',
  )
  const { ulid: id, version } = objects
  const head = {
    commit: randomBytes(12).toString('hex'),
    from: '',
    key,
    current: { lane, ulid: id, bytes: version.length, sha256: sha256Hex(version) },
    history: [],
    startedAt: 0,
    committedAt: 0,
    touchedAt: Date.now(),
    writer: { repository: '', run: '', actor: '' },
    signature: '',
  }
  const done = await heads.advance({ namespace: 'default', lane, volume, key }, head, 'absent', { version })
  if (done === 'conflict') throw new Error('the key has a head already')
  return objects
}

const TEXTS = [
  'engine',
  'os',
  'arch',
  'repository',
  'commit',
  'ref',
  'workflow',
  'run',
  'job',
  'actor',
  'runner',
  'inputHash',
]

function json(id: number, value: unknown): Section {
  return { id, bytes: Buffer.from(JSON.stringify(value)) }
}

/** Planes: all lowest bytes first. Numbers are cut to the width. */
function column(id: number, width: number, values: readonly (number | bigint)[]): Section {
  const bytes = new Uint8Array(values.length * width)
  values.forEach((value, i) => {
    for (let plane = 0; plane < width; plane++) {
      bytes[plane * values.length + i] = Number((BigInt(value) >> BigInt(8 * plane)) & 0xffn)
    }
  })
  return { id, bytes }
}

function extentColumns(files: readonly (readonly HostileExtent[])[]): Section[] {
  let [frameBefore, end] = [0, 0]
  const numbers: number[] = []
  const offsets: number[] = []
  const lengths: number[] = []
  for (const extents of files) {
    for (const [i, { frame, offset, length }] of extents.entries()) {
      if (i < extents.length - 1) lengths.push(length)
      if (frame === undefined) {
        numbers.push(0)
        offsets.push(0)
        continue
      }
      numbers.push(1 + Number(zigzag(BigInt(frame - frameBefore))))
      offsets.push(Number(zigzag(BigInt(offset - (frame === frameBefore ? end : 0)))))
      frameBefore = frame
      end = offset + length
    }
  }
  return [column(48, 4, numbers), column(49, 4, offsets), column(50, 4, lengths)]
}

function differences(values: readonly bigint[]): bigint[] {
  return values.map((value, i) => BigInt.asUintN(64, zigzag(value - (values[i - 1] ?? 0n))))
}

function zigzag(value: bigint): bigint {
  return value < 0n ? -2n * value - 1n : 2n * value
}
