import { sha256Hex } from './digest.ts'
import {
  type Fields,
  fieldsOf,
  fromJson,
  hashOf,
  laneOf,
  listOf,
  millisOf,
  textOf,
  textsOf,
  ulidOf,
  wholeOf,
} from './fields.ts'
import { HEAD_BYTES, type Head, HISTORY_LENGTH, type VersionRef } from './head.ts'
import { FormatError } from './ports/errors.ts'

const FORMAT = 1
const COMMIT = /^[0-9A-Za-z_-]{1,64}$/
/** The last field but one: over the JSON text without it and without the sum. */
const SIGNATURE = /,"signature":"[\w.-]*"$/
/** The last field of every head: the SHA-256 of the JSON text without it. */
const SUM = /,"sum":"([0-9a-f]{64})"\}$/
const SUM_LENGTH = ',"sum":"'.length + 64 + '"}'.length

const FIELDS: ReadonlySet<string> = new Set([
  'warmstart',
  'required',
  'optional',
  'commit',
  'from',
  'key',
  'lanes',
  'current',
  'history',
  'startedAt',
  'committedAt',
  'touchedAt',
  'writer',
  'signature',
  'sum',
])

/**
 * A head as JSON, lanes named once. Throws `FormatError` if it is longer than `HEAD_BYTES`, or is one that
 * `decodeHead` would refuse.
 */
export function encodeHead(head: Head): Uint8Array<ArrayBuffer> {
  const text = `${signedText(head).slice(0, -1)},"signature":${JSON.stringify(head.signature)}}`
  const bytes = new Uint8Array(Buffer.from(`${text.slice(0, -1)},"sum":"${sha256Hex(Buffer.from(text))}"}`))
  decodeHead(bytes)
  return bytes
}

/** The JSON text of a head that its signature covers: all of it but signature and sum. */
export function signedText(head: Head): string {
  const { commit, from, key, current, history, startedAt, committedAt, touchedAt, writer } = head
  const lanes = [...new Set([current, ...history].map(({ lane }) => lane))]
  const short = ({ lane, ulid, bytes, sha256 }: VersionRef) => [lanes.indexOf(lane), ulid, bytes, sha256]
  return JSON.stringify({
    warmstart: FORMAT,
    required: 0,
    optional: [],
    commit,
    from,
    key,
    lanes,
    current: short(current),
    history: history.map((ref) => [...short(ref), ref.committedAt]),
    startedAt,
    committedAt,
    touchedAt,
    writer: { repository: writer.repository, run: writer.run, actor: writer.actor },
  })
}

/** The head; `FormatError` if a field is missing, unknown (and not listed as optional) or not what it should be. */
export function decodeHead(bytes: Uint8Array): Head {
  if (bytes.length > HEAD_BYTES) throw new FormatError(`a head of ${bytes.length} bytes; ${HEAD_BYTES} at most`)
  checkSum(bytes)
  const fields = fieldsOf(fromJson(bytes, 'head'), 'head')
  checkFeatures(fields)
  const lanes = listOf(fields['lanes'], 'lanes', HISTORY_LENGTH + 1).map((lane) => laneOf(lane, 'head'))
  const writer = fieldsOf(fields['writer'], 'writer')
  return {
    commit: commitOf(fields['commit']),
    from: fields['from'] === '' ? '' : commitOf(fields['from']),
    key: textOf(fields['key'], 'key'),
    current: refOf(listOf(fields['current'], 'current', 4), lanes),
    history: listOf(fields['history'], 'history', HISTORY_LENGTH).map((value) => {
      const row = listOf(value, 'history', 5)
      return { ...refOf(row, lanes), committedAt: millisOf(row[4], 'history') }
    }),
    startedAt: millisOf(fields['startedAt'], 'startedAt'),
    committedAt: millisOf(fields['committedAt'], 'committedAt'),
    touchedAt: millisOf(fields['touchedAt'], 'touchedAt'),
    writer: {
      repository: textOf(writer['repository'], 'repository'),
      run: textOf(writer['run'], 'run'),
      actor: textOf(writer['actor'], 'actor'),
    },
    ...signatureOf(bytes, fields['signature']),
  }
}

function signatureOf(bytes: Uint8Array, field: unknown): Pick<Head, 'signature' | 'signed'> {
  const signature = textOf(field, 'signature')
  if (signature === '') return { signature }
  const text = Buffer.from(bytes.subarray(0, bytes.length - SUM_LENGTH)).toString()
  const found = SIGNATURE.exec(text)
  if (!found) throw new FormatError('a signature that is not at the end')
  return { signature, signed: `${text.slice(0, found.index)}}` }
}

function checkSum(bytes: Uint8Array): void {
  const end = bytes.length - SUM_LENGTH
  const tail = Buffer.from(bytes.subarray(Math.max(0, end))).toString('latin1')
  const sum = SUM.exec(tail)?.[1]
  if (sum === undefined) throw new FormatError('a head that does not end with its sum')
  if (sha256Hex(Buffer.concat([bytes.subarray(0, end), Buffer.from('}')])) !== sum)
    throw new FormatError('a damaged head')
}

/** A field that is not in the table may be left out of account only where the head itself says so. */
function checkFeatures(fields: Fields): void {
  const format = wholeOf(fields['warmstart'], 'warmstart')
  if (format !== FORMAT) throw new FormatError(`head of format ${format}; this release reads ${FORMAT}`)
  const required = wholeOf(fields['required'], 'required', 0xffff_ffff)
  if (required !== 0)
    throw new FormatError(`needs features 0x${required.toString(16)}, which this release lacks`, required)
  const optional = textsOf(fields['optional'], 'optional')
  const unknown = Object.keys(fields).find((name) => !FIELDS.has(name) && !optional.includes(name))
  if (unknown !== undefined) throw new FormatError(`unknown field ${JSON.stringify(unknown)}`)
}

function commitOf(value: unknown): string {
  if (typeof value !== 'string' || !COMMIT.test(value)) throw new FormatError('not a commit id')
  return value
}

function refOf(row: readonly unknown[], lanes: readonly string[]): VersionRef {
  const lane = lanes[wholeOf(row[0], 'lane', lanes.length - 1)] as string
  return {
    lane,
    ulid: ulidOf(row[1], 'version'),
    bytes: wholeOf(row[2], 'bytes of a version'),
    sha256: hashOf(row[3], 'version'),
  }
}
