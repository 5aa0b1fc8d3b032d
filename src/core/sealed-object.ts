import { type EncryptionKey, versionKeyOf } from './encryption-key.ts'
import { fieldsOf, laneOf, listOf, textOf, toJson, ulidOf } from './fields.ts'
import type { PackSeal } from './frame.ts'
import type { Lane } from './lane.ts'
import type { PackRow } from './manifest.ts'
import { FormatError } from './ports/errors.ts'
import { FOOTER_NUMBER, open, seal } from './sealing.ts'
import { SectionId as Id } from './section-ids.ts'
import { encodeSections, isSealed, type ObjectKind, SEALED, Sections } from './sections.ts'

// A version or a footer, whole and as it would be stored without a key, inside another object of its kind that says only
// which key opens it and, of a version, which packs it refers to: a collection needs to know that, and has no key.

/** What everybody can read of a sealed object. */
export interface Seal {
  readonly keyId: string
  /** A version's; none of a footer. */
  readonly packs: readonly PackName[]
}

export interface PackName {
  readonly lane: Lane
  readonly ulid: string
}

const KNOWN: ReadonlySet<number> = new Set([Id.seal, Id.sealed])
const PACKS_MAX = 100_000

export function sealVersion(
  key: EncryptionKey,
  ulid: string,
  version: Uint8Array,
  packs: readonly PackRow[],
): Uint8Array<ArrayBuffer> {
  const names = packs.map(({ lane, ulid }) => ({ lane, ulid }))
  return sealObject('V', versionKeyOf(key, ulid), 0, { keyId: key.id, packs: names }, version)
}

export function sealFooter(keyId: string, { key }: PackSeal, footer: Uint8Array): Uint8Array<ArrayBuffer> {
  return sealObject('F', key, FOOTER_NUMBER, { keyId, packs: [] }, footer)
}

/** Undoes `sealVersion`; `FormatError` if it is not this version, or not what was sealed with this key. */
export function openVersion(key: EncryptionKey, ulid: string, bytes: Uint8Array): Uint8Array {
  return openObject('V', versionKeyOf(key, ulid), 0, bytes)
}

export function openFooter({ key }: PackSeal, bytes: Uint8Array): Uint8Array {
  return openObject('F', key, FOOTER_NUMBER, bytes)
}

/** `undefined` for an object that is not sealed; `FormatError` for one that is damaged. */
export function sealOf(kind: ObjectKind, bytes: Uint8Array): Seal | undefined {
  if (!isSealed(bytes)) return undefined
  return decodeSeal(new Sections(kind, bytes, KNOWN, SEALED))
}

function sealObject(
  kind: ObjectKind,
  key: Uint8Array,
  number: number,
  clear: Seal,
  bytes: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const json = toJson(clear)
  const sealed = seal(key, number, boundTo(kind, json), bytes)
  return encodeSections(
    kind,
    [
      { id: Id.seal, bytes: json },
      { id: Id.sealed, bytes: sealed, incompressible: true },
    ],
    SEALED,
  )
}

function openObject(kind: ObjectKind, key: Uint8Array, number: number, bytes: Uint8Array): Uint8Array {
  const sections = new Sections(kind, bytes, KNOWN, SEALED)
  const json = sections.read(Id.seal, sections.rawLength(Id.seal))
  const sealed = sections.read(Id.sealed, sections.rawLength(Id.sealed))
  return open(key, number, boundTo(kind, json), sealed)
}

/** What is readable cannot be changed either. */
function boundTo(kind: ObjectKind, json: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`wstart:${kind}`, 'latin1'), json])
}

function decodeSeal(sections: Sections): Seal {
  const { keyId, packs } = fieldsOf(sections.json(Id.seal), 'seal')
  return { keyId: keyIdOf(keyId), packs: listOf(packs, 'packs', PACKS_MAX).map(packName) }
}

function keyIdOf(value: unknown): string {
  const keyId = textOf(value, 'key id')
  if (!/^[0-9a-f]{16}$/.test(keyId)) throw new FormatError('not the id of a key')
  return keyId
}

function packName(value: unknown, index: number): PackName {
  const what = `pack ${index}`
  const { lane, ulid } = fieldsOf(value, what)
  return { lane: laneOf(lane, what), ulid: ulidOf(ulid, what) }
}
