import { sameBytes } from './bytes.ts'
import type { Memory } from './collection.ts'
import { sha256 } from './digest.ts'
import { fieldsOf, fromJson, laneOf, listOf, millisOf, textOf, toJson, ulidOf } from './fields.ts'
import type { Contents } from './ports/archive.ts'
import { FormatError } from './ports/errors.ts'

/** The SHA-256 of what follows, then JSON: `docs/format.md`. A pack that is not seen referred to may be removed. */
export function encodeMemory({ unlinked, contents }: Memory): Uint8Array {
  const rows = [...contents].map(([id, { linked, packs }]) => [id, linked, packs.map(({ lane, ulid }) => [lane, ulid])])
  const json = toJson({ format: FORMAT, unlinked: [...unlinked], contents: rows })
  return Buffer.concat([sha256(json), json])
}

/** Throws `FormatError` for anything else. */
export function decodeMemory(bytes: Uint8Array): Memory {
  const json = bytes.subarray(SUM_BYTES)
  if (!sameBytes(sha256(json), bytes.subarray(0, SUM_BYTES))) throw new FormatError(`${WHAT}: not as it was written`)
  const memory = fieldsOf(fromJson(json, WHAT), WHAT)
  if (memory['format'] !== FORMAT) throw new FormatError(`${WHAT}: another format`)
  const rows = (value: unknown, length: number) =>
    listOf(value, WHAT, MOST).map((row) => {
      const cells = listOf(row, WHAT, length)
      if (cells.length < length) throw new FormatError(`${WHAT}: a row without ${length} cells`)
      return cells
    })
  return {
    unlinked: new Map(
      rows(memory['unlinked'], 2).map(([version, since]) => [ulidOf(version, WHAT), millisOf(since, WHAT)]),
    ),
    contents: new Map(
      rows(memory['contents'], 3).map(([id, linked, packs]): [string, Contents] => [
        textOf(id, WHAT),
        {
          linked: listOf(linked, WHAT, MOST).map((version) => ulidOf(version, WHAT)),
          packs: rows(packs, 2).map(([lane, ulid]) => ({ lane: laneOf(lane, WHAT), ulid: ulidOf(ulid, WHAT) })),
        },
      ]),
    ),
  }
}

const WHAT = 'collection'
const FORMAT = 1
const SUM_BYTES = 32
const MOST = 1_000_000
