import { toHex } from './bytes.ts'
import { fieldsOf, hashOf, laneOf, listOf, textOf, toJson, ulidOf, wholeOf } from './fields.ts'
import { checkFrames, decodeFrames, encodeFrames, FRAME_SECTIONS } from './frame-columns.ts'
import type { FrameTable, PackRow } from './manifest.ts'
import { PACK_BYTES_MAX } from './pack.ts'
import { FormatError } from './ports/errors.ts'
import { SectionId as Id } from './section-ids.ts'
import { column, type Section, type Sections } from './sections.ts'

/** The tables of packs and frames of a version or a state. */
export const TABLE_SECTIONS: readonly number[] = [
  Id.packs,
  Id.framePack,
  Id.frameNumber,
  Id.frameOffset,
  ...FRAME_SECTIONS,
]

const PACKS_MAX = 100_000
const KEY_ID_MAX = 256

/** `FormatError` if they are not what `decodeTables` would take. */
export function encodeTables(packs: readonly PackRow[], frames: FrameTable): Section[] {
  const count = frames.length
  const rows = packs.map(packFields)
  checkTables(rows.map(packRow), frames)
  return [
    { id: Id.packs, bytes: toJson(rows) },
    column(Id.framePack, frames.pack.subarray(0, count)),
    column(Id.frameNumber, frames.number.subarray(0, count)),
    column(Id.frameOffset, frames.offset.subarray(0, count)),
    ...encodeFrames(frames),
  ]
}

export function decodeTables(sections: Sections): { packs: PackRow[]; frames: FrameTable } {
  const packs = listOf(sections.json(Id.packs), 'packs', PACKS_MAX).map(packRow)
  const frames = decodeFrames(sections)
  const count = frames.length
  if (count > 0) {
    frames.pack = sections.u32(Id.framePack, count)
    frames.number = sections.u32(Id.frameNumber, count)
    frames.offset = sections.u32(Id.frameOffset, count)
  }
  checkTables(packs, frames)
  return { packs, frames }
}

function checkTables(packs: readonly PackRow[], frames: FrameTable): void {
  if (packs.length > PACKS_MAX) throw new FormatError(`${packs.length} packs; ${PACKS_MAX} at most`)
  const packOf = (frame: number) => {
    const pack = packs[frames.pack[frame] as number]
    if (!pack) throw new FormatError(`frame ${frame} lies in pack ${frames.pack[frame]} of ${packs.length}`)
    return pack
  }
  checkFrames(frames, (frame) => packOf(frame).keyId)
  for (let frame = 0; frame < frames.length; frame++) {
    const pack = packOf(frame)
    const end = (frames.offset[frame] as number) + (frames.storedLength[frame] as number)
    if (end > pack.footerOffset) throw new FormatError(`frame ${frame} ends behind the frames of its pack`)
  }
}

function packFields(pack: PackRow) {
  const { lane, ulid, keyId, footerOffset, footerLength, footerSha256 } = pack
  return { lane, ulid, keyId, footerOffset, footerLength, footerSha256: toHex(footerSha256) }
}

function packRow(value: unknown, index: number): PackRow {
  const what = `pack ${index}`
  const fields = fieldsOf(value, what)
  const footerOffset = wholeOf(fields['footerOffset'], what, PACK_BYTES_MAX)
  const keyId = textOf(fields['keyId'], what)
  if (keyId.length > KEY_ID_MAX) throw new FormatError(`${what}: a key id of ${keyId.length} characters`)
  return {
    lane: laneOf(fields['lane'], what),
    ulid: ulidOf(fields['ulid'], what),
    keyId,
    footerOffset,
    footerLength: wholeOf(fields['footerLength'], what, PACK_BYTES_MAX - footerOffset),
    footerSha256: new Uint8Array(Buffer.from(hashOf(fields['footerSha256'], what), 'hex')),
  }
}
